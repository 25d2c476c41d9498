#include "module/net/route.h"

#include <utility>

namespace registrar {

std::string Route::key() const {
  return url.scheme + "://" + url.authority() + (proxy ? " through " + proxy->authority() : "") +
         (ca_file.empty() ? "" : " trusting " + ca_file);
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

Result<Route> Routes::For(const HttpRequest& request) const {
  const Url& url = request.url;
  Route route;
  route.url = url;
  route.ca_file = request.ca_file;
  const bool own = !request.proxy.empty();
  const std::string_view environment = url.secure() ? https_proxy_ : http_proxy_;
  const std::string_view address = own ? request.proxy.Expose() : environment;
  if (address.empty() || ExemptFromProxy(no_proxy_, url)) return route;
  auto proxy = ParseProxy(address);
  if (!proxy) {
    Error error = std::move(proxy).error();
    const char* const variable = url.secure() ? "HTTPS_PROXY: " : "HTTP_PROXY: ";
    error.detail = (own ? "Registrar_Proxy: " : variable) + error.detail;
    return error;
  }
  route.proxy = std::make_shared<const Proxy>(std::move(proxy).value());
  return route;
}

}  // namespace registrar
