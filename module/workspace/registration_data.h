#ifndef REGISTRAR_MODULE_WORKSPACE_REGISTRATION_DATA_H_
#define REGISTRAR_MODULE_WORKSPACE_REGISTRATION_DATA_H_

#include "module/workspace/context.h"

namespace registrar {

// The JSON text of the host's registration data, as the cloud gets it: with the unique id, which a
// fresh server lacks until its first statistics, and with connectionDisable as given.
// Errors: kHostFailed.
Task<Result<Secret>> BuildRegistrationData(ContextPtr context, CloudSettings settings,
                                           bool connection_disable);

}  // namespace registrar

#endif  // REGISTRAR_MODULE_WORKSPACE_REGISTRATION_DATA_H_
