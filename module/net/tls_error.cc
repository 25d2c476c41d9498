#include "module/net/tls_error.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include "module/net/certificate_text.h"

namespace registrar {

Error CertificateError(X509_STORE_CTX* store, const std::string& trust_summary) {
  const int code = X509_STORE_CTX_get_error(store);
  const std::string cause = X509_verify_cert_error_string(code);
  X509* const certificate = X509_STORE_CTX_get_current_cert(store);
  if (certificate == nullptr) return Error(ErrorCode::kTlsUntrusted, cause);
  switch (code) {
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
      return Error(ErrorCode::kTlsNameMismatch,
                   "certificate names: " + CertificateNames(certificate));
    case X509_V_ERR_CERT_HAS_EXPIRED:
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return Error(ErrorCode::kTlsExpired, cause + ", " + CertificateDates(certificate) + ", " +
                                               CertificateOrigin(certificate));
    default:
      return Error(ErrorCode::kTlsUntrusted,
                   cause + ", " + CertificateOrigin(certificate) + "; trusted: " + trust_summary);
  }
}

Error HandshakeError() {
  const unsigned long error = ERR_peek_last_error();
  const char* const reason = ERR_reason_error_string(error);
  const std::string detail = reason == nullptr ? "no reason given" : reason;
  if (ERR_GET_LIB(error) == ERR_LIB_SSL) {
    switch (ERR_GET_REASON(error)) {
      case SSL_R_UNSUPPORTED_PROTOCOL:
      case SSL_R_TLSV1_ALERT_PROTOCOL_VERSION:
      case SSL_R_NO_PROTOCOLS_AVAILABLE:
      case SSL_R_VERSION_TOO_LOW:
        return Error(ErrorCode::kTlsVersion, detail);
      case SSL_R_WRONG_VERSION_NUMBER:
      case SSL_R_HTTP_REQUEST:
        return Error(ErrorCode::kTlsFailed, "the other side does not speak TLS on this port");
      default:
        break;
    }
  }
  return Error(ErrorCode::kTlsFailed, detail);
}

}  // namespace registrar
