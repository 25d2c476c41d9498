#ifndef REGISTRAR_MODULE_NET_NET_DIALER_H_
#define REGISTRAR_MODULE_NET_NET_DIALER_H_

#include <map>
#include <memory>
#include <string>

#include "module/async/cancel.h"
#include "module/async/task.h"
#include "module/async/uv_loop.h"
#include "module/base/result.h"
#include "module/net/connection_pool.h"
#include "module/net/dialer.h"
#include "module/net/http_client.h"
#include "module/net/route.h"
#include "module/net/tls_context.h"

namespace registrar {

// Opens connections over the network: name lookup, TCP, the proxy's tunnel, TLS, each with its own
// deadline.
class NetDialer final : public Dialer {
 public:
  // `loop` must outlive it, and it must outlive the connections.
  NetDialer(UvLoop& loop, TrustSources trust) : loop_(loop), trust_(std::move(trust)) {}

  Task<Result<std::unique_ptr<Connection>>> Dial(Route route, HttpDeadlines deadlines,
                                                 MonotonicTime end, CancelToken cancel,
                                                 DialTrace* trace) override;

 private:
  Task<Result<std::unique_ptr<Stream>>> Reach(const Url& url, HttpDeadlines deadlines,
                                              MonotonicTime end, CancelToken cancel,
                                              DialTrace* trace);
  Task<Status> Tunnel(Stream& stream, const Route& route, Duration limit, CancelToken cancel);
  Task<Result<std::unique_ptr<Connection>>> Secure(std::unique_ptr<Stream> stream,
                                                   const Route& route, Duration limit,
                                                   CancelToken cancel, DialTrace* trace);
  // What is trusted on the way to a server; another one once the further file has changed.
  TlsContext& ContextFor(const std::string& ca_file);

  // What is left of a phase that may take `limit`.
  Duration Left(Duration limit, MonotonicTime end) const;

  UvLoop& loop_;
  TrustSources trust_;
  // By the further file and its time. Connections refer to them, so none is given up.
  std::map<std::string, TlsContext> contexts_;
};

}  // namespace registrar

#endif  // REGISTRAR_MODULE_NET_NET_DIALER_H_
