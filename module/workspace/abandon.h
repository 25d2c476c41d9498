#ifndef REGISTRAR_MODULE_WORKSPACE_ABANDON_H_
#define REGISTRAR_MODULE_WORKSPACE_ABANDON_H_

#include <utility>

#include "module/async/cancel.h"
#include "module/async/completion.h"
#include "module/async/spawn.h"
#include "module/async/task.h"

namespace registrar {

// Runs `work` and yields its result, or the reason of `cancel` as soon as that is cancelled. Work
// that is abandoned goes on by itself: it must own, or share, what it uses.
template <typename T>
Task<T> UnlessCancelled(Task<T> work, CancelToken cancel) {
  if (const Error* why = cancel.reason()) co_return T(*why);
  auto done = Completion<T>::Create();
  const auto registration = cancel.OnCancel([done](const Error& why) { done->Complete(T(why)); });
  Spawn<T>(std::move(work), [done](T value) { done->Complete(std::move(value)); });
  co_return co_await Completion<T>::Wait(done);
}

}  // namespace registrar

#endif  // REGISTRAR_MODULE_WORKSPACE_ABANDON_H_
