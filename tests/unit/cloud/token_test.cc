#include <gtest/gtest.h>

#include <string>

#include "tests/unit/cloud/fixture.h"

namespace registrar {
namespace {

constexpr const char* kTokenPath = "/api/oauth/token";

TEST(RedirectUri, HasNoDoubleSlash) {
  const std::string expected = "https://chat.example.org/admin/cloud/oauth-callback";
  EXPECT_EQ(RedirectUri("https://chat.example.org"), expected);
  EXPECT_EQ(RedirectUri("https://chat.example.org/"), expected);
  EXPECT_EQ(RedirectUri("https://example.org/chat/"),
            "https://example.org/chat/admin/cloud/oauth-callback");
}

TEST_F(CloudClientTest, AccessTokenIsAskedForWithAFormInTheProtocolsOrder) {
  http.Answer("POST", kTokenPath, AnswerJson(200, GoodToken()));
  ASSERT_TRUE(GetAccessToken().has_value());
  ASSERT_EQ(http.Lines(), std::vector<std::string>{"POST https://cloud.test:443/api/oauth/token"});
  const RecordedRequest request = http.requests().front();
  EXPECT_EQ(request.bearer, "");
  EXPECT_EQ(request.secret_query, "");
  EXPECT_EQ(request.content_type, "application/x-www-form-urlencoded");
  EXPECT_EQ(request.body,
            "client_id=id-1&client_secret=s%26cr%3Dt%20%2B%C3%A9"
            "&scope=workspace%3Alicense%3Aread%20workspace%3Aclient%3Awrite"
            "%20workspace%3Astats%3Awrite%20workspace%3Apush%3Asend%20marketplace%3Aread"
            "%20marketplace%3Adownload%20fedhub%3Aregister"
            "&grant_type=client_credentials"
            "&redirect_uri=https%3A%2F%2Fchat.example.org%2Fadmin%2Fcloud%2Foauth-callback");
}

TEST_F(CloudClientTest, AccessTokenIsYielded) {
  http.Answer("POST", kTokenPath, AnswerJson(200, GoodToken()));
  const auto token = GetAccessToken();
  ASSERT_TRUE(token.has_value());
  EXPECT_EQ(token.value().access_token, Secret("token-1"));
  EXPECT_EQ(token.value().expires_in, std::chrono::seconds(3600));
  EXPECT_EQ(token.value().scope, kWorkspaceScopes);
}

TEST_F(CloudClientTest, AccessTokenTellsThatTheCloudForgotTheWorkspace) {
  for (const int status : {400, 401, 404}) {
    http.Answer("POST", kTokenPath,
                AnswerJson(status, {{"error", "oauth_invalid_client_credentials"}}));
    const auto token = GetAccessToken();
    ASSERT_FALSE(token.has_value());
    EXPECT_EQ(token.error().code, ErrorCode::kUnknownClient);
    EXPECT_EQ(token.error().http_status, status);
    EXPECT_EQ(token.error().peer, kPeer);
  }
}

TEST_F(CloudClientTest, AccessTokenDoesNotTakeOtherFailuresForAForgottenWorkspace) {
  http.Answer("POST", kTokenPath, AnswerJson(500, {{"error", "oauth_invalid_client_credentials"}}));
  http.Answer("POST", kTokenPath, AnswerJson(400, {{"error", "oauth_invalid_scope"}}));
  http.Answer("POST", kTokenPath, AnswerText(401, "text/html", "<html>"));
  http.Answer("POST", kTokenPath, AnswerFailure(ErrorCode::kConnectReset, true));
  EXPECT_EQ(GetAccessToken().error().code, ErrorCode::kStatusServerError);
  EXPECT_EQ(GetAccessToken().error().code, ErrorCode::kStatusClientError);
  EXPECT_EQ(GetAccessToken().error().code, ErrorCode::kStatusClientError);
  EXPECT_EQ(GetAccessToken().error().code, ErrorCode::kConnectReset);
}

TEST_F(CloudClientTest, AccessTokenErrorsNeverRepeatTheClientSecret) {
  const std::string quoted = "client id-1 with s&cr=t +é is wrong";
  http.Answer("POST", kTokenPath, AnswerJson(400, {{"error", quoted}}));
  const auto token = GetAccessToken();
  ASSERT_FALSE(token.has_value());
  EXPECT_EQ(token.error().cloud_error, "client id-1 with [secret] is wrong");
}

TEST_F(CloudClientTest, AccessTokenNamesTheFieldThatIsWrong) {
  Json json = GoodToken();
  json["expires_in"] = "soon";
  http.Answer("POST", kTokenPath, AnswerJson(200, json));
  const auto token = GetAccessToken();
  ASSERT_FALSE(token.has_value());
  EXPECT_EQ(token.error().code, ErrorCode::kResponseSchema);
  EXPECT_EQ(token.error().detail, "expires_in: a number of seconds is expected, a string is there");
  EXPECT_EQ(token.error().peer, kPeer);
}

}  // namespace
}  // namespace registrar
