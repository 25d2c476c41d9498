#include "bench/fleet/fleet.h"

namespace registrar::fleet {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

Span SpanAt(Duration begin, Duration length) { return {kBegin + begin, kBegin + begin + length}; }

Scenario Outage(const std::string& name, const std::string& length_in_words, Duration begin,
                Duration length) {
  Scenario scenario;
  scenario.name = name;
  scenario.title = "the cloud is away for " + length_in_words;
  scenario.length = begin + length + kSyncPeriod + hours(1);
  scenario.outage = SpanAt(begin, length);
  return scenario;
}

Duration DrawWithin(Loop& dice, Duration limit) {
  const auto bound = static_cast<uint64_t>(2 * limit.count() + 1);
  return Duration(static_cast<Duration::rep>(dice.Random(bound))) - limit;
}

}  // namespace

std::vector<Scenario> AllScenarios() {
  std::vector<Scenario> all(1);
  all[0].name = "calm";
  all[0].title = "a calm day";
  // Noon is among the hours in which the built-in schedule syncs.
  all.push_back(Outage("minute", "1 minute", hours(12), minutes(1)));
  all.push_back(Outage("hour", "1 hour", hours(12), hours(1)));
  all.push_back(Outage("eight-hours", "8 hours", hours(8), hours(8)));
  Scenario deploy;
  deploy.name = "deploy";
  deploy.title = "all servers are restarted within an hour";
  deploy.deploy = SpanAt(hours(9), hours(1));
  all.push_back(deploy);
  Scenario clocks;
  clocks.name = "clocks";
  clocks.title = "clocks are off";
  clocks.clocks_off = true;
  all.push_back(clocks);
  return all;
}

Clock DrawClock(const Scenario& scenario, Loop& dice) {
  Clock clock;
  if (!scenario.clocks_off) return clock;
  const uint64_t kind = dice.Random(100);
  if (kind < 90) {
    clock.offset = DrawWithin(dice, seconds(2));
  } else if (kind < 99) {
    clock.offset = DrawWithin(dice, minutes(15));
  } else {
    clock.offset = DrawWithin(dice, hours(24 * 3652));
    clock.step = -clock.offset;
    clock.step_at = DrawTime(dice, {kBegin, kBegin + scenario.length});
  }
  return clock;
}

int DrawInstances(Loop& dice) {
  return dice.Random(10) > 0 ? 1 : 2 + static_cast<int>(dice.Random(7));
}

WallTime DrawTime(Loop& dice, const Span& span) {
  const auto length = static_cast<uint64_t>((span.end - span.begin).count());
  return span.begin + Duration(static_cast<Duration::rep>(dice.Random(length)));
}

void Tally::Add(WallTime time, uint32_t count) {
  const auto minute = static_cast<size_t>((time - kBegin) / minutes(1));
  if (minute < requests.size()) requests[minute] += count;
}

bool Attendance::Sync(WallTime time) {
  ++tally_.syncs;
  if (scenario_.outage && scenario_.outage->Has(time)) {
    ++tally_.failed;
    failed_ = true;
    tally_.Add(time, kFailedRequests);
    return false;
  }
  tally_.Add(time, requests_);
  if (!scenario_.outage || back_ || time < scenario_.outage->end) return true;
  back_ = true;
  const Duration waited = time - scenario_.outage->end;
  if (waited <= kSyncPeriod) ++tally_.back;
  if (failed_) tally_.recovered.push_back(static_cast<uint32_t>(waited / minutes(1)));
  return true;
}

}  // namespace registrar::fleet
