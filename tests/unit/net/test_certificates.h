#ifndef REGISTRAR_TESTS_UNIT_NET_TEST_CERTIFICATES_H_
#define REGISTRAR_TESTS_UNIT_NET_TEST_CERTIFICATES_H_

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <string>
#include <vector>

#include "module/net/openssl_ptr.h"

namespace registrar {

using PkeyPtr = std::unique_ptr<EVP_PKEY, OpensslDeleter<EVP_PKEY, EVP_PKEY_free>>;

// A certificate with its key.
struct TestIdentity {
  X509Ptr certificate;
  PkeyPtr key;

  std::string Pem() const;
};

// What a certificate of a test says.
struct TestCertificateSpec {
  std::string common_name = "test";
  // Of the form "DNS:localhost" or "IP:127.0.0.1".
  std::vector<std::string> names = {"DNS:localhost", "IP:127.0.0.1", "IP:::1"};
  // Days from now.
  int from_days = -1;
  int to_days = 30;
  bool authority = false;
};

// Makes a key and a certificate, signed by `issuer` or, when that is nullptr, by itself.
TestIdentity MakeTestIdentity(const TestCertificateSpec& spec, const TestIdentity* issuer);

// A self-signed authority.
TestIdentity MakeTestAuthority(const std::string& name = "Test Authority");

}  // namespace registrar

#endif  // REGISTRAR_TESTS_UNIT_NET_TEST_CERTIFICATES_H_
