#ifndef REGISTRAR_MODULE_WORKSPACE_WORKSPACE_H_
#define REGISTRAR_MODULE_WORKSPACE_WORKSPACE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "module/async/cancel.h"
#include "module/async/loop.h"
#include "module/async/task.h"
#include "module/base/json.h"
#include "module/base/result.h"
#include "module/base/secret.h"
#include "module/host/host.h"
#include "module/net/http_client.h"

namespace registrar {

// What a workspace is started with.
struct WorkspaceConfig {
  // REG_TOKEN of the environment, or empty.
  Secret reg_token;
  // Whether the server is the vendor's own SaaS (DEPLOY_PLATFORM=rocket-cloud): left alone.
  bool saas = false;
  // Whether the environment forces Show_Setup_Wizard (OVERWRITE_SETTING_Show_Setup_Wizard).
  bool wizard_overridden = false;
  // OVERWRITE_INTERNAL_RELEASE_URL, or the default.
  std::string releases_url = "https://releases.rocket.chat/v2/server/supportedVersions";
  // Version of the server, e.g. "8.6.1".
  std::string server_version;
  // The version of licenses that the release reads: 2 before 6.4, 3 since.
  int license_version = 3;
  // This process among those that share the database: what people call it (host name and process
  // number), and the place (one boot of one machine, one space of process numbers) in which its
  // number means something. All may be empty: then nothing is known about other processes.
  std::string instance_name;
  std::string instance_place;
  int64_t instance_pid = 0;
  // Whether no process of this place has the number.
  std::function<bool(int64_t pid)> process_gone;
};

// Who wants a sync: decides whether requests go at once or one after the other.
enum class SyncReason { kAdmin, kSchedule, kRegistered };

struct AccessTokenRequest {
  std::string scope;  // empty: the workspace's default scopes
  bool force_new = false;
  bool save = true;
};

struct UserTokenRequest {
  std::string user_id;
  bool force_new = false;
  std::string scope;  // empty: the default scopes of a login
  bool save = true;
};

// What may be done about an unregistered workspace without anybody asking.
enum class Initiative {
  kNone,      // nothing: an administrator disconnected the workspace
  kDone,      // nothing: it is registered
  kWait,      // nothing yet: an e-mail is on its way, or the setup wizard's tab goes on with it
  kRegister,  // register with the given token
  kForce,     // no usable token: lead administrators to the registration
  kRemind,    // the same, but only with reminders: the cloud forgot the workspace
};

struct AccessToken {
  Secret token;  // empty when the workspace is not registered
  WallTime expires_at;
  std::string scope;
};

// The workspace's relation to the cloud: everything that the binding, the hooks and the schedule
// call. One per server process.
class Workspace {
 public:
  virtual ~Workspace() = default;

  // Finishes what a crash left unfinished, reads the state, starts the schedule. Called once, when
  // the server's database and settings are ready. Errors are recorded in the status, too.
  virtual Task<Status> Start() = 0;

  // Cancels what is in flight (kStopping) and ends the schedule. `done` of every task has run when
  // it returns.
  virtual void Stop() = 0;

  // Registers with a token from the cloud console (cloud-protocol "connect with a token"). Answers
  // as soon as the registration is committed; the first sync follows by itself and its outcome is
  // in the status. May be repeated with the token that registered the workspace.
  // Result: {workspaceId, repeated?: true}. Errors: registration.*, cloud.*, host.*.
  virtual Task<Result<Json>> Connect(Secret token) = 0;

  // Syncs with the cloud; joins a sync that runs if its request is not built yet.
  // Result: {workspaceId, parts: {comms, sync, supportWindow: {ok, error?}}, license?: {outcome,
  // error?}}. Errors: those of the sync call: kNotRegistered, cloud.*, host.*. The support window
  // is refreshed in every case.
  virtual Task<Result<Json>> Sync(SyncReason reason) = 0;

