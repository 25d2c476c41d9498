#ifndef REGISTRAR_MODULE_NET_UV_ERROR_H_
#define REGISTRAR_MODULE_NET_UV_ERROR_H_

#include <string>

#include "module/base/error.h"

namespace registrar {

// What libuv calls `status` (negative), e.g. "connection refused".
std::string UvText(int status);

// The failure of a socket as a value.
//   status  libuv's negative error number
//   detail  put before libuv's words, e.g. an address
Error SocketError(int status, std::string detail = {});

}  // namespace registrar

#endif  // REGISTRAR_MODULE_NET_UV_ERROR_H_
