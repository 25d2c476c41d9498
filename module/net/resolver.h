#ifndef REGISTRAR_MODULE_NET_RESOLVER_H_
#define REGISTRAR_MODULE_NET_RESOLVER_H_

#include <string>
#include <vector>

#include "module/async/cancel.h"
#include "module/async/task.h"
#include "module/async/uv_loop.h"
#include "module/base/result.h"
#include "module/net/socket_address.h"

namespace registrar {

// Looks up the addresses of `host` (a name, or an address as text) in the system's order.
// Errors: kDnsFailed; the token's reason.
Task<Result<std::vector<SocketAddress>>> Resolve(UvLoop& loop, std::string host, uint16_t port,
                                                 CancelToken cancel);

}  // namespace registrar

#endif  // REGISTRAR_MODULE_NET_RESOLVER_H_
