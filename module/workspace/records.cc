#include "module/workspace/records.h"

#include <utility>

namespace registrar {
namespace {

// Others that write the same document finish quickly; more rounds than these mean a defect.
constexpr int kModifyRounds = 8;

int64_t RevisionOf(const Json& document) {
  const auto found = document.find("rev");
  return found != document.end() && found->is_number() ? found->get<int64_t>() : 0;
}

}  // namespace

Task<Result<std::optional<Json>>> Records::Find(std::string id) {
  REGISTRAR_CO_ASSIGN(std::optional<Json> found, co_await host_.FindDocument(id));
  if (!found) co_return std::move(found);
  if (!found->is_object() || found->value("v", 0) > kRecordVersion) {
    co_return Error(ErrorCode::kHostRead,
                    "the module's document \"" + id + "\" was written by a newer version");
  }
  co_return std::move(found);
}

Task<Status> Records::Create(std::string id, Json document) {
  document["v"] = kRecordVersion;
  REGISTRAR_CO_ASSIGN(const bool made, co_await host_.ReplaceDocument(id, std::move(document), 0));
  if (!made) co_return Error(ErrorCode::kBusy, "the document \"" + id + "\" exists");
  co_return Ok();
}

Task<Result<Json>> Records::Modify(std::string id, DocumentChange change) {
  for (int round = 0; round < kModifyRounds; ++round) {
    REGISTRAR_CO_ASSIGN(std::optional<Json> found, co_await Find(id));
    const int64_t revision = found ? RevisionOf(*found) : 0;
    Json changed = change(found ? *std::move(found) : Json::object());
    if (changed.is_null()) co_return Error(ErrorCode::kBusy);
    changed["v"] = kRecordVersion;
    REGISTRAR_CO_ASSIGN(const bool replaced, co_await host_.ReplaceDocument(id, changed, revision));
    if (!replaced) continue;
    changed["rev"] = revision + 1;
    co_return std::move(changed);
  }
  co_return Error(ErrorCode::kHostWrite, "the document \"" + id + "\" keeps changing");
}

Task<Status> Records::Remove(std::string id) {
  for (int round = 0; round < kModifyRounds; ++round) {
    REGISTRAR_CO_ASSIGN(const std::optional<Json> found, co_await host_.FindDocument(id));
    if (!found) co_return Ok();
    REGISTRAR_CO_ASSIGN(const bool removed, co_await host_.DeleteDocument(id, RevisionOf(*found)));
    if (removed) co_return Ok();
  }
  co_return Error(ErrorCode::kHostWrite, "the document \"" + id + "\" keeps changing");
}

Json KeptCredentials::ToJson() const {
  return Json{{"uniqueId", unique_id}, {"registration", StoredRegistration(registration)}};
}

KeptCredentials KeptCredentials::FromJson(const Json& json) {
  KeptCredentials kept;
  kept.unique_id = StringOr(json, "uniqueId");
  if (json.contains("registration")) kept.registration = RegistrationOf(json["registration"]);
  return kept;
}

Json StoredRegistration(const RegistrationPayload& registration) {
  return Json{{"workspaceId", registration.workspace_id},
              {"clientName", registration.client_name},
              {"clientId", registration.client_id},
              {"clientSecret", std::string(registration.client_secret.Expose())},
              {"clientSecretExpiresAt", registration.client_secret_expires_at},
              {"publicKey", registration.public_key},
              {"clientUri", registration.registration_client_uri},
              {"license", registration.license},
              {"redirectUris", registration.redirect_uris},
              {"licenseData", registration.license_data}};
}

RegistrationPayload RegistrationOf(const Json& stored) {
  RegistrationPayload registration;
  registration.workspace_id = StringOr(stored, "workspaceId");
  registration.client_name = StringOr(stored, "clientName");
  registration.client_id = StringOr(stored, "clientId");
  registration.client_secret = Secret(StringOr(stored, "clientSecret"));
  if (stored.is_object() && stored.contains("clientSecretExpiresAt") &&
      stored["clientSecretExpiresAt"].is_number()) {
    registration.client_secret_expires_at = stored["clientSecretExpiresAt"].get<int64_t>();
  }
  registration.public_key = StringOr(stored, "publicKey");
  registration.registration_client_uri = StringOr(stored, "clientUri");
  registration.license = StringOr(stored, "license");
  if (!stored.is_object()) return registration;
  for (const Json& uri : stored.value("redirectUris", Json::array())) {
    if (uri.is_string()) registration.redirect_uris.push_back(uri.get<std::string>());
  }
  registration.license_data = stored.value("licenseData", Json());
  return registration;
}

}  // namespace registrar
