#ifndef REGISTRAR_MODULE_NET_PROXY_H_
#define REGISTRAR_MODULE_NET_PROXY_H_

#include <optional>
#include <string>
#include <string_view>

#include "module/base/result.h"
#include "module/base/secret.h"
#include "module/net/url.h"

namespace registrar {

// An HTTP proxy.
struct Proxy {
  Url url;               // scheme "http"; only host and port count
  Secret authorization;  // value of Proxy-Authorization, empty without user information

  std::string authority() const { return url.authority(); }
};

// Parses the value of HTTP_PROXY or HTTPS_PROXY: [http://][user[:password]@]host[:port][/].
// User and password are percent-decoded. Without a port it is 80.
// Errors: kProxyInvalid; its detail never has the user information.
Result<Proxy> ParseProxy(std::string_view text);

// Whether `no_proxy` exempts `url`: a list, separated by commas or spaces, of host names (which
// stand for their subdomains too, with or without a leading dot or "*."), addresses, networks as
// address/bits, each with an optional :port; "*" for everything.
bool ExemptFromProxy(std::string_view no_proxy, const Url& url);

// Base64 with padding (RFC 4648).
std::string Base64(std::string_view bytes);

}  // namespace registrar

#endif  // REGISTRAR_MODULE_NET_PROXY_H_
