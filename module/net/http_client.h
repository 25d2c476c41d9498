#ifndef REGISTRAR_MODULE_NET_HTTP_CLIENT_H_
#define REGISTRAR_MODULE_NET_HTTP_CLIENT_H_

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "module/async/cancel.h"
#include "module/async/loop.h"
#include "module/async/task.h"
#include "module/base/result.h"
#include "module/base/secret.h"
#include "module/net/url.h"

namespace registrar {

// How long each phase of one request may take. The whole never takes longer than `total`.
struct HttpDeadlines {
  Duration lookup = std::chrono::seconds(4);
  Duration connect = std::chrono::seconds(5);
  Duration handshake = std::chrono::seconds(5);
  // From the last byte sent to the first byte of the answer.
  Duration first_byte = std::chrono::seconds(8);
  Duration total = std::chrono::seconds(9);
};

struct HttpRequest {
  // Which of the cloud's calls it is, for measurements. A name of the code, from nowhere else.
  std::string_view call = "other";
  std::string method = "GET";
  Url url;
  // Put behind the target's query as it is (already encoded); never logged.
  Secret secret_query;
  // Sent as "Authorization: Bearer …" when not empty.
  Secret bearer;
  // Further headers; Host, User-Agent, Accept, Content-Length and Connection are set by the client.
  std::vector<std::pair<std::string, std::string>> headers;
  std::string content_type;
  Secret body;
  HttpDeadlines deadlines;
  // Whether it does no harm when the other side gets it twice. One that must not come twice takes a
  // new connection, because a kept one can end at any time, unseen until something is sent on it.
  bool repeatable = true;
  // The proxy to go through instead of the process's own one, as in HTTPS_PROXY; empty: that one.
  // NO_PROXY holds for it as well.
  Secret proxy;
  // A file of authorities to trust besides those of the process; empty: none.
  std::string ca_file;
  size_t max_response_bytes = size_t{16} * 1024 * 1024;
};

struct HttpResponse {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
  std::string body;
  // How the answer came, for measurements.
  bool connection_reused = false;
  bool tls_resumed = false;
  // Whether the request went through a proxy.
  bool proxied = false;

  // The first value of the header `name` (lower case), else "".
  std::string_view Header(std::string_view name) const;
};

// One step on the way to a host.
struct ProbeStep {
  std::string name;  // "proxy", "lookup", "connect", "tunnel" or "tls"
  Duration took{0};
  std::string detail;          // what it came to, for people: addresses, certificates
  std::optional<Error> error;  // of the last step, if it failed
};

// How a connection came about, or did not.
struct ProbeReport {
  std::string proxy;  // host and port of the proxy on the way; empty: none
  std::vector<ProbeStep> steps;
};

// One HTTP/1.1 exchange. Any status is a success here; what it means is the caller's business.
class HttpClient {
 public:
  virtual ~HttpClient() = default;

  // Sends `request` and yields the whole answer. Redirects are not followed.
  // A repeatable request is repeated once, on a new connection, when a kept-alive connection turns
  // out to be closed before any byte of the answer came.
  // Errors: cloud.dns.*, cloud.connect.*, cloud.tls.*, cloud.proxy.*, cloud.response.timeout,
  // .truncated, .too-large, .malformed; kUrlInsecure for plain http to another machine with a
  // bearer, secret query or body; the token's reason when cancelled. Error::request_sent tells
  // whether the other side may have acted upon the request.
  virtual Task<Result<HttpResponse>> Send(HttpRequest request, CancelToken cancel) = 0;

  // Opens a new connection as Send(request) would, tells how it came about, step by step, and
  // closes it. Nothing is sent; credentials of a proxy are not told.
  virtual Task<ProbeReport> Probe(HttpRequest request, CancelToken cancel) = 0;

  // Closes connections that are idle. Called when credentials are dropped.
  virtual void CloseIdle() = 0;
};

}  // namespace registrar

#endif  // REGISTRAR_MODULE_NET_HTTP_CLIENT_H_
