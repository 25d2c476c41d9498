#ifndef REGISTRAR_MODULE_CLOUD_PAYLOADS_H_
#define REGISTRAR_MODULE_CLOUD_PAYLOADS_H_

#include <chrono>
#include <optional>
#include <string>

#include "module/base/json.h"
#include "module/base/result.h"
#include "module/base/secret.h"

namespace registrar {

// The typed payloads of cloud-protocol. Each Parse function accepts what the vendor's own schemas
// (npm @rocket.chat/core-typings, namespace Cloud) accept, keeps or ignores unknown fields, and
// names the field that is wrong in the error's detail. A payload that holds secrets is never
// quoted in an error.

struct RegistrationPayload {
  std::string workspace_id;
  std::string client_name;
  std::string client_id;
  Secret client_secret;
  int64_t client_secret_expires_at = 0;  // seconds since the epoch, 0: never
  std::string public_key;
  std::string registration_client_uri;
  std::string license;  // of licenseData; empty: none came along

  // The form in which the journal keeps it, secret included: only for the database.
  Json ToStoredJson() const;
};

// Errors: kPayloadInvalid.
Result<RegistrationPayload> ParseRegistrationPayload(const Json& json);

struct AccessTokenPayload {
  Secret access_token;
  std::chrono::seconds expires_in{0};
  std::string scope;  // as the cloud answered
};

// Errors, here and below: kResponseSchema.
Result<AccessTokenPayload> ParseAccessToken(const Json& json);

struct SyncPayload {
  std::string workspace_id;
  std::string public_key;                // empty: not in the answer
  std::optional<std::string> license;    // absent: no license in the answer
  bool remove_license = false;
  Json cloud_sync_announcement;          // null: none
};
Result<SyncPayload> ParseSync(const Json& json);

struct CommsPayload {
  Json nps;            // null: none
  Json announcements;  // null: none; else {create: […], delete?: […]}
};
Result<CommsPayload> ParseComms(const Json& json);

struct LicensePayload {
  std::string license;
};
Result<LicensePayload> ParseLicense(const Json& json);

// Checked and handed on as it came: `signed` has to reach the server byte for byte.
Result<Json> ParseSupportedVersions(const Json& json);

}  // namespace registrar

#endif  // REGISTRAR_MODULE_CLOUD_PAYLOADS_H_
