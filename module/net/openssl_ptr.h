#ifndef REGISTRAR_MODULE_NET_OPENSSL_PTR_H_
#define REGISTRAR_MODULE_NET_OPENSSL_PTR_H_

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <memory>

namespace registrar {

// Owners of OpenSSL's objects.
template <typename T, void (*Free)(T*)>
struct OpensslDeleter {
  void operator()(T* object) const noexcept { Free(object); }
};

using SslCtxPtr = std::unique_ptr<SSL_CTX, OpensslDeleter<SSL_CTX, SSL_CTX_free>>;
using SslPtr = std::unique_ptr<SSL, OpensslDeleter<SSL, SSL_free>>;
using SslSessionPtr = std::unique_ptr<SSL_SESSION, OpensslDeleter<SSL_SESSION, SSL_SESSION_free>>;
using X509Ptr = std::unique_ptr<X509, OpensslDeleter<X509, X509_free>>;
using BioPtr = std::unique_ptr<BIO, OpensslDeleter<BIO, BIO_free_all>>;

// OpenSSL's error queue belongs to the thread, which the module shares with its process: it is
// left empty on both sides of whatever the module does.
class OpensslErrorScope {
 public:
  OpensslErrorScope() { ERR_clear_error(); }
  OpensslErrorScope(const OpensslErrorScope&) = delete;
  OpensslErrorScope& operator=(const OpensslErrorScope&) = delete;
  ~OpensslErrorScope() { ERR_clear_error(); }
};

}  // namespace registrar

#endif  // REGISTRAR_MODULE_NET_OPENSSL_PTR_H_
