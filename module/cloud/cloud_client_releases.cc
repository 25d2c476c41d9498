#include <utility>

#include "module/cloud/cloud_client.h"
#include "module/cloud/exchange.h"

namespace registrar {

Task<Result<Json>> CloudClient::SupportedVersions(CloudEndpoints endpoints, Secret bearer,
                                                  CancelToken cancel) {
  Result<Url> url = ParseUrl(endpoints.releases_url);
  if (!url) {
    Error error = std::move(url).error();
    error.detail =
        "OVERWRITE_INTERNAL_RELEASE_URL" + (error.detail.empty() ? "" : ": " + error.detail);
    co_return error;
  }
  // The support window is public: a mirror of it elsewhere is asked, but not with the token.
  if (!CheckCredentialTarget(endpoints, url.value())) bearer = Secret();
  HttpRequest request = GetRequest(endpoints, std::move(url).value(), std::move(bearer));
  request.call = "support-window";
  const RequestContext context = ContextOf(request);
  REGISTRAR_CO_ASSIGN(const Json json,
                      co_await ExchangeJson(http_, std::move(request), context, std::move(cancel)));
  co_return Answered(ParseSupportedVersions(json), context);
}

}  // namespace registrar
