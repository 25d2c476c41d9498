#include "module/workspace/user_login.h"

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "module/cloud/exchange.h"
#include "module/workspace/abandon.h"

namespace registrar {
namespace {

constexpr const char* kStateSetting = "Cloud_Workspace_Registration_State";
constexpr size_t kStateBytes = 16;

// Logging out does not depend on the cloud.
constexpr Duration kRevokingLimit = std::chrono::seconds(5);

Task<Result<CloudSettings>> ReadRegistered(ContextPtr context) {
  REGISTRAR_CO_ASSIGN(CloudSettings settings, co_await ReadCloudSettings(context->host));
  if (!settings.has_credentials()) co_return Error(ErrorCode::kNotRegistered);
  co_return std::move(settings);
}

ClientCredentials CredentialsOf(const CloudSettings& settings) {
  return {settings.client_id, settings.client_secret};
}

// Whether `state` is the one that was given out; then it cannot be used again.
Task<Status> UseState(ContextPtr context, Secret state) {
  const std::vector<std::string> ids{kStateSetting};
  REGISTRAR_CO_ASSIGN(const auto values, co_await context->host.ReadSettings(ids));
  const auto found = values.find(kStateSetting);
  const std::string* const kept = found == values.end() ? nullptr : AsText(found->second);
  const Secret expected(kept == nullptr ? std::string() : *kept);
  if (expected.empty() || !SameInConstantTime(expected, state)) {
    co_return Error(ErrorCode::kStateMismatch);
  }
  co_return co_await context->host.ClearSetting(kStateSetting);
}

UserLogin LoginOf(const UserTokenPayload& payload, WallTime now) {
  UserLogin login;
  login.access_token = payload.access_token;
  login.expires_at = now + payload.expires_in;
  login.scope = payload.scope;
  login.token_type = payload.token_type;
  login.refresh_token = payload.refresh_token;
  return login;
}

Task<Status> Revoke(ContextPtr context, CloudSettings settings, Secret refresh_token) {
  const Deadline limit(context->loop, context->stop.token(), kRevokingLimit,
                       Error(ErrorCode::kResponseTimeout));
  co_return co_await UnlessCancelled(
      context->cloud.RevokeUserToken(EndpointsOf(settings, context->config),
                                     CredentialsOf(settings), std::move(refresh_token),
                                     limit.token()),
      limit.token());
}

bool IsValid(const UserLogin& login, WallTime now) {
  return !login.access_token.empty() && now < login.expires_at;
}

// Asks for new tokens and keeps them, if they are to be kept.
Task<Result<Secret>> Refresh(ContextPtr context, CloudSettings settings, UserTokenRequest request,
                             UserLogin login) {
  const std::string scope = request.scope.empty() ? kUserScopes : request.scope;
  auto answer = co_await context->cloud.RefreshUserToken(
      EndpointsOf(settings, context->config), CredentialsOf(settings), login.refresh_token, scope,
      RedirectUri(settings.site_url), context->stop.token());
  if (!answer) {
    if (answer.error().cloud_error == "unauthorized") {
      REGISTRAR_CO_TRY(co_await context->host.RemoveUserLogin(request.user_id));
    }
    co_return std::move(answer).error();
  }
  UserLogin fresh = LoginOf(answer.value(), context->loop.WallNow());
  const Secret token = fresh.access_token;
  // What the cloud does not say again holds on.
  if (fresh.refresh_token.empty()) fresh.refresh_token = login.refresh_token;
  if (fresh.scope.empty()) fresh.scope = scope;
  if (fresh.token_type.empty()) fresh.token_type = login.token_type;
  if (request.save) {
    REGISTRAR_CO_TRY(co_await context->host.StoreUserLogin(request.user_id, std::move(fresh)));
  }
  co_return token;
}

}  // namespace

Task<Result<Json>> UserAuthorizationUrl(ContextPtr context) {
  REGISTRAR_CO_ASSIGN(const CloudSettings settings, co_await ReadRegistered(context));
  REGISTRAR_CO_ASSIGN(const Url page, ParseUrl(settings.cloud_url, "/authorize"));
  const Secret state = RandomSecret(kStateBytes);
  if (state.empty()) co_return Error(ErrorCode::kInternal, "there are no random numbers");
  REGISTRAR_CO_TRY(co_await context->host.WriteSecretSetting(kStateSetting, state));
  const Secret query = FormOf({{"response_type", "code"},
                               {"client_id", settings.client_id},
                               {"redirect_uri", RedirectUri(settings.site_url)},
                               {"scope", kUserScopes},
                               {"state", state.Expose()}});
  // Addressed to the browser of the one who asked: the one place where the state is to be seen.
  co_return Json{{"url", page.scheme + "://" + page.host_header() + page.target + "?" +
                             std::string(query.Expose())}};
}

namespace {

Task<Result<Json>> Finish(ContextPtr context, std::string user_id, Secret code, Secret state) {
  if (user_id.empty()) co_return Error(ErrorCode::kBadArgument, "userId is empty");
  if (code.empty()) co_return Error(ErrorCode::kBadArgument, "code is empty");
  REGISTRAR_CO_ASSIGN(const Turnstile::Turn turn,
                      co_await context->logins.Take(context->stop.token()));
  REGISTRAR_CO_ASSIGN(const CloudSettings settings, co_await ReadRegistered(context));
  REGISTRAR_CO_TRY(co_await UseState(context, std::move(state)));
  REGISTRAR_CO_ASSIGN(const UserTokenPayload payload,
                      co_await context->cloud.UserToken(
                          EndpointsOf(settings, context->config), CredentialsOf(settings),
                          std::move(code), RedirectUri(settings.site_url), context->stop.token()));
  UserLogin login = LoginOf(payload, context->loop.WallNow());
  REGISTRAR_CO_TRY(co_await context->host.StoreUserLogin(user_id, std::move(login)));
  co_return Json::object();
}

}  // namespace

Task<Result<Json>> FinishUserAuthorization(ContextPtr context, std::string user_id, Secret code,
                                           Secret state) {
  auto finished = co_await Finish(context, user_id, std::move(code), std::move(state));
  if (context->stop.token().cancelled()) co_return std::move(finished);
  const bool ok = finished.has_value();
  std::optional<Error> why;
  if (!ok) why = finished.error();
  REGISTRAR_CO_TRY(
      co_await context->history.Note("login", ok ? "ok" : "failed", "user " + user_id, why));
  co_return std::move(finished);
}

Task<Result<Json>> LogUserOut(ContextPtr context, std::string user_id) {
  REGISTRAR_CO_ASSIGN(const Turnstile::Turn turn,
                      co_await context->logins.Take(context->stop.token()));
  REGISTRAR_CO_ASSIGN(const CloudSettings settings, co_await ReadRegistered(context));
  REGISTRAR_CO_ASSIGN(const std::optional<UserLogin> login,
                      co_await context->host.FindUserLogin(user_id));
  if (!login) co_return Error(ErrorCode::kNotLoggedIn);
  bool revoked = false;
  if (!login->refresh_token.empty()) {
    const Status told = co_await Revoke(context, settings, login->refresh_token);
    revoked = told.has_value();
    if (!told) {
      LogError(context->host, LogLevel::kWarn,
               "Telling the cloud that a user logs out (the login is removed here all the same)",
               told.error());
    }
  }
  REGISTRAR_CO_TRY(co_await context->host.RemoveUserLogin(user_id));
  REGISTRAR_CO_TRY(co_await context->history.Note("login", "logged-out", "user " + user_id));
  co_return Json{{"revoked", revoked}};
}

Task<Result<Secret>> UserAccessToken(ContextPtr context, UserTokenRequest request) {
  // Within a turn: two refreshes at once would spend one refresh token twice.
  REGISTRAR_CO_ASSIGN(const Turnstile::Turn turn,
                      co_await context->logins.Take(context->stop.token()));
  REGISTRAR_CO_ASSIGN(const CloudSettings settings, co_await ReadCloudSettings(context->host));
  if (!settings.has_credentials() || request.user_id.empty()) co_return Secret();
  REGISTRAR_CO_ASSIGN(const std::optional<UserLogin> login,
                      co_await context->host.FindUserLogin(request.user_id));
  if (!login) co_return Secret();
  if (!request.force_new && IsValid(*login, context->loop.WallNow())) {
    co_return login->access_token;
  }
  if (login->refresh_token.empty()) co_return Secret();
  co_return co_await Refresh(context, settings, std::move(request), *login);
}

}  // namespace registrar
