#ifndef REGISTRAR_BENCH_FLEET_FLEET_H_
#define REGISTRAR_BENCH_FLEET_FLEET_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "module/async/loop.h"
#include "module/async/virtual_loop.h"
#include "module/workspace/schedule.h"

namespace registrar::fleet {

// Midnight UTC; every simulation begins here, with a fleet that has run for long.
inline constexpr WallTime kBegin(std::chrono::hours(24 * 20000));

// A span of the simulated time; it ends before `end`.
struct Span {
  WallTime begin;
  WallTime end;
  bool Has(WallTime time) const { return time >= begin && time < end; }
};

// What happens to the fleet.
struct Scenario {
  std::string name;
  std::string title;
  Duration length = std::chrono::hours(24);
  std::optional<Span> outage;  // the cloud fails every request
  std::optional<Span> deploy;  // each server is restarted once, at a random moment
  bool clocks_off = false;
};
std::vector<Scenario> AllScenarios();

// The clock of one server against the true time.
struct Clock {
  Duration offset{0};
  Duration step{0};  // added from `step_at` on
  WallTime step_at = WallTime::max();

  WallTime At(WallTime time) const {
    return time + offset + (time >= step_at ? step : Duration(0));
  }
};
// Nine of ten within two seconds, the others within a quarter of an hour, but one of a hundred
// within ten years; that one is set right in the course of the day.
Clock DrawClock(const Scenario& scenario, Loop& dice);

// How many server processes a workspace has: nine of ten one, the others two to eight.
int DrawInstances(Loop& dice);

// A random time of the span.
WallTime DrawTime(Loop& dice, const Span& span);

// What the cloud sees.
struct Tally {
  explicit Tally(const Scenario& scenario)
      : requests(static_cast<size_t>(scenario.length / std::chrono::minutes(1))) {}

  // `count` requests at `time`; after the end nobody counts.
  void Add(WallTime time, uint32_t count);

  std::vector<uint32_t> requests;  // by the minute
  uint64_t syncs = 0;
  uint64_t failed = 0;
  uint64_t back = 0;                // workspaces that synced within one period after the outage
  std::vector<uint32_t> recovered;  // minutes from the outage's end to the sync of one that failed
};

// One sync, done or tried. Notes when a workspace is back after the outage.
class Attendance {
 public:
  Attendance(const Scenario& scenario, Tally& tally, uint32_t requests_of_sync)
      : scenario_(scenario), tally_(tally), requests_(requests_of_sync) {}

  // Result: whether the cloud answered.
  bool Sync(WallTime time);

 private:
  const Scenario& scenario_;
  Tally& tally_;
  uint32_t requests_;
  bool failed_ = false;
  bool back_ = false;
};

// Requests of a scheduled sync, and of one while the cloud fails all of them.
inline constexpr uint32_t kRequests = 4;         // token, communications, sync, support window
inline constexpr uint32_t kBuiltInRequests = 5;  // the same with a second forced token
inline constexpr uint32_t kFailedRequests = 2;   // token, support window

// One workspace that runs the module's schedule, backoff and lease.
void RunWorkspace(const Scenario& scenario, const Slots& slots, Loop& dice, Tally& tally);

// One workspace with the server's own schedule.
enum class BuiltIn {
  kMinuteZero,    // 6.x, 7.x: minute 0 of the hours 0 and 12
  kRandomMinute,  // 8.x: a random minute of these hours
};
void RunBuiltIn(const Scenario& scenario, BuiltIn kind, Loop& dice, Tally& tally);

}  // namespace registrar::fleet

#endif  // REGISTRAR_BENCH_FLEET_FLEET_H_
