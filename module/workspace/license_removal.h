#ifndef REGISTRAR_MODULE_WORKSPACE_LICENSE_REMOVAL_H_
#define REGISTRAR_MODULE_WORKSPACE_LICENSE_REMOVAL_H_

#include <functional>

#include "module/workspace/context.h"

namespace registrar {

// Takes the workspace's license away (Workspace::RemoveLicense): asks the cloud for it, then syncs
// and follows what that says. When the workspace cannot speak to the cloud, or has no access token,
// the license is dropped here alone.
//   sync  makes a sync that begins when it is called, or later
// Result: {cloudTold, error?: why the cloud could not be asked}. Errors: host.*, module.*.
Task<Result<Json>> RemoveWorkspaceLicense(ContextPtr context,
                                          std::function<Task<Result<Json>>()> sync);

}  // namespace registrar

#endif  // REGISTRAR_MODULE_WORKSPACE_LICENSE_REMOVAL_H_
