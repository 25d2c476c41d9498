#include "module/net/uv_error.h"

#include <uv.h>

#include <array>

namespace registrar {
namespace {

ErrorCode CodeOf(int status) {
  switch (status) {
    case UV_ECONNREFUSED:
      return ErrorCode::kConnectRefused;
    case UV_ETIMEDOUT:
      return ErrorCode::kConnectTimeout;
    case UV_ECONNRESET:
    case UV_ECONNABORTED:
    case UV_EPIPE:
    case UV_ENOTCONN:
      return ErrorCode::kConnectReset;
    default:
      // No route, no address of that family, not permitted by a local rule, …
      return ErrorCode::kConnectUnreachable;
  }
}

}  // namespace

std::string UvText(int status) {
  std::array<char, 128> text{};
  uv_strerror_r(status, text.data(), text.size());
  return text.data();
}

Error SocketError(int status, std::string detail) {
  if (!detail.empty()) detail += ": ";
  return Error(CodeOf(status), detail + UvText(status));
}

}  // namespace registrar
