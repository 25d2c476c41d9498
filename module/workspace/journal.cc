#include "module/workspace/journal.h"

#include <algorithm>
#include <array>
#include <utility>

namespace registrar {
namespace {

constexpr std::array<const char*, 5> kKinds = {"register", "reconnect", "disconnect", "forget",
                                               "offline"};

}  // namespace

bool JournalEntry::whole() const {
  const bool brings =
      !registration.client_id.empty() && !registration.client_secret.Expose().empty();
  return known_kind && (removes() || brings);
}

bool JournalEntry::Fits(const CloudSettings& settings) const {
  const bool same_workspace = unique_id.empty() || unique_id == settings.unique_id;
  const bool untouched = settings.client_id.empty() || settings.client_id == client_id;
  return same_workspace && untouched;
}

Json JournalEntry::ToJson() const {
  Json json{{"kind", kKinds.at(static_cast<size_t>(kind))},
            {"uniqueId", unique_id},
            {"clientId", client_id},
            {"owner", owner.ToJson()}};
  if (!token_hash.empty()) Put(json, "tokenHash", token_hash);
  if (!intent_handle.empty()) Put(json, "intentHandle", intent_handle);
  if (!removes()) Put(json, "registration", StoredRegistration(registration));
  return json;
}

JournalEntry JournalEntry::FromJson(const Json& json) {
  JournalEntry entry;
  const std::string kind = StringOr(json, "kind");
  const auto* const found = std::find(kKinds.begin(), kKinds.end(), kind);
  entry.known_kind = found != kKinds.end();
  if (entry.known_kind) entry.kind = static_cast<Kind>(found - kKinds.begin());
  entry.unique_id = StringOr(json, "uniqueId");
  entry.client_id = StringOr(json, "clientId");
  entry.token_hash = StringOr(json, "tokenHash");
  entry.owner = InstanceName::FromJson(Member(json, "owner"));
  entry.rev = IntegerOr(json, "rev");
  entry.intent_handle = StringOr(json, "intentHandle");
  entry.registration = RegistrationOf(Member(json, "registration"));
  return entry;
}

Task<Status> Journal::Write(JournalEntry entry) {
  entry.owner = instances_.self();
  return records_.Create(kJournalRecord, entry.ToJson());
}

Task<Result<std::optional<JournalEntry>>> Journal::Find() {
  REGISTRAR_CO_ASSIGN(const std::optional<Json> found, co_await records_.Find(kJournalRecord));
  if (!found) co_return std::optional<JournalEntry>();
  co_return std::optional<JournalEntry>(JournalEntry::FromJson(*found));
}

Task<Status> Journal::Claim(JournalEntry entry) {
  const int64_t rev = entry.rev;
  const InstanceName self = instances_.self();
  const DocumentChange claim = [rev, self](Json document) {
    if (IntegerOr(document, "rev") != rev) return Json();
    Put(document, "owner", self.ToJson());
    return document;
  };
  const auto claimed = co_await records_.Modify(kJournalRecord, claim);
  if (!claimed) co_return claimed.error();
  co_return Ok();
}

Task<Status> Journal::CheckClaim() {
  REGISTRAR_CO_ASSIGN(const std::optional<JournalEntry> entry, co_await Find());
  if (entry && instances_.IsSelf(entry->owner)) co_return Ok();
  co_return Error(ErrorCode::kNotHolder, "another instance finishes this change");
}

Task<Status> Journal::Apply(JournalEntry entry) {
  return entry.removes() ? ApplyRemoval() : ApplyRegistration(std::move(entry.registration));
}

Task<Status> Journal::Clear() {
  REGISTRAR_CO_TRY(co_await CheckClaim());
  co_return co_await records_.Remove(kJournalRecord);
}

Task<Status> Journal::WriteSetting(std::string id, Json value) {
  REGISTRAR_CO_TRY(co_await CheckClaim());
  co_return co_await host_.WriteSetting(std::move(id), std::move(value));
}

Task<Status> Journal::ClearSetting(std::string id) {
  REGISTRAR_CO_TRY(co_await CheckClaim());
  co_return co_await host_.ClearSetting(std::move(id));
}

Task<Status> Journal::ApplyRegistration(RegistrationPayload registration) {
  REGISTRAR_CO_TRY(co_await WriteSetting("Register_Server", true));
  REGISTRAR_CO_TRY(co_await WriteSetting("Cloud_Workspace_Id", registration.workspace_id));
  REGISTRAR_CO_TRY(co_await WriteSetting("Cloud_Workspace_Name", registration.client_name));
  REGISTRAR_CO_TRY(co_await WriteSetting("Cloud_Workspace_PublicKey", registration.public_key));
  REGISTRAR_CO_TRY(co_await WriteSetting("Cloud_Workspace_Registration_Client_Uri",
                                         registration.registration_client_uri));
  REGISTRAR_CO_TRY(co_await WriteSetting("Cloud_Workspace_Client_Secret_Expires_At",
                                         registration.client_secret_expires_at));
  REGISTRAR_CO_TRY(co_await CheckClaim());
  REGISTRAR_CO_TRY(co_await host_.WriteSecretSetting("Cloud_Workspace_Client_Secret",
                                                     registration.client_secret));
  co_return co_await WriteSetting("Cloud_Workspace_Client_Id", registration.client_id);
}

Task<Status> Journal::ApplyRemoval() {
  for (const char* id :
       {"Cloud_Workspace_Client_Id", "Cloud_Workspace_Client_Secret",
        "Cloud_Workspace_Client_Secret_Expires_At", "Cloud_Workspace_Registration_Client_Uri",
        "Cloud_Workspace_PublicKey", "Cloud_Workspace_Name", "Cloud_Workspace_Id"}) {
    REGISTRAR_CO_TRY(co_await ClearSetting(id));
  }
  REGISTRAR_CO_TRY(co_await host_.RemoveTokens());
  co_return co_await WriteSetting("Register_Server", false);
}

}  // namespace registrar