  // Disconnects: tells the cloud (connectionDisable), keeps what reconnecting needs, empties the
  // settings client id first. Works when the cloud is down; then the result says so.
  // Result: {cloudTold, meaning, error?}. Errors: kNotRegistered, host.*.
  virtual Task<Result<Json>> Disconnect() = 0;

  // Registers again with the kept credentials. Errors: kNothingToReconnect, kAlreadyRegistered,
  // kUnknownClient, cloud.*, host.*.
  virtual Task<Result<Json>> Reconnect() = 0;

  // The setup wizard's question whether the cloud can be reached; answers within 3 s.
  // Result: {reachable: true}. Errors: kEmailInvalid when nobody has an e-mail, cloud.*, host.*.
  virtual Task<Result<Json>> PreIntent() = 0;

  // Lets the cloud send an e-mail whose link confirms the registration; replaces an earlier one.
  // The server itself follows it to its end, also across restarts.
  // Result: {device_code, user_code, interval, expires_in, verification_url?}; the code is an
  // opaque handle of our own. Errors: kAlreadyRegistered, kEmailInvalid, cloud.*, host.*.
  virtual Task<Result<Json>> Intent(std::string email, bool resend) = 0;

  // What became of the e-mail. Result: {status: "authorization_pending"}, or {successful: true,
  // payload} with an empty client_secret; then the workspace is registered already.
  // Errors: kIntentUnknown, kIntentExpired, kAnswerLost, kPayloadInvalid, host.*.
  virtual Task<Result<Json>> Poll(std::string code) = 0;

  // Keeps a registration as the server's own code has it from the browser. Its client_secret may
  // be empty when it is the one that is committed. May be repeated. Result: {workspaceId}.
  // Errors: kAlreadyRegistered, kPayloadInvalid, host.*.
  virtual Task<Result<Json>> SaveRegistration(Json data) = 0;

  // The way before e-mail intents: an e-mail with a link, after which a token is given; syncs
  // instead when the workspace is registered. Result: {workspaceId}.
  // Errors: kEmailInvalid, cloud.*, host.*.
  virtual Task<Result<Json>> RegisterByEmail(bool resend) = 0;

  // The text to carry into the cloud console, for a registration without a connection to the
  // cloud. Result: {blob}. Errors: host.*.
  virtual Task<Result<Json>> OfflineData() = 0;

  // Registers with the text that came back from the cloud console; nothing is asked of the cloud
  // by itself afterwards. Result: {workspaceId, license?: {outcome, error?}}.
  // Errors: offline.*, kAlreadyRegistered, host.*; all is as before then.
  virtual Task<Result<Json>> OfflineApply(Secret blob) = 0;

  // The same with the text taken apart already: `data` is the registration payload in it.
  virtual Task<Result<Json>> SaveRegistrationManual(Json data) = 0;

  // An access token for a caller in the server. Not registered: an empty one, no error.
  virtual Task<Result<AccessToken>> GetAccessToken(AccessTokenRequest request) = 0;

  // The token that GetAccessToken would give without asking anybody; else an empty one. For callers
  // that are many.
  virtual Secret AccessTokenAtHand(const std::string& scope) const = 0;

  // A user's login at the cloud: the address of the page where it begins, what the page's answer
  // ends it with, and the way out. Whoever comes back with a state that was not given out is
  // refused; a state is good for one use. Logging out works when the cloud is down, too.
  // Result: {url}; {}; {revoked}. Errors: kNotRegistered, kStateMismatch, kNotLoggedIn,
  // kBadArgument, cloud.*, host.*.
  virtual Task<Result<Json>> UserAuthorizationUrl() = 0;
  virtual Task<Result<Json>> FinishUserAuthorization(std::string user_id, Secret code,
                                                     Secret state) = 0;
  virtual Task<Result<Json>> LogUserOut(std::string user_id) = 0;
  // The access token of such a login, refreshed when it is due. Empty when workspace or user are
  // not logged in, no error.
  virtual Task<Result<Secret>> GetUserAccessToken(UserTokenRequest request) = 0;

