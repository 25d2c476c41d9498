#ifndef REGISTRAR_MODULE_NET_METERED_CLIENT_H_
#define REGISTRAR_MODULE_NET_METERED_CLIENT_H_

#include "module/async/loop.h"
#include "module/base/metrics.h"
#include "module/net/http_client.h"

namespace registrar {

// An HttpClient that counts what goes through it, by the name of the call.
class MeteredClient final : public HttpClient {
 public:
  // The references must outlive every task that is under way.
  MeteredClient(Loop& loop, HttpClient& client, Metrics& metrics)
      : loop_(loop), client_(client), metrics_(metrics) {}

  Task<Result<HttpResponse>> Send(HttpRequest request, CancelToken cancel) override;
  Task<ProbeReport> Probe(HttpRequest request, CancelToken cancel) override {
    return client_.Probe(std::move(request), std::move(cancel));
  }
  void CloseIdle() override { client_.CloseIdle(); }

 private:
  Loop& loop_;
  HttpClient& client_;
  Metrics& metrics_;
};

}  // namespace registrar

#endif  // REGISTRAR_MODULE_NET_METERED_CLIENT_H_
