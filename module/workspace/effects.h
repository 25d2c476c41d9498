#ifndef REGISTRAR_MODULE_WORKSPACE_EFFECTS_H_
#define REGISTRAR_MODULE_WORKSPACE_EFFECTS_H_

#include <optional>
#include <string>
#include <vector>

#include "module/cloud/payloads.h"
#include "module/workspace/context.h"

namespace registrar {

// One thing to do in the server because the cloud said so.
struct Effect {
  enum class Kind {
    kWriteSetting,  // id, value
    kApplyLicense,  // value: the license text
    kRemoveLicense,
    kApplyNps,            // value
    kApplyAnnouncements,  // value
    kApplyBanners,        // value
  };
  Kind kind;
  std::string id;
  Json value;

  friend bool operator==(const Effect&, const Effect&) = default;
};

// What the answers of a sync ask for, decided on plain values.
std::vector<Effect> EffectsOf(const SyncPayload& sync, const CloudSettings& settings);
std::vector<Effect> EffectsOf(const CommsPayload& comms);
// What the answer of the old sync asks for besides that of a sync: trial, survey, banners.
std::vector<Effect> EffectsOf(const LegacySyncPayload& old);

// What became of a license: {outcome, error?}, outcome being applied, unchanged, pending,
// unreadable, not-valid, removed or failed.
Json LicenseReport(const Result<LicenseOutcome>& outcome);

// What became of a list of effects.
struct EffectsReport {
  Json license;               // null when none was about the license
  std::vector<Error> errors;  // of the others, kEffectFailed each
};

// Carries the effects out one after the other; one that fails does not keep the others off.
//   permit  is asked before each
Task<EffectsReport> CarryOut(ContextPtr context, std::vector<Effect> effects, Permit permit);

// Remembers in the history what became of a license. Never fails.
Task<Status> NoteLicense(ContextPtr context, Json report);

// Hands over a license outside a sync and records what became of it. Result: its LicenseReport.
Task<Result<Json>> ApplyLicenseText(ContextPtr context, std::string license);

}  // namespace registrar

#endif  // REGISTRAR_MODULE_WORKSPACE_EFFECTS_H_
