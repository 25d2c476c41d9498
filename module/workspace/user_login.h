#ifndef REGISTRAR_MODULE_WORKSPACE_USER_LOGIN_H_
#define REGISTRAR_MODULE_WORKSPACE_USER_LOGIN_H_

#include <string>

#include "module/workspace/context.h"

namespace registrar {

// Where a user goes to log in at the cloud; the state that has to come back is kept in the setting
// Cloud_Workspace_Registration_State (Workspace::UserAuthorizationUrl).
// Result: {url}. Errors: kNotRegistered, kUrlInvalid, host.*.
Task<Result<Json>> UserAuthorizationUrl(ContextPtr context);

// Exchanges the code that the login page gave for tokens and keeps them with the user. The state is
// good for one use, whatever becomes of the code.
// Result: {}. Errors: kBadArgument, kStateMismatch, kNotRegistered, cloud.*, host.*.
Task<Result<Json>> FinishUserAuthorization(ContextPtr context, std::string user_id, Secret code,
                                           Secret state);

// Ends the user's login here, and at the cloud if that can be reached.
// Result: {revoked: whether the cloud was told}. Errors: kNotRegistered, kNotLoggedIn, host.*.
Task<Result<Json>> LogUserOut(ContextPtr context, std::string user_id);

// The user's access token: the kept one while it is valid, else a new one (Workspace::
// GetUserAccessToken). Empty when workspace or user are not logged in. A login whose refresh token
// the cloud refuses as unauthorized is removed.
// Errors: cloud.*, host.*.
Task<Result<Secret>> UserAccessToken(ContextPtr context, UserTokenRequest request);

}  // namespace registrar

#endif  // REGISTRAR_MODULE_WORKSPACE_USER_LOGIN_H_
