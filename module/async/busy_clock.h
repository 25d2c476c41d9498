#ifndef REGISTRAR_MODULE_ASYNC_BUSY_CLOCK_H_
#define REGISTRAR_MODULE_ASYNC_BUSY_CLOCK_H_

#include <uv.h>

#include <cstdint>
#include <memory>
#include <utility>

namespace registrar {

// How long the module has kept the loop's thread busy: the sum of its turns on the loop.
class BusyClock {
 public:
  using Ptr = std::shared_ptr<BusyClock>;

  // One turn: from where the loop or JavaScript calls the module until it is left again. A turn
  // within a turn counts once.
  class Turn {
   public:
    explicit Turn(Ptr clock) : clock_(std::move(clock)) {
      if (clock_->depth_++ == 0) clock_->began_ = uv_hrtime();
    }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    ~Turn() {
      if (--clock_->depth_ == 0) clock_->spent_ += uv_hrtime() - clock_->began_;
    }

   private:
    Ptr clock_;
  };

  // Nanoseconds, without the turn that is under way.
  uint64_t spent() const { return spent_; }

 private:
  uint64_t spent_ = 0;
  uint64_t began_ = 0;
  int depth_ = 0;
};

}  // namespace registrar

#endif  // REGISTRAR_MODULE_ASYNC_BUSY_CLOCK_H_
