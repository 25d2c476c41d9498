#ifndef REGISTRAR_MODULE_WORKSPACE_SUPPORT_WINDOW_H_
#define REGISTRAR_MODULE_WORKSPACE_SUPPORT_WINDOW_H_

#include "module/workspace/context.h"

namespace registrar {

// Fetches the support window and hands it to the server; with the workspace's access token when
// there is one, without it otherwise. Errors: cloud.*, kEffectFailed.
//   permit  is asked before it is handed over
Task<Status> RefreshWindow(ContextPtr context, CloudSettings settings, CancelToken cancel,
                           Permit permit);

}  // namespace registrar

#endif  // REGISTRAR_MODULE_WORKSPACE_SUPPORT_WINDOW_H_
