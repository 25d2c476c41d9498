#ifndef REGISTRAR_MODULE_WORKSPACE_RECONNECTION_H_
#define REGISTRAR_MODULE_WORKSPACE_RECONNECTION_H_

#include "module/workspace/context.h"

namespace registrar {

// Registers again with the kept credentials, once the cloud has given an access token for them
// (Workspace::Reconnect). Result: {workspaceId}. Errors: kNothingToReconnect, kAlreadyRegistered,
// kUnknownClient (the state stays, only a new token helps), cloud.*, host.*.
Task<Result<Json>> ReconnectWorkspace(ContextPtr context);

}  // namespace registrar

#endif  // REGISTRAR_MODULE_WORKSPACE_RECONNECTION_H_
