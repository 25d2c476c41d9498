#include "module/async/uv_loop.h"

#include <utility>

namespace registrar {
namespace {

// A one-shot libuv timer. libuv owns the memory from uv_close until the close callback, so the
// handle lives in a block of its own that the callback frees.
class UvTimer final : public Timer {
 public:
  UvTimer(uv_loop_t* loop, std::shared_ptr<UvLoop::Hold> hold, Duration delay,
          std::function<void()> callback)
      : block_(std::make_unique<Block>(std::move(hold), std::move(callback)).release()) {
    uv_timer_init(loop, &block_->handle);
    block_->handle.data = block_;
    // libuv counts from the loop's cached time, which lies in the past after a long callback.
    uv_update_time(loop);
    uv_timer_start(&block_->handle, &UvTimer::OnTimer,
                   static_cast<uint64_t>(std::max(delay, Duration::zero()).count()), 0);
    uv_unref(reinterpret_cast<uv_handle_t*>(&block_->handle));
  }
  UvTimer(const UvTimer&) = delete;
  UvTimer& operator=(const UvTimer&) = delete;
  ~UvTimer() override {
    uv_close(reinterpret_cast<uv_handle_t*>(&block_->handle), [](uv_handle_t* handle) {
      const std::unique_ptr<Block> freed(static_cast<Block*>(handle->data));
    });
  }

 private:
  struct Block {
    Block(std::shared_ptr<UvLoop::Hold> loop_hold, std::function<void()> on_timer)
        : hold(std::move(loop_hold)), callback(std::move(on_timer)) {}
    uv_timer_t handle{};
    std::shared_ptr<UvLoop::Hold> hold;
    std::function<void()> callback;
  };

  static void OnTimer(uv_timer_t* timer) {
    const BusyClock::Turn turn = static_cast<Block*>(timer->data)->hold->Busy();
    // The callback may destroy the timer, and with it the place that it is stored in.
    const auto callback = std::move(static_cast<Block*>(timer->data)->callback);
    callback();
  }

  Block* block_;
};

// From the kernel; where it has none, jitter does without.
uint64_t Seed() {
  uint64_t seed = 0;
  if (uv_random(nullptr, nullptr, &seed, sizeof seed, 0, nullptr) != 0) seed = uv_hrtime();
  return seed;
}

}  // namespace

UvLoop::UvLoop(uv_loop_t* loop)
    : loop_(loop), hold_(std::make_shared<Hold>(busy_)), random_(Seed()) {}

UvLoop::~UvLoop() = default;

MonotonicTime UvLoop::Now() const {
  return MonotonicTime(Duration(static_cast<Duration::rep>(uv_hrtime() / 1000000U)));
}

WallTime UvLoop::WallNow() const {
  return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
}

std::unique_ptr<Timer> UvLoop::CallAfter(Duration delay, std::function<void()> callback) {
  return std::make_unique<UvTimer>(loop_, hold_, delay, std::move(callback));
}

uint64_t UvLoop::Random(uint64_t bound) { return random_() % bound; }

void UvLoop::OnIdle(std::function<void()> callback) {
  hold_->on_idle_ = std::move(callback);
  hold_.reset();
}

}  // namespace registrar
