#ifndef REGISTRAR_MODULE_WORKSPACE_INSTANCES_H_
#define REGISTRAR_MODULE_WORKSPACE_INSTANCES_H_

#include <map>
#include <string>

#include "module/async/loop.h"
#include "module/base/json.h"
#include "module/workspace/workspace.h"

namespace registrar {

// How long a document of another instance has to stand still before that instance counts as gone.
// Whoever relies on such a document renews it, or is done with it, well before.
inline constexpr Duration kStandstill = std::chrono::seconds(60);

// One process of the workspace's servers, as the module's documents name it.
struct InstanceName {
  std::string id;     // its own for each process; also read by people
  std::string place;  // where `pid` means something; empty: not known
  int64_t pid = 0;

  Json ToJson() const;
  static InstanceName FromJson(const Json& json);
};

// This process among the instances of the workspace, and what it may believe about the others.
class Instances {
 public:
  Instances(Loop& loop, const WorkspaceConfig& config);

  const InstanceName& self() const { return self_; }
  bool IsSelf(const InstanceName& other) const { return other.id == self_.id; }

  // Whether that process has surely ended: its number, in the same place, belongs to nobody or to
  // this process. "No" means nothing.
  bool SurelyGone(const InstanceName& other) const;

  // Notes that `document` carries `mark` now. Result: how long this process has seen that same
  // mark, by its own clock that never steps: clocks of several machines are not compared.
  Duration Unmoved(const std::string& document, const std::string& mark);

 private:
  struct Sight {
    std::string mark;
    MonotonicTime since;
  };

  Loop& loop_;
  const WorkspaceConfig& config_;
  InstanceName self_;
  std::map<std::string, Sight> sights_;
};

}  // namespace registrar

#endif  // REGISTRAR_MODULE_WORKSPACE_INSTANCES_H_
