#ifndef REGISTRAR_TESTS_UNIT_CLOUD_RUN_NOW_H_
#define REGISTRAR_TESTS_UNIT_CLOUD_RUN_NOW_H_

#include <cstdlib>
#include <memory>
#include <optional>
#include <utility>

#include "module/async/spawn.h"
#include "module/async/task.h"

namespace registrar {

// Starts `task`. Result: the place where its value appears when it has ended.
template <typename T>
std::shared_ptr<std::optional<T>> Start(Task<T> task) {
  auto outcome = std::make_shared<std::optional<T>>();
  Spawn<T>(std::move(task), [outcome](T value) { outcome->emplace(std::move(value)); });
  return outcome;
}

// The value of a task that needs no loop to end.
template <typename T>
T RunNow(Task<T> task) {
  const auto outcome = Start(std::move(task));
  if (!outcome->has_value()) std::abort();  // It waits for something.
  return **std::move(outcome);
}

}  // namespace registrar

#endif  // REGISTRAR_TESTS_UNIT_CLOUD_RUN_NOW_H_