  // The address of the shop's page for this workspace. Result: {url}. Errors: kNotRegistered,
  // kUrlNotAllowed for a Cloud_Billing_Url elsewhere, cloud.*, host.*.
  virtual Task<Result<Json>> CheckoutUrl() = 0;

  // Takes the license away: at the cloud, followed by a sync that began after it, or only here when
  // the cloud cannot be asked. A cloud that goes on sending one decides: the license stays. Result:
  // {cloudTold, error?, license?}, the last with what came of such a one. Errors: host.*, module.*.
  virtual Task<Result<Json>> RemoveLicense() = 0;

  // The sync of releases before 6.4. A sync falls back to it by itself when the cloud has no other.
  // Result: {workspaceId, license?}. Errors: kNotRegistered, cloud.*, host.*, kEffectFailed.
  virtual Task<Result<Json>> LegacySync() = 0;

  // Looks at every step between this server and the cloud, changing nothing but the kept token.
  // Result: {checks: [{name, verdict: "ok", "warning", "failed" or "skipped", ms, detail, error?}]}
  // in the order address (only a wrong one), proxy, lookup, connect, tunnel (only with a proxy),
  // tls, answer, clock, token; what follows a failed step is skipped. Never a secret. Errors:
  // host.*.
  virtual Task<Result<Json>> Diagnose() = 0;

  // {workspaceRegistered, workspaceId, uniqueId, token: "", email}, from the database.
  virtual Task<Result<Json>> RegistrationStatus() = 0;

  // The status for REST and the settings page: {state, workspaceId, lastSync, lastGoodSync?,
  // lastError, nextSync, pushGateway: {on, reason}, registrationDue, …}. Never a secret.
  virtual Task<Result<Json>> GetStatus() = 0;

  // What was counted since the start: see Metrics::ToJson.
  virtual Json Counters() const = 0;

  // Fetches the workspace's license from the cloud and applies it.
  virtual Task<Result<Json>> PullLicense() = 0;

  // Refreshes the support window alone.
  virtual Task<Result<Json>> RefreshSupportWindow() = 0;

  // Hook: a setting of the module changed. Schedule and status follow it.
  virtual void SettingsChanged() = 0;

  // Hook: asks the cloud whether a registration could begin now; nothing changes by it. The answer
  // comes within 3 s. Errors: cloud.*, host.*.
  virtual Task<Status> ProbeCloud() = 0;

  // What happened to the workspace: {entries: [{at, what, outcome, detail?, error?}]}, newest
  // first.
  virtual Task<Result<Json>> GetHistory() = 0;

  // Remembers something in the history, e.g. what the policy did; see History::Note for the words.
  virtual Task<Status> Note(std::string what, std::string outcome, std::string detail) = 0;

  // Tells the other instances that this one changed a setting that all have to see alike, e.g.
  // Show_Setup_Wizard. Errors: host.*.
  virtual Task<Status> TellInstances() = 0;

  // Hook: registration is wanted but no token was given (hooks/).
  virtual Task<Status> MarkRegistrationDue(bool due) = 0;

  // Hook: what the state allows to do with `token`, which is given by configuration and may be
  // empty. A token that was refused, spent or lost before is not tried again. Errors: host.*.
  virtual Task<Result<Initiative>> DecideInitiative(Secret token) = 0;

  // Hook: until when a confirmation by e-mail is waited for; nothing: none is. Errors: host.*.
  virtual Task<Result<std::optional<WallTime>>> IntentExpiry() = 0;

  // Hook: the server's cloud credentials or its unique id changed, perhaps behind the module's
  // back. Tokens held in memory are dropped when they belong to other credentials, and the state
  // follows the settings.
  virtual void CredentialsChanged() = 0;
};

// Makes the workspace. All references must outlive it.
std::unique_ptr<Workspace> MakeWorkspace(Loop& loop, HttpClient& http, Host& host,
                                         WorkspaceConfig config);

}  // namespace registrar

#endif  // REGISTRAR_MODULE_WORKSPACE_WORKSPACE_H_
