#ifndef REGISTRAR_MODULE_CLOUD_CLOUD_CLIENT_H_
#define REGISTRAR_MODULE_CLOUD_CLOUD_CLIENT_H_

#include <string>
#include <vector>

#include "module/async/cancel.h"
#include "module/async/task.h"
#include "module/base/result.h"
#include "module/base/secret.h"
#include "module/cloud/payloads.h"
#include "module/net/http_client.h"

namespace registrar {

// Where the cloud is and who may receive credentials; read from the settings before each flow.
struct CloudEndpoints {
  std::string cloud_url;     // Cloud_Url
  std::string client_uri;    // Cloud_Workspace_Registration_Client_Uri; empty before registration
  std::string releases_url;  // support window
  // Host patterns besides the host of cloud_url, e.g. "*.rocket.chat" (one label or more).
  std::vector<std::string> allowed_hosts = {"*.rocket.chat"};
  HttpDeadlines deadlines;
};

struct ClientCredentials {
  std::string client_id;
  Secret client_secret;
};

// The default scopes of a workspace's access token, joined by spaces.
extern const char* const kWorkspaceScopes;

// `site_url` + "/admin/cloud/oauth-callback" without a double slash.
std::string RedirectUri(std::string_view site_url);

// Whether credentials may travel to `url`: https to the host of cloud_url or an allowed host (any
// port), or anything to loopback. Errors: kUrlInvalid when cloud_url is no address, kUrlInsecure,
// kUrlNotAllowed.
Status CheckCredentialTarget(const CloudEndpoints& endpoints, const Url& url);

// The cloud's protocol, one function per call (cloud-protocol). All errors of HttpClient::Send pass
// through; besides: kStatusRedirect, kStatusRateLimited (with retry_after), kStatusClientError,
// kStatusServerError (with http_status, cloud_error and retry_after), kResponseNotJson,
// kResponseSchema, kUrlInvalid, kUrlInsecure, kUrlNotAllowed; kAccessDenied for 401 and 403 on a
// call with a bearer. Error::request_sent of a whole answer is true for a success whose body is of
// no use and false for every other status: then the cloud says that it did nothing.
class CloudClient {
 public:
  explicit CloudClient(HttpClient& http) : http_(http) {}

  // Connects with a registration token.
  // Errors: kTokenInvalid, kTokenUsed, kTokenExpired as far as the cloud tells them apart (never
  // for a web page, which a gateway may have sent); kPayloadInvalid when the token is spent and the
  // payload is of no use; kAnswerLost when the request went out and no whole answer came back, or a
  // success that is no JSON (the cause in its detail), for the token may be spent then. After any
  // other error the token is as good as before.
  Task<Result<RegistrationPayload>> Connect(CloudEndpoints endpoints, Secret token,
                                            std::string email, std::string client_name,
                                            std::string redirect_uri, CancelToken cancel);

  // Asks for an access token. Errors: kUnknownClient for oauth_invalid_client_credentials.
  Task<Result<AccessTokenPayload>> GetAccessToken(CloudEndpoints endpoints,
                                                  ClientCredentials credentials, std::string scope,
                                                  std::string redirect_uri, CancelToken cancel);

  // `registration_data` is the JSON text of the host's registration data: built once per sync.
  Task<Result<SyncPayload>> Sync(CloudEndpoints endpoints, Secret bearer, Secret registration_data,
                                 CancelToken cancel);
  Task<Result<CommsPayload>> Comms(CloudEndpoints endpoints, Secret bearer,
                                   Secret registration_data, CancelToken cancel);
  Task<Result<LicensePayload>> License(CloudEndpoints endpoints, Secret bearer, CancelToken cancel);

  // `bearer` may be empty; it is left out when releases_url may not receive credentials.
  Task<Result<Json>> SupportedVersions(CloudEndpoints endpoints, Secret bearer, CancelToken cancel);

 private:
  HttpClient& http_;
};

}  // namespace registrar

#endif  // REGISTRAR_MODULE_CLOUD_CLOUD_CLIENT_H_
