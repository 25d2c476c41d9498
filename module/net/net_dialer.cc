#include "module/net/net_dialer.h"

#include <uv.h>

#include <algorithm>
#include <string>
#include <utility>

#include "module/net/connector.h"
#include "module/net/proxy_tunnel.h"
#include "module/net/resolver.h"
#include "module/net/tls_stream.h"

namespace registrar {
namespace {

// Whatever keeps a connection from a proxy is one thing: the proxy cannot be reached.
Error ProxyUnreachable(const Error& error, const Proxy& proxy) {
  const std::string detail =
      std::string(error.info().cause) + (error.detail.empty() ? "" : " " + error.detail);
  return Error(ErrorCode::kProxyUnreachable, detail, proxy.authority());
}

// Tells versions of a file apart; empty when there is none.
std::string TimeOfFile(const std::string& path) {
  uv_fs_t request;
  const int found = uv_fs_stat(nullptr, &request, path.c_str(), nullptr);
  const uv_timespec_t time = request.statbuf.st_mtim;
  uv_fs_req_cleanup(&request);
  return found == 0 ? " of " + std::to_string(time.tv_sec) + "." + std::to_string(time.tv_nsec)
                    : "";
}

// What the trace is told, if there is one.
void Begin(DialTrace* trace, const char* step) {
  if (trace != nullptr) trace->Begin(step);
}
void Done(DialTrace* trace, std::string detail) {
  if (trace != nullptr) trace->Done(std::move(detail));
}

std::string TextOf(const std::vector<SocketAddress>& addresses) {
  std::string text;
  for (const SocketAddress& one : addresses) text += (text.empty() ? "" : ", ") + one.ToString();
  return text;
}

}  // namespace

Duration NetDialer::Left(Duration limit, MonotonicTime end) const {
  return std::max(std::min(limit, end - loop_.Now()), Duration::zero());
}

Task<Result<std::unique_ptr<Connection>>> NetDialer::Dial(Route route, HttpDeadlines deadlines,
                                                          MonotonicTime end, CancelToken cancel,
                                                          DialTrace* trace) {
  const Url& first_hop = route.proxy ? route.proxy->url : route.url;
  auto reached = co_await Reach(first_hop, deadlines, end, cancel, trace);
  if (const Error* reason = cancel.reason()) co_return *reason;
  if (!reached) {
    Error error = std::move(reached).error();
    co_return route.Explain(route.proxy ? ProxyUnreachable(error, *route.proxy) : std::move(error));
  }
  std::unique_ptr<Stream> stream = std::move(reached).value();
  if (!route.url.secure()) {
    auto connection = std::make_unique<Connection>();
    connection->stream = std::move(stream);
    co_return connection;
  }
  if (route.proxy) {
    Begin(trace, "tunnel");
    REGISTRAR_CO_TRY(co_await Tunnel(*stream, route, Left(deadlines.connect, end), cancel));
    Done(trace, "to " + route.url.authority());
  }
  auto secured =
      co_await Secure(std::move(stream), route, Left(deadlines.handshake, end), cancel, trace);
  if (const Error* reason = cancel.reason()) co_return *reason;
  if (!secured) co_return route.Explain(std::move(secured).error());
  co_return secured;
}

Task<Result<std::unique_ptr<Stream>>> NetDialer::Reach(const Url& url, HttpDeadlines deadlines,
                                                       MonotonicTime end, CancelToken cancel,
                                                       DialTrace* trace) {
  Begin(trace, "lookup");
  std::vector<SocketAddress> addresses;
  {
    const Deadline lookup(loop_, cancel, Left(deadlines.lookup, end),
                          Error(ErrorCode::kDnsTimeout));
    REGISTRAR_CO_ASSIGN(addresses, co_await Resolve(loop_, url.host, url.port, lookup.token()));
  }
  Done(trace, TextOf(addresses));
  Begin(trace, "connect");
  const Deadline connect(loop_, cancel, Left(deadlines.connect, end),
                         Error(ErrorCode::kConnectTimeout));
  auto connected = co_await ConnectToAny(loop_, Interleave(addresses), connect.token());
  if (connected) Done(trace, "to " + url.authority());
  co_return connected;
}

Task<Status> NetDialer::Tunnel(Stream& stream, const Route& route, Duration limit,
                               CancelToken cancel) {
  // A proxy is silent while it tries to reach the host.
  const Deadline deadline(loop_, cancel, limit,
                          Error(ErrorCode::kConnectTimeout, "CONNECT was not answered in time"));
  Status opened = co_await OpenTunnel(stream, *route.proxy, route.url, deadline.token());
  if (const Error* reason = cancel.reason()) co_return *reason;
  if (!opened) co_return route.Explain(std::move(opened).error());
  co_return Ok();
}

TlsContext& NetDialer::ContextFor(const std::string& ca_file) {
  std::string key;
  TrustSources trust = trust_;
  if (!ca_file.empty()) {
    key = ca_file + TimeOfFile(ca_file);
    trust.extra_ca_files.push_back(ca_file);
  }
  return contexts_.try_emplace(key, loop_, std::move(trust)).first->second;
}

Task<Result<std::unique_ptr<Connection>>> NetDialer::Secure(std::unique_ptr<Stream> stream,
                                                            const Route& route, Duration limit,
                                                            CancelToken cancel, DialTrace* trace) {
  Begin(trace, "tls");
  const Deadline deadline(loop_, cancel, limit, Error(ErrorCode::kTlsTimeout));
  TlsContext& tls = ContextFor(route.ca_file);
  REGISTRAR_CO_TRY(co_await tls.Prepare(deadline.token()));
  // Who looks at the way wants to see certificates, and on a resumed session none are shown.
  if (trace != nullptr) tls.Forget(route.url.authority());
  auto shaken = co_await TlsStream::Handshake(tls, std::move(stream), route.url.host,
                                              route.url.authority(), deadline.token());
  if (!shaken) co_return std::move(shaken).error();
  if (trace != nullptr) trace->Done(shaken.value()->Description());
  auto connection = std::make_unique<Connection>();
  connection->tls_resumed = shaken.value()->resumed();
  connection->stream = std::move(shaken).value();
  co_return connection;
}

}  // namespace registrar
