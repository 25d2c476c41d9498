#include "module/cloud/exchange.h"

#include <utility>

namespace registrar {

Result<Url> CredentialUrl(const CloudEndpoints& endpoints, const std::string& base,
                          std::string_view setting, std::string_view path) {
  Result<Url> url = ParseUrl(base, path);
  Status allowed = Ok();
  if (url.has_value()) allowed = CheckCredentialTarget(endpoints, url.value());
  if (url.has_value() && allowed.has_value()) return url;
  Error error = url.has_value() ? std::move(allowed).error() : std::move(url).error();
  const std::string reason = std::exchange(error.detail, std::string(setting));
  if (base.empty()) {
    error.detail += " is empty";
  } else if (!reason.empty()) {
    error.detail += ": " + reason;
  }
  return error;
}

HttpRequest GetRequest(const CloudEndpoints& endpoints, Url url, Secret bearer) {
  HttpRequest request;
  request.url = std::move(url);
  request.bearer = std::move(bearer);
  request.deadlines = endpoints.deadlines;
  request.proxy = endpoints.proxy;
  request.ca_file = endpoints.ca_file;
  return request;
}

HttpRequest PostRequest(const CloudEndpoints& endpoints, Url url, Secret bearer,
                        std::string content_type, Secret body) {
  HttpRequest request = GetRequest(endpoints, std::move(url), std::move(bearer));
  request.method = "POST";
  request.content_type = std::move(content_type);
  request.body = std::move(body);
  return request;
}

Secret FormOf(std::initializer_list<std::pair<std::string_view, std::string_view>> fields) {
  std::string form;
  for (const auto& [name, value] : fields) {
    if (!form.empty()) form += '&';
    form.append(name).append("=").append(PercentEncode(value));
  }
  return Secret(std::move(form));
}

Result<Json> JsonOfAnswer(const HttpResponse& response, const RequestContext& context) {
  if (!IsSuccess(response)) return ErrorOfStatus(response, context);
  std::optional<Json> json = ParseJson(response.body);
  if (!json) return ErrorOfBody(response, context);
  return *std::move(json);
}

Task<Result<Json>> ExchangeJson(HttpClient& http, HttpRequest request, RequestContext context,
                                CancelToken cancel) {
  REGISTRAR_CO_ASSIGN(const HttpResponse response,
                      co_await http.Send(std::move(request), std::move(cancel)));
  co_return JsonOfAnswer(response, context);
}

Task<Status> ExchangeStatus(HttpClient& http, HttpRequest request, RequestContext context,
                            CancelToken cancel) {
  REGISTRAR_CO_ASSIGN(const HttpResponse response,
                      co_await http.Send(std::move(request), std::move(cancel)));
  if (!IsSuccess(response)) co_return ErrorOfStatus(response, context);
  co_return Ok();
}

Error ErrorOfClient(Error error) {
  const bool refused = error.http_status >= 400 && error.http_status <= 499;
  if (refused && error.cloud_error == "oauth_invalid_client_credentials") {
    error.code = ErrorCode::kUnknownClient;
  }
  return error;
}

}  // namespace registrar
