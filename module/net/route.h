#ifndef REGISTRAR_MODULE_NET_ROUTE_H_
#define REGISTRAR_MODULE_NET_ROUTE_H_

#include <memory>
#include <string>

#include "module/base/result.h"
#include "module/net/http_client.h"
#include "module/net/net_client.h"
#include "module/net/proxy.h"
#include "module/net/url.h"

namespace registrar {

// The way to the server of one request.
struct Route {
  Url url;
  std::shared_ptr<const Proxy> proxy;  // nullptr: direct
  std::string ca_file;                 // HttpRequest::ca_file

  // Equal for requests that can share a connection.
  std::string key() const;
  // Whether the proxy gets the request itself, not a tunnel.
  bool forwarded() const { return proxy != nullptr && !url.secure(); }
  // Value of Proxy-Authorization for a forwarded request, else empty.
  Secret forward_authorization() const { return forwarded() ? proxy->authorization : Secret(); }
  // `error` with its peer, and with the proxy in its detail.
  Error Explain(Error error) const;
};

// The proxy settings of the process.
class Routes {
 public:
  explicit Routes(const NetConfig& config);

  // Errors: kProxyInvalid when a proxy is needed whose address cannot be used.
  Result<Route> For(const HttpRequest& request) const;

 private:
  std::string http_proxy_;
  std::string https_proxy_;
  std::string no_proxy_;
};

}  // namespace registrar

#endif  // REGISTRAR_MODULE_NET_ROUTE_H_
