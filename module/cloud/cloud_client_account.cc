#include <utility>

#include "module/cloud/cloud_client.h"
#include "module/cloud/exchange.h"

namespace registrar {
namespace {

// The fields of a login and of its end travel in the address, empty body: so the cloud takes them.
// The query is a secret, and what the cloud quotes of it is cut out of errors, plain or encoded.
HttpRequest QueryRequest(const CloudEndpoints& endpoints, Url url, Secret query) {
  HttpRequest request = PostRequest(endpoints, std::move(url), Secret(), kFormType, Secret());
  request.secret_query = std::move(query);
  return request;
}

RequestContext AccountContext(const HttpRequest& request, std::vector<Secret> secrets) {
  RequestContext context = ContextOf(request, request.secret_query);
  for (Secret& secret : secrets) {
    if (secret.empty()) continue;
    context.secrets.emplace_back(PercentEncode(secret.Expose()));
    context.secrets.push_back(std::move(secret));
  }
  return context;
}

}  // namespace

const char* const kUserScopes = "openid offline_access";

Task<Result<UserTokenPayload>> CloudClient::AskUserToken(HttpRequest request,
                                                         std::vector<Secret> secrets,
                                                         CancelToken cancel) {
  request.call = "user-token";
  request.repeatable = false;  // codes and refresh tokens are good for one use
  const RequestContext context = AccountContext(request, std::move(secrets));
  Result<Json> json = co_await ExchangeJson(http_, std::move(request), context, std::move(cancel));
  if (!json) co_return ErrorOfClient(std::move(json).error());
  co_return Answered(ParseUserToken(json.value()), context);
}

Task<Result<UserTokenPayload>> CloudClient::UserToken(CloudEndpoints endpoints,
                                                      ClientCredentials credentials, Secret code,
                                                      std::string redirect_uri,
                                                      CancelToken cancel) {
  REGISTRAR_CO_ASSIGN(
      Url url, CredentialUrl(endpoints, endpoints.cloud_url, "Cloud_Url", "/api/oauth/token"));
  Secret query = FormOf({{"client_id", credentials.client_id},
                         {"client_secret", credentials.client_secret.Expose()},
                         {"grant_type", "authorization_code"},
                         {"scope", kUserScopes},
                         {"code", code.Expose()},
                         {"redirect_uri", redirect_uri}});
  std::vector<Secret> secrets{credentials.client_secret, code};
  co_return co_await AskUserToken(QueryRequest(endpoints, std::move(url), std::move(query)),
                                  std::move(secrets), std::move(cancel));
}

Task<Result<UserTokenPayload>> CloudClient::RefreshUserToken(
    CloudEndpoints endpoints, ClientCredentials credentials, Secret refresh_token,
    std::string scope, std::string redirect_uri, CancelToken cancel) {
  REGISTRAR_CO_ASSIGN(
      Url url, CredentialUrl(endpoints, endpoints.cloud_url, "Cloud_Url", "/api/oauth/token"));
  Secret form = FormOf({{"client_id", credentials.client_id},
                        {"client_secret", credentials.client_secret.Expose()},
                        {"refresh_token", refresh_token.Expose()},
                        {"scope", scope},
                        {"grant_type", "refresh_token"},
                        {"redirect_uri", redirect_uri}});
  std::vector<Secret> secrets{credentials.client_secret, refresh_token};
  co_return co_await AskUserToken(
      PostRequest(endpoints, std::move(url), Secret(), kFormType, std::move(form)),
      std::move(secrets), std::move(cancel));
}

Task<Status> CloudClient::RevokeUserToken(CloudEndpoints endpoints, ClientCredentials credentials,
                                          Secret refresh_token, CancelToken cancel) {
  REGISTRAR_CO_ASSIGN(
      Url url, CredentialUrl(endpoints, endpoints.cloud_url, "Cloud_Url", "/api/oauth/revoke"));
  Secret query = FormOf({{"client_id", credentials.client_id},
                         {"client_secret", credentials.client_secret.Expose()},
                         {"token", refresh_token.Expose()},
                         {"token_type_hint", "refresh_token"}});
  HttpRequest request = QueryRequest(endpoints, std::move(url), std::move(query));
  request.call = "user-revoke";
  std::vector<Secret> secrets{credentials.client_secret, refresh_token};
  const RequestContext context = AccountContext(request, std::move(secrets));
  const Status revoked =
      co_await ExchangeStatus(http_, std::move(request), context, std::move(cancel));
  if (!revoked) co_return ErrorOfClient(revoked.error());
  co_return Ok();
}

Task<Result<std::string>> CloudClient::Checkout(CloudEndpoints endpoints, std::string billing_url,
                                                Secret bearer, std::string ok,
                                                std::string cancel_callback, CancelToken cancel) {
  REGISTRAR_CO_ASSIGN(
      Url url, CredentialUrl(endpoints, billing_url, "Cloud_Billing_Url", "/api/v2/checkout"));
  const Json body{{"okCallback", ok}, {"cancelCallback", cancel_callback}};
  HttpRequest request =
      PostRequest(endpoints, std::move(url), std::move(bearer), kJsonType, Secret(WriteJson(body)));
  request.call = "checkout";
  const RequestContext context = ContextOf(request);
  REGISTRAR_CO_ASSIGN(const Json json,
                      co_await ExchangeJson(http_, std::move(request), context, std::move(cancel)));
  co_return Answered(ParseCheckout(json), context);
}

}  // namespace registrar
