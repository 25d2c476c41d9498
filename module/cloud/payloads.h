#ifndef REGISTRAR_MODULE_CLOUD_PAYLOADS_H_
#define REGISTRAR_MODULE_CLOUD_PAYLOADS_H_

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "module/base/json.h"
#include "module/base/result.h"
#include "module/base/secret.h"

namespace registrar {

// The typed payloads of cloud-protocol. Each Parse function accepts and rejects what the vendor's
// own schemas (npm @rocket.chat/core-typings, namespace Cloud) accept and reject; unknown fields
// are left out, as those schemas do. The error's detail names the field that is wrong by its JSON
// path ("announcements.create[0].surface"), never a value: payloads hold secrets.
//
// Chosen otherwise, knowingly:
// - Text that JavaScript reads but RFC 8259 and UTF-8 do not cover (lone surrogates, numbers that
//   no double holds) and values nested deeper than 64 are refused before they get here.
// - Dates stay the text that they came as; the host makes its own dates of them.
// The registration payload, the access token and the support window have no vendor's schema: what
// is demanded there is written at each function.

struct RegistrationPayload {
  std::string workspace_id;
  std::string client_name;
  std::string client_id;
  Secret client_secret;
  int64_t client_secret_expires_at = 0;  // seconds since the epoch, 0: never
  std::string public_key;
  std::string registration_client_uri;
  std::string license;  // of licenseData; empty: none came along
  std::vector<std::string> redirect_uris;
  Json license_data;  // licenseData as it came; null: none

  // The payload as the cloud sent it, secret included: only for the database.
  Json ToStoredJson() const;
};

// Demands workspaceId, client_id, client_secret (strings that are not empty) and
// registration_client_uri (an http or https address). The others only decorate or follow later
// (client_name, publicKey, client_secret_expires_at, redirect_uris, licenseData): missing or of
// another type they become empty or 0, because a payload is granted once and must not be lost for
// them. Errors: kPayloadInvalid.
Result<RegistrationPayload> ParseRegistrationPayload(const Json& json);

struct AccessTokenPayload {
  Secret access_token;
  std::chrono::seconds expires_in{0};
  std::string scope;  // as the cloud answered, empty: it did not say
};

// Demands access_token (text that fits a header) and expires_in (a number of seconds from 0 on).
// Errors, here and below: kResponseSchema.
Result<AccessTokenPayload> ParseAccessToken(const Json& json);

struct UserTokenPayload {
  Secret access_token;
  std::chrono::seconds expires_in{0};
  std::string scope;       // empty: the cloud did not say
  std::string token_type;  // empty: the cloud did not say
  Secret refresh_token;    // empty: none came along
};

// Demands what ParseAccessToken demands; scope, token_type and refresh_token are strings if they
// are there.
Result<UserTokenPayload> ParseUserToken(const Json& json);

// A registration that waits for a click in an e-mail.
struct IntentPayload {
  Secret device_code;  // whoever has it can fetch the registration
  std::string user_code;
  std::string verification_url;  // may be empty
  std::chrono::seconds interval{0};
  std::chrono::seconds expires_in{0};
};

// Demands device_code and user_code (strings that are not empty), interval and expires_in (numbers
// of seconds above 0); verification_url is a string if it is there. An interval counts as a minute
// at most and a life as 30 days at most.
Result<IntentPayload> ParseIntent(const Json& json);

struct PollPayload {
  std::optional<RegistrationPayload> registration;  // nothing: not confirmed yet
};

// Demands {status: "authorization_pending"}, or {successful: true, payload} with what
// ParseRegistrationPayload demands.
// Errors: kPayloadInvalid when the payload is granted and of no use; else kResponseSchema.
Result<PollPayload> ParsePoll(const Json& json);

// The workspace id of {id}, a string that is not empty.
Result<std::string> ParseRegisterByEmail(const Json& json);

// The address of {url}, which must be http or https.
Result<std::string> ParseCheckout(const Json& json);

// The answer of the sync that releases before 6.4 make.
struct LegacySyncPayload {
  std::string workspace_id;
  std::string public_key;  // empty: not in the answer
  Json trial;              // null: none
  Json nps;                // null: none
  Json banners;            // null: none; else an array
};
Result<LegacySyncPayload> ParseLegacySync(const Json& json);

struct SyncPayload {
  std::string workspace_id;
  std::string public_key;  // empty: not in the answer
  // Absent: empty in the answer. The member itself is demanded, as the vendor's schema does.
  std::optional<std::string> license;
  bool remove_license = false;
  Json cloud_sync_announcement;  // as it came, null: none
};
Result<SyncPayload> ParseSync(const Json& json);

struct CommsPayload {
  Json nps;            // null: none
  Json announcements;  // null: none; else {create: […], delete?: [id…]}
};
Result<CommsPayload> ParseComms(const Json& json);

struct LicensePayload {
  std::string license;
};
Result<LicensePayload> ParseLicense(const Json& json);

// Checked and handed on as it came: `signed` has to reach the server byte for byte. Demands
// timestamp and signed (strings that are not empty) and versions (objects with version and
// expiration), also in exceptions if there are any.
Result<Json> ParseSupportedVersions(const Json& json);

}  // namespace registrar

#endif  // REGISTRAR_MODULE_CLOUD_PAYLOADS_H_
