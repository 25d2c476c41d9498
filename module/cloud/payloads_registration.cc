#include "module/cloud/payload_reader.h"
#include "module/cloud/payloads.h"
#include "module/net/url.h"

namespace registrar {
namespace {

// A payload is granted once: fields that the workspace can do without never make it useless.
int64_t SecondsOrNever(const Json* value) {
  if (value == nullptr || !value->is_number()) return 0;
  const double seconds = *AsNumber(*value);
  constexpr double kLimit = 1e15;  // far beyond any date, and exact in a double
  return seconds > 0 && seconds < kLimit ? static_cast<int64_t>(seconds) : 0;
}

}  // namespace

Json RegistrationPayload::ToStoredJson() const {
  Json json{{"workspaceId", workspace_id},
            {"client_name", client_name},
            {"client_id", client_id},
            {"client_secret", client_secret.Expose()},
            {"client_secret_expires_at", client_secret_expires_at},
            {"redirect_uris", redirect_uris},
            {"publicKey", public_key},
            {"registration_client_uri", registration_client_uri}};
  if (!license_data.is_null()) Put(json, "licenseData", license_data);
  return json;
}

Result<RegistrationPayload> ParseRegistrationPayload(const Json& json) {
  PayloadReader reader(ErrorCode::kPayloadInvalid);
  ObjectReader answer = reader.Root(json);
  RegistrationPayload payload;
  payload.workspace_id = answer.NonEmptyString("workspaceId");
  payload.client_id = answer.NonEmptyString("client_id");
  payload.client_secret = Secret(answer.NonEmptyString("client_secret"));
  payload.registration_client_uri = answer.NonEmptyString("registration_client_uri");
  if (!ParseUrl(payload.registration_client_uri)) {
    answer.Fail("registration_client_uri", "an http or https address");
  }
  if (reader.failed()) return reader.error();
  payload.client_name = StringOr(json, "client_name");
  payload.public_key = StringOr(json, "publicKey");
  payload.client_secret_expires_at = SecondsOrNever(answer.Find("client_secret_expires_at"));
  for (const Json& uri : Elements(Member(json, "redirect_uris"))) {
    if (const auto* const text = AsText(uri)) payload.redirect_uris.push_back(*text);
  }
  const Json* license_data = answer.Find("licenseData");
  if (license_data != nullptr && license_data->is_object()) {
    payload.license_data = *license_data;
    payload.license = StringOr(*license_data, "license");
  }
  return payload;
}

}  // namespace registrar
