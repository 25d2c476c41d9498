#ifndef REGISTRAR_MODULE_WORKSPACE_OFFLINE_H_
#define REGISTRAR_MODULE_WORKSPACE_OFFLINE_H_

#include "module/workspace/context.h"

namespace registrar {

// Registration without a connection to the cloud: a person carries a text there and one back.

// The text for the cloud console. Result: {blob}. Errors: host.*.
Task<Result<Json>> MakeOfflineData(ContextPtr context);

// Registers with the answer that came back, and applies the license in it. Nothing is asked of the
// cloud afterwards, until an administrator syncs.
//   answer  what ParseOfflineBlob or ParseOfflineAnswer yields: an error is passed on
// Result: {workspaceId, license?: {outcome, error?}}. Errors: offline.*, kAlreadyRegistered,
// host.*; after any of them all is as before.
Task<Result<Json>> RegisterOffline(ContextPtr context, Result<RegistrationPayload> answer);

// Whether the answer may be used by the workspace with these settings at this time.
// Errors: kOfflineOtherWorkspace, kOfflineLicenseExpired.
Status CheckOfflineAnswer(const RegistrationPayload& answer, const CloudSettings& settings,
                          WallTime now);

}  // namespace registrar

#endif  // REGISTRAR_MODULE_WORKSPACE_OFFLINE_H_
