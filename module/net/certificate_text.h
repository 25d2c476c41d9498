#ifndef REGISTRAR_MODULE_NET_CERTIFICATE_TEXT_H_
#define REGISTRAR_MODULE_NET_CERTIFICATE_TEXT_H_

#include <openssl/x509.h>

#include <string>

namespace registrar {

// Parts of a certificate in words for people. What comes from the other side is shortened and
// has no control characters.

// The host names and addresses it is for, separated by ", ".
std::string CertificateNames(X509* certificate);

// "valid from 2025-01-01T00:00:00Z to 2025-04-01T00:00:00Z".
std::string CertificateDates(const X509* certificate);

// "subject …, issuer …".
std::string CertificateOrigin(const X509* certificate);

}  // namespace registrar

#endif  // REGISTRAR_MODULE_NET_CERTIFICATE_TEXT_H_
