#include "module/net/net_client.h"

#include <optional>
#include <utility>

#include "module/net/connection_pool.h"
#include "module/net/http_exchange.h"
#include "module/net/net_dialer.h"
#include "module/net/request_writer.h"
#include "module/net/route.h"

namespace registrar {
namespace {

bool CarriesSecrets(const HttpRequest& request) {
  return !request.bearer.empty() || !request.secret_query.empty() || !request.body.empty();
}

// Plain http with secrets stays on this machine.
Status CheckSecrecy(const HttpRequest& request, const Route& route) {
  if (request.url.secure() || !CarriesSecrets(request)) return Ok();
  if (!request.url.loopback()) {
    return Error(ErrorCode::kUrlInsecure, {}, request.url.authority());
  }
  if (route.proxy && !route.proxy->url.loopback()) {
    return Error(ErrorCode::kUrlInsecure,
                 "HTTP_PROXY leads to " + route.proxy->authority() + "; exempt " +
                     request.url.host + " with NO_PROXY",
                 request.url.authority());
  }
  return Ok();
}

// One request on its way through at most two connections.
struct Attempt {
  const HttpRequest& request;
  const Route& route;
  const Secret& wire;
  MonotonicTime end;
  CancelToken cancel;
  // Whether any byte was handed to any socket.
  bool sent = false;
};

class NetClient final : public HttpClient {
 public:
  NetClient(Loop& loop, const NetConfig& config, std::unique_ptr<Dialer> dialer)
      : loop_(loop),
        user_agent_(config.user_agent),
        routes_(config),
        dialer_(std::move(dialer)),
        pool_(loop, config.idle_limit, config.max_idle_per_host) {}

  // Every flow hangs on stop_'s token and has ended when Cancel() returns.
  ~NetClient() override { stop_.Cancel(Error(ErrorCode::kStopping)); }
  NetClient(const NetClient&) = delete;
  NetClient& operator=(const NetClient&) = delete;

  Task<Result<HttpResponse>> Send(HttpRequest request, CancelToken cancel) override;
  Task<ProbeReport> Probe(HttpRequest request, CancelToken cancel) override;
  void CloseIdle() override { pool_.Clear(); }

 private:
  Task<Result<HttpResponse>> SendAlong(Attempt& attempt);
  Task<Result<HttpResponse>> ExchangeOn(std::unique_ptr<Connection> connection, Attempt& attempt,
                                        bool& may_repeat);

  Loop& loop_;
  std::string user_agent_;
  Routes routes_;
  std::unique_ptr<Dialer> dialer_;
  ConnectionPool pool_;
  CancelSource stop_;
};

Task<Result<HttpResponse>> NetClient::Send(HttpRequest request, CancelToken cancel) {
  const CancelToken stopped = stop_.token();
  if (const Error* reason = stopped.reason()) co_return *reason;
  if (const Error* reason = cancel.reason()) co_return *reason;
  REGISTRAR_CO_TRY(CheckRequest(request));
  REGISTRAR_CO_ASSIGN(const Route route, routes_.For(request));
  REGISTRAR_CO_TRY(CheckSecrecy(request, route));

  CancelSource either(cancel);
  const auto registration =
      stopped.OnCancel([&either](const Error& reason) { either.Cancel(reason); });
  const Secret wire =
      WriteRequest(request, user_agent_, route.forwarded(), route.forward_authorization());
  Attempt attempt{request, route, wire, loop_.Now() + request.deadlines.total, either.token()};
  auto response = co_await SendAlong(attempt);
  if (!response) {
    Error error = std::move(response).error();
    error.request_sent = attempt.sent;
    co_return error;
  }
  co_return response;
}

Task<ProbeReport> NetClient::Probe(HttpRequest request, CancelToken cancel) {
  const CancelToken stopped = stop_.token();
  CancelSource either(cancel);
  const auto registration =
      stopped.OnCancel([&either](const Error& reason) { either.Cancel(reason); });
  DialTrace trace(loop_);
  ProbeReport report;
  const Result<Route> route = routes_.For(request);
  if (!route) {
    trace.Failed(route.error());
    report.steps = trace.Take();
    co_return report;
  }
  if (route.value().proxy) report.proxy = route.value().proxy->authority();
  const MonotonicTime end = loop_.Now() + request.deadlines.total;
  auto dialled =
      co_await dialer_->Dial(route.value(), request.deadlines, end, either.token(), &trace);
  if (!dialled) trace.Failed(dialled.error());
  report.steps = trace.Take();
  co_return report;
}

// `attempt` outlives the task.
Task<Result<HttpResponse>> NetClient::SendAlong(Attempt& attempt) {
  auto kept = attempt.request.repeatable ? pool_.Take(attempt.route.key()) : nullptr;
  if (kept) {
    bool may_repeat = false;
    auto response = co_await ExchangeOn(std::move(kept), attempt, may_repeat);
    if (response) response.value().connection_reused = true;
    if (response || !may_repeat) co_return response;
  }
  auto dialled =
      co_await dialer_->Dial(attempt.route, attempt.request.deadlines, attempt.end, attempt.cancel,
                             /*trace=*/nullptr);
  if (!dialled) co_return std::move(dialled).error();
  bool may_repeat = false;
  co_return co_await ExchangeOn(std::move(dialled).value(), attempt, may_repeat);
}

// `may_repeat`: the connection turned out to be closed before an answer began.
Task<Result<HttpResponse>> NetClient::ExchangeOn(std::unique_ptr<Connection> connection,
                                                 Attempt& attempt, bool& may_repeat) {
  const size_t written_before = connection->stream->bytes_written();
  const auto body = attempt.request.method == "HEAD" ? ResponseReader::Body::kNone
                                                     : ResponseReader::Body::kAllowed;
  const ExchangeLimits limits{attempt.request.deadlines.first_byte, attempt.end,
                              attempt.request.max_response_bytes};
  auto exchanged = co_await Exchange(loop_, *connection->stream, attempt.wire.Expose(), body,
                                     limits, attempt.cancel);
  const bool written = connection->stream->bytes_written() > written_before;
  attempt.sent = attempt.sent || written;
  if (!exchanged) {
    if (const Error* reason = attempt.cancel.reason()) co_return *reason;
    may_repeat = exchanged.error().code == ErrorCode::kConnectReset;
    co_return attempt.route.Explain(std::move(exchanged).error());
  }
  HttpResponse response = std::move(exchanged.value().response);
  response.tls_resumed = connection->tls_resumed;
  response.proxied = attempt.route.proxy != nullptr;
  if (exchanged.value().keep_alive) pool_.Give(attempt.route.key(), std::move(connection));
  if (attempt.route.forwarded() && response.status == 407) {
    Error error(ErrorCode::kProxyAuth);
    error.http_status = response.status;
    co_return attempt.route.Explain(std::move(error));
  }
  co_return response;
}

}  // namespace

std::unique_ptr<HttpClient> MakeNetClient(UvLoop& loop, NetConfig config) {
  auto dialer = std::make_unique<NetDialer>(
      loop, TrustSources{std::move(config.root_certificates), std::move(config.extra_ca_files),
                         config.system_store});
  return MakeNetClient(loop, config, std::move(dialer));
}

std::unique_ptr<HttpClient> MakeNetClient(Loop& loop, const NetConfig& config,
                                          std::unique_ptr<Dialer> dialer) {
  return std::make_unique<NetClient>(loop, config, std::move(dialer));
}

}  // namespace registrar
