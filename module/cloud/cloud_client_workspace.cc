#include <utility>

#include "module/cloud/cloud_client.h"
#include "module/cloud/exchange.h"

namespace registrar {
namespace {

constexpr std::string_view kClientUriSetting = "Cloud_Workspace_Registration_Client_Uri";

}  // namespace

Task<Result<SyncPayload>> CloudClient::Sync(CloudEndpoints endpoints, Secret bearer,
                                            Secret registration_data, CancelToken cancel) {
  REGISTRAR_CO_ASSIGN(Url url,
                      CredentialUrl(endpoints, endpoints.client_uri, kClientUriSetting, "/sync"));
  HttpRequest request = PostRequest(endpoints, std::move(url), std::move(bearer), kJsonType,
                                    std::move(registration_data));
  request.call = "sync";
  const RequestContext context = ContextOf(request);
  REGISTRAR_CO_ASSIGN(const Json json,
                      co_await ExchangeJson(http_, std::move(request), context, std::move(cancel)));
  co_return Answered(ParseSync(json), context);
}

Task<Result<CommsPayload>> CloudClient::Comms(CloudEndpoints endpoints, Secret bearer,
                                              Secret registration_data, CancelToken cancel) {
  REGISTRAR_CO_ASSIGN(Url url, CredentialUrl(endpoints, endpoints.cloud_url, "Cloud_Url",
                                             "/api/v3/comms/workspace"));
  HttpRequest request = PostRequest(endpoints, std::move(url), std::move(bearer), kJsonType,
                                    std::move(registration_data));
  request.call = "comms";
  const RequestContext context = ContextOf(request);
  REGISTRAR_CO_ASSIGN(const Json json,
                      co_await ExchangeJson(http_, std::move(request), context, std::move(cancel)));
  co_return Answered(ParseComms(json), context);
}

Task<Result<LicensePayload>> CloudClient::License(CloudEndpoints endpoints, Secret bearer,
                                                  CancelToken cancel) {
  const std::string path = "/license?version=" + std::to_string(endpoints.license_version);
  REGISTRAR_CO_ASSIGN(Url url,
                      CredentialUrl(endpoints, endpoints.client_uri, kClientUriSetting, path));
  HttpRequest request = GetRequest(endpoints, std::move(url), std::move(bearer));
  request.call = "license";
  const RequestContext context = ContextOf(request);
  REGISTRAR_CO_ASSIGN(const Json json,
                      co_await ExchangeJson(http_, std::move(request), context, std::move(cancel)));
  co_return Answered(ParseLicense(json), context);
}

Task<Result<LegacySyncPayload>> CloudClient::LegacySync(CloudEndpoints endpoints, Secret bearer,
                                                        Secret registration_data,
                                                        CancelToken cancel) {
  REGISTRAR_CO_ASSIGN(Url url,
                      CredentialUrl(endpoints, endpoints.client_uri, kClientUriSetting, "/client"));
  HttpRequest request = PostRequest(endpoints, std::move(url), std::move(bearer), kJsonType,
                                    std::move(registration_data));
  request.call = "legacy-sync";
  const RequestContext context = ContextOf(request);
  REGISTRAR_CO_ASSIGN(const Json json,
                      co_await ExchangeJson(http_, std::move(request), context, std::move(cancel)));
  co_return Answered(ParseLegacySync(json), context);
}

Task<Status> CloudClient::Downgrade(CloudEndpoints endpoints, Secret bearer, CancelToken cancel) {
  REGISTRAR_CO_ASSIGN(Url url, CredentialUrl(endpoints, endpoints.client_uri, kClientUriSetting,
                                             "/client/downgrade"));
  HttpRequest request = PostRequest(endpoints, std::move(url), std::move(bearer), "", Secret());
  request.call = "downgrade";
  const RequestContext context = ContextOf(request);
  co_return co_await ExchangeStatus(http_, std::move(request), context, std::move(cancel));
}

}  // namespace registrar
