#ifndef REGISTRAR_MODULE_CLOUD_EXCHANGE_H_
#define REGISTRAR_MODULE_CLOUD_EXCHANGE_H_

#include <initializer_list>
#include <string_view>
#include <utility>

#include "module/async/cancel.h"
#include "module/async/task.h"
#include "module/base/json.h"
#include "module/base/result.h"
#include "module/cloud/answer_error.h"
#include "module/cloud/cloud_client.h"
#include "module/net/http_client.h"

namespace registrar {

// The address of a call that carries credentials.
//   base     an address from a setting, e.g. Cloud_Url
//   setting  id of that setting, for the error
//   path     path of the call below it
// Errors: kUrlInvalid, kUrlInsecure, kUrlNotAllowed.
Result<Url> CredentialUrl(const CloudEndpoints& endpoints, const std::string& base,
                          std::string_view setting, std::string_view path);

// GET `url` within the deadlines of `endpoints`.
HttpRequest GetRequest(const CloudEndpoints& endpoints, Url url, Secret bearer);

// POST `body` to `url` within the deadlines of `endpoints`.
HttpRequest PostRequest(const CloudEndpoints& endpoints, Url url, Secret bearer,
                        std::string content_type, Secret body);

inline constexpr const char* kJsonType = "application/json";
inline constexpr const char* kFormType = "application/x-www-form-urlencoded";

// The fields in this order, encoded as a form's body or a query.
Secret FormOf(std::initializer_list<std::pair<std::string_view, std::string_view>> fields);

// The JSON of a successful answer. Errors: those of ErrorOfStatus and ErrorOfBody.
Result<Json> JsonOfAnswer(const HttpResponse& response, const RequestContext& context);

// Sends `request` and yields the JSON of a successful answer.
// Errors: those of HttpClient::Send and JsonOfAnswer.
Task<Result<Json>> ExchangeJson(HttpClient& http, HttpRequest request, RequestContext context,
                                CancelToken cancel);

// Sends `request`; any success will do, whatever its body.
// Errors: those of HttpClient::Send and ErrorOfStatus.
Task<Status> ExchangeStatus(HttpClient& http, HttpRequest request, RequestContext context,
                            CancelToken cancel);

// `error` of a call with client id and secret: kUnknownClient when the cloud does not know them.
Error ErrorOfClient(Error error);

// `parsed`, its error completed with who answered.
template <typename T>
Result<T> Answered(Result<T> parsed, const RequestContext& context) {
  if (parsed.has_value()) return parsed;
  Error error = std::move(parsed).error();
  error.peer = context.peer;
  error.request_sent = true;
  return error;
}

}  // namespace registrar

#endif  // REGISTRAR_MODULE_CLOUD_EXCHANGE_H_
