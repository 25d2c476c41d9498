#include "module/net/certificate_text.h"

#include <openssl/asn1.h>
#include <openssl/x509v3.h>

#include <array>
#include <ctime>
#include <string_view>

#include "module/net/openssl_ptr.h"
#include "module/net/socket_address.h"

namespace registrar {
namespace {

constexpr int kMaxNames = 8;
constexpr size_t kMaxText = 100;

std::string Printable(std::string_view text) {
  std::string result(text.substr(0, kMaxText));
  for (char& c : result) {
    if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) >= 0x7F) c = '?';
  }
  return result;
}

std::string_view View(const ASN1_STRING* text) {
  return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
          static_cast<size_t>(ASN1_STRING_length(text))};
}

std::string AddressText(const ASN1_STRING* bytes) {
  const int family = ASN1_STRING_length(bytes) == 4 ? AF_INET : AF_INET6;
  if (family == AF_INET6 && ASN1_STRING_length(bytes) != 16) return "?";
  std::array<char, 64> text{};
  uv_inet_ntop(family, ASN1_STRING_get0_data(bytes), text.data(), text.size());
  return text.data();
}

std::string NameText(const X509_NAME* name) {
  const BioPtr bio(BIO_new(BIO_s_mem()));
  if (!bio) return "?";
  X509_NAME_print_ex(bio.get(), name, 0,
                     XN_FLAG_ONELINE & ~static_cast<unsigned long>(XN_FLAG_SPC_EQ));
  std::array<char, kMaxText> text{};
  const int count = BIO_read(bio.get(), text.data(), static_cast<int>(text.size()));
  return count > 0 ? Printable({text.data(), static_cast<size_t>(count)}) : "?";
}

std::string TimeText(const ASN1_TIME* time) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return "?";
  std::array<char, 32> text{};
  const size_t count = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return {text.data(), count};
}

struct GeneralNamesDeleter {
  void operator()(GENERAL_NAMES* names) const noexcept { GENERAL_NAMES_free(names); }
};

}  // namespace

std::string CertificateNames(X509* certificate) {
  const std::unique_ptr<GENERAL_NAMES, GeneralNamesDeleter> names(static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
  if (!names) return NameText(X509_get_subject_name(certificate));
  std::string text;
  const int count = sk_GENERAL_NAME_num(names.get());
  for (int i = 0; i < count && i < kMaxNames; ++i) {
    int type = 0;
    const auto* value = static_cast<const ASN1_STRING*>(
        GENERAL_NAME_get0_value(sk_GENERAL_NAME_value(names.get(), i), &type));
    if (type != GEN_DNS && type != GEN_IPADD) continue;
    if (!text.empty()) text += ", ";
    text += type == GEN_DNS ? Printable(View(value)) : AddressText(value);
  }
  if (count > kMaxNames) text += ", …";
  return text.empty() ? "none" : text;
}

std::string CertificateDates(const X509* certificate) {
  return "valid from " + TimeText(X509_get0_notBefore(certificate)) + " to " +
         TimeText(X509_get0_notAfter(certificate));
}

std::string CertificateOrigin(const X509* certificate) {
  return "subject " + NameText(X509_get_subject_name(certificate)) + ", issuer " +
         NameText(X509_get_issuer_name(certificate));
}

}  // namespace registrar
