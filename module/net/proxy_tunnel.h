#ifndef REGISTRAR_MODULE_NET_PROXY_TUNNEL_H_
#define REGISTRAR_MODULE_NET_PROXY_TUNNEL_H_

#include "module/async/cancel.h"
#include "module/async/task.h"
#include "module/base/result.h"
#include "module/net/proxy.h"
#include "module/net/stream.h"
#include "module/net/url.h"

namespace registrar {

// Asks the proxy at the other end of `stream` for a tunnel to the host of `url` (CONNECT,
// RFC 9110, 9.3.6). Afterwards the stream leads to that host. All outlive the task.
// Errors: kProxyAuth, kProxyRefused, with the proxy's status; the token's reason.
Task<Status> OpenTunnel(Stream& stream, const Proxy& proxy, const Url& url, CancelToken cancel);

}  // namespace registrar

#endif  // REGISTRAR_MODULE_NET_PROXY_TUNNEL_H_
