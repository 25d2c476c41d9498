#include "module/workspace/records.h"

#include <utility>

namespace registrar {
namespace {

// Others that write the same document finish quickly; more rounds than these mean a defect.
constexpr int kModifyRounds = 8;

int64_t RevisionOf(const Json& document) { return IntegerOr(document, "rev"); }

}  // namespace

Task<Result<std::optional<Json>>> Records::Find(std::string id) {
  REGISTRAR_CO_ASSIGN(std::optional<Json> found, co_await host_.FindDocument(id));
  if (!found) co_return std::move(found);
  if (!found->is_object() || IntegerOr(*found, "v") > kRecordVersion) {
    co_return Error(ErrorCode::kHostRead,
                    "the module's document \"" + id + "\" was written by a newer version");
  }
  co_return std::move(found);
}

Task<Status> Records::Create(std::string id, Json document) {
  Put(document, "v", kRecordVersion);
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
    Put(changed, "v", kRecordVersion);
    REGISTRAR_CO_ASSIGN(const bool replaced, co_await host_.ReplaceDocument(id, changed, revision));
    if (!replaced) continue;
    Put(changed, "rev", revision + 1);
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
  kept.registration = RegistrationOf(Member(json, "registration"));
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
  registration.client_secret_expires_at = IntegerOr(stored, "clientSecretExpiresAt");
  registration.public_key = StringOr(stored, "publicKey");
  registration.registration_client_uri = StringOr(stored, "clientUri");
  registration.license = StringOr(stored, "license");
  for (const Json& uri : Elements(Member(stored, "redirectUris"))) {
    if (const auto* const text = AsText(uri)) registration.redirect_uris.push_back(*text);
  }
  registration.license_data = Member(stored, "licenseData");
  return registration;
}

}  // namespace registrar
