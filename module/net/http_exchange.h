#ifndef REGISTRAR_MODULE_NET_HTTP_EXCHANGE_H_
#define REGISTRAR_MODULE_NET_HTTP_EXCHANGE_H_

#include <string_view>

#include "module/async/cancel.h"
#include "module/async/loop.h"
#include "module/async/task.h"
#include "module/base/result.h"
#include "module/net/http_client.h"
#include "module/net/response_reader.h"
#include "module/net/stream.h"

namespace registrar {

// How long one exchange may take.
struct ExchangeLimits {
  Duration first_byte;
  MonotonicTime end;
  size_t max_response_bytes;
};

struct Exchanged {
  HttpResponse response;
  bool keep_alive = false;
};

// Writes `request` (not empty) to `stream` and reads the answer. Both outlive the task.
// Errors: cloud.response.*; kConnectReset and others of the stream when the connection failed
// before any byte of the answer; the token's reason. After any failure the stream is of no use.
Task<Result<Exchanged>> Exchange(Loop& loop, Stream& stream, std::string_view request,
                                 ResponseReader::Body body, ExchangeLimits limits,
                                 CancelToken cancel);

}  // namespace registrar

#endif  // REGISTRAR_MODULE_NET_HTTP_EXCHANGE_H_
