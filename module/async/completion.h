#ifndef REGISTRAR_MODULE_ASYNC_COMPLETION_H_
#define REGISTRAR_MODULE_ASYNC_COMPLETION_H_

#include <coroutine>
#include <memory>
#include <optional>
#include <utility>

namespace registrar {

// The bridge from callbacks to coroutines: one side completes it once, the other awaits it once.
// Both sides hold it by shared ownership, so a callback that comes late finds nobody waiting and
// does no harm. Completing resumes the awaiter before Complete() returns.
template <typename T>
class Completion {
 public:
  using Ptr = std::shared_ptr<Completion>;

  static Ptr Create() { return std::make_shared<Completion>(); }

  // Gives the value. The first call counts, later ones are ignored.
  // Result: whether this call was the first.
  bool Complete(T value) {
    if (done_) return false;
    done_ = true;
    value_.emplace(std::move(value));
    if (auto waiting = std::exchange(waiting_, nullptr)) waiting.resume();
    return true;
  }

  bool done() const { return done_; }

  // Awaits the value. `self` is kept alive by the awaiting frame.
  static auto Wait(Ptr self) {
    struct Awaiter {
      Ptr completion;
      bool await_ready() const noexcept { return completion->done_; }
      void await_suspend(std::coroutine_handle<> handle) noexcept { completion->waiting_ = handle; }
      T await_resume() { return *std::move(completion->value_); }
    };
    return Awaiter{std::move(self)};
  }

 private:
  bool done_ = false;
  std::optional<T> value_;
  std::coroutine_handle<> waiting_ = nullptr;
};

}  // namespace registrar

#endif  // REGISTRAR_MODULE_ASYNC_COMPLETION_H_
