#include "module/net/metered_client.h"

#include <string>
#include <utility>

namespace registrar {
namespace {

std::string OutcomeOf(const Result<HttpResponse>& response) {
  if (!response) return std::string(response.error().info().code);
  const int hundreds = response.value().status / 100;
  return hundreds == 2 ? "ok" : "http-" + std::to_string(hundreds) + "xx";
}

}  // namespace

Task<Result<HttpResponse>> MeteredClient::Send(HttpRequest request, CancelToken cancel) {
  const std::string call(request.call);
  const uint64_t sent = request.body.Expose().size();
  const MonotonicTime began = loop_.Now();
  auto response = co_await client_.Send(std::move(request), std::move(cancel));
  const uint64_t received = response ? response.value().body.size() : 0;
  metrics_.CountRequest(call, OutcomeOf(response), (loop_.Now() - began).count(), sent, received);
  co_return response;
}

}  // namespace registrar
