#include "module/workspace/token_cache.h"

#include <algorithm>

#include "module/workspace/status.h"

namespace registrar {
namespace {

// A token is replaced this long before it expires, but never before nine tenths of its life.
constexpr Duration kEarly = std::chrono::minutes(5);
constexpr Duration kUnknownFor = std::chrono::minutes(1);

WallTime RefreshTime(WallTime now, WallTime expires_at) {
  const Duration life = std::max(expires_at - now, Duration::zero());
  return expires_at - std::min(kEarly, life / 10);
}

std::string ScopeOf(const std::string& scope) { return scope.empty() ? kWorkspaceScopes : scope; }

}  // namespace

const TokenCache::Entry* TokenCache::Fresh(const std::string& scope) const {
  const auto found = entries_.find(scope);
  if (found == entries_.end() || loop_.WallNow() >= found->second.refresh_at) return nullptr;
  return &found->second;
}

Task<Result<AccessToken>> TokenCache::Get(AccessTokenRequest request) {
  const auto self = shared_from_this();
  request.scope = ScopeOf(request.scope);
  if (!request.force_new) {
    if (const Entry* entry = Fresh(request.scope)) {
      metrics_.CountToken(true);
      co_return entry->token;
    }
    if (KnownUnknown()) co_return Error(ErrorCode::kUnknownClient);
  }
  const std::function<Task<Result<AccessToken>>()> work = [self, request] {
    return self->Obtain(request);
  };
  co_return co_await flights_.Do(request.scope, work);
}

Secret TokenCache::AtHand(const std::string& scope) const {
  const Entry* const entry = Fresh(ScopeOf(scope));
  if (entry == nullptr) return Secret();
  metrics_.CountToken(true);
  return entry->token.token;
}

Task<Result<AccessToken>> TokenCache::Replace(std::string scope, Secret rejected) {
  scope = ScopeOf(scope);
  const auto found = entries_.find(scope);
  if (found != entries_.end()) {
    if (!(found->second.token.token == rejected)) co_return found->second.token;
    entries_.erase(found);
  }
  if (KnownUnknown()) co_return Error(ErrorCode::kUnknownClient);
  refused_[scope] = std::move(rejected);
  AccessTokenRequest request;
  request.scope = scope;
  request.force_new = true;
  co_return co_await Get(request);
}

Task<Status> TokenCache::Seed(AccessTokenPayload payload) {
  REGISTRAR_CO_ASSIGN(const CloudSettings settings, co_await ReadCloudSettings(host_));
  const AccessToken token = Keep(kWorkspaceScopes, settings.client_id, payload);
  const StoredToken stored{token.token, token.expires_at};
  co_return co_await host_.StoreToken(kWorkspaceScopes, stored);
}

void TokenCache::Drop() {
  ++generation_;
  entries_.clear();
  refused_.clear();
  unknown_until_ = WallTime();
  client_id_.clear();
}

Task<Result<AccessToken>> TokenCache::Obtain(AccessTokenRequest request) {
  const uint64_t generation = generation_;
  REGISTRAR_CO_ASSIGN(CloudSettings settings, co_await ReadCloudSettings(host_));
  if (!settings.has_credentials()) {
    co_return AccessToken{Secret(), loop_.WallNow(), request.scope};
  }
  if (!request.force_new) {
    REGISTRAR_CO_ASSIGN(const std::optional<StoredToken> stored,
                        co_await host_.FindToken(request.scope));
    if (stored && IsUsable(request.scope, *stored) && generation == generation_) {
      const AccessToken token{stored->token, stored->expires_at, request.scope};
      entries_[request.scope] = Entry{token, stored->expires_at - kEarly};
      client_id_ = settings.client_id;
      metrics_.CountToken(true);
      co_return token;
    }
  }
  co_return co_await AskCloud(std::move(request), std::move(settings));
}

bool TokenCache::IsUsable(const std::string& scope, const StoredToken& stored) const {
  const auto refused = refused_.find(scope);
  const bool was_refused = refused != refused_.end() && refused->second == stored.token;
  return !stored.token.empty() && !was_refused && loop_.WallNow() + kEarly < stored.expires_at;
}

Task<Result<AccessToken>> TokenCache::AskCloud(AccessTokenRequest request, CloudSettings settings) {
  metrics_.CountToken(false);
  const uint64_t generation = generation_;
  const ClientCredentials credentials{settings.client_id, settings.client_secret};
  const auto answer =
      co_await cloud_.GetAccessToken(EndpointsOf(settings, config_), credentials, request.scope,
                                     RedirectUri(settings.site_url), stop_);
  if (!answer && answer.error().code == ErrorCode::kUnknownClient && generation == generation_) {
    unknown_until_ = loop_.WallNow() + kUnknownFor;
  }
  if (!answer) co_return answer.error();
  if (generation != generation_) {
    co_return Error(ErrorCode::kCancelled, "the workspace's credentials changed meanwhile");
  }
  const AccessToken token = Keep(request.scope, settings.client_id, answer.value());
  if (request.save) {
    const StoredToken kept{token.token, token.expires_at};
    const Status stored = co_await host_.StoreToken(request.scope, kept);
    // The token is good all the same; it is only asked for again after a restart.
    if (!stored) LogError(host_, LogLevel::kWarn, "Storing an access token", stored.error());
  }
  co_return token;
}

AccessToken TokenCache::Keep(const std::string& scope, const std::string& client_id,
                             const AccessTokenPayload& payload) {
  const WallTime now = loop_.WallNow();
  AccessToken token{payload.access_token, now + payload.expires_in,
                    payload.scope.empty() ? scope : payload.scope};
  entries_[scope] = Entry{token, RefreshTime(now, token.expires_at)};
  unknown_until_ = WallTime();
  client_id_ = client_id;
  return token;
}

}  // namespace registrar
