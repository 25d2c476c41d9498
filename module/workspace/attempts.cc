#include "module/workspace/attempts.h"

#include <utility>

#include "module/base/secret.h"
#include "module/workspace/time_text.h"

namespace registrar {
namespace {

// Tokens that are remembered; older ones are dropped, so that the document stays small.
constexpr size_t kMostTried = 100;

void Remember(Json& document, const std::string& token_hash, const std::string& outcome,
              const std::string& client_id, WallTime now) {
  Json kept = Json::array();
  for (const Json& one : Elements(Member(document, "tried"))) {
    if (StringOr(one, "hash") != token_hash) Append(kept, one);
  }
  Json entry{{"hash", token_hash}, {"outcome", outcome}, {"at", StoredTime(now)}};
  if (!client_id.empty()) Put(entry, "clientId", client_id);
  Append(kept, std::move(entry));
  KeepLast(kept, kMostTried);
  Put(document, "tried", std::move(kept));
}

std::string OpenHash(const Json& document) { return StringOr(Member(document, "open"), "hash"); }

InstanceName OwnerOf(const Json& document) {
  return InstanceName::FromJson(Member(Member(document, "open"), "owner"));
}

}  // namespace

std::string TokenHash(std::string_view token) { return Sha256Hex(token); }

Task<Status> Attempts::Open(std::string token_hash) {
  const WallTime now = loop_.WallNow();
  const Instances& instances = instances_;
  const DocumentChange open = [token_hash, now, &instances](Json document) {
    const std::string left_open = OpenHash(document);
    // Another instance asks the cloud just now, or ended while it did: recovery tells which.
    if (!left_open.empty() && !instances.IsSelf(OwnerOf(document))) return Json();
    // One that is still open here could not be closed: its token may be spent.
    if (!left_open.empty() && left_open != token_hash) {
      Remember(document, left_open, std::string(Describe(ErrorCode::kAnswerLost).code), "", now);
    }
    Put(document, "open",
        Json{{"hash", token_hash}, {"at", StoredTime(now)}, {"owner", instances.self().ToJson()}});
    return document;
  };
  const auto modified = co_await records_.Modify(kAttemptRecord, open);
  if (!modified) co_return modified.error();
  co_return Ok();
}

Task<Status> Attempts::Close(std::string token_hash, std::string outcome, std::string client_id) {
  const WallTime now = loop_.WallNow();
  const DocumentChange close = [token_hash, outcome, client_id, now](Json document) {
    if (OpenHash(document) == token_hash) Remove(document, "open");
    if (!outcome.empty()) Remember(document, token_hash, outcome, client_id, now);
    return document;
  };
  const auto modified = co_await records_.Modify(kAttemptRecord, close);
  if (!modified) co_return modified.error();
  co_return Ok();
}

Task<Result<std::optional<Attempts::Pending>>> Attempts::FindOpen() {
  REGISTRAR_CO_ASSIGN(const std::optional<Json> found, co_await records_.Find(kAttemptRecord));
  if (!found || OpenHash(*found).empty()) co_return std::optional<Pending>();
  const InstanceName owner = OwnerOf(*found);
  const std::string at = std::to_string(StoredTime(TimeOf(Member(*found, "open"), "at")));
  co_return std::optional<Pending>(
      Pending{OpenHash(*found), owner, owner.id + OpenHash(*found) + at});
}

Task<Result<std::string>> Attempts::OutcomeOf(std::string token_hash) {
  REGISTRAR_CO_ASSIGN(const std::optional<Json> found, co_await records_.Find(kAttemptRecord));
  if (found) {
    for (const Json& one : Elements(Member(*found, "tried"))) {
      if (StringOr(one, "hash") == token_hash) co_return StringOr(one, "outcome");
    }
  }
  co_return std::string();
}

Task<Result<bool>> Attempts::Granted(std::string token_hash, std::string client_id) {
  REGISTRAR_CO_ASSIGN(const std::optional<Json> found, co_await records_.Find(kAttemptRecord));
  if (!found || client_id.empty()) co_return false;
  for (const Json& one : Elements(Member(*found, "tried"))) {
    if (StringOr(one, "hash") == token_hash) co_return StringOr(one, "clientId") == client_id;
  }
  co_return false;
}

}  // namespace registrar
