#ifndef REGISTRAR_MODULE_NET_DIALER_H_
#define REGISTRAR_MODULE_NET_DIALER_H_

#include <memory>

#include "module/async/cancel.h"
#include "module/async/loop.h"
#include "module/async/task.h"
#include "module/base/result.h"
#include "module/net/connection_pool.h"
#include "module/net/dial_trace.h"
#include "module/net/http_client.h"
#include "module/net/route.h"

namespace registrar {

// Opens connections. Real: NetDialer. For tests: one whose other side is in memory.
class Dialer {
 public:
  Dialer() = default;
  Dialer(const Dialer&) = delete;
  Dialer& operator=(const Dialer&) = delete;
  virtual ~Dialer() = default;

  // Opens a connection along `route`; nothing takes longer than until `end`.
  //   trace  is told the steps; nullptr: nobody is
  // Errors: cloud.dns.*, cloud.connect.*, cloud.proxy.*, cloud.tls.*; the token's reason.
  virtual Task<Result<std::unique_ptr<Connection>>> Dial(Route route, HttpDeadlines deadlines,
                                                         MonotonicTime end, CancelToken cancel,
                                                         DialTrace* trace) = 0;
};

}  // namespace registrar

#endif  // REGISTRAR_MODULE_NET_DIALER_H_
