#ifndef REGISTRAR_MODULE_ASYNC_SINGLE_FLIGHT_H_
#define REGISTRAR_MODULE_ASYNC_SINGLE_FLIGHT_H_

#include <functional>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "module/async/completion.h"
#include "module/async/spawn.h"
#include "module/async/task.h"

namespace registrar {

// Concurrent callers of the same key share one run and its value. The run goes on when a caller
// gives up; it is stopped through whatever token the work itself watches.
template <typename Key, typename T>
class SingleFlight {
 public:
  // Whether a run of `key` is under way.
  bool Running(const Key& key) const { return runs_->contains(key); }

  // Joins the run of `key`, or starts `work` as that run.
  Task<T> Do(Key key, std::function<Task<T>()> work) {
    auto completion = Completion<T>::Create();
    const auto [run, is_first] = runs_->try_emplace(key);
    run->second.push_back(completion);
    if (is_first) {
      // The map is held by the run too: this object may go while the run ends.
      Spawn<T>(work(), [runs = runs_, key, work](T value) {
        const auto waiting = std::move(runs->extract(key).mapped());
        for (const auto& one : waiting) one->Complete(value);
      });
    }
    co_return co_await Completion<T>::Wait(std::move(completion));
  }

 private:
  using Waiting = std::vector<typename Completion<T>::Ptr>;
  std::shared_ptr<std::map<Key, Waiting>> runs_ = std::make_shared<std::map<Key, Waiting>>();
};

}  // namespace registrar

#endif  // REGISTRAR_MODULE_ASYNC_SINGLE_FLIGHT_H_
