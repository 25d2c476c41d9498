#include <algorithm>
#include <utility>

#include "module/cloud/cloud_client.h"
#include "module/cloud/exchange.h"
#include "module/cloud/grant_error.h"

namespace registrar {
namespace {

// The person in front of the wizard waits, and has the offline way if the answer is no.
constexpr Duration kPreIntentLimit = std::chrono::seconds(3);

HttpDeadlines Within(HttpDeadlines deadlines, Duration limit) {
  for (Duration* phase : {&deadlines.lookup, &deadlines.connect, &deadlines.handshake,
                          &deadlines.first_byte, &deadlines.total}) {
    *phase = std::min(*phase, limit);
  }
  return deadlines;
}

// The request of one of the wizard's calls that carry registration data.
Result<HttpRequest> DataRequest(const CloudEndpoints& endpoints, std::string_view path,
                                Secret registration_data) {
  Result<Url> url = CredentialUrl(endpoints, endpoints.cloud_url, "Cloud_Url", path);
  if (!url) return std::move(url).error();
  return PostRequest(endpoints, std::move(url).value(), Secret(), kJsonType,
                     std::move(registration_data));
}

std::string Flag(std::string_view path, std::string_view name, bool value) {
  return std::string(path).append("?").append(name).append(value ? "=true" : "=false");
}

// What a refusal says about the device code. A web page is not the cloud's word on it.
Error ErrorOfPoll(const HttpResponse& response, const RequestContext& context) {
  Error error = ErrorOfStatus(response, context);
  if (error.code != ErrorCode::kStatusClientError || IsHtml(response.body)) return error;
  if (HasWord(error.cloud_error, {"expired"})) {
    error.code = ErrorCode::kIntentExpired;
  } else if (HasWord(error.cloud_error, {"used", "already"})) {
    error.code = ErrorCode::kAnswerLost;
    error.detail = "the cloud has handed the registration out before";
  } else {
    error.code = ErrorCode::kIntentUnknown;
  }
  return error;
}

}  // namespace

Task<Status> CloudClient::PreIntent(CloudEndpoints endpoints, Secret registration_data,
                                    CancelToken cancel) {
  endpoints.deadlines = Within(endpoints.deadlines, kPreIntentLimit);
  REGISTRAR_CO_ASSIGN(HttpRequest request,
                      DataRequest(endpoints, "/api/v2/register/workspace/pre-intent",
                                  std::move(registration_data)));
  request.call = "pre-intent";
  const RequestContext context = ContextOf(request);
  co_return co_await ExchangeStatus(http_, std::move(request), context, std::move(cancel));
}

Task<Result<IntentPayload>> CloudClient::Intent(CloudEndpoints endpoints, Secret registration_data,
                                                bool resend, CancelToken cancel) {
  // The parameter is named so in the protocol.
  const std::string path = Flag("/api/v2/register/workspace/intent", "resent", resend);
  REGISTRAR_CO_ASSIGN(HttpRequest request,
                      DataRequest(endpoints, path, std::move(registration_data)));
  request.call = "intent";
  request.repeatable = false;  // each sends an e-mail
  const RequestContext context = ContextOf(request);
  REGISTRAR_CO_ASSIGN(const Json json,
                      co_await ExchangeJson(http_, std::move(request), context, std::move(cancel)));
  co_return Answered(ParseIntent(json), context);
}

Task<Result<PollPayload>> CloudClient::Poll(CloudEndpoints endpoints, Secret device_code,
                                            CancelToken cancel) {
  REGISTRAR_CO_ASSIGN(Url url, CredentialUrl(endpoints, endpoints.cloud_url, "Cloud_Url",
                                             "/api/v2/register/workspace/poll"));
  HttpRequest request = GetRequest(endpoints, std::move(url), Secret());
  request.secret_query = FormOf({{"token", device_code.Expose()}});
  request.call = "poll";
  const RequestContext context = ContextOf(request, device_code);
  const Result<HttpResponse> response = co_await http_.Send(std::move(request), std::move(cancel));
  if (!response) {
    if (response.error().request_sent) co_return AnswerLost(response.error());
    co_return response.error();
  }
  if (!IsSuccess(response.value())) co_return ErrorOfPoll(response.value(), context);
  const Result<Json> json = JsonOfAnswer(response.value(), context);
  if (!json) co_return AnswerLost(json.error());
  co_return Answered(ParsePoll(json.value()), context);
}

Task<Result<std::string>> CloudClient::RegisterByEmail(CloudEndpoints endpoints,
                                                       Secret registration_data, bool resend,
                                                       CancelToken cancel) {
  const std::string path = Flag("/api/v2/register/workspace", "resend", resend);
  REGISTRAR_CO_ASSIGN(HttpRequest request,
                      DataRequest(endpoints, path, std::move(registration_data)));
  request.call = "register-by-email";
  request.repeatable = false;  // each sends an e-mail
  const RequestContext context = ContextOf(request);
  REGISTRAR_CO_ASSIGN(const Json json,
                      co_await ExchangeJson(http_, std::move(request), context, std::move(cancel)));
  co_return Answered(ParseRegisterByEmail(json), context);
}

}  // namespace registrar
