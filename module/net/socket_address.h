#ifndef REGISTRAR_MODULE_NET_SOCKET_ADDRESS_H_
#define REGISTRAR_MODULE_NET_SOCKET_ADDRESS_H_

#include <uv.h>

#include <cstdint>
#include <optional>
#include <string>

namespace registrar {

// An IPv4 or IPv6 address with a port.
class SocketAddress {
 public:
  // From a list of uv_getaddrinfo; nothing for another family.
  static std::optional<SocketAddress> From(const sockaddr* address, uint16_t port);
  // From the text of an address (IPv6 without brackets); nothing for anything else.
  static std::optional<SocketAddress> FromText(const std::string& text, uint16_t port);

  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage_); }
  bool ipv6() const { return storage_.ss_family == AF_INET6; }
  // "address:port", IPv6 in brackets.
  std::string ToString() const;

 private:
  sockaddr_storage storage_{};
};

}  // namespace registrar

#endif  // REGISTRAR_MODULE_NET_SOCKET_ADDRESS_H_
