#include "module/net/proxy.h"

#include <algorithm>
#include <utility>

namespace registrar {
namespace {

Error InvalidProxy(std::string why) { return Error(ErrorCode::kProxyInvalid, std::move(why)); }

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Sequences that are no valid escape stay as they are: people write passwords with a bare "%".
std::string PercentDecode(std::string_view text) {
  std::string decoded;
  decoded.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '%' && i + 2 < text.size() && HexValue(text[i + 1]) >= 0 &&
                        HexValue(text[i + 2]) >= 0;
    if (escape) {
      decoded += static_cast<char>(HexValue(text[i + 1]) * 16 + HexValue(text[i + 2]));
      i += 2;
    } else {
      decoded += text[i];
    }
  }
  return decoded;
}

Secret BasicAuthorization(std::string_view user_info) {
  const size_t colon = user_info.find(':');
  std::string plain = PercentDecode(user_info.substr(0, colon)) + ":";
  if (colon != std::string_view::npos) plain += PercentDecode(user_info.substr(colon + 1));
  Secret value("Basic " + Base64(plain));
  ClearMemory(plain);
  return value;
}

}  // namespace

std::string Base64(std::string_view bytes) {
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (size_t i = 0; i < bytes.size(); i += 3) {
    const size_t count = std::min<size_t>(3, bytes.size() - i);
    uint32_t group = 0;
    for (size_t j = 0; j < 3; ++j) {
      group = group << 8U | (j < count ? static_cast<unsigned char>(bytes[i + j]) : 0U);
    }
    for (size_t j = 0; j < 4; ++j) {
      text += j <= count ? kAlphabet[group >> (18 - 6 * j) & 0x3FU] : '=';
    }
  }
  return text;
}

Result<Proxy> ParseProxy(std::string_view text) {
  std::string_view rest = text;
  if (const size_t scheme_end = rest.find("://"); scheme_end != std::string_view::npos) {
    const std::string_view scheme = rest.substr(0, scheme_end);
    if (scheme != "http" && scheme != "HTTP")
      return InvalidProxy("only http:// proxies are supported");
    rest.remove_prefix(scheme_end + 3);
  }
  // The last "@": a password may contain one although it should be encoded.
  const size_t at = rest.rfind('@');
  const std::string_view user_info = at == std::string_view::npos ? "" : rest.substr(0, at);
  if (at != std::string_view::npos) rest.remove_prefix(at + 1);
  auto url = ParseUrl("http://" + std::string(rest));
  if (!url) return InvalidProxy(url.error().detail);
  if (url.value().target != "/") return InvalidProxy("there is a path behind the port");
  Proxy proxy;
  proxy.url = std::move(url).value();
  if (!user_info.empty()) proxy.authorization = BasicAuthorization(user_info);
  return proxy;
}

}  // namespace registrar
