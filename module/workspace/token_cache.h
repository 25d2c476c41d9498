#ifndef REGISTRAR_MODULE_WORKSPACE_TOKEN_CACHE_H_
#define REGISTRAR_MODULE_WORKSPACE_TOKEN_CACHE_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "module/async/cancel.h"
#include "module/async/loop.h"
#include "module/async/single_flight.h"
#include "module/base/metrics.h"
#include "module/cloud/cloud_client.h"
#include "module/host/host.h"
#include "module/workspace/cloud_settings.h"
#include "module/workspace/workspace.h"

namespace registrar {

// Access tokens, kept while they are valid and asked for once, whoever asks first. In memory by
// scope for the credentials that the settings hold; Drop() when those change.
class TokenCache : public std::enable_shared_from_this<TokenCache> {
 public:
  // The references must outlive every task that is under way (see `stop`).
  TokenCache(Loop& loop, Host& host, CloudClient& cloud, const WorkspaceConfig& config,
             Metrics& metrics, CancelToken stop)
      : loop_(loop),
        host_(host),
        cloud_(cloud),
        config_(config),
        metrics_(metrics),
        stop_(std::move(stop)) {}

  // A token that is valid for a while: from memory, from the server's store, or from the cloud.
  // With force_new always from the cloud, sharing a request of the scope that is under way. That
  // the cloud does not know the credentials is believed for a minute before it is asked again,
  // except with force_new.
  // Result: an empty token when the settings hold no credentials. Errors: kUnknownClient, cloud.*,
  // host.*.
  Task<Result<AccessToken>> Get(AccessTokenRequest request);

  // The token of `scope` when one in memory is valid for a while; else an empty one.
  Secret AtHand(const std::string& scope) const;

  // A token instead of `rejected`, which the cloud refused: the one that somebody else fetched
  // meanwhile, or a new one.
  Task<Result<AccessToken>> Replace(std::string scope, Secret rejected);

  // Puts in a token of the default scopes that was fetched for the credentials in the settings.
  Task<Status> Seed(AccessTokenPayload payload);

  // Forgets all tokens in memory; answers that are on their way are not kept either.
  void Drop();

  // The client id that the tokens in memory belong to; "" while there are none.
  const std::string& client_id() const { return client_id_; }

 private:
  struct Entry {
    AccessToken token;
    WallTime refresh_at;
  };

  const Entry* Fresh(const std::string& scope) const;
  bool KnownUnknown() const { return loop_.WallNow() < unknown_until_; }
  bool IsUsable(const std::string& scope, const StoredToken& stored) const;
  Task<Result<AccessToken>> Obtain(AccessTokenRequest request);
  Task<Result<AccessToken>> AskCloud(AccessTokenRequest request, CloudSettings settings);
  AccessToken Keep(const std::string& scope, const std::string& client_id,
                   const AccessTokenPayload& payload);

  Loop& loop_;
  Host& host_;
  CloudClient& cloud_;
  const WorkspaceConfig& config_;
  Metrics& metrics_;
  CancelToken stop_;
  std::map<std::string, Entry> entries_;
  // Tokens that the cloud refused, by scope: the server's store may still have them.
  std::map<std::string, Secret> refused_;
  WallTime unknown_until_;
  std::string client_id_;
  uint64_t generation_ = 0;
  SingleFlight<std::string, Result<AccessToken>> flights_;
};

// Makes a call with an access token of `scope`. When the cloud refuses the token (kAccessDenied),
// it is replaced once and the call repeated once.
//   call  starts the call with the given bearer; invoked once or twice
// Errors: kNotRegistered when there are no credentials; those of TokenCache and of the call.
template <typename T>
Task<Result<T>> WithBearer(std::shared_ptr<TokenCache> tokens, std::string scope,
                           std::function<Task<Result<T>>(Secret bearer)> call) {
  AccessTokenRequest request;
  request.scope = scope;
  REGISTRAR_CO_ASSIGN(const AccessToken token, co_await tokens->Get(request));
  if (token.token.empty()) co_return Error(ErrorCode::kNotRegistered);
  Result<T> first = co_await call(token.token);
  if (first || first.error().code != ErrorCode::kAccessDenied) co_return std::move(first);
  REGISTRAR_CO_ASSIGN(const AccessToken fresh, co_await tokens->Replace(scope, token.token));
  if (fresh.token.empty()) co_return Error(ErrorCode::kNotRegistered);
  co_return co_await call(fresh.token);
}

}  // namespace registrar

#endif  // REGISTRAR_MODULE_WORKSPACE_TOKEN_CACHE_H_
