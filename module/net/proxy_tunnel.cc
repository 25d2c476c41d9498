#include "module/net/proxy_tunnel.h"

#include <array>
#include <string>
#include <utility>

#include "module/net/response_reader.h"

namespace registrar {
namespace {

Secret ConnectRequest(const Proxy& proxy, const Url& url) {
  const std::string_view authorization = proxy.authorization.Expose();
  constexpr size_t kFixedText = 128;
  std::string text;
  text.reserve(kFixedText + 2 * url.host.size() + authorization.size());
  text += "CONNECT " + url.authority() + " HTTP/1.1\r\nHost: " + url.authority() + "\r\n";
  if (!authorization.empty()) {
    text += "Proxy-Authorization: ";
    text += authorization;
    text += "\r\n";
  }
  text += "\r\n";
  return Secret(std::move(text));
}

Error Refused(std::string why, int status = 0) {
  Error error(status == 407 ? ErrorCode::kProxyAuth : ErrorCode::kProxyRefused, std::move(why));
  error.http_status = status;
  return error;
}

}  // namespace

Task<Status> OpenTunnel(Stream& stream, const Proxy& proxy, const Url& url, CancelToken cancel) {
  stream.Send(ConnectRequest(proxy, url).Expose());
  ResponseReader reader(0, ResponseReader::Body::kNone);
  std::array<char, 4096> buffer{};
  for (;;) {
    auto count = co_await stream.Read(buffer, cancel);
    if (const Error* reason = cancel.reason()) co_return *reason;
    if (!count || count.value() == 0) co_return Refused("it closed the connection at CONNECT");
    auto complete = reader.Feed({buffer.data(), count.value()});
    if (!complete) co_return Refused("its answer to CONNECT is not HTTP");
    if (complete.value()) break;
  }
  // The host speaks only when spoken to: nothing may follow the proxy's header.
  const bool clean = reader.empty_behind();
  const int status = reader.Take().status;
  if (status < 200 || status >= 300) co_return Refused("", status);
  if (!clean) co_return Refused("it sent more than an answer to CONNECT");
  co_return Ok();
}

}  // namespace registrar
