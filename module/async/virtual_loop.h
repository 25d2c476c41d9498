#ifndef REGISTRAR_MODULE_ASYNC_VIRTUAL_LOOP_H_
#define REGISTRAR_MODULE_ASYNC_VIRTUAL_LOOP_H_

#include <map>
#include <memory>
#include <random>

#include "module/async/loop.h"

namespace registrar {

// A Loop whose time stands still until it is moved: hours pass in microseconds, and every run of a
// test or a simulation with the same seed is the same.
class VirtualLoop final : public Loop {
 public:
  explicit VirtualLoop(uint64_t seed = 1);

  MonotonicTime Now() const override { return now_; }
  WallTime WallNow() const override;
  std::unique_ptr<Timer> CallAfter(Duration delay, std::function<void()> callback) override;
  uint64_t Random(uint64_t bound) override;

  // Moves the time forward by `duration`, running what becomes due in its order.
  void Advance(Duration duration);

  // Runs what is due now, until nothing more is.
  void RunReady() { Advance(Duration::zero()); }

  // Goes from timer to timer until nothing is pending or `limit` has passed.
  void RunUntilIdle(Duration limit = std::chrono::hours(24));

  // Steps the time of day only, as an administrator or NTP would.
  void StepWallClock(Duration step) { wall_offset_ += step; }

  // Number of pending calls.
  size_t pending() const { return calls_->size(); }

 private:
  using Key = std::pair<MonotonicTime, uint64_t>;
  using Calls = std::map<Key, std::function<void()>>;
  class VirtualTimer;

  void RunNext();

  MonotonicTime now_{};
  Duration wall_offset_;
  uint64_t next_id_ = 0;
  std::shared_ptr<Calls> calls_ = std::make_shared<Calls>();
  std::mt19937_64 random_;
};

}  // namespace registrar

#endif  // REGISTRAR_MODULE_ASYNC_VIRTUAL_LOOP_H_
