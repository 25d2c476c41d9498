#ifndef REGISTRAR_MODULE_ASYNC_UV_LOOP_H_
#define REGISTRAR_MODULE_ASYNC_UV_LOOP_H_

#include <uv.h>

#include <functional>
#include <memory>
#include <random>
#include <utility>

#include "module/async/busy_clock.h"
#include "module/async/loop.h"

namespace registrar {

// A Loop over a libuv loop that somebody else runs. It never runs or blocks that loop and its
// handles never keep it alive. It counts the handles that it has opened, so that its owner can
// wait until libuv has given the last one back.
class UvLoop final : public Loop {
 public:
  // `loop` is not owned and must outlive the closing of the last handle (see OnIdle).
  explicit UvLoop(uv_loop_t* loop);
  ~UvLoop() override;

  MonotonicTime Now() const override;
  WallTime WallNow() const override;
  std::unique_ptr<Timer> CallAfter(Duration delay, std::function<void()> callback) override;
  uint64_t Random(uint64_t bound) override;

  // For the net layer, which makes handles of its own.
  uv_loop_t* uv() const { return loop_; }

  // Everything that lives in libuv (a handle, a request) holds one of these until libuv has called
  // back for the last time. It may outlive the UvLoop.
  class Hold;
  std::shared_ptr<Hold> hold() const { return hold_; }

  // How long the callbacks of this loop's handles took; others who call the module add to it.
  const BusyClock::Ptr& busy() const { return busy_; }

  // Calls `callback` once when nothing of this loop lives in libuv any more, at once if so now.
  // Call it when everything was cancelled; the UvLoop itself may be destroyed meanwhile.
  void OnIdle(std::function<void()> callback);

 private:
  uv_loop_t* loop_;
  BusyClock::Ptr busy_ = std::make_shared<BusyClock>();
  std::shared_ptr<Hold> hold_;
  std::mt19937_64 random_;
};

class UvLoop::Hold {
 public:
  explicit Hold(BusyClock::Ptr busy) : busy_(std::move(busy)) {}
  Hold(const Hold&) = delete;
  Hold& operator=(const Hold&) = delete;
  ~Hold() {
    if (on_idle_) on_idle_();
  }

  // One turn of the loop in a callback of libuv; may outlive the Hold.
  BusyClock::Turn Busy() const { return BusyClock::Turn(busy_); }

 private:
  friend class UvLoop;
  BusyClock::Ptr busy_;
  std::function<void()> on_idle_;
};

}  // namespace registrar

#endif  // REGISTRAR_MODULE_ASYNC_UV_LOOP_H_
