#include "module/workspace/schedule.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "module/base/secret.h"
#include "module/workspace/backoff.h"
#include "module/workspace/forgetting.h"
#include "module/workspace/time_text.h"

namespace registrar {
namespace {

// The next slot after what was done last. A slot that has passed meanwhile was missed: it is made
// up for, once.
WallTime NextSlot(const Slots& slots, WallTime last, WallTime now, WallTime catch_up) {
  // A clock that was set back must not silence the schedule.
  const WallTime slot = slots.After(std::min(last, now));
  return slot > now ? slot : catch_up;
}

// From 1 to `ratio`, evenly on a logarithmic scale: each bit of the exponent is drawn. There is one
// version of sqrt in every libc, but two of pow, of which an addon without versions gets the older.
double RandomPower(Loop& loop, double ratio) {
  constexpr int kBits = 16;
  double power = 1;
  for (int bit = 0; bit < kBits; ++bit) {
    ratio = std::sqrt(ratio);
    if (loop.Random(2) == 1) power *= ratio;
  }
  return power;
}

// Whether other servers probably fail alike. One that finds no way out of its own network says
// nothing about the cloud, and not knowing the credentials is an answer of a cloud that works.
bool IsAffairOfTheCloud(const Error& error) {
  switch (error.code) {
    case ErrorCode::kUnknownClient:
    case ErrorCode::kDnsFailed:
    case ErrorCode::kDnsTimeout:
    case ErrorCode::kConnectUnreachable:
    case ErrorCode::kProxyUnreachable:
    case ErrorCode::kProxyRefused:
    case ErrorCode::kProxyAuth:
    case ErrorCode::kProxyInvalid:
    case ErrorCode::kUrlInvalid:
    case ErrorCode::kUrlInsecure:
    case ErrorCode::kUrlNotAllowed:
      return false;
    default:
      return error.info().code.starts_with("cloud.");
  }
}

// The chore of a state and when it is due. Only that of a sync looks at failures.
Plan PlanOf(WorkspaceState state, const StatusRecord& record, WallTime now, WallTime catch_up,
            const Retry& retry, const Rhythm& rhythm) {
  const auto slot = [&](std::optional<WallTime> last, Duration period) {
    // What never happened counts from the time the state was entered: nothing is missed then.
    const WallTime begin = std::max(last.value_or(record.since), record.since);
    return NextSlot(SlotsOf(record.unique_id, period), begin, now, catch_up);
  };
  switch (state) {
    case WorkspaceState::kRegistered: {
      if (record.unknown_since) {
        return {Chore::kConfirmUnknown, *record.unknown_since + kConfirmAfter};
      }
      if (!rhythm.syncs) break;
      const WallTime last = std::max(TimeOf(record.last_sync, "at"), record.since);
      const Slots slots = SlotsOf(record.unique_id, rhythm.sync_period);
      return {Chore::kSync, SyncDue(slots, last, now, catch_up, retry)};
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
  int64_t number = 0;
  std::from_chars(digest.data(), digest.data() + digest.size(), number, 16);
  return Duration(number % period.count());
}

WallTime Slots::After(WallTime time) const {
  const Duration since_phase = time.time_since_epoch() - phase;
  const auto periods = since_phase.count() / period.count();
  return WallTime(phase + (periods + 1) * period);
}

Slots SlotsOf(const std::string& unique_id, Duration period) {
  return {period, PhaseOf(unique_id, period)};
}

WallTime CatchUpTime(Loop& loop, WallTime drawn, WallTime now) {
  if (drawn + kCatchUpSpread >= now) return drawn;
  const auto spread = static_cast<uint64_t>(kCatchUpSpread.count());
  return now + Duration(static_cast<Duration::rep>(loop.Random(spread)));
}

WallTime SyncDue(const Slots& slots, WallTime last, WallTime now, WallTime catch_up,
                 const Retry& retry) {
  WallTime due = NextSlot(slots, last, now, catch_up);
  if (retry.at) due = std::min(due, *retry.at);
  if (retry.after) due = std::max(due, *retry.after);
  return std::max(due, now);
}

WallTime CloudRetryTime(Loop& loop, int failures, WallTime now, const Slots& slots) {
  const WallTime slot = slots.After(now);
  if (failures > 1) return slot;
  // A draw beyond the slot leaves it to the slot, which keeps the rate after an outage below two.
  const auto floor = static_cast<double>(kRetryFloor.count());
  const double longest = 2 * static_cast<double>(slots.period.count());
  const double delay = floor * RandomPower(loop, longest / floor);
  return std::min(slot, now + Duration(static_cast<Duration::rep>(delay)));
}

Retry RetryOf(Loop& loop, const Error& error, int failures, WallTime now, const Slots& slots) {
  Retry retry;
  if (error.retry_after) retry.after = now + *error.retry_after;
  if (IsAffairOfTheCloud(error)) {
    retry.at = CloudRetryTime(loop, failures, now, slots);
  } else if (error.info().retryable) {
    retry.at = now + BackoffDelay(loop, failures, error.retry_after);
  } else {
    // What cannot succeed by itself waits for the longest time instead of a growing one.
    retry.at = now + kBackoffCap;
  }
  return retry;
}

Plan WithPoll(const Plan& plan, WallTime poll_due, WallTime now) {
  return Earlier(plan, {Chore::kPoll, std::max(poll_due, now)});
}

Plan FinishPlan(WallTime now, const Retry& retry) {
  return {Chore::kFinish, std::max(now, retry.at.value_or(now + kBackoffBase))};
}

Plan NextPlan(WorkspaceState state, const StatusRecord& record, WallTime now, WallTime catch_up,
              const Retry& retry, const Rhythm& rhythm) {
  Plan plan = PlanOf(state, record, now, catch_up, retry, rhythm);
  if (plan.chore != Chore::kSync) {
    if (retry.at) plan.due = std::max(plan.due, *retry.at);
    if (retry.after) plan.due = std::max(plan.due, *retry.after);
  }
  plan.due = std::max(plan.due, now);
  if (record.wizard_due) {
    const WallTime due = std::max(*record.wizard_due, retry.at.value_or(now));
    plan = Earlier(plan, {Chore::kCompleteWizard, std::max(due, now)});
  }
  return plan;
}

}  // namespace registrar
