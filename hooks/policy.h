#ifndef REGISTRAR_HOOKS_POLICY_H_
#define REGISTRAR_HOOKS_POLICY_H_

#include <optional>

#include "module/async/loop.h"
#include "module/base/json.h"
#include "module/workspace/workspace.h"
#include "settings/settings.h"

namespace registrar {

// Where the server's setup wizard stands.
enum class WizardStep {
  kEarlier,       // before its registration step: somebody is setting the server up
  kRegistration,  // "in_progress" with the organization entered: the step that has no skip
  kCompleted,
};

// Two good probes that far apart show that the cloud is there to stay.
inline constexpr Duration kProbeDistance = std::chrono::minutes(10);
// A good probe that is older says nothing about a later one.
inline constexpr Duration kProbeStale = std::chrono::hours(1);
// The longest pause between probes of a cloud that does not answer.
inline constexpr Duration kProbeCap = std::chrono::hours(6);
// What an e-mail that has expired changes is looked at so long after it, for the server asks the
// cloud a last time; and so often, until the server knows.
inline constexpr Duration kAfterExpiry = std::chrono::seconds(10);
inline constexpr Duration kExpiredDistance = std::chrono::minutes(1);
// The second try while somebody stands before the registration step.
inline constexpr Duration kSecondTry = std::chrono::seconds(10);
inline constexpr int kFailuresToLetGo = 2;
// The wizard is set back at most that often.
inline constexpr Duration kSetBackDistance = std::chrono::hours(24);
// The wizard's own page completes it after a registration, for it alone knows whether the terms
// were accepted. A page that did not is given up after this.
inline constexpr Duration kRegisteredGrace = std::chrono::minutes(15);

// What the policy remembers over restarts, the same for all instances.
struct PolicyRecord {
  std::optional<WallTime> probed;      // the cloud was asked last
  std::optional<WallTime> good_since;  // the first of the probes in a row that were good
  std::optional<WallTime> confirmed;   // a good one kProbeDistance later
  std::optional<WallTime> set_back;    // the wizard was set back last
  std::optional<WallTime> reminded;    // somebody set about to remind administrators last
  bool shown = false;                  // and they have the banner
  int failures = 0;                    // probes that failed in a row
  bool consent_given = false;          // the consent of Registrar_Agree_Terms was written

  void NoteProbe(bool good, WallTime now);

  Json ToJson() const;
  static PolicyRecord FromJson(const Json& json);
};

// The present stay at the registration step, as this process has seen it.
struct Stay {
  std::optional<WallTime> registered;  // the workspace was seen registered first
  std::optional<WallTime> probed;
  int failures = 0;  // in a row, since it began

  void NoteProbe(bool good, WallTime now);
};

struct Situation {
  Policy policy = Policy::kForce;
  Initiative initiative = Initiative::kNone;
  WizardStep step = WizardStep::kEarlier;
  bool wizard_overridden = false;  // by the environment, which always wins
  Stay stay;                       // means something at the registration step only
  std::optional<WallTime> expiry;  // of the e-mail that is waited for
  WallTime now;
};

enum class Measure {
  kNone,     // look again
  kProbe,    // ask whether a registration could begin now
  kSetBack,  // write "in_progress"
  kLetGo,    // write "completed", so that the open browser goes on
};

struct Decision {
  Measure measure = Measure::kNone;
  std::optional<WallTime> due;  // nothing: not by itself
  bool remind = false;
};

// Decides on plain values what is done about the setup wizard (design decision 11). Nobody is ever
// kept at the registration step by a cloud that does not answer, nor against the policy.
Decision Decide(const Situation& situation, const PolicyRecord& record);

}  // namespace registrar

#endif  // REGISTRAR_HOOKS_POLICY_H_
