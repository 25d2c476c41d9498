#include "tests/unit/matrix/wire.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "module/async/spawn.h"
#include "module/net/proxy_tunnel.h"
#include "tests/unit/workspace/stub_cloud.h"

namespace registrar {
namespace {

constexpr std::string_view kLineEnd = "\r\n";
constexpr std::string_view kHeadEnd = "\r\n\r\n";

// The value of a header of `head`, whose names are written as WriteRequest writes them.
std::string_view HeaderOf(std::string_view head, std::string_view name) {
  const std::string line = std::string(kLineEnd) + std::string(name) + ": ";
  const size_t at = head.find(line);
  if (at == std::string_view::npos) return {};
  const size_t begin = at + line.size();
  return head.substr(begin, head.find(kLineEnd, begin) - begin);
}

// The request, once it is whole.
std::optional<HttpRequest> RequestOf(const Url& url, std::string_view received) {
  const size_t end = received.find(kHeadEnd);
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view head = received.substr(0, end + kLineEnd.size());
  const std::string_view body = received.substr(end + kHeadEnd.size());
  const std::string_view length = HeaderOf(head, "Content-Length");
  size_t wanted = 0;
  std::from_chars(length.data(), length.data() + length.size(), wanted);
  if (body.size() < wanted) return std::nullopt;
  HttpRequest request;
  const size_t method_end = head.find(' ');
  const size_t target_end = head.find(' ', method_end + 1);
  request.method = std::string(head.substr(0, method_end));
  request.url = url;
  request.url.target = std::string(head.substr(method_end + 1, target_end - method_end - 1));
  const size_t query = request.url.target.find('?');
  if (query != std::string::npos) {
    request.secret_query = Secret(request.url.target.substr(query + 1));
  }
  constexpr std::string_view kBearer = "Bearer ";
  const std::string_view authorization = HeaderOf(head, "Authorization");
  if (authorization.starts_with(kBearer)) {
    request.bearer = Secret(std::string(authorization.substr(kBearer.size())));
  }
  request.body = Secret(std::string(body));
  return request;
}

std::string BytesOf(const HttpResponse& response) {
  std::string bytes = "HTTP/1.1 " + std::to_string(response.status) + " Answer\r\n";
  for (const auto& [name, value] : response.headers) {
    bytes.append(name).append(": ").append(value).append("\r\n");
  }
  return bytes + "Content-Length: " + std::to_string(response.body.size()) + "\r\n\r\n" +
         response.body;
}

Error ProxyUnreachable(const Error& error, const Proxy& proxy) {
  return Error(ErrorCode::kProxyUnreachable, std::string(error.info().cause), proxy.authority());
}

}  // namespace

Task<Status> Wire::Step(const char* step, const std::optional<DialTrouble>& trouble, Duration limit,
                        ErrorCode late, CancelToken cancel) {
  const bool here = trouble && trouble->step == step;
  const Deadline deadline(loop_, cancel, limit, Error(late));
  const Duration pause = here ? trouble->late : Duration(1);
  REGISTRAR_CO_TRY(co_await Sleep(loop_, pause, deadline.token()));
  if (here && trouble->error) co_return *trouble->error;
  co_return Ok();
}

Task<Result<std::unique_ptr<Connection>>> Wire::Dial(Route route, HttpDeadlines deadlines,
                                                     MonotonicTime end, CancelToken cancel,
                                                     DialTrace* /*trace*/) {
  const std::optional<DialTrouble> trouble =
      dial_trouble ? dial_trouble(route) : std::optional<DialTrouble>();
  const auto left = [&](Duration limit) {
    return std::max(std::min(limit, end - loop_.Now()), Duration::zero());
  };
  peers.push_back(route.proxy ? route.proxy->authority() : route.url.authority());
  if (route.proxy) peers.push_back(route.url.authority());
  Status reached =
      co_await Step("lookup", trouble, left(deadlines.lookup), ErrorCode::kDnsTimeout, cancel);
  if (reached) {
    reached = co_await Step("connect", trouble, left(deadlines.connect), ErrorCode::kConnectTimeout,
                            cancel);
  }
  if (const Error* reason = cancel.reason()) co_return *reason;
  if (!reached) {
    const Error error = reached.error();
    co_return route.Explain(route.proxy ? ProxyUnreachable(error, *route.proxy) : error);
  }
  auto connection = std::make_unique<Connection>();
  auto stream = std::make_unique<MemoryStream>(loop_, CloudPeer(route.url), open);
  if (route.proxy && route.url.secure()) {
    stream->SetPeer(ProxyPeer(trouble ? trouble->tunnel : std::nullopt));
    const Deadline deadline(loop_, cancel, left(deadlines.connect),
                            Error(ErrorCode::kConnectTimeout, "CONNECT was not answered in time"));
    const Status opened = co_await OpenTunnel(*stream, *route.proxy, route.url, deadline.token());
    if (!opened) co_return route.Explain(opened.error());
    stream->SetPeer(CloudPeer(route.url));
  }
  if (route.url.secure()) {
    const Status shaken =
        co_await Step("tls", trouble, left(deadlines.handshake), ErrorCode::kTlsTimeout, cancel);
    if (const Error* reason = cancel.reason()) co_return *reason;
    if (!shaken) co_return route.Explain(shaken.error());
  }
  connection->stream = std::move(stream);
  co_return connection;
}

MemoryStream::Peer Wire::ProxyPeer(std::optional<WireAnswer> answer) {
  return [answer](std::string_view received) -> std::optional<WireAnswer> {
    if (received.find(kHeadEnd) == std::string_view::npos) return std::nullopt;
    if (answer) return answer;
    WireAnswer opened;
    opened.bytes = "HTTP/1.1 200 Connection established\r\n\r\n";
    return opened;
  };
}

MemoryStream::Peer Wire::CloudPeer(const Url& url) {
  return [this, url](std::string_view received) { return Handle(url, received); };
}

std::optional<WireAnswer> Wire::Handle(const Url& url, std::string_view received) {
  const std::optional<HttpRequest> request = RequestOf(url, received);
  if (!request) return std::nullopt;
  const std::string call = NameOfCall(*request);
  const auto trouble = answer_trouble ? answer_trouble(call) : std::optional<AnswerTrouble>();
  std::optional<HttpResponse> answered = HttpResponse();
  answered->status = 200;
  if (!trouble || trouble->takes_effect) answered = AskCloud(*request);
  WireAnswer answer;
  if (!answered) {
    answer.end = WireAnswer::End::kSilent;
    return answer;
  }
  const HttpResponse good = *std::move(answered);
  answer.bytes = BytesOf(good);
  if (trouble && trouble->spoil) trouble->spoil(answer, good);
  if (trouble && good.body.find("client_secret\"") != std::string::npos) grant_spoiled = true;
  trace.push_back(call + " " + answer.bytes.substr(0, answer.bytes.find('\r')) + " " +
                  std::to_string(std::hash<std::string>()(answer.bytes)));
  return answer;
}

Wire::~Wire() { stop_.Cancel(Error(ErrorCode::kStopping)); }

std::optional<HttpResponse> Wire::AskCloud(const HttpRequest& request) {
  const auto answer = std::make_shared<std::optional<HttpResponse>>();
  Spawn<Result<HttpResponse>>(cloud_.Send(request, stop_.token()),
                              [answer](Result<HttpResponse> sent) {
                                if (sent) *answer = std::move(sent).value();
                              });
  return *answer;
}

}  // namespace registrar
