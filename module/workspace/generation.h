#ifndef REGISTRAR_MODULE_WORKSPACE_GENERATION_H_
#define REGISTRAR_MODULE_WORKSPACE_GENERATION_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "module/async/cancel.h"
#include "module/async/loop.h"
#include "module/async/task.h"
#include "module/base/result.h"
#include "module/workspace/records.h"

namespace registrar {

// Every instance looks this often whether another one changed something.
inline constexpr Duration kGenerationPoll = std::chrono::seconds(10);

// The settings that every instance has to see alike: what the module writes and other code of the
// server reads from its cache.
const std::vector<std::string>& SharedSettingIds();

// Counts the changes that all instances have to follow: one document {n}.
class Generation : public std::enable_shared_from_this<Generation> {
 public:
  Generation(Loop& loop, Records& records, CancelToken stop)
      : loop_(loop), records_(records), stop_(std::move(stop)) {}

  // Tells the other instances that this one changed something. Host's errors pass through.
  Task<Status> Bump();

  // Looks until the stop.
  //   follow  called when another instance changed something; again at the next look when it fails
  //   look    called at every look
  void Start(std::function<Task<Status>()> follow, std::function<void()> look);

 private:
  Task<Status> Run();
  Task<Status> Look();
  Task<Result<int64_t>> Read();

  Loop& loop_;
  Records& records_;
  CancelToken stop_;
  std::function<Task<Status>()> follow_;
  std::function<void()> look_;
  std::optional<int64_t> seen_;  // what this instance has followed
};

}  // namespace registrar

#endif  // REGISTRAR_MODULE_WORKSPACE_GENERATION_H_
