#ifndef REGISTRAR_MODULE_WORKSPACE_SYNC_QUEUE_H_
#define REGISTRAR_MODULE_WORKSPACE_SYNC_QUEUE_H_

#include <memory>
#include <vector>

#include "module/async/completion.h"
#include "module/workspace/context.h"
#include "module/workspace/sync.h"

namespace registrar {

// Lets those who ask for a sync share one: a run that has not built its request yet is joined;
// otherwise one further run is queued and shared by all who ask meanwhile. When the run before it
// finds the cloud out of reach, they are answered with that and the further run is not made.
class SyncQueue : public std::enable_shared_from_this<SyncQueue> {
 public:
  explicit SyncQueue(ContextPtr context) : context_(std::move(context)) {}

  // Errors and result as SyncWorkspace.
  Task<Result<Json>> Sync(SyncReason reason);

  // Cancels the requests of the runs that are under way or queued, with `reason`.
  void CancelRequests(const Error& reason);

 private:
  struct Ticket {
    std::shared_ptr<SyncRun> run;
    std::vector<Completion<Result<Json>>::Ptr> waiting;
  };
  using TicketPtr = std::shared_ptr<Ticket>;

  // The ticket to join, or a new one.
  TicketPtr TicketFor(SyncReason reason);
  void MakeRoom(SyncReason reason);
  void Start(TicketPtr ticket);

  ContextPtr context_;
  TicketPtr current_;
  TicketPtr next_;
};

}  // namespace registrar

#endif  // REGISTRAR_MODULE_WORKSPACE_SYNC_QUEUE_H_
