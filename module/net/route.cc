#include "module/net/route.h"

#include <utility>

namespace registrar {

std::string Route::key() const {
  return url.scheme + "://" + url.authority() + (proxy ? " through " + proxy->authority() : "");
}

Error Route::Explain(Error error) const {
  if (error.peer.empty()) error.peer = url.authority();
  if (proxy && error.peer != proxy->authority()) {
    if (!error.detail.empty()) error.detail += ", ";
    error.detail += "through the proxy " + proxy->authority();
  }
  return error;
}

Routes::Routes(const NetConfig& config)
    : http_proxy_(config.http_proxy),
      https_proxy_(config.https_proxy),
      no_proxy_(config.no_proxy) {}

Result<Route> Routes::For(const Url& url) const {
  Route route;
  route.url = url;
  const std::string& setting = url.secure() ? https_proxy_ : http_proxy_;
  if (setting.empty() || ExemptFromProxy(no_proxy_, url)) return route;
  auto proxy = ParseProxy(setting);
  if (!proxy) {
    Error error = std::move(proxy).error();
    error.detail = (url.secure() ? "HTTPS_PROXY: " : "HTTP_PROXY: ") + error.detail;
    return error;
  }
  route.proxy = std::make_shared<const Proxy>(std::move(proxy).value());
  return route;
}

}  // namespace registrar
