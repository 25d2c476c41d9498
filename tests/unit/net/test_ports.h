#ifndef REGISTRAR_TESTS_UNIT_NET_TEST_PORTS_H_
#define REGISTRAR_TESTS_UNIT_NET_TEST_PORTS_H_

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <string>

#include "module/net/socket_address.h"

namespace registrar {

// A name that has no address. A label may have 63 characters (RFC 1035, 2.3.4), so that the
// resolver says no without asking anybody.
inline std::string UnknownName() { return std::string(64, 'a') + ".test"; }

// A port on which nobody listens, because a socket that does not listen holds it.
class DeafPort {
 public:
  DeafPort() : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    const auto address = SocketAddress::FromText("127.0.0.1", 0);
    if (::bind(socket_, address->get(), sizeof(sockaddr_in)) != 0) ADD_FAILURE() << "no port";
    sockaddr_in bound{};
    socklen_t size = sizeof bound;
    ::getsockname(socket_, reinterpret_cast<sockaddr*>(&bound), &size);
    number_ = ntohs(bound.sin_port);
  }
  DeafPort(const DeafPort&) = delete;
  DeafPort& operator=(const DeafPort&) = delete;
  ~DeafPort() { ::close(socket_); }

  int number() const { return number_; }
  int socket() const { return socket_; }

 private:
  int socket_;
  int number_ = 0;
};

// A port that does not answer connection attempts: its backlog is full and nobody accepts.
class SilentPort {
 public:
  SilentPort() {
    ::listen(port_.socket(), 0);
    const auto address =
        SocketAddress::FromText("127.0.0.1", static_cast<uint16_t>(port_.number()));
    for (int& filler : fillers_) {
      filler = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
      static_cast<void>(::connect(filler, address->get(), sizeof(sockaddr_in)));
    }
  }
  SilentPort(const SilentPort&) = delete;
  SilentPort& operator=(const SilentPort&) = delete;
  ~SilentPort() {
    for (const int filler : fillers_) ::close(filler);
  }

  int number() const { return port_.number(); }

 private:
  DeafPort port_;
  std::array<int, 4> fillers_{};
};

}  // namespace registrar

#endif  // REGISTRAR_TESTS_UNIT_NET_TEST_PORTS_H_
