#ifndef REGISTRAR_MODULE_NET_TLS_CONTEXT_H_
#define REGISTRAR_MODULE_NET_TLS_CONTEXT_H_

#include <map>
#include <memory>
#include <string>

#include "module/async/cancel.h"
#include "module/async/single_flight.h"
#include "module/async/task.h"
#include "module/async/uv_loop.h"
#include "module/base/result.h"
#include "module/base/secret.h"
#include "module/net/openssl_ptr.h"
#include "module/net/trust_loader.h"

namespace registrar {

// What all TLS connections of one client share: whom it trusts and the sessions to resume.
class TlsContext {
 public:
  // `loop` must outlive it.
  TlsContext(UvLoop& loop, TrustSources sources);
  // Ends a Prepare() that is under way with kStopping.
  ~TlsContext();
  TlsContext(const TlsContext&) = delete;
  TlsContext& operator=(const TlsContext&) = delete;

  // Loads the authorities, the first time it is called, a little in each turn of the loop.
  // Errors: kTlsFailed when OpenSSL gives no context; the token's reason.
  Task<Status> Prepare(CancelToken cancel);

  // A new connection's state, TLS 1.2 or later, with peer verification. After Prepare().
  // Result: nullptr when OpenSSL has no memory.
  SslPtr NewSsl() const;

  // A copy of the last session of the server `key`, to be resumed; nullptr when there is none.
  SslSessionPtr Session(const std::string& key) const;
  void Remember(const std::string& key, SSL_SESSION* session);
  void Forget(const std::string& key) { sessions_.erase(key); }

  // Which authorities are trusted, for an error's detail.
  std::string trust_summary() const { return trust_summary_; }

 private:
  Task<Status> Load();

  UvLoop& loop_;
  TrustSources sources_;
  std::string trust_summary_;
  SslCtxPtr context_;
  bool ready_ = false;
  SingleFlight<int, Status> loading_;
  CancelSource stop_;
  // In the form for storage: OpenSSL takes a session of TLS 1.3 that was resumed for used up, and
  // with it the new ones that come on the resumed connection, as they are copies of it.
  std::map<std::string, Secret> sessions_;
};

}  // namespace registrar

#endif  // REGISTRAR_MODULE_NET_TLS_CONTEXT_H_
