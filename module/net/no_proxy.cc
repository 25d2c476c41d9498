#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstring>

#include "module/base/text.h"
#include "module/net/proxy.h"
#include "module/net/socket_address.h"

namespace registrar {
namespace {

// The bytes of an address, 4 or 16; size 0 for anything else.
struct AddressBytes {
  explicit AddressBytes(const std::string& text) {
    if (uv_inet_pton(AF_INET, text.c_str(), bytes.data()) == 0) {
      size = 4;
    } else if (uv_inet_pton(AF_INET6, text.c_str(), bytes.data()) == 0) {
      size = 16;
    }
  }
  std::array<uint8_t, 16> bytes{};
  size_t size = 0;
};

template <typename Number>
std::optional<Number> ParseNumber(std::string_view text) {
  Number number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

bool InNetwork(const AddressBytes& address, const std::string& network, std::string_view bits) {
  const AddressBytes base(network);
  const auto prefix = ParseNumber<unsigned>(bits);
  if (base.size == 0 || base.size != address.size || !prefix || *prefix > base.size * 8) {
    return false;
  }
  for (unsigned bit = 0; bit < *prefix; ++bit) {
    const uint8_t mask = static_cast<uint8_t>(0x80U >> (bit % 8));
    if (((base.bytes[bit / 8] ^ address.bytes[bit / 8]) & mask) != 0) return false;
  }
  return true;
}

bool IsSubdomain(std::string_view host, std::string_view domain) {
  if (!host.ends_with(domain)) return false;
  return host.size() == domain.size() || host[host.size() - domain.size() - 1] == '.';
}

// An entry without its port; the port if it has one.
struct Entry {
  std::string_view host;
  std::optional<uint16_t> port;
};

Entry SplitPort(std::string_view text) {
  if (!text.empty() && text.front() == '[') {
    const size_t close = std::min(text.find(']'), text.size());
    const std::string_view rest = text.substr(std::min(close + 2, text.size()));
    return {text.substr(1, close - 1), ParseNumber<uint16_t>(rest)};
  }
  const size_t colon = text.find(':');
  // More than one colon: an IPv6 address without brackets.
  if (colon == std::string_view::npos || text.find(':', colon + 1) != std::string_view::npos) {
    return {text, std::nullopt};
  }
  return {text.substr(0, colon), ParseNumber<uint16_t>(text.substr(colon + 1))};
}

bool Matches(std::string_view entry_text, const Url& url, const std::string& host) {
  if (entry_text == "*") return true;
  const Entry entry = SplitPort(entry_text);
  if (entry.port && *entry.port != url.port) return false;
  const AddressBytes address(host);
  if (const size_t slash = entry.host.find('/'); slash != std::string_view::npos) {
    return address.size > 0 && InNetwork(address, std::string(entry.host.substr(0, slash)),
                                         entry.host.substr(slash + 1));
  }
  if (address.size > 0) {
    const AddressBytes other{std::string(entry.host)};
    return other.size == address.size && other.bytes == address.bytes;
  }
  std::string_view domain = entry.host;
  if (domain.starts_with("*.")) domain.remove_prefix(1);
  if (domain.starts_with('.')) domain.remove_prefix(1);
  if (domain.ends_with('.')) domain.remove_suffix(1);
  return !domain.empty() && IsSubdomain(host, domain);
}

}  // namespace

bool ExemptFromProxy(std::string_view no_proxy, const Url& url) {
  constexpr std::string_view kSeparators = ", \t";
  const std::string list = ToLower(no_proxy);
  std::string host = url.host;
  if (host.ends_with('.')) host.pop_back();
  for (size_t at = list.find_first_not_of(kSeparators); at != std::string::npos;) {
    const size_t end = std::min(list.find_first_of(kSeparators, at), list.size());
    if (Matches(std::string_view(list).substr(at, end - at), url, host)) return true;
    at = list.find_first_not_of(kSeparators, end);
  }
  return false;
}

}  // namespace registrar
