#ifndef REGISTRAR_MODULE_WORKSPACE_REGISTRATION_H_
#define REGISTRAR_MODULE_WORKSPACE_REGISTRATION_H_

#include <string>

#include "module/workspace/context.h"
#include "module/workspace/grant.h"

namespace registrar {

// Registers the workspace with a token. The very token that registered it already is no error: it
// is registered then, and the cloud is not asked. The attempt is recorded durably before the cloud
// is asked, for the answer comes only once; the answer goes whole into the journal before anything
// else. Errors: kTokenMissing, kAlreadyRegistered, kAnswerLost (also for a token whose answer was
// lost before: it is not sent again), the errors of CloudClient::Connect, host.*.
Task<Result<Registered>> RegisterWithToken(ContextPtr context, Secret token);

// What may be done about the workspace without anybody asking (Workspace::DecideInitiative).
Task<Result<Initiative>> InitiativeFor(ContextPtr context, Secret token);

}  // namespace registrar

#endif  // REGISTRAR_MODULE_WORKSPACE_REGISTRATION_H_
