#include "module/cloud/offline_blob.h"

#include <cstdint>
#include <optional>

namespace registrar {
namespace {

constexpr std::string_view kDigits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr unsigned kBitsPerDigit = 6;

bool IsBlank(char c) {
  constexpr std::string_view kBlank = " \t\r\n\f\v";
  return kBlank.find(c) != std::string_view::npos;
}

// The text without blanks and without quotes around it, in the standard alphabet.
std::string Unwrapped(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  for (const char c : text) {
    if (!IsBlank(c)) plain += c;
  }
  constexpr std::string_view kQuotes = "\"'`";
  const size_t first = plain.find_first_not_of(kQuotes);
  if (first == std::string::npos) return {};
  plain = plain.substr(first, plain.find_last_not_of(kQuotes) + 1 - first);
  for (char& c : plain) {
    if (c == '-') c = '+';
    if (c == '_') c = '/';
  }
  return plain;
}

// Decodes base64 with or without padding. A last digit that is alone says nothing and is left out.
// Result: nothing when there is another character.
std::optional<std::string> Decode(std::string_view text) {
  text = text.substr(0, text.find_last_not_of('=') + 1);
  std::string bytes;
  bytes.reserve(text.size() * 3 / 4);
  uint32_t held = 0;
  unsigned bits = 0;
  for (const char c : text) {
    const size_t digit = kDigits.find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    held = (held << kBitsPerDigit | static_cast<uint32_t>(digit)) & 0xFFFFU;
    bits += kBitsPerDigit;
    if (bits < 8) continue;
    bits -= 8;
    bytes += static_cast<char>(held >> bits & 0xFFU);
  }
  return bytes;
}

// Whether the object is what the workspace sends out, and not what comes back.
bool IsRegistrationData(const Json& json) {
  const bool outgoing = json.contains("uniqueId") || json.contains("deploymentFingerprintHash");
  return outgoing && !json.contains("client_id");
}

}  // namespace

std::string MakeOfflineBlob(std::string_view registration_data) {
  std::string blob;
  for (size_t at = 0; at < registration_data.size(); at += 3) {
    const std::string_view bytes = registration_data.substr(at, 3);
    uint32_t held = 0;
    for (size_t i = 0; i < 3; ++i) {
      held = held << 8U | (i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0U);
    }
    for (size_t i = 0; i < 4; ++i) {
      const uint32_t digit = held >> (kBitsPerDigit * (3 - i)) & 0x3FU;
      blob += i <= bytes.size() ? kDigits[digit] : '=';
    }
  }
  return blob;
}

Result<RegistrationPayload> ParseOfflineBlob(const Secret& text) {
  const Secret plain(Unwrapped(text.Expose()));
  std::optional<std::string> bytes = Decode(plain.Expose());
  if (!bytes) return Error(ErrorCode::kOfflineNotBase64, "it has characters that base64 has not");
  const Secret decoded(*std::move(bytes));
  const std::string_view json_text = decoded.Expose();
  // What is not even the beginning of an answer is something else altogether.
  if (!json_text.starts_with('{')) return Error(ErrorCode::kOfflineNotBase64);
  const std::optional<Json> json = ParseJson(json_text);
  if (!json) return Error(ErrorCode::kOfflineCutOff);
  return ParseOfflineAnswer(*json);
}

Result<RegistrationPayload> ParseOfflineAnswer(const Json& json) {
  if (json.is_object() && IsRegistrationData(json)) return Error(ErrorCode::kOfflineNotAnAnswer);
  Result<RegistrationPayload> payload = ParseRegistrationPayload(json);
  if (payload) return payload;
  return Error(ErrorCode::kOfflineIncomplete, payload.error().detail);
}

}  // namespace registrar
