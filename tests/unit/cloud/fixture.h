#ifndef REGISTRAR_TESTS_UNIT_CLOUD_FIXTURE_H_
#define REGISTRAR_TESTS_UNIT_CLOUD_FIXTURE_H_

#include <gtest/gtest.h>

#include <string>

#include "module/cloud/cloud_client.h"
#include "tests/unit/cloud/run_now.h"
#include "tests/unit/fakes/fake_http_client.h"

namespace registrar {

// A cloud client over scripted answers, and good values for every call.
class CloudClientTest : public testing::Test {
 protected:
  static constexpr const char* kPeer = "cloud.test:443";

  CloudClientTest() {
    endpoints.cloud_url = "https://cloud.test";
    endpoints.client_uri = "https://cloud.test/workspaces/w1/";
    endpoints.releases_url = "https://releases.rocket.chat/v2/server/supportedVersions";
    endpoints.deadlines.total = std::chrono::seconds(7);
  }

  Result<RegistrationPayload> Connect(const std::string& token = "reg-token") {
    return RunNow(client.Connect(endpoints, Secret(token), "admin@example.org", "My Site",
                                 "https://chat.example.org/admin/cloud/oauth-callback", {}));
  }
  Result<AccessTokenPayload> GetAccessToken() {
    return RunNow(client.GetAccessToken(endpoints, {"id-1", Secret("s&cr=t +é")}, kWorkspaceScopes,
                                        "https://chat.example.org/admin/cloud/oauth-callback", {}));
  }
  Result<SyncPayload> Sync() {
    return RunNow(client.Sync(endpoints, Secret("bearer-1"), Secret(kData), {}));
  }
  Result<CommsPayload> Comms() {
    return RunNow(client.Comms(endpoints, Secret("bearer-1"), Secret(kData), {}));
  }
  Result<LicensePayload> License() {
    return RunNow(client.License(endpoints, Secret("bearer-1"), {}));
  }
  Result<Json> SupportedVersions(const std::string& bearer = "bearer-1") {
    return RunNow(client.SupportedVersions(endpoints, Secret(bearer), {}));
  }

  Status PreIntent() { return RunNow(client.PreIntent(endpoints, Secret(kData), {})); }
  Result<IntentPayload> Intent(bool resend = false) {
    return RunNow(client.Intent(endpoints, Secret(kData), resend, {}));
  }
  Result<PollPayload> Poll() { return RunNow(client.Poll(endpoints, Secret("dev&1"), {})); }
  Result<std::string> RegisterByEmail(bool resend = false) {
    return RunNow(client.RegisterByEmail(endpoints, Secret(kData), resend, {}));
  }
  Result<LegacySyncPayload> LegacySync() {
    return RunNow(client.LegacySync(endpoints, Secret("bearer-1"), Secret(kData), {}));
  }
  Status Downgrade() { return RunNow(client.Downgrade(endpoints, Secret("bearer-1"), {})); }
  Result<std::string> Checkout(const std::string& billing_url = "https://cloud.test/billing") {
    return RunNow(client.Checkout(endpoints, billing_url, Secret("bearer-1"), "https://chat/ok",
                                  "https://chat/no", {}));
  }
  Result<UserTokenPayload> UserToken() {
    return RunNow(client.UserToken(endpoints, {"id-1", Secret("s&t")}, Secret("code 1"),
                                   "https://chat.example.org/admin/cloud/oauth-callback", {}));
  }
  Result<UserTokenPayload> RefreshUserToken() {
    return RunNow(client.RefreshUserToken(
        endpoints, {"id-1", Secret("s&t")}, Secret("refresh 1"), kUserScopes,
        "https://chat.example.org/admin/cloud/oauth-callback", {}));
  }
  Status RevokeUserToken() {
    return RunNow(
        client.RevokeUserToken(endpoints, {"id-1", Secret("s&t")}, Secret("refresh 1"), {}));
  }

  static Json GoodIntent() {
    return {{"device_code", "device-1"},
            {"user_code", "AB12"},
            {"verification_url", "https://cloud.test/verify"},
            {"interval", 5},
            {"expires_in", 900}};
  }
  static Json GoodUserToken() {
    return {{"access_token", "user-1"},
            {"expires_in", 60},
            {"scope", kUserScopes},
            {"token_type", "Bearer"},
            {"refresh_token", "refresh-1"}};
  }

  static Json GoodRegistration() {
    return {{"workspaceId", "w1"},
            {"client_name", "My Site"},
            {"client_id", "id-1"},
            {"client_secret", "secret-1"},
            {"client_secret_expires_at", 0},
            {"publicKey", "key"},
            {"registration_client_uri", "https://cloud.test/workspaces/w1"}};
  }
  static Json GoodToken() {
    return {{"access_token", "token-1"},
            {"expires_in", 3600},
            {"scope", kWorkspaceScopes},
            {"token_type", "Bearer"}};
  }
  static Json GoodSync() { return {{"workspaceId", "w1"}, {"license", "license-text"}}; }
  static Json GoodLicense() {
    return {{"version", 3},
            {"address", "https://chat.example.org"},
            {"license", "license-text"},
            {"updatedAt", "2026-01-01T00:00:00.000Z"},
            {"expireAt", "2027-01-01T00:00:00.000Z"}};
  }
  static Json GoodVersions() {
    return {{"timestamp", "2026-01-01T00:00:00Z"},
            {"versions",
             {{{"version", "8.6.1"}, {"expiration", "2027-01-01T00:00:00Z"}, {"extra", 1}}}},
            {"signed", "a.b.c"}};
  }

  static constexpr const char* kData = R"({"uniqueId":"u1"})";

  FakeHttpClient http;
  CloudClient client{http};
  CloudEndpoints endpoints;
};

}  // namespace registrar

#endif  // REGISTRAR_TESTS_UNIT_CLOUD_FIXTURE_H_
