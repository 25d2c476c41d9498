#ifndef REGISTRAR_MODULE_NET_URL_H_
#define REGISTRAR_MODULE_NET_URL_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "module/base/result.h"

namespace registrar {

// An absolute http or https address, taken apart. Holds no credentials.
struct Url {
  std::string scheme;  // "http" or "https"
  std::string host;    // lower case; an IPv6 address without its brackets
  uint16_t port = 0;   // always set
  std::string target;  // path and query, begins with "/"; no fragment

  bool secure() const { return scheme == "https"; }
  // Whether the host is this machine: localhost, 127.0.0.0/8, ::1.
  bool loopback() const;
  // "host:port", IPv6 in brackets: how errors and logs name the other side.
  std::string authority() const;
  // Value of the Host header: authority() without a default port.
  std::string host_header() const;
};

// Parses an absolute address.
// Errors: kUrlInvalid for anything else than http(s)://host[:port][/path][?query], for user
// information in it, and for control characters or spaces.
Result<Url> ParseUrl(std::string_view text);

// `base` with `path` (begins with "/", may have a query) put behind its own path, one slash
// between. `base` may end in a slash. Errors: as ParseUrl.
Result<Url> ParseUrl(std::string_view base, std::string_view path);

// The host of an address as people and licenses write it, also without "https://": lower case, and
// empty when it is no address.
std::string HostOf(std::string_view address);

// Percent-encodes everything but unreserved characters: for query values and form bodies.
std::string PercentEncode(std::string_view text);

}  // namespace registrar

#endif  // REGISTRAR_MODULE_NET_URL_H_
