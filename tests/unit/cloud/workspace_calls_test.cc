#include <gtest/gtest.h>

#include <string>

#include "tests/unit/cloud/fixture.h"

namespace registrar {
namespace {

TEST_F(CloudClientTest, SyncPostsTheRegistrationDataToTheWorkspacesOwnAddress) {
  http.Answer("POST", "/sync", AnswerJson(200, GoodSync()));
  const auto payload = Sync();
  ASSERT_TRUE(payload.has_value());
  EXPECT_EQ(payload.value().license, "license-text");
  const RecordedRequest request = http.requests().front();
  EXPECT_EQ(request.Line(), "POST https://cloud.test:443/workspaces/w1/sync");
  EXPECT_EQ(request.bearer, "bearer-1");
  EXPECT_EQ(request.content_type, "application/json");
  EXPECT_EQ(request.body, kData);
}

TEST_F(CloudClientTest, CommsPostsTheRegistrationDataToTheCloud) {
  http.Answer("POST", "/api/v3/comms/workspace", AnswerJson(200, Json::object()));
  const auto payload = Comms();
  ASSERT_TRUE(payload.has_value());
  EXPECT_TRUE(payload.value().announcements.is_null());
  const RecordedRequest request = http.requests().front();
  EXPECT_EQ(request.Line(), "POST https://cloud.test:443/api/v3/comms/workspace");
  EXPECT_EQ(request.bearer, "bearer-1");
  EXPECT_EQ(request.content_type, "application/json");
  EXPECT_EQ(request.body, kData);
}

TEST_F(CloudClientTest, LicenseIsFetchedInTheVersionThatTheServerReads) {
  for (const int version : {3, 2}) {
    http.Answer("GET", "/license", AnswerJson(200, GoodLicense()));
    endpoints.license_version = version;
    const auto payload = License();
    ASSERT_TRUE(payload.has_value());
    EXPECT_EQ(payload.value().license, "license-text");
    EXPECT_EQ(
        http.requests().back().Line(),
        "GET https://cloud.test:443/workspaces/w1/license?version=" + std::to_string(version));
  }
  const RecordedRequest request = http.requests().front();
  EXPECT_EQ(request.bearer, "bearer-1");
  EXPECT_EQ(request.body, "");
}

TEST_F(CloudClientTest, SupportWindowIsFetchedWithTheTokenIfThereIsOne) {
  http.AnswerAlways("GET", "/supportedVersions", AnswerJson(200, GoodVersions()));
  for (const std::string bearer : {"bearer-1", ""}) {
    const auto versions = SupportedVersions(bearer);
    ASSERT_TRUE(versions.has_value());
    EXPECT_EQ(versions.value(), GoodVersions()) << "it is handed on as it came";
    EXPECT_EQ(http.requests().back().bearer, bearer);
    EXPECT_EQ(http.requests().back().Line(),
              "GET https://releases.rocket.chat:443/v2/server/supportedVersions");
  }
}

TEST_F(CloudClientTest, SupportWindowOfAnotherHostIsFetchedWithoutTheToken) {
  endpoints.releases_url = "https://mirror.example.org/window.json";
  http.Answer("GET", "/window.json", AnswerJson(200, GoodVersions()));
  ASSERT_TRUE(SupportedVersions().has_value());
  EXPECT_EQ(http.requests().front().bearer, "");
}

TEST_F(CloudClientTest, SupportWindowNamesTheVariableOfAnAddressThatIsNone) {
  endpoints.releases_url = "releases";
  const auto versions = SupportedVersions();
  ASSERT_FALSE(versions.has_value());
  EXPECT_EQ(versions.error().code, ErrorCode::kUrlInvalid);
  EXPECT_TRUE(versions.error().detail.starts_with("OVERWRITE_INTERNAL_RELEASE_URL"))
      << versions.error().detail;
}

TEST_F(CloudClientTest, CredentialsStayHomeWhenTheAddressIsNotAllowed) {
  endpoints.cloud_url = "http://cloud.test";
  EXPECT_EQ(Connect().error().code, ErrorCode::kUrlInsecure);
  EXPECT_EQ(GetAccessToken().error().code, ErrorCode::kUrlInsecure);
  EXPECT_EQ(Comms().error().code, ErrorCode::kUrlInsecure);
  endpoints.cloud_url = "https://cloud.test";
  endpoints.client_uri = "https://evil.test/workspaces/w1";
  EXPECT_EQ(Sync().error().code, ErrorCode::kUrlNotAllowed);
  EXPECT_EQ(License().error().code, ErrorCode::kUrlNotAllowed);
  EXPECT_EQ(Sync().error().detail, "Cloud_Workspace_Registration_Client_Uri");
  EXPECT_EQ(Sync().error().peer, "evil.test:443");
  EXPECT_TRUE(http.requests().empty());
}

TEST_F(CloudClientTest, AnAddressThatIsNoneIsNamedByItsSetting) {
  endpoints.client_uri = "";
  EXPECT_EQ(Sync().error().code, ErrorCode::kUrlInvalid);
  EXPECT_EQ(Sync().error().detail, "Cloud_Workspace_Registration_Client_Uri is empty");
  endpoints.cloud_url = "cloud.test";
  EXPECT_EQ(Connect().error().code, ErrorCode::kUrlInvalid);
  EXPECT_TRUE(Connect().error().detail.starts_with("Cloud_Url")) << Connect().error().detail;
  EXPECT_TRUE(http.requests().empty());
}

TEST_F(CloudClientTest, CallsPassOnFailuresBelowHttp) {
  http.AnswerAlways("POST", "/sync", AnswerFailure(ErrorCode::kResponseTimeout, true));
  http.AnswerAlways("POST", "/workspace", AnswerFailure(ErrorCode::kTlsNameMismatch, false));
  http.AnswerAlways("GET", "/license", AnswerFailure(ErrorCode::kDnsTimeout, false));
  http.AnswerAlways("GET", "/supportedVersions", AnswerFailure(ErrorCode::kProxyRefused, false));
  EXPECT_EQ(Sync().error().code, ErrorCode::kResponseTimeout);
  EXPECT_TRUE(Sync().error().request_sent);
  EXPECT_EQ(Comms().error().code, ErrorCode::kTlsNameMismatch);
  EXPECT_EQ(License().error().code, ErrorCode::kDnsTimeout);
  EXPECT_EQ(SupportedVersions().error().code, ErrorCode::kProxyRefused);
}

TEST_F(CloudClientTest, CallsWithABearerTellARefusedToken) {
  for (const int status : {401, 403}) {
    const FakeAnswer answer = AnswerJson(status, {{"error", "access_token_expired"}});
    http.Answer("POST", "/sync", answer);
    http.Answer("POST", "/workspace", answer);
    http.Answer("GET", "/license", answer);
    http.Answer("GET", "/supportedVersions", answer);
    http.Answer("GET", "/supportedVersions", answer);
    EXPECT_EQ(Sync().error().code, ErrorCode::kAccessDenied);
    EXPECT_EQ(Comms().error().code, ErrorCode::kAccessDenied);
    EXPECT_EQ(License().error().code, ErrorCode::kAccessDenied);
    EXPECT_EQ(SupportedVersions().error().code, ErrorCode::kAccessDenied);
    EXPECT_EQ(SupportedVersions("").error().code, ErrorCode::kStatusClientError);
  }
}

TEST_F(CloudClientTest, CallsNameTheFieldThatIsWrong) {
  http.Answer("POST", "/sync", AnswerJson(200, {{"workspaceId", "w1"}, {"license", nullptr}}));
  http.Answer("POST", "/workspace",
              AnswerJson(200, {{"announcements", {{"create", {{{"_id", 5}}}}}}}));
  http.Answer("GET", "/license", AnswerJson(200, Json::array()));
  http.Answer("GET", "/supportedVersions", AnswerJson(200, {{"timestamp", "x"}}));
  const Error errors[] = {Sync().error(), Comms().error(), License().error(),
                          SupportedVersions().error()};
  const char* const details[] = {
      "license: a string is expected, null is there",
      "announcements.create[0]._id: a string is expected, a number is there",
      "the answer: an object is expected, an array is there",
      "versions: an array is expected, nothing is there",
  };
  for (size_t i = 0; i < std::size(errors); ++i) {
    EXPECT_EQ(errors[i].code, ErrorCode::kResponseSchema);
    EXPECT_EQ(errors[i].detail, details[i]);
    EXPECT_FALSE(errors[i].peer.empty());
    EXPECT_TRUE(errors[i].request_sent);
  }
}

TEST_F(CloudClientTest, CallsEndWithTheReasonOfTheirCancellation) {
  http.Answer("POST", "/sync", StaySilent());
  CancelSource source;
  const auto outcome =
      Start(client.Sync(endpoints, Secret("bearer-1"), Secret(kData), source.token()));
  ASSERT_FALSE(outcome->has_value());
  source.Cancel(Error(ErrorCode::kCancelled));
  ASSERT_TRUE(outcome->has_value());
  EXPECT_EQ((*outcome)->error().code, ErrorCode::kCancelled);
}

}  // namespace
}  // namespace registrar
