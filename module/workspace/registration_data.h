#ifndef REGISTRAR_MODULE_WORKSPACE_REGISTRATION_DATA_H_
#define REGISTRAR_MODULE_WORKSPACE_REGISTRATION_DATA_H_

#include <string>

#include "module/workspace/context.h"

namespace registrar {

// The JSON text of the host's registration data, as the cloud gets it: with the unique id, which a
// fresh server lacks until its first statistics, and with connectionDisable as given.
//   contact_email  empty: none, as in the built-in sync
// Errors: kHostFailed.
Task<Result<Secret>> BuildRegistrationData(ContextPtr context, CloudSettings settings,
                                           bool connection_disable, std::string contact_email = "");

}  // namespace registrar

#endif  // REGISTRAR_MODULE_WORKSPACE_REGISTRATION_DATA_H_
