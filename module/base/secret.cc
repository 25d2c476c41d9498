#include "module/base/secret.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#include <array>
#include <span>
#include <vector>

namespace registrar {
namespace {

std::string Hex(std::span<const unsigned char> bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  hex.reserve(bytes.size() * 2);
  for (const unsigned char byte : bytes) {
    hex += kDigits[byte >> 4U];
    hex += kDigits[byte & 0x0FU];
  }
  return hex;
}

}  // namespace

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
  return Hex(digest);
}

bool SameInConstantTime(const Secret& a, const Secret& b) {
  const std::string_view left = a.Expose();
  const std::string_view right = b.Expose();
  return left.size() == right.size() && CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

Secret RandomSecret(size_t bytes) {
  std::vector<unsigned char> random(bytes);
  if (RAND_bytes(random.data(), static_cast<int>(random.size())) != 1) return Secret();
  Secret secret(Hex(random));
  OPENSSL_cleanse(random.data(), random.size());
  return secret;
}

}  // namespace registrar
