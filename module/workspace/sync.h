#ifndef REGISTRAR_MODULE_WORKSPACE_SYNC_H_
#define REGISTRAR_MODULE_WORKSPACE_SYNC_H_

#include <memory>

#include "module/workspace/context.h"

namespace registrar {

// One run of a sync, as those who may join it see it.
struct SyncRun {
  SyncRun(SyncReason why, const CancelToken& stop) : reason(why), cancel(stop) {}

  // Somebody with this reason waits for the run: it is limited from now on, and its requests go
  // out at once.
  void SomebodyWaits(Loop& loop, SyncReason why);

  SyncReason reason;
  // Whether the request body is built: who asks for a sync after that wants another run.
  bool built = false;
  // Cancels the requests of this run, not what it writes.
  CancelSource cancel;
  std::unique_ptr<Timer> limit;
};

// Makes one sync: comms, sync and support window, at once when somebody waits, one after the other
// on one connection when it is scheduled; applies what the cloud says; records the outcome.
// Result: {workspaceId, parts: {<part>: {ok, error?}}, license?}. Errors: kNotRegistered,
// those of the sync call, host.*. The support window is refreshed in every case.
Task<Result<Json>> SyncWorkspace(ContextPtr context, std::shared_ptr<SyncRun> run);

}  // namespace registrar

#endif  // REGISTRAR_MODULE_WORKSPACE_SYNC_H_
