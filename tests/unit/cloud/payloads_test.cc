#include "module/cloud/payloads.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "tests/unit/cloud/altered.h"

namespace registrar {
namespace {

const Json& GoodRegistration() {
  static const Json good{{"workspaceId", "w1"},
                         {"client_name", "My Site"},
                         {"client_id", "id-1"},
                         {"client_secret", "secret-1"},
                         {"client_secret_expires_at", 1800000000},
                         {"redirect_uris", {"https://chat.example.org/"}},
                         {"publicKey", "key"},
                         {"registration_client_uri", "https://cloud.test/workspaces/w1"},
                         {"licenseData", {{"version", 3}, {"license", "license-text"}}}};
  return good;
}

TEST(RegistrationPayload, IsTakenWhole) {
  const auto payload = ParseRegistrationPayload(GoodRegistration());
  ASSERT_TRUE(payload.has_value());
  EXPECT_EQ(payload.value().workspace_id, "w1");
  EXPECT_EQ(payload.value().client_name, "My Site");
  EXPECT_EQ(payload.value().client_id, "id-1");
  EXPECT_EQ(payload.value().client_secret, Secret("secret-1"));
  EXPECT_EQ(payload.value().client_secret_expires_at, 1800000000);
  EXPECT_EQ(payload.value().public_key, "key");
  EXPECT_EQ(payload.value().registration_client_uri, "https://cloud.test/workspaces/w1");
  EXPECT_EQ(payload.value().license, "license-text");
}

TEST(RegistrationPayload, IsTheSameAfterTheJournal) {
  for (const Json& json : {GoodRegistration(), Without(GoodRegistration(), "licenseData")}) {
    const auto payload = ParseRegistrationPayload(json);
    ASSERT_TRUE(payload.has_value());
    const Json stored = payload.value().ToStoredJson();
    const auto again = ParseRegistrationPayload(stored);
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(again.value().ToStoredJson(), stored);
    EXPECT_EQ(again.value().client_secret, payload.value().client_secret);
    EXPECT_EQ(again.value().license, payload.value().license);
  }
}

TEST(RegistrationPayload, DemandsWhatAWorkspaceCannotDoWithout) {
  for (const char* key : {"workspaceId", "client_id", "client_secret", "registration_client_uri"}) {
    for (const Json& json :
         {Without(GoodRegistration(), key), With(GoodRegistration(), key, nullptr),
          With(GoodRegistration(), key, ""), With(GoodRegistration(), key, 7),
          With(GoodRegistration(), key, {"text"})}) {
      const auto payload = ParseRegistrationPayload(json);
      ASSERT_FALSE(payload.has_value()) << json;
      EXPECT_EQ(payload.error().code, ErrorCode::kPayloadInvalid);
      EXPECT_TRUE(payload.error().detail.starts_with(std::string(key) + ":"))
          << payload.error().detail;
    }
  }
}

TEST(RegistrationPayload, DemandsAnAddressThatCanBeAsked) {
  for (const char* uri : {"cloud.test/w1", "ftp://cloud.test/w1", "https://", "w1"}) {
    const auto payload =
        ParseRegistrationPayload(With(GoodRegistration(), "registration_client_uri", uri));
    ASSERT_FALSE(payload.has_value()) << uri;
    EXPECT_EQ(payload.error().detail,
              "registration_client_uri: an http or https address is expected, a string is there");
  }
}

TEST(RegistrationPayload, IsNotLostForWhatAWorkspaceCanDoWithout) {
  for (const char* key : {"client_name", "publicKey", "client_secret_expires_at", "licenseData"}) {
    for (const Json& json :
         {Without(GoodRegistration(), key), With(GoodRegistration(), key, nullptr),
          With(GoodRegistration(), key, {"text"}), With(GoodRegistration(), key, true)}) {
      EXPECT_TRUE(ParseRegistrationPayload(json).has_value()) << json;
    }
  }
  const auto payload =
      ParseRegistrationPayload(Json{{"workspaceId", "w"},
                                    {"client_id", "i"},
                                    {"client_secret", "s"},
                                    {"registration_client_uri", "https://c.test"}});
  ASSERT_TRUE(payload.has_value());
  EXPECT_EQ(payload.value().client_name, "");
  EXPECT_EQ(payload.value().public_key, "");
  EXPECT_EQ(payload.value().client_secret_expires_at, 0);
  EXPECT_EQ(payload.value().license, "");
}

TEST(RegistrationPayload, TakesAnExpiryThatIsNoDateForNever) {
  for (const Json& value : {Json(-5), Json(1e300), Json(std::numeric_limits<uint64_t>::max())}) {
    const auto payload =
        ParseRegistrationPayload(With(GoodRegistration(), "client_secret_expires_at", value));
    ASSERT_TRUE(payload.has_value());
    EXPECT_EQ(payload.value().client_secret_expires_at, 0) << value;
  }
}

TEST(RegistrationPayload, NeverQuotesAValueInItsError) {
  const auto payload =
      ParseRegistrationPayload(With(GoodRegistration(), "registration_client_uri", "secret-1"));
  ASSERT_FALSE(payload.has_value());
  EXPECT_EQ(payload.error().ToJson().dump().find("secret-1"), std::string::npos);
}

const Json& GoodToken() {
  static const Json good{{"access_token", "t.o-k_en"}, {"expires_in", 60}, {"scope", "a b"}};
  return good;
}

TEST(AccessToken, IsTakenWithItsLifetime) {
  const auto token = ParseAccessToken(GoodToken());
  ASSERT_TRUE(token.has_value());
  EXPECT_EQ(token.value().access_token, Secret("t.o-k_en"));
  EXPECT_EQ(token.value().expires_in, std::chrono::seconds(60));
  EXPECT_EQ(token.value().scope, "a b");
}

TEST(AccessToken, NeedsNoScopeInTheAnswer) {
  for (const Json& json : {Without(GoodToken(), "scope"), With(GoodToken(), "scope", nullptr)}) {
    const auto token = ParseAccessToken(json);
    ASSERT_TRUE(token.has_value());
    EXPECT_EQ(token.value().scope, "");
  }
}

TEST(AccessToken, HasALifetimeThatCanBeAddedToADate) {
  struct Row {
    Json value;
    int64_t seconds;
  };
  for (const Row& row : {Row{0, 0}, Row{1.9, 1}, Row{1e300, 315360000}, Row{"3600", 3600}}) {
    const auto token = ParseAccessToken(With(GoodToken(), "expires_in", row.value));
    ASSERT_TRUE(token.has_value());
    EXPECT_EQ(token.value().expires_in, std::chrono::seconds(row.seconds));
  }
}

TEST(AccessToken, WithoutALifeIsUsedAtOnceOnly) {
  for (const Json& json :
       {Without(GoodToken(), "expires_in"), With(GoodToken(), "expires_in", nullptr)}) {
    const auto token = ParseAccessToken(json);
    ASSERT_TRUE(token.has_value());
    EXPECT_EQ(token.value().expires_in, std::chrono::seconds(0));
  }
}

TEST(AccessToken, IsRefusedWithTheFieldThatIsWrong) {
  struct Row {
    const char* key;
    Json value;
  };
  const Row rows[] = {
      {"access_token", nullptr},     {"access_token", ""},       {"access_token", 5},
      {"access_token", "two words"}, {"access_token", "a\r\nb"}, {"access_token", "\xC3\xA9"},
      {"expires_in", "soon"},        {"expires_in", true},       {"expires_in", -1}};
  for (const Row& row : rows) {
    const auto token = ParseAccessToken(With(GoodToken(), row.key, row.value));
    ASSERT_FALSE(token.has_value()) << row.key << row.value;
    EXPECT_EQ(token.error().code, ErrorCode::kResponseSchema);
    EXPECT_TRUE(token.error().detail.starts_with(std::string(row.key) + ":"))
        << token.error().detail;
  }
  EXPECT_FALSE(ParseAccessToken(Json::array()).has_value());
}

TEST(SyncPayload, IsTakenWhole) {
  const auto payload = ParseSync(Json{{"workspaceId", "w1"},
                                      {"publicKey", "key"},
                                      {"license", "text"},
                                      {"removeLicense", true},
                                      {"cloudSyncAnnouncement", {{"viewId", "v"}}},
                                      {"unknown", 1}});
  ASSERT_TRUE(payload.has_value());
  EXPECT_EQ(payload.value().workspace_id, "w1");
  EXPECT_EQ(payload.value().public_key, "key");
  EXPECT_EQ(payload.value().license, "text");
  EXPECT_TRUE(payload.value().remove_license);
  EXPECT_EQ(payload.value().cloud_sync_announcement, (Json{{"viewId", "v"}}));
}

TEST(SyncPayload, HasNoLicenseWhenItIsEmpty) {
  const auto payload = ParseSync(Json{{"workspaceId", "w1"}, {"license", ""}});
  ASSERT_TRUE(payload.has_value());
  EXPECT_FALSE(payload.value().license.has_value());
  EXPECT_FALSE(payload.value().remove_license);
  EXPECT_EQ(payload.value().public_key, "");
  EXPECT_TRUE(payload.value().cloud_sync_announcement.is_null());
}

Json Announcement() {
  return {{"_id", "a1"},
          {"platform", {"web"}},
          {"expireAt", "2027-01-01T00:00:00Z"},
          {"startAt", "2026-01-01T00:00:00Z"},
          {"createdBy", "cloud"},
          {"createdAt", "2026-01-01T00:00:00Z"},
          {"view", {{"blocks", {1}}}},
          {"surface", "modal"},
          {"selector", {{"roles", {"admin"}}}},
          {"dictionary", {{"en", {{"k", "text"}}}}}};
}

TEST(CommsPayload, KeepsWhatTheSchemasKnow) {
  const Json nps{
      {"id", "n"}, {"startAt", "2026-01-01T00:00:00Z"}, {"expireAt", "2026-02-01T00:00:00Z"}};
  Json announcement = With(Announcement(), "unknown", 1);
  announcement["selector"]["unknown"] = 1;
  const auto payload = ParseComms(
      Json{{"nps", With(nps, "unknown", 1)},
           {"announcements", {{"create", {announcement}}, {"delete", {"a0"}}, {"unknown", 1}}}});
  ASSERT_TRUE(payload.has_value());
  EXPECT_EQ(payload.value().nps, nps);
  EXPECT_EQ(payload.value().announcements,
            (Json{{"create", {Announcement()}}, {"delete", {"a0"}}}));
}

TEST(CommsPayload, HasNothingWhenNothingCame) {
  for (const Json& json : {Json::object(), Json{{"nps", nullptr}}}) {
    const auto payload = ParseComms(json);
    ASSERT_TRUE(payload.has_value());
    EXPECT_TRUE(payload.value().nps.is_null());
    EXPECT_TRUE(payload.value().announcements.is_null());
  }
}

TEST(CommsPayload, NamesTheElementThatIsWrong) {
  Json second = Announcement();
  second["dictionary"]["de"]["k"] = 5;
  const auto payload = ParseComms(Json{{"announcements", {{"create", {Announcement(), second}}}}});
  ASSERT_FALSE(payload.has_value());
  EXPECT_EQ(payload.error().detail,
            "announcements.create[1].dictionary.de.k: a string is expected, a number is there");
}

TEST(CommsPayload, OverlooksTheMemberThatJavaScriptDoesNotSee) {
  Json announcement = Announcement();
  announcement["dictionary"]["__proto__"] = 5;
  announcement["dictionary"]["en"]["__proto__"] = 5;
  EXPECT_TRUE(ParseComms(Json{{"announcements", {{"create", {announcement}}}}}).has_value());
}

const Json& GoodVersions() {
  static const Json good{
      {"timestamp", "2026-01-01T00:00:00Z"},
      {"versions", {{{"version", "8.6.1"}, {"expiration", "2027-01-01T00:00:00Z"}}}},
      {"exceptions",
       {{"domain", "d"}, {"versions", {{{"version", "6.0.0"}, {"expiration", "2027"}}}}}},
      {"signed", "a.b.c"},
      {"unknown", {1, 2}}};
  return good;
}

TEST(SupportedVersions, AreHandedOnAsTheyCame) {
  const auto versions = ParseSupportedVersions(GoodVersions());
  ASSERT_TRUE(versions.has_value());
  EXPECT_EQ(versions.value(), GoodVersions());
}

TEST(SupportedVersions, NeedNoExceptions) {
  for (const Json& json :
       {Without(GoodVersions(), "exceptions"), With(GoodVersions(), "exceptions", nullptr)}) {
    EXPECT_TRUE(ParseSupportedVersions(json).has_value());
  }
}

TEST(SupportedVersions, AreRefusedWithTheFieldThatIsWrong) {
  struct Row {
    const char* key;
    Json value;
    const char* field;
  };
  const Row rows[] = {
      {"timestamp", nullptr, "timestamp"},
      {"signed", "", "signed"},
      {"signed", 5, "signed"},
      {"versions", Json::object(), "versions"},
      {"versions", {1}, "versions[0]"},
      {"versions", Json::array({Json{{"version", "1"}}}), "versions[0].expiration"},
      {"versions", Json::array({Json{{"expiration", "1"}}}), "versions[0].version"},
      {"exceptions", {1}, "exceptions"},
      {"exceptions", Json::object(), "exceptions.versions"},
  };
  for (const Row& row : rows) {
    const auto versions = ParseSupportedVersions(With(GoodVersions(), row.key, row.value));
    ASSERT_FALSE(versions.has_value()) << row.field;
    EXPECT_EQ(versions.error().code, ErrorCode::kResponseSchema);
    EXPECT_TRUE(versions.error().detail.starts_with(std::string(row.field) + ":"))
        << versions.error().detail;
  }
}

}  // namespace
}  // namespace registrar
