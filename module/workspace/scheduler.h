#ifndef REGISTRAR_MODULE_WORKSPACE_SCHEDULER_H_
#define REGISTRAR_MODULE_WORKSPACE_SCHEDULER_H_

#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "module/workspace/context.h"
#include "module/workspace/schedule.h"

namespace registrar {

// Does what is to be done by itself, when it is due: one flow that sleeps and works in turns.
// Only the instance that holds the lease plans and works; the others sleep until they get it.
class Scheduler : public std::enable_shared_from_this<Scheduler> {
 public:
  // How a chore is done. The status records its outcome. Errors: what failed; a retryable one is
  // tried again before the next slot.
  using Work = std::function<Task<Status>(Chore)>;

  Scheduler(ContextPtr context, Work work) : context_(std::move(context)), work_(std::move(work)) {}

  // Starts the flow; a second call does nothing. It ends with the context's stop.
  void Start();

  // Something changed that the plan depends on: plans anew.
  void Replan();

  // The cloud was reached otherwise: earlier failures count no more. Plans anew.
  void Succeeded();

 private:
  Task<Status> Run();
  // Plans, and writes the plan into the status.
  Task<Result<Plan>> MakePlan();
  // Sleeps until `due`. Result: false when the plan changed meanwhile.
  Task<bool> SleepUntil(WallTime due);
  Task<Status> Carry(Chore chore);
  void NoteOutcome(const Status& outcome);

  ContextPtr context_;
  Work work_;
  std::optional<CancelSource> pause_;
  Retry retry_;
  int failures_ = 0;
  bool host_failed_ = false;  // at the last chore; it was logged
  WallTime catch_up_;         // see CatchUpTime
  Slots slots_;               // in which a cloud that failed is tried again
  bool started_ = false;
  bool replan_ = false;
};

}  // namespace registrar

#endif  // REGISTRAR_MODULE_WORKSPACE_SCHEDULER_H_
