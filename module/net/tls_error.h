#ifndef REGISTRAR_MODULE_NET_TLS_ERROR_H_
#define REGISTRAR_MODULE_NET_TLS_ERROR_H_

#include <openssl/x509_vfy.h>

#include <string>

#include "module/base/error.h"

namespace registrar {

// Why a certificate was not accepted: `store` in the state of OpenSSL's verification callback.
//   trust_summary  the authorities that are trusted
// Result: kTlsUntrusted, kTlsNameMismatch or kTlsExpired, with what the certificate says.
Error CertificateError(X509_STORE_CTX* store, const std::string& trust_summary);

// Why a handshake failed for another reason, from OpenSSL's error queue.
// Result: kTlsVersion or kTlsFailed.
Error HandshakeError();

}  // namespace registrar

#endif  // REGISTRAR_MODULE_NET_TLS_ERROR_H_
