#include "bench/fleet/fleet.h"

namespace registrar::fleet {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr Duration kCronPeriod = hours(12);

}  // namespace

void RunBuiltIn(const Scenario& scenario, BuiltIn kind, Loop& dice, Tally& tally) {
  const Clock clock = DrawClock(scenario, dice);
  Attendance attendance(scenario, tally, kBuiltInRequests);
  Duration phase{0};
  if (kind == BuiltIn::kRandomMinute) phase = minutes(dice.Random(60));
  if (scenario.deploy) {
    // Every process syncs at its start.
    const int instances = DrawInstances(dice);
    for (int i = 0; i < instances; ++i) attendance.Sync(DrawTime(dice, *scenario.deploy));
  }
  // Servers run in UTC, as containers do.
  const Slots slots{kCronPeriod, phase};
  const WallTime end = kBegin + scenario.length;
  WallTime slot = slots.After(clock.At(kBegin) - Duration(1));
  WallTime now = kBegin + (slot - clock.At(kBegin));
  while (now < end) {
    if (now >= clock.step_at && clock.At(now) != slot) {
      // The clock was set meanwhile: the job waits for the next time by the new one.
      slot = slots.After(clock.At(clock.step_at) - Duration(1));
      now = clock.step_at + (slot - clock.At(clock.step_at));
      continue;
    }
    attendance.Sync(now);
    slot += kCronPeriod;
    now += kCronPeriod;
  }
}

}  // namespace registrar::fleet
