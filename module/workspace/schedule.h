#ifndef REGISTRAR_MODULE_WORKSPACE_SCHEDULE_H_
#define REGISTRAR_MODULE_WORKSPACE_SCHEDULE_H_

#include <optional>
#include <string>

#include "module/async/loop.h"
#include "module/base/error.h"
#include "module/workspace/state.h"
#include "module/workspace/status.h"

namespace registrar {

inline constexpr Duration kSyncPeriod = std::chrono::hours(12);
// Of a workspace that only refreshes its support window, or whose kept credentials are tried.
inline constexpr Duration kIdlePeriod = std::chrono::hours(24);
// A slot that was missed because the server was down is caught up within this time.
inline constexpr Duration kCatchUpSpread = std::chrono::minutes(10);

// A sync that the cloud failed is tried once more, not before this.
inline constexpr Duration kRetryFloor = std::chrono::minutes(1);

// A server that knows nothing of the support window asks for it soon after its start.
inline constexpr Duration kFirstWindowPause = std::chrono::minutes(1);

// What the schedule does by itself.
enum class Chore {
  kNone,
  kFinish,          // a change of the registration is not finished: the database failed
  kSync,            // registered
  kConfirmUnknown,  // registered, and the cloud said once that it does not know the credentials
  kPoll,            // waiting for an e-mail: ask whether it was confirmed
  kCompleteWizard,  // registered out of the setup wizard, whose tab is gone
  kTryKept,         // forgotten: kept credentials, and the support window
  kWindow,          // unregistered, disconnected, waiting for an e-mail
};

// When to do what next.
struct Plan {
  Chore chore = Chore::kNone;
  WallTime due;
};

// What a failure changes of the plan.
struct Retry {
  std::optional<WallTime> at;     // when a chore that failed is tried again
  std::optional<WallTime> after;  // the other side asked not to come earlier
};

// How often a registered workspace syncs by itself.
struct Rhythm {
  Duration sync_period = kSyncPeriod;
  bool syncs = true;  // false: it only refreshes its support window
};

// `plan`, or asking about an e-mail that waits for its confirmation when that comes first.
//   poll_due  when the cloud may be asked next
Plan WithPoll(const Plan& plan, WallTime poll_due, WallTime now);

// The plan while the journal has an entry, whatever the state is.
Plan FinishPlan(WallTime now, const Retry& retry);

// The place of a workspace within a period: spreads a fleet evenly, and stays the same over
// restarts. Result: less than `period`.
Duration PhaseOf(const std::string& unique_id, Duration period);

// The times of one workspace: one in each period.
struct Slots {
  Duration period = kSyncPeriod;
  Duration phase{0};

  // The slot that is the first after `time`.
  WallTime After(WallTime time) const;
};
Slots SlotsOf(const std::string& unique_id, Duration period);

// When slots that were missed are made up for: drawn once and kept for a while, so that planning
// anew does not move it further and further.
//   drawn  what was drawn last
WallTime CatchUpTime(Loop& loop, WallTime drawn, WallTime now);

// When a registered workspace syncs next by itself.
//   last   the last sync, also one that failed
//   retry  the sync is tried again then or in its next slot, whichever comes first
WallTime SyncDue(const Slots& slots, WallTime last, WallTime now, WallTime catch_up,
                 const Retry& retry);

// When to come back to a cloud that failed. An outage fails a whole fleet, and the fleet must not
// come back as one: at its end a workspace that has failed for a while comes with the same rate
// with which it tried meanwhile. So all tries beside the slots, taken together, may not be more
// than one in a period. That one is drawn from a distribution that halves its density when the
// time doubles, as the pauses of an exponential backoff do: soon after a short outage, late in a
// long one. After it come the slots.
//   failures  in a row, 1 or more
WallTime CloudRetryTime(Loop& loop, int failures, WallTime now, const Slots& slots);

// What a failure changes of the plan. What is no affair of the cloud, e.g. the server's own
// database, is tried again with a backoff.
//   failures  in a row with this one
//   slots     of a period that is no longer than kSyncPeriod
Retry RetryOf(Loop& loop, const Error& error, int failures, WallTime now, const Slots& slots);

// Decides on plain values what comes next.
//   state     what the workspace is, by record and settings
//   now       a due time is never earlier
//   catch_up  when a slot that was missed is made up for
//   retry     a sync is tried again then or in its next slot, whichever comes first; another chore
//             not before it
//   rhythm    by the settings
Plan NextPlan(WorkspaceState state, const StatusRecord& record, WallTime now, WallTime catch_up,
              const Retry& retry, const Rhythm& rhythm = {});

}  // namespace registrar

#endif  // REGISTRAR_MODULE_WORKSPACE_SCHEDULE_H_
