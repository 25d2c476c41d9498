#ifndef REGISTRAR_MODULE_ASYNC_LOOP_H_
#define REGISTRAR_MODULE_ASYNC_LOOP_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>

#include "module/async/cancel.h"
#include "module/async/task.h"

namespace registrar {

using Duration = std::chrono::milliseconds;
// Time since an arbitrary start that never steps; for deadlines and intervals.
using MonotonicTime = std::chrono::time_point<std::chrono::steady_clock, Duration>;
// Time of day, UTC; for what is stored or shown. May step when the clock is set.
using WallTime = std::chrono::time_point<std::chrono::system_clock, Duration>;

// A pending call of a Loop. Destroying it cancels the call.
class Timer {
 public:
  virtual ~Timer() = default;
};

// The loop that everything runs on, one thread. Real: UvLoop. For tests: VirtualLoop.
class Loop {
 public:
  virtual ~Loop() = default;

  virtual MonotonicTime Now() const = 0;
  virtual WallTime WallNow() const = 0;

  // Calls `callback` once after `delay` (0: in the next turn of the loop), never from within this
  // call. The timer does not keep the process alive.
  // Result: the owner of the pending call; destroying it, from the callback as well, is allowed.
  virtual std::unique_ptr<Timer> CallAfter(Duration delay, std::function<void()> callback) = 0;

  // A random number, uniform over [0, bound). `bound` > 0. For jitter, not for secrets.
  virtual uint64_t Random(uint64_t bound) = 0;
};

// Suspends the calling coroutine for `delay`.
// Errors: the token's reason, as soon as it is cancelled.
Task<Status> Sleep(Loop& loop, Duration delay, CancelToken cancel = {});

// A CancelSource that cancels itself with `reason` when `limit` has passed. One lives as long as
// the phase that it limits: `Deadline phase(loop, cancel, 5s, Error(ErrorCode::kConnectTimeout));`
class Deadline {
 public:
  Deadline(Loop& loop, const CancelToken& parent, Duration limit, Error reason);
  CancelToken token() const { return source_.token(); }

 private:
  CancelSource source_;
  std::unique_ptr<Timer> timer_;
};

}  // namespace registrar

#endif  // REGISTRAR_MODULE_ASYNC_LOOP_H_
