#include <algorithm>

#include "bench/fleet/fleet.h"
#include "module/workspace/lease.h"

namespace registrar::fleet {
namespace {

using std::chrono::seconds;

// The scheduler looks at the clock that often while it sleeps (scheduler.cc).
constexpr Duration kNap = std::chrono::minutes(10);

// When a process that sleeps from `now` on until its own clock says `due` wakes up.
WallTime WakeTime(const Clock& clock, WallTime now, WallTime due) {
  const WallTime wake = now + (due - clock.At(now));
  const bool stepped = now < clock.step_at && wake >= clock.step_at;
  if (!stepped) return wake;
  const auto naps = (clock.step_at - now + kNap - Duration(1)) / kNap;
  const WallTime looks = std::min(wake, now + naps * kNap);
  const Duration left = due - clock.At(looks);
  return looks + std::max(left, Duration(0));
}

// From `began` on a process looks at a lease again and again. Result: when it gets it.
//   stands_since  since when it has seen the document stand still; nothing: it was given back
WallTime LeaseTime(WallTime began, std::optional<WallTime> stands_since) {
  WallTime look = began;
  while (!LeaseIsFree(stands_since.has_value(), look - stands_since.value_or(look), false)) {
    look += kLeaseRenewal;
  }
  return look;
}

// A restart of the instance that holds the lease.
struct Restart {
  WallTime stops = WallTime::max();
  WallTime leads;  // from then on an instance holds the lease again
};

Restart DrawRestart(const Scenario& scenario, Loop& dice) {
  Restart restart;
  if (!scenario.deploy) return restart;
  restart.stops = DrawTime(dice, *scenario.deploy);
  // One of ten is killed and leaves its lease to run out.
  const bool gives_back = dice.Random(10) > 0;
  if (DrawInstances(dice) > 1) {
    const WallTime look = DrawTime(dice, {restart.stops, restart.stops + kLeaseRenewal});
    const WallTime moved = restart.stops - Duration(kLeaseRenewal) / 2;
    restart.leads = LeaseTime(look, gives_back ? std::nullopt : std::optional(moved));
    return restart;
  }
  const WallTime starts =
      DrawTime(dice, {restart.stops + seconds(20), restart.stops + seconds(120)});
  restart.leads = LeaseTime(starts, gives_back ? std::nullopt : std::optional(starts));
  return restart;
}

}  // namespace

void RunWorkspace(const Scenario& scenario, const Slots& slots, Loop& dice, Tally& tally) {
  const Clock clock = DrawClock(scenario, dice);
  Restart restart = DrawRestart(scenario, dice);
  const WallTime end = kBegin + scenario.length;
  const Error error(ErrorCode::kConnectTimeout);
  Attendance attendance(scenario, tally, kRequests);
  WallTime now = kBegin;
  WallTime last = slots.After(clock.At(now)) - slots.period;
  WallTime catch_up;
  Retry retry;
  int failures = 0;
  while (true) {
    const WallTime local = clock.At(now);
    catch_up = CatchUpTime(dice, catch_up, local);
    const WallTime wake = WakeTime(clock, now, SyncDue(slots, last, local, catch_up, retry));
    if (wake >= restart.stops) {
      now = restart.leads;
      restart = Restart();
      catch_up = WallTime();
      if (failures > 0) retry.at = CloudRetryTime(dice, failures, clock.At(now), slots);
      continue;
    }
    if (wake >= end) return;
    now = wake;
    last = clock.At(now);
    failures = attendance.Sync(now) ? 0 : failures + 1;
    retry = failures == 0 ? Retry() : RetryOf(dice, error, failures, last, slots);
  }
}

}  // namespace registrar::fleet
