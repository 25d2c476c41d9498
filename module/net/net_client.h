#ifndef REGISTRAR_MODULE_NET_NET_CLIENT_H_
#define REGISTRAR_MODULE_NET_NET_CLIENT_H_

#include <memory>
#include <string>
#include <vector>

#include "module/async/uv_loop.h"
#include "module/net/http_client.h"

namespace registrar {

class Dialer;

// What the client takes from its process; read once, when it is made.
struct NetConfig {
  // PEM texts of the authorities to trust, e.g. the bundled roots of the running Node.
  std::string root_certificates;
  // Files of further authorities (NODE_EXTRA_CA_CERTS); one that cannot be read is named in errors.
  std::vector<std::string> extra_ca_files;
  // Whether the system's store (/etc/ssl/certs and OpenSSL's default paths) is trusted as well.
  bool system_store = true;
  // Environment values, names as usual; lower-case forms win, as in curl.
  std::string http_proxy;
  std::string https_proxy;
  std::string no_proxy;
  std::string user_agent = "Registrar";
  // Pool: idle connections live this long and at most this many per host are kept.
  Duration idle_limit = std::chrono::seconds(30);
  size_t max_idle_per_host = 3;
};

// The client over libuv and OpenSSL. `loop` must outlive it. Destroying it cancels what is in
// flight (kStopping) and closes all connections; libuv gives the handles back afterwards
// (UvLoop::OnIdle).
std::unique_ptr<HttpClient> MakeNetClient(UvLoop& loop, NetConfig config);

// The same over connections that `dialer` opens; what of `config` is about trust means nothing.
std::unique_ptr<HttpClient> MakeNetClient(Loop& loop, const NetConfig& config,
                                          std::unique_ptr<Dialer> dialer);

}  // namespace registrar

#endif  // REGISTRAR_MODULE_NET_NET_CLIENT_H_
