#ifndef REGISTRAR_MODULE_ASYNC_SPAWN_H_
#define REGISTRAR_MODULE_ASYNC_SPAWN_H_

#include <functional>
#include <tuple>
#include <vector>

#include "module/async/task.h"

namespace registrar {

namespace internal {

// A coroutine that starts at once and owns itself.
struct Detached {
  struct promise_type {
    Detached get_return_object() const noexcept { return {}; }
    std::suspend_never initial_suspend() const noexcept { return {}; }
    std::suspend_never final_suspend() const noexcept { return {}; }
    void return_void() const noexcept {}
    [[noreturn]] void unhandled_exception() const noexcept { std::abort(); }
  };
};

template <typename T>
Detached RunDetached(Task<T> task, std::function<void(T)> done) {
  T value = co_await std::move(task);
  if (done) done(std::move(value));
}

}  // namespace internal

// Starts `task` now and hands its value to `done` when it ends. What the task uses must outlive
// it: the owner cancels the task and waits for `done` before it goes.
template <typename T>
void Spawn(Task<T> task, std::function<void(T)> done = nullptr) {
  internal::RunDetached<T>(std::move(task), std::move(done));
}

// Starts all `tasks` at once and yields their values in the same order when the last has ended.
template <typename T>
Task<std::vector<T>> JoinAll(std::vector<Task<T>> tasks) {
  struct State {
    std::vector<std::optional<T>> values;
    size_t open = 0;
    std::coroutine_handle<> waiting = nullptr;
  };
  State state;
  state.values.resize(tasks.size());
  // One more than there are tasks: the joining coroutine itself, so that tasks which end at once
  // do not resume it before it waits.
  state.open = tasks.size() + 1;
  for (size_t i = 0; i < tasks.size(); ++i) {
    Spawn<T>(std::move(tasks[i]), [&state, i](T value) {
      state.values[i].emplace(std::move(value));
      if (--state.open == 0 && state.waiting) state.waiting.resume();
    });
  }
  struct Awaiter {
    State& state;
    bool await_ready() const noexcept { return --state.open == 0; }
    void await_suspend(std::coroutine_handle<> handle) const noexcept { state.waiting = handle; }
    void await_resume() const noexcept {}
  };
  co_await Awaiter{state};
  std::vector<T> values;
  values.reserve(state.values.size());
  for (auto& value : state.values) values.push_back(*std::move(value));
  co_return values;
}

}  // namespace registrar

#endif  // REGISTRAR_MODULE_ASYNC_SPAWN_H_
