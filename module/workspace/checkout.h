#ifndef REGISTRAR_MODULE_WORKSPACE_CHECKOUT_H_
#define REGISTRAR_MODULE_WORKSPACE_CHECKOUT_H_

#include "module/workspace/context.h"

namespace registrar {

// The address of the shop's page for this workspace (Workspace::CheckoutUrl). The token that it
// takes is asked for and not stored, for it can buy.
// Result: {url}. Errors: kNotRegistered, cloud.*, host.*.
Task<Result<Json>> AskCheckoutUrl(ContextPtr context);

}  // namespace registrar

#endif  // REGISTRAR_MODULE_WORKSPACE_CHECKOUT_H_
