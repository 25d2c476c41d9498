#ifndef REGISTRAR_MODULE_WORKSPACE_REMOVAL_H_
#define REGISTRAR_MODULE_WORKSPACE_REMOVAL_H_

#include "module/workspace/context.h"

namespace registrar {

// Takes the registration out of the settings, within a turn: its credentials are kept first, then
// the journal is written and carried out.
//   kind  kDisconnect or kForget
// Errors: host.*
Task<Status> RemoveRegistration(ContextPtr context, CloudSettings settings,
                                JournalEntry::Kind kind);

// Disconnects the workspace (Workspace::Disconnect).
// Result: {cloudTold, meaning, error?}. Errors: kNotRegistered, host.*.
Task<Result<Json>> DisconnectWorkspace(ContextPtr context);

}  // namespace registrar

#endif  // REGISTRAR_MODULE_WORKSPACE_REMOVAL_H_
