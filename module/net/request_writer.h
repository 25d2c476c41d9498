#ifndef REGISTRAR_MODULE_NET_REQUEST_WRITER_H_
#define REGISTRAR_MODULE_NET_REQUEST_WRITER_H_

#include <string>
#include <string_view>

#include "module/base/result.h"
#include "module/base/secret.h"
#include "module/net/http_client.h"

namespace registrar {

// Whether `request` can be written without breaking out of its line: no line ends or other
// control characters in method, header names and values, bearer and secret query.
// Errors: kBadArgument.
Status CheckRequest(const HttpRequest& request);

// The bytes of `request` on the wire (RFC 9112). It passed CheckRequest().
//   user_agent           value of User-Agent
//   through_proxy        write the target in absolute form, as an HTTP proxy wants it
//   proxy_authorization  value of Proxy-Authorization, or empty
Secret WriteRequest(const HttpRequest& request, std::string_view user_agent, bool through_proxy,
                    const Secret& proxy_authorization);

}  // namespace registrar

#endif  // REGISTRAR_MODULE_NET_REQUEST_WRITER_H_
