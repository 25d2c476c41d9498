#include "module/net/socket_address.h"

#include <array>
#include <cstring>

namespace registrar {

std::optional<SocketAddress> SocketAddress::From(const sockaddr* address, uint16_t port) {
  SocketAddress result;
  if (address->sa_family == AF_INET) {
    sockaddr_in ipv4{};
    std::memcpy(&ipv4, address, sizeof ipv4);
    ipv4.sin_port = htons(port);
    std::memcpy(&result.storage_, &ipv4, sizeof ipv4);
  } else if (address->sa_family == AF_INET6) {
    sockaddr_in6 ipv6{};
    std::memcpy(&ipv6, address, sizeof ipv6);
    ipv6.sin6_port = htons(port);
    std::memcpy(&result.storage_, &ipv6, sizeof ipv6);
  } else {
    return std::nullopt;
  }
  return result;
}

std::optional<SocketAddress> SocketAddress::FromText(const std::string& text, uint16_t port) {
  sockaddr_in ipv4{};
  if (uv_ip4_addr(text.c_str(), port, &ipv4) == 0) {
    return From(reinterpret_cast<const sockaddr*>(&ipv4), port);
  }
  sockaddr_in6 ipv6{};
  if (uv_ip6_addr(text.c_str(), port, &ipv6) == 0) {
    return From(reinterpret_cast<const sockaddr*>(&ipv6), port);
  }
  return std::nullopt;
}

std::string SocketAddress::ToString() const {
  std::array<char, 64> name{};
  if (ipv6()) {
    const auto* address = reinterpret_cast<const sockaddr_in6*>(&storage_);
    uv_ip6_name(address, name.data(), name.size());
    return "[" + std::string(name.data()) + "]:" + std::to_string(ntohs(address->sin6_port));
  }
  const auto* address = reinterpret_cast<const sockaddr_in*>(&storage_);
  uv_ip4_name(address, name.data(), name.size());
  return std::string(name.data()) + ":" + std::to_string(ntohs(address->sin_port));
}

}  // namespace registrar
