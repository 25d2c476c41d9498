#include <algorithm>
#include <array>
#include <utility>

#include "module/base/json.h"
#include "module/cloud/bearer_text.h"
#include "module/cloud/cloud_client.h"
#include "module/cloud/exchange.h"
#include "module/cloud/grant_error.h"

namespace registrar {
namespace {

// Whether the cloud refused something else of the request than its token (RFC 7591, 3.2.2, whose
// endpoint this is).
bool IsAboutMetadata(std::string_view cloud_error) {
  return cloud_error == "invalid_client_metadata" || cloud_error == "invalid_redirect_uri";
}

// What a refusal says about the token. The cloud's words are documented nowhere, so they are read
// by their sense. A web page is not the cloud's word on a token: a gateway may have sent it.
Error ErrorOfRefusal(const HttpResponse& response, const RequestContext& context) {
  Error error = ErrorOfStatus(response, context);
  constexpr std::array<int, 4> kRefusals = {400, 401, 403, 404};
  const bool refusal =
      std::find(kRefusals.begin(), kRefusals.end(), error.http_status) != kRefusals.end();
  const bool client_error =
      error.code == ErrorCode::kStatusClientError || error.code == ErrorCode::kAccessDenied;
  if (!client_error) return error;
  if (IsHtml(response.body) || IsAboutMetadata(error.cloud_error)) {
    error.code = ErrorCode::kStatusClientError;
  } else if (HasWord(error.cloud_error, {"used", "already"})) {
    error.code = ErrorCode::kTokenUsed;
  } else if (HasWord(error.cloud_error, {"expired"})) {
    error.code = ErrorCode::kTokenExpired;
  } else if (refusal) {
    error.code = ErrorCode::kTokenInvalid;
  }
  return error;
}

// {email, client_name, redirect_uris} in this order.
Secret ConnectBody(const std::string& email, const std::string& client_name,
                   const std::string& redirect_uri) {
  // A site's name may be no valid UTF-8; it must not stop a registration.
  const auto quoted = [](const std::string& text) { return WriteJson(text); };
  return Secret("{\"email\":" + quoted(email) + ",\"client_name\":" + quoted(client_name) +
                ",\"redirect_uris\":[" + quoted(redirect_uri) + "]}");
}

}  // namespace

Task<Result<RegistrationPayload>> CloudClient::Connect(CloudEndpoints endpoints, Secret token,
                                                       std::string email, std::string client_name,
                                                       std::string redirect_uri,
                                                       CancelToken cancel) {
  if (!IsBearerText(token)) {
    co_return Error(
        ErrorCode::kTokenInvalid,
        "it is empty, or has spaces, line breaks or other characters that no token has");
  }
  REGISTRAR_CO_ASSIGN(
      Url url, CredentialUrl(endpoints, endpoints.cloud_url, "Cloud_Url", "/api/oauth/clients"));
  HttpRequest request = PostRequest(endpoints, std::move(url), std::move(token), kJsonType,
                                    ConnectBody(email, client_name, redirect_uri));
  request.call = "connect";
  request.repeatable = false;
  const RequestContext context = ContextOf(request);
  const Result<HttpResponse> response = co_await http_.Send(std::move(request), std::move(cancel));
  if (!response) {
    if (response.error().request_sent) co_return AnswerLost(response.error());
    co_return response.error();
  }
  if (!IsSuccess(response.value())) co_return ErrorOfRefusal(response.value(), context);
  const Result<Json> json = JsonOfAnswer(response.value(), context);
  if (!json) co_return AnswerLost(json.error());
  co_return Answered(ParseRegistrationPayload(json.value()), context);
}

}  // namespace registrar
