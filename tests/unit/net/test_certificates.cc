#include "tests/unit/net/test_certificates.h"

#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <array>

namespace registrar {
namespace {

constexpr long kDaySeconds = 24L * 60 * 60;
constexpr long kVersion3 = 2;  // X.509 counts versions from zero

void AddExtension(X509* certificate, X509* issuer, int id, const std::string& value) {
  X509V3_CTX context{};
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, &context, id, value.c_str());
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

void SetSubject(X509* certificate, const std::string& common_name) {
  X509_NAME* const name = X509_get_subject_name(certificate);
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(common_name.c_str()), -1, -1,
                             0);
}

std::string Join(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : ",") + part;
  return text;
}

}  // namespace

std::string TestIdentity::Pem() const {
  const BioPtr bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(bio.get(), certificate.get());
  std::array<char, 8192> text{};
  const int count = BIO_read(bio.get(), text.data(), static_cast<int>(text.size()));
  return {text.data(), static_cast<size_t>(count)};
}

TestIdentity MakeTestIdentity(const TestCertificateSpec& spec, const TestIdentity* issuer) {
  static long serial = 1000;
  TestIdentity made;
  made.key.reset(EVP_EC_gen("P-256"));
  made.certificate.reset(X509_new());
  X509* const certificate = made.certificate.get();
  X509* const signer = issuer == nullptr ? certificate : issuer->certificate.get();
  X509_set_version(certificate, kVersion3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), ++serial);
  X509_gmtime_adj(X509_getm_notBefore(certificate), spec.from_days * kDaySeconds);
  X509_gmtime_adj(X509_getm_notAfter(certificate), spec.to_days * kDaySeconds);
  X509_set_pubkey(certificate, made.key.get());
  SetSubject(certificate, spec.common_name);
  X509_set_issuer_name(certificate, X509_get_subject_name(signer));
  AddExtension(certificate, signer, NID_basic_constraints,
               spec.authority ? "critical,CA:TRUE" : "critical,CA:FALSE");
  if (!spec.authority) AddExtension(certificate, signer, NID_subject_alt_name, Join(spec.names));
  X509_sign(certificate, issuer == nullptr ? made.key.get() : issuer->key.get(), EVP_sha256());
  return made;
}

TestIdentity MakeTestAuthority(const std::string& name) {
  TestCertificateSpec spec;
  spec.common_name = name;
  spec.authority = true;
  return MakeTestIdentity(spec, nullptr);
}

}  // namespace registrar
