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
  int license_version = 3;   // that the server can read
  // Host patterns besides the host of cloud_url, e.g. "*.rocket.chat" (one label or more).
  std::vector<std::string> allowed_hosts = {"*.rocket.chat"};
  HttpDeadlines deadlines;
  Secret proxy;         // HttpRequest::proxy
  std::string ca_file;  // HttpRequest::ca_file
};

struct ClientCredentials {
  std::string client_id;
  Secret client_secret;
};

// The default scopes of a workspace's access token, joined by spaces.
extern const char* const kWorkspaceScopes;

// The scopes of a user's login at the cloud, and of the token that buys.
extern const char* const kUserScopes;
inline constexpr const char* kBillingScope = "workspace:billing";

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

  // The sync of releases before 6.4.
  Task<Result<LegacySyncPayload>> LegacySync(CloudEndpoints endpoints, Secret bearer,
                                             Secret registration_data, CancelToken cancel);
  // Asks to take the workspace's license away; the next sync tells that it is gone.
  Task<Status> Downgrade(CloudEndpoints endpoints, Secret bearer, CancelToken cancel);

  // The wizard's question whether the cloud can be reached: an answer within 3 s, or none.
  Task<Status> PreIntent(CloudEndpoints endpoints, Secret registration_data, CancelToken cancel);

  // Asks for an e-mail with a link that confirms the registration; the address is the contactEmail
  // of `registration_data`.
  //   resend  send the e-mail of a former intent again
  Task<Result<IntentPayload>> Intent(CloudEndpoints endpoints, Secret registration_data,
                                     bool resend, CancelToken cancel);

  // Asks whether the e-mail was confirmed. The registration is handed out once.
  // Errors: kIntentExpired, kIntentUnknown as far as the cloud tells them apart; kPayloadInvalid
  // when the registration is granted and of no use; kAnswerLost as in Connect, and when the cloud
  // says that it has handed the registration out before.
  Task<Result<PollPayload>> Poll(CloudEndpoints endpoints, Secret device_code, CancelToken cancel);

  // The way before intents: registers by an e-mail with a link. Result: the workspace's id.
  Task<Result<std::string>> RegisterByEmail(CloudEndpoints endpoints, Secret registration_data,
                                            bool resend, CancelToken cancel);

  // The address of the shop's page for this workspace.
  //   billing_url      Cloud_Billing_Url; must be allowed to receive credentials
  //   bearer           an access token of kBillingScope
  //   ok, cancel_callback  where the shop sends the browser afterwards
  Task<Result<std::string>> Checkout(CloudEndpoints endpoints, std::string billing_url,
                                     Secret bearer, std::string ok, std::string cancel_callback,
                                     CancelToken cancel);

  // A user's login at the cloud: the code that the authorize page gave, for tokens of kUserScopes.
  // Errors, here and below: kUnknownClient as in GetAccessToken.
  Task<Result<UserTokenPayload>> UserToken(CloudEndpoints endpoints, ClientCredentials credentials,
                                           Secret code, std::string redirect_uri,
                                           CancelToken cancel);
  // New tokens for the refresh token of a login.
  Task<Result<UserTokenPayload>> RefreshUserToken(CloudEndpoints endpoints,
                                                  ClientCredentials credentials,
                                                  Secret refresh_token, std::string scope,
                                                  std::string redirect_uri, CancelToken cancel);
  // Ends a login: its refresh token is good for nothing afterwards.
  Task<Status> RevokeUserToken(CloudEndpoints endpoints, ClientCredentials credentials,
                               Secret refresh_token, CancelToken cancel);

 private:
  Task<Result<UserTokenPayload>> AskUserToken(HttpRequest request, std::vector<Secret> secrets,
                                              CancelToken cancel);

  HttpClient& http_;
};

}  // namespace registrar

#endif  // REGISTRAR_MODULE_CLOUD_CLOUD_CLIENT_H_
