#include "module/base/secret.h"

#include <openssl/crypto.h>
#include <openssl/sha.h>

#include <array>

namespace registrar {

void ClearMemory(std::string& text) noexcept {
  // data() is valid over the whole capacity; growing to it within the capacity cannot allocate.
  text.resize(text.capacity());
  OPENSSL_cleanse(text.data(), text.size());
  text.clear();
}

void Secret::Clear() noexcept { ClearMemory(text_); }

std::string Sha256Hex(std::string_view text) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  hex.reserve(digest.size() * 2);
  for (const unsigned char byte : digest) {
    hex += kDigits[byte >> 4U];
    hex += kDigits[byte & 0x0FU];
  }
  return hex;
}

}  // namespace registrar
