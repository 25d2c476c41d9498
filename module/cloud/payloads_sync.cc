#include "module/cloud/payload_reader.h"
#include "module/cloud/payloads.h"
#include "module/net/url.h"

namespace registrar {

Result<SyncPayload> ParseSync(const Json& json) {
  PayloadReader reader(ErrorCode::kResponseSchema);
  ObjectReader answer = reader.Root(json);
  SyncPayload payload;
  payload.workspace_id = answer.String("workspaceId");
  payload.public_key = answer.OptionalString("publicKey").value_or("");
  std::string license = answer.String("license");
  if (!license.empty()) payload.license = std::move(license);
  payload.remove_license = answer.OptionalBool("removeLicense").value_or(false);
  payload.cloud_sync_announcement = answer.Any("cloudSyncAnnouncement");
  if (reader.failed()) return reader.error();
  return payload;
}

Result<LicensePayload> ParseLicense(const Json& json) {
  PayloadReader reader(ErrorCode::kResponseSchema);
  ObjectReader answer = reader.Root(json);
  LicensePayload payload;
  answer.Number("version");
  answer.String("address");
  payload.license = answer.String("license");
  answer.Timestamp("updatedAt");
  answer.Timestamp("expireAt");
  if (reader.failed()) return reader.error();
  return payload;
}

Result<std::string> ParseCheckout(const Json& json) {
  PayloadReader reader(ErrorCode::kResponseSchema);
  ObjectReader answer = reader.Root(json);
  std::string url = answer.NonEmptyString("url");
  // A browser is sent there: nothing but an address.
  if (!ParseUrl(url)) answer.Fail("url", "an http or https address");
  if (reader.failed()) return reader.error();
  return url;
}

}  // namespace registrar
