#include "module/async/virtual_loop.h"

#include <utility>

namespace registrar {
namespace {

// 2026-01-01T00:00:00Z: an ordinary day, so that dates in tests look like dates.
constexpr std::chrono::seconds kEpoch{1767225600};

}  // namespace

class VirtualLoop::VirtualTimer final : public Timer {
 public:
  VirtualTimer(std::shared_ptr<Calls> calls, Key key)
      : calls_(std::move(calls)), key_(std::move(key)) {}
  VirtualTimer(const VirtualTimer&) = delete;
  VirtualTimer& operator=(const VirtualTimer&) = delete;
  ~VirtualTimer() override { calls_->erase(key_); }

 private:
  std::shared_ptr<Calls> calls_;
  Key key_;
};

VirtualLoop::VirtualLoop(uint64_t seed) : wall_offset_(kEpoch), random_(seed) {}

WallTime VirtualLoop::WallNow() const { return WallTime(now_.time_since_epoch() + wall_offset_); }

std::unique_ptr<Timer> VirtualLoop::CallAfter(Duration delay, std::function<void()> callback) {
  const Key key{now_ + std::max(delay, Duration::zero()), next_id_++};
  calls_->emplace(key, std::move(callback));
  return std::make_unique<VirtualTimer>(calls_, key);
}

uint64_t VirtualLoop::Random(uint64_t bound) { return random_() % bound; }

void VirtualLoop::RunNext() {
  const auto first = calls_->begin();
  now_ = std::max(now_, first->first.first);
  const auto callback = std::move(first->second);
  calls_->erase(first);
  callback();
}

void VirtualLoop::Advance(Duration duration) {
  const MonotonicTime end = now_ + duration;
  while (!calls_->empty() && calls_->begin()->first.first <= end) RunNext();
  now_ = end;
}

void VirtualLoop::RunUntilIdle(Duration limit) {
  const MonotonicTime end = now_ + limit;
  while (!calls_->empty() && calls_->begin()->first.first <= end) RunNext();
}

}  // namespace registrar
