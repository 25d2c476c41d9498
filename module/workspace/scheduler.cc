#include "module/workspace/scheduler.h"

#include <algorithm>

#include "module/async/spawn.h"
#include "module/workspace/intent.h"

namespace registrar {
namespace {

// Timers do not follow a clock that is set, nor a machine that slept: it is looked at this often.
constexpr Duration kLongestNap = std::chrono::minutes(10);

// What the status shows as the next attempt to reach the cloud for this workspace.
std::optional<WallTime> ShownTime(const Plan& plan) {
  const bool asks_for_workspace = plan.chore == Chore::kSync || plan.chore == Chore::kTryKept ||
                                  plan.chore == Chore::kConfirmUnknown;
  if (!asks_for_workspace) return std::nullopt;
  return plan.due;
}

// The state that is planned for: a server that may be a copy leaves the cloud alone as an
// unregistered one does.
WorkspaceState PlannedState(const StatusRecord& record, const CloudSettings& settings) {
  const WorkspaceState state = StateOf(record, settings);
  const bool speaks = state == WorkspaceState::kRegistered || state == WorkspaceState::kForgotten;
  return speaks && !settings.fingerprint_accepted ? WorkspaceState::kUnregistered : state;
}

// Whether the success of a chore says nothing about the ones that failed before.
bool HasItsOwnPace(Chore chore) { return chore == Chore::kPoll || chore == Chore::kCompleteWizard; }

}  // namespace

void Scheduler::Start() {
  if (std::exchange(started_, true)) return;
  Spawn(Run());
}

void Scheduler::Replan() {
  replan_ = true;
  if (pause_) pause_->Cancel(Error(ErrorCode::kCancelled));
}

void Scheduler::Succeeded() {
  retry_ = Retry();
  failures_ = 0;
  Replan();
}

Task<Status> Scheduler::Run() {
  const auto self = shared_from_this();
  const CancelToken stop = context_->stop.token();
  while (!stop.cancelled()) {
    replan_ = false;
    if (!context_->lease->held()) {
      // Whoever changes that wakes it.
      co_await SleepUntil(WallTime::max());
      continue;
    }
    const auto plan = co_await MakePlan();
    if (stop.cancelled()) break;
    if (!plan) {
      // The database does not answer; there is nothing to plan with.
      NoteOutcome(plan.error());
      co_await SleepUntil(retry_.at.value_or(context_->loop.WallNow() + kLongestNap));
      continue;
    }
    const bool due = co_await SleepUntil(plan.value().due);
    if (!due || stop.cancelled()) continue;
    const Status done = co_await Carry(plan.value().chore);
    // What another instance goes on with has not failed.
    const bool elsewhere = !done && done.error().code == ErrorCode::kNotHolder;
    const bool tells = !done || !HasItsOwnPace(plan.value().chore);
    if (tells && !elsewhere) NoteOutcome(done);
  }
  co_return Ok();
}

Task<Result<Plan>> Scheduler::MakePlan() {
  REGISTRAR_CO_ASSIGN(const CloudSettings settings, co_await ReadCloudSettings(context_->host));
  REGISTRAR_CO_ASSIGN(const auto found, co_await context_->status.Find());
  const StatusRecord record = found.value_or(StatusRecord());
  const WallTime now = context_->loop.WallNow();
  catch_up_ = CatchUpTime(context_->loop, catch_up_, now);
  slots_ = SlotsOf(record.unique_id, std::min<Duration>(settings.module.sync_every, kSyncPeriod));
  const bool left_failed = record.failures > 0 && BoolOr(record.last_error, "retryable");
  if (left_failed && failures_ == 0) {
    // An earlier process failed last.
    failures_ = record.failures;
    retry_.at = CloudRetryTime(context_->loop, failures_, now, slots_);
  }
  REGISTRAR_CO_ASSIGN(const auto journal, co_await context_->journal.Find());
  const bool unfinished = journal || context_->bought;
  const Rhythm rhythm{settings.module.sync_every, settings.module.sync_enabled};
  const WorkspaceState state = StateOf(record, settings);
  Plan plan =
      unfinished ? FinishPlan(now, retry_)
                 : NextPlan(PlannedState(record, settings), record, now, catch_up_, retry_, rhythm);
  if (!unfinished && state == WorkspaceState::kIntent) {
    REGISTRAR_CO_ASSIGN(const auto intent, co_await FindIntent(context_));
    if (intent && intent->open()) {
      plan = WithPoll(plan, context_->poll_pace.Next(intent->interval), now);
    }
  }
  if (record.next_sync != ShownTime(plan)) {
    const StatusChange change = [plan](StatusRecord& status) {
      status.next_sync = ShownTime(plan);
    };
    REGISTRAR_CO_TRY(co_await context_->status.Update(change));
  }
  co_return plan;
}

Task<bool> Scheduler::SleepUntil(WallTime due) {
  while (!replan_ && !context_->stop.token().cancelled()) {
    const Duration left = due - context_->loop.WallNow();
    if (left <= Duration::zero()) co_return true;
    pause_.emplace(context_->stop.token());
    const CancelToken paused = pause_->token();
    // Whoever wakes it early has set what this loop looks at.
    [[maybe_unused]] const Status slept =
        co_await Sleep(context_->loop, std::min(left, kLongestNap), paused);
    pause_.reset();
  }
  co_return false;
}

Task<Status> Scheduler::Carry(Chore chore) {
  if (chore != Chore::kNone) {
    REGISTRAR_CO_TRY(co_await context_->lease->Confirm());
    co_return co_await work_(chore);
  }
  // Nothing to do until something changes.
  co_await SleepUntil(WallTime::max());
  co_return Ok();
}

void Scheduler::NoteOutcome(const Status& outcome) {
  // What the cloud answered is told by the chore; a database that fails keeps it from doing so.
  const bool host_failed = !outcome && outcome.error().info().code.starts_with("host.");
  if (host_failed && !host_failed_) {
    LogError(context_->host, LogLevel::kWarn, "Scheduled work", outcome.error());
  }
  host_failed_ = host_failed;
  failures_ = outcome ? 0 : failures_ + 1;
  retry_ = outcome ? Retry()
                   : RetryOf(context_->loop, outcome.error(), failures_, context_->loop.WallNow(),
                             slots_);
}

}  // namespace registrar
