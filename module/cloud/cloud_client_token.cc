#include <string>
#include <string_view>
#include <utility>

#include "module/cloud/cloud_client.h"
#include "module/cloud/exchange.h"

namespace registrar {
const char* const kWorkspaceScopes =
    "workspace:license:read workspace:client:write workspace:stats:write workspace:push:send "
    "marketplace:read marketplace:download fedhub:register";

std::string RedirectUri(std::string_view site_url) {
  while (site_url.ends_with('/')) site_url.remove_suffix(1);
  return std::string(site_url) + "/admin/cloud/oauth-callback";
}

Task<Result<AccessTokenPayload>> CloudClient::GetAccessToken(CloudEndpoints endpoints,
                                                             ClientCredentials credentials,
                                                             std::string scope,
                                                             std::string redirect_uri,
                                                             CancelToken cancel) {
  REGISTRAR_CO_ASSIGN(
      Url url, CredentialUrl(endpoints, endpoints.cloud_url, "Cloud_Url", "/api/oauth/token"));
  Secret body = FormOf({{"client_id", credentials.client_id},
                        {"client_secret", credentials.client_secret.Expose()},
                        {"scope", scope},
                        {"grant_type", "client_credentials"},
                        {"redirect_uri", redirect_uri}});
  HttpRequest request =
      PostRequest(endpoints, std::move(url), Secret(), kFormType, std::move(body));
  request.call = "token";
  const RequestContext context = ContextOf(request, credentials.client_secret);
  Result<Json> json = co_await ExchangeJson(http_, std::move(request), context, std::move(cancel));
  if (!json) co_return ErrorOfClient(std::move(json).error());
  co_return Answered(ParseAccessToken(json.value()), context);
}

}  // namespace registrar
