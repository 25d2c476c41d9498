#include "module/net/url.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "module/base/text.h"

namespace registrar {
namespace {

constexpr size_t kMaxHostLength = 253;  // RFC 1035, 2.3.4

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsAlpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool IsHexDigit(char c) { return IsDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool IsControlOrSpace(char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7F; }

void AppendEncoded(std::string& out, char c) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  out += '%';
  out += kDigits[byte >> 4U];
  out += kDigits[byte & 0x0FU];
}

Error InvalidUrl(std::string why) { return Error(ErrorCode::kUrlInvalid, std::move(why)); }

// The whole text as dotted decimal IPv4 bytes.
std::optional<std::array<uint8_t, 4>> ParseIpv4(std::string_view text) {
  std::array<uint8_t, 4> bytes{};
  const char* at = text.data();
  const char* const end = at + text.size();
  for (size_t i = 0; i < bytes.size(); ++i) {
    if (i > 0 && (at == end || *at++ != '.')) return std::nullopt;
    const auto [next, error] = std::from_chars(at, end, bytes[i]);
    if (error != std::errc() || next == at) return std::nullopt;
    at = next;
  }
  if (at != end) return std::nullopt;
  return bytes;
}

Result<std::string> ParseHost(std::string_view host) {
  if (host.empty()) return InvalidUrl("the host is missing");
  if (host.size() > kMaxHostLength) return InvalidUrl("the host is too long");
  const auto allowed = [](char c) {
    return IsAlpha(c) || IsDigit(c) || c == '-' || c == '.' || c == '_';
  };
  if (!std::all_of(host.begin(), host.end(), allowed)) {
    return InvalidUrl(
        "the host has a character that is not allowed; write international names in "
        "their xn-- form");
  }
  if (host.front() == '.' || host.find("..") != std::string_view::npos) {
    return InvalidUrl("the host has an empty label");
  }
  return ToLower(host);
}

Result<std::string> ParseIpv6(std::string_view host) {
  const auto allowed = [](char c) { return IsHexDigit(c) || c == ':' || c == '.'; };
  if (host.size() < 2 || std::count(host.begin(), host.end(), ':') < 2 ||
      !std::all_of(host.begin(), host.end(), allowed)) {
    return InvalidUrl("the text in brackets is not an IPv6 address");
  }
  return ToLower(host);
}

Result<uint16_t> ParsePort(std::string_view text, uint16_t fallback) {
  if (text.empty()) return fallback;
  uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size() || port == 0) {
    return InvalidUrl("the port is not a number from 1 to 65535");
  }
  return port;
}

// host[:port] or [ipv6][:port] into `url`, whose scheme is set.
Status ParseAuthority(std::string_view authority, Url& url) {
  if (authority.find('@') != std::string_view::npos)
    return InvalidUrl("it contains user information");
  std::string_view port;
  if (!authority.empty() && authority.front() == '[') {
    const size_t close = authority.find(']');
    if (close == std::string_view::npos) return InvalidUrl("the bracket of the host is not closed");
    const std::string_view rest = authority.substr(close + 1);
    if (!rest.empty() && rest.front() != ':') return InvalidUrl("there is text behind the bracket");
    auto host = ParseIpv6(authority.substr(1, close - 1));
    if (!host) return host.error();
    url.host = std::move(host).value();
    if (!rest.empty()) port = rest.substr(1);
  } else {
    const size_t colon = authority.find(':');
    auto host = ParseHost(authority.substr(0, colon));
    if (!host) return host.error();
    url.host = std::move(host).value();
    if (colon != std::string_view::npos) port = authority.substr(colon + 1);
  }
  auto number = ParsePort(port, url.secure() ? 443 : 80);
  if (!number) return number.error();
  url.port = number.value();
  return Ok();
}

// Path and query as they go on the wire: a leading slash, no fragment, ASCII only.
std::string WireTarget(std::string_view text) {
  text = text.substr(0, text.find('#'));
  std::string target;
  if (text.empty() || text.front() != '/') target = "/";
  for (const char c : text) {
    if (static_cast<unsigned char>(c) >= 0x80) {
      AppendEncoded(target, c);
    } else {
      target += c;
    }
  }
  return target;
}

}  // namespace

bool Url::loopback() const {
  if (host == "localhost" || host == "localhost." || host == "::1") return true;
  const auto bytes = ParseIpv4(host);
  return bytes && (*bytes)[0] == 127;
}

std::string Url::authority() const {
  const bool ipv6 = host.find(':') != std::string::npos;
  return (ipv6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

std::string Url::host_header() const {
  std::string text = authority();
  if (port == (secure() ? 443 : 80)) text.resize(text.rfind(':'));
  return text;
}

Result<Url> ParseUrl(std::string_view text) {
  if (std::any_of(text.begin(), text.end(), IsControlOrSpace)) {
    return InvalidUrl("it contains a space or a control character");
  }
  const size_t scheme_end = text.find("://");
  if (scheme_end == std::string_view::npos) return InvalidUrl("it does not begin with https://");
  Url url;
  url.scheme = ToLower(text.substr(0, scheme_end));
  if (url.scheme != "https" && url.scheme != "http") {
    return InvalidUrl("it does not begin with https://");
  }
  const std::string_view rest = text.substr(scheme_end + 3);
  const size_t authority_end = std::min(rest.find_first_of("/?#\\"), rest.size());
  if (authority_end < rest.size() && rest[authority_end] == '\\') {
    return InvalidUrl("it contains a backslash");
  }
  const Status authority = ParseAuthority(rest.substr(0, authority_end), url);
  if (!authority) return authority.error();
  url.target = WireTarget(rest.substr(authority_end));
  return url;
}

Result<Url> ParseUrl(std::string_view base, std::string_view path) {
  if (base.find_first_of("?#") != std::string_view::npos) {
    return InvalidUrl("it has a query or a fragment");
  }
  while (!base.empty() && base.back() == '/') base.remove_suffix(1);
  std::string whole(base);
  if (path.empty() || path.front() != '/') whole += '/';
  whole += path;
  return ParseUrl(whole);
}

std::string HostOf(std::string_view address) {
  const bool has_scheme = address.find("://") != std::string_view::npos;
  const Result<Url> url =
      ParseUrl(has_scheme ? std::string(address) : "https://" + std::string(address));
  return url ? url.value().host : std::string();
}

std::string PercentEncode(std::string_view text) {
  std::string encoded;
  encoded.reserve(text.size());
  for (const char c : text) {
    if (IsAlpha(c) || IsDigit(c) || c == '-' || c == '.' || c == '_' || c == '~') {
      encoded += c;
    } else {
      AppendEncoded(encoded, c);
    }
  }
  return encoded;
}

}  // namespace registrar
