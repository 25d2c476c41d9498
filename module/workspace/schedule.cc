#include "module/workspace/schedule.h"

#include <algorithm>

#include "module/base/secret.h"
#include "module/workspace/backoff.h"
#include "module/workspace/forgetting.h"
#include "module/workspace/time_text.h"

namespace registrar {
namespace {

// The next slot after what was done last. A slot that has passed meanwhile was missed: it is made
// up for, once.
WallTime NextSlot(WallTime last, WallTime now, Duration period, const std::string& unique_id,
                  WallTime catch_up) {
  // A clock that was set back must not silence the schedule.
  const WallTime slot = SlotAfter(std::min(last, now), period, PhaseOf(unique_id, period));
  return slot > now ? slot : catch_up;
}

// The chore of a state and when it is due, failures aside.
Plan PlanWithoutRetry(WorkspaceState state, const StatusRecord& record, WallTime now,
                      WallTime catch_up, const Rhythm& rhythm) {
  const auto slot = [&](std::optional<WallTime> last, Duration period) {
    // What never happened counts from the time the state was entered: nothing is missed then.
    return NextSlot(std::max(last.value_or(record.since), record.since), now, period,
                    record.unique_id, catch_up);
  };
  switch (state) {
    case WorkspaceState::kRegistered: {
      if (record.unknown_since) {
        return {Chore::kConfirmUnknown, *record.unknown_since + kConfirmAfter};
      }
      if (!rhythm.syncs) break;
      std::optional<WallTime> last;
      if (record.last_sync.is_object()) last = TimeOf(record.last_sync, "at");
      return {Chore::kSync, slot(last, rhythm.sync_period)};
    }
    case WorkspaceState::kForgotten:
      return {Chore::kTryKept, slot(record.kept_tried, kIdlePeriod)};
    case WorkspaceState::kOffline:
      return {Chore::kNone, now};
    default:
      break;
  }
  // Registering asks for it.
  if (!record.last_window) return {Chore::kWindow, catch_up + kFirstWindowPause};
  return {Chore::kWindow, slot(record.last_window, kIdlePeriod)};
}

// Of two plans the one that is due first.
Plan Earlier(const Plan& plan, const Plan& other) {
  return plan.chore == Chore::kNone || other.due <= plan.due ? other : plan;
}

}  // namespace

Duration PhaseOf(const std::string& unique_id, Duration period) {
  const std::string digest = Sha256Hex(unique_id).substr(0, 15);
  return Duration(std::stoll(digest, nullptr, 16) % period.count());
}

WallTime SlotAfter(WallTime time, Duration period, Duration phase) {
  const Duration since_phase = time.time_since_epoch() - phase;
  const auto periods = since_phase.count() / period.count();
  return WallTime(phase + (periods + 1) * period);
}

Plan WithPoll(const Plan& plan, WallTime poll_due, WallTime now) {
  return Earlier(plan, {Chore::kPoll, std::max(poll_due, now)});
}

Plan FinishPlan(WallTime now, const Retry& retry) {
  return {Chore::kFinish, std::max(now, retry.at.value_or(now + kBackoffBase))};
}

Plan NextPlan(WorkspaceState state, const StatusRecord& record, WallTime now, WallTime catch_up,
              const Retry& retry, const Rhythm& rhythm) {
  Plan plan = PlanWithoutRetry(state, record, now, catch_up, rhythm);
  if (retry.at) {
    plan.due =
        plan.chore == Chore::kSync ? std::min(plan.due, *retry.at) : std::max(plan.due, *retry.at);
  }
  if (retry.after) plan.due = std::max(plan.due, *retry.after);
  plan.due = std::max(plan.due, now);
  if (record.wizard_due) {
    const WallTime due = std::max(*record.wizard_due, retry.at.value_or(now));
    plan = Earlier(plan, {Chore::kCompleteWizard, std::max(due, now)});
  }
  return plan;
}

}  // namespace registrar
