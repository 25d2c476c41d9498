#ifndef REGISTRAR_MODULE_ASYNC_TASK_H_
#define REGISTRAR_MODULE_ASYNC_TASK_H_

#include <coroutine>
#include <cstdlib>
#include <optional>
#include <utility>

#include "module/base/result.h"

namespace registrar {

// A lazily started coroutine that yields one T. It runs when it is awaited, on the thread of its
// awaiter, and resumes the awaiter directly when done. Move-only; destroying a Task destroys its
// frame, so a Task in the middle of an operation is only destroyed by whoever cancelled it first.
//
// A coroutine's parameters are taken by value, unless the caller awaits it in the same expression.
template <typename T>
class [[nodiscard]] Task {
 public:
  class promise_type;
  using Handle = std::coroutine_handle<promise_type>;

  Task() = default;
  Task(Task&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  Task& operator=(Task&& other) noexcept {
    if (this != &other) {
      Destroy();
      handle_ = std::exchange(other.handle_, nullptr);
    }
    return *this;
  }
  Task(const Task&) = delete;
  Task& operator=(const Task&) = delete;
  ~Task() { Destroy(); }

  auto operator co_await() && noexcept {
    struct Awaiter {
      Handle handle;
      bool await_ready() const noexcept { return false; }
      std::coroutine_handle<> await_suspend(std::coroutine_handle<> awaiting) noexcept {
        handle.promise().continuation = awaiting;
        return handle;
      }
      T await_resume() { return handle.promise().Take(); }
    };
    return Awaiter{handle_};
  }

 private:
  explicit Task(Handle handle) : handle_(handle) {}
  void Destroy() noexcept {
    if (handle_) handle_.destroy();
  }

  Handle handle_ = nullptr;
};

namespace internal {

struct TaskPromiseBase {
  struct FinalAwaiter {
    bool await_ready() const noexcept { return false; }
    template <typename Promise>
    std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> self) noexcept {
      return self.promise().continuation;
    }
    void await_resume() const noexcept {}
  };

  std::suspend_always initial_suspend() const noexcept { return {}; }
  FinalAwaiter final_suspend() const noexcept { return {}; }
  // The language wants it; the library is compiled without exceptions.
  [[noreturn]] void unhandled_exception() const noexcept { std::abort(); }

  std::coroutine_handle<> continuation = std::noop_coroutine();
};

}  // namespace internal

template <typename T>
class Task<T>::promise_type : public internal::TaskPromiseBase {
 public:
  Task get_return_object() { return Task(Handle::from_promise(*this)); }
  template <typename U>
  void return_value(U&& value) {
    value_.emplace(std::forward<U>(value));
  }
  T Take() { return *std::move(value_); }

 private:
  std::optional<T> value_;
};

template <>
class Task<void>::promise_type : public internal::TaskPromiseBase {
 public:
  Task get_return_object() { return Task(Handle::from_promise(*this)); }
  void return_void() const noexcept {}
  void Take() const noexcept {}
};

}  // namespace registrar

#endif  // REGISTRAR_MODULE_ASYNC_TASK_H_
