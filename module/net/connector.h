#ifndef REGISTRAR_MODULE_NET_CONNECTOR_H_
#define REGISTRAR_MODULE_NET_CONNECTOR_H_

#include <memory>
#include <vector>

#include "module/async/uv_loop.h"
#include "module/net/socket_address.h"
#include "module/net/stream.h"

namespace registrar {

// `addresses` with the two families taking turns, beginning with the family of the first.
std::vector<SocketAddress> Interleave(const std::vector<SocketAddress>& addresses);

// Connects to the first of `addresses` (not empty) that answers. The next one is tried when the
// one before has failed or has been silent for 250 ms; the first connection wins (RFC 8305).
// Errors: cloud.connect.*, detail lists what happened at each address; the token's reason.
Task<Result<std::unique_ptr<Stream>>> ConnectToAny(UvLoop& loop,
                                                   std::vector<SocketAddress> addresses,
                                                   CancelToken cancel);

}  // namespace registrar

#endif  // REGISTRAR_MODULE_NET_CONNECTOR_H_
