#ifndef REGISTRAR_MODULE_WORKSPACE_DIAGNOSIS_H_
#define REGISTRAR_MODULE_WORKSPACE_DIAGNOSIS_H_

#include "module/workspace/context.h"

namespace registrar {

// From this on a difference of the clocks is a warning: tokens and licenses are judged by them.
inline constexpr Duration kClockTolerance = std::chrono::minutes(5);

// Looks at every step between this server and the cloud (Workspace::Diagnose).
Task<Result<Json>> DiagnoseWorkspace(ContextPtr context);

}  // namespace registrar

#endif  // REGISTRAR_MODULE_WORKSPACE_DIAGNOSIS_H_
