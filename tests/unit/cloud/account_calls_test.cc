#include <gtest/gtest.h>

#include <string>

#include "tests/unit/cloud/fixture.h"

namespace registrar {
namespace {

constexpr const char* kTokenPath = "/api/oauth/token";
constexpr const char* kRevokePath = "/api/oauth/revoke";

// Every form in which an error could leave the module.
std::string Told(const Error& error) { return error.Message() + error.ToJson().dump(); }

TEST_F(CloudClientTest, UserTokenTravelsInTheAddressWhereNobodyReadsIt) {
  http.Answer("POST", kTokenPath, AnswerJson(200, GoodUserToken()));
  const auto token = UserToken();
  ASSERT_TRUE(token.has_value());
  EXPECT_EQ(token.value().access_token, Secret("user-1"));
  EXPECT_EQ(token.value().refresh_token, Secret("refresh-1"));
  EXPECT_EQ(token.value().expires_in, std::chrono::seconds(60));
  EXPECT_EQ(token.value().scope, "openid offline_access");
  EXPECT_EQ(token.value().token_type, "Bearer");
  const RecordedRequest request = http.requests().front();
  EXPECT_EQ(request.Line(), "POST https://cloud.test:443/api/oauth/token");
  EXPECT_EQ(request.body, "");
  EXPECT_EQ(request.secret_query,
            "client_id=id-1&client_secret=s%26t&grant_type=authorization_code"
            "&scope=openid%20offline_access&code=code%201"
            "&redirect_uri=https%3A%2F%2Fchat.example.org%2Fadmin%2Fcloud%2Foauth-callback");
}

TEST_F(CloudClientTest, UserTokenIsRefreshed) {
  Json json = GoodUserToken();
  json.erase("refresh_token");
  json.erase("scope");
  http.Answer("POST", kTokenPath, AnswerJson(200, json));
  const auto token = RefreshUserToken();
  ASSERT_TRUE(token.has_value());
  EXPECT_TRUE(token.value().refresh_token.empty());
  EXPECT_EQ(token.value().scope, "");
  EXPECT_EQ(http.requests().front().secret_query, "");
  EXPECT_EQ(http.requests().front().content_type, "application/x-www-form-urlencoded");
  EXPECT_EQ(http.requests().front().body,
            "client_id=id-1&client_secret=s%26t&refresh_token=refresh%201"
            "&scope=openid%20offline_access&grant_type=refresh_token"
            "&redirect_uri=https%3A%2F%2Fchat.example.org%2Fadmin%2Fcloud%2Foauth-callback");
}

TEST_F(CloudClientTest, UserTokenErrorsNeverRepeatASecret) {
  const std::string quoted = "code 1, code%201 of s&t: /token?client_id=id-1&client_secret=s%26t";
  http.Answer("POST", kTokenPath, AnswerJson(400, {{"error", quoted}}));
  http.Answer("POST", kTokenPath, AnswerFailure(ErrorCode::kConnectReset, true));
  http.Answer("POST", kTokenPath, AnswerJson(200, {{"access_token", "user 1"}}));
  const auto refused = UserToken();
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().cloud_error,
            "[secret], [secret] of [secret]: /token?client_id=id-1&client_secret=[secret]");
  for (const Error& error : {refused.error(), UserToken().error(), UserToken().error()}) {
    for (const char* secret : {"s&t", "s%26t", "code 1", "code%201", "user 1"}) {
      EXPECT_EQ(Told(error).find(secret), std::string::npos) << Told(error);
    }
  }
}

TEST_F(CloudClientTest, UserTokenNamesTheFieldThatIsWrong) {
  const struct {
    const char* key;
    Json value;
    const char* detail;
  } cases[] = {
      {"access_token", nullptr, "access_token: a string is expected, null is there"},
      {"access_token", "two words",
       "access_token: text that fits a header is expected, a string is there"},
      {"expires_in", -1,
       "expires_in: a number of seconds from 0 on is expected, a number is there"},
      {"scope", 1, "scope: a string is expected, a number is there"},
      {"token_type", false, "token_type: a string is expected, a boolean is there"},
      {"refresh_token", 1, "refresh_token: a string is expected, a number is there"},
  };
  for (const auto& one : cases) {
    Json json = GoodUserToken();
    json[one.key] = one.value;
    http.Answer("POST", kTokenPath, AnswerJson(200, json));
    const auto token = UserToken();
    ASSERT_FALSE(token.has_value()) << one.detail;
    EXPECT_EQ(token.error().code, ErrorCode::kResponseSchema);
    EXPECT_EQ(token.error().detail, one.detail);
    EXPECT_EQ(token.error().peer, kPeer);
  }
}

TEST_F(CloudClientTest, UserCallsTellThatTheCloudForgotTheWorkspace) {
  const FakeAnswer unknown = AnswerJson(401, {{"error", "oauth_invalid_client_credentials"}});
  http.AnswerAlways("POST", kTokenPath, unknown);
  http.AnswerAlways("POST", kRevokePath, unknown);
  EXPECT_EQ(UserToken().error().code, ErrorCode::kUnknownClient);
  EXPECT_EQ(RefreshUserToken().error().code, ErrorCode::kUnknownClient);
  EXPECT_EQ(RevokeUserToken().error().code, ErrorCode::kUnknownClient);
}

TEST_F(CloudClientTest, UserTokenIsRevoked) {
  http.Answer("POST", kRevokePath, AnswerStatus(200));
  ASSERT_TRUE(RevokeUserToken().has_value());
  const RecordedRequest request = http.requests().front();
  EXPECT_EQ(request.Line(), "POST https://cloud.test:443/api/oauth/revoke");
  EXPECT_EQ(request.body, "");
  EXPECT_EQ(request.secret_query,
            "client_id=id-1&client_secret=s%26t&token=refresh%201&token_type_hint=refresh_token");
  http.Answer("POST", kRevokePath, AnswerJson(400, {{"error", "bad refresh 1"}}));
  const auto refused = RevokeUserToken();
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().cloud_error, "bad [secret]");
}

TEST_F(CloudClientTest, CheckoutYieldsTheShopsPage) {
  http.Answer("POST", "/billing/api/v2/checkout",
              AnswerJson(200, {{"url", "https://shop.test/checkout/w1"}}));
  EXPECT_EQ(Checkout().value(), "https://shop.test/checkout/w1");
  const RecordedRequest request = http.requests().front();
  EXPECT_EQ(request.bearer, "bearer-1");
  const Json expected{{"okCallback", "https://chat/ok"}, {"cancelCallback", "https://chat/no"}};
  EXPECT_EQ(request.JsonBody(), expected);
}

TEST_F(CloudClientTest, CheckoutTakesTheTokenToAllowedHostsOnly) {
  EXPECT_EQ(Checkout("https://billing.evil.test").error().code, ErrorCode::kUrlNotAllowed);
  EXPECT_EQ(Checkout("http://billing.rocket.chat").error().code, ErrorCode::kUrlInsecure);
  EXPECT_EQ(Checkout("").error().detail, "Cloud_Billing_Url is empty");
  EXPECT_TRUE(http.requests().empty());
  http.Answer("POST", "/api/v2/checkout", AnswerJson(200, {{"url", "https://shop.test"}}));
  EXPECT_TRUE(Checkout("https://billing.rocket.chat").has_value());
}

TEST_F(CloudClientTest, CheckoutYieldsNothingButAnAddress) {
  for (const Json& url :
       {Json("javascript:alert(1)"), Json(""), Json(nullptr), Json("/checkout")}) {
    http.Answer("POST", "/api/v2/checkout", AnswerJson(200, {{"url", url}}));
    const auto answer = Checkout();
    ASSERT_FALSE(answer.has_value()) << url;
    EXPECT_EQ(answer.error().code, ErrorCode::kResponseSchema);
    EXPECT_TRUE(answer.error().detail.starts_with("url: ")) << answer.error().detail;
  }
}

TEST_F(CloudClientTest, LegacySyncPostsTheRegistrationData) {
  http.Answer("POST", "/client",
              AnswerJson(200, {{"workspaceId", "w1"}, {"banners", Json::array()}}));
  const auto payload = LegacySync();
  ASSERT_TRUE(payload.has_value());
  EXPECT_EQ(payload.value().workspace_id, "w1");
  EXPECT_TRUE(payload.value().trial.is_null());
  EXPECT_TRUE(payload.value().nps.is_null());
  EXPECT_EQ(payload.value().banners, Json::array());
  const RecordedRequest request = http.requests().front();
  EXPECT_EQ(request.Line(), "POST https://cloud.test:443/workspaces/w1/client");
  EXPECT_EQ(request.bearer, "bearer-1");
  EXPECT_EQ(request.body, kData);
}

TEST_F(CloudClientTest, LegacySyncHandsOnWhatTheSchemaKnows) {
  const std::string day = "2026-01-02T03:04:05Z";
  const Json banner{{"_id", "b1"},
                    {"platform", {"web"}},
                    {"expireAt", day},
                    {"startAt", day},
                    {"createdBy", {{"_id", "u1"}, {"username", "ada"}, {"email", "no"}}},
                    {"createdAt", day},
                    {"view", {{"blocks", Json::array()}}},
                    {"surface", "banner"},
                    {"selector", {{"roles", {"admin"}}}}};
  http.Answer("POST", "/client",
              AnswerJson(200, {{"workspaceId", "w1"}, {"banners", Json::array({banner})}}));
  const auto payload = LegacySync();
  ASSERT_TRUE(payload.has_value());
  Json expected = banner;
  expected.erase("selector");
  expected["createdBy"].erase("email");
  EXPECT_EQ(payload.value().banners, Json::array({expected}));
}

TEST_F(CloudClientTest, DowngradeTakesAnySuccess) {
  http.Answer("POST", "/client/downgrade", AnswerStatus(204));
  ASSERT_TRUE(Downgrade().has_value());
  const RecordedRequest request = http.requests().front();
  EXPECT_EQ(request.Line(), "POST https://cloud.test:443/workspaces/w1/client/downgrade");
  EXPECT_EQ(request.bearer, "bearer-1");
  EXPECT_EQ(request.body, "");
  http.Answer("POST", "/client/downgrade", AnswerStatus(401));
  EXPECT_EQ(Downgrade().error().code, ErrorCode::kAccessDenied);
}

TEST_F(CloudClientTest, WhatIsGoodForOneUseIsNeverSentTwice) {
  for (const char* method : {"GET", "POST"}) http.AnswerAlways(method, "", AnswerStatus(503));
  EXPECT_FALSE(Connect() || UserToken() || RefreshUserToken() || Intent() || RegisterByEmail());
  for (const RecordedRequest& request : http.requests()) {
    EXPECT_FALSE(request.repeatable) << request.Line();
  }
  http.ClearRequests();
  EXPECT_FALSE(GetAccessToken() || Sync() || Comms() || License() || SupportedVersions());
  EXPECT_FALSE(PreIntent() || Poll() || LegacySync() || Downgrade() || Checkout());
  EXPECT_FALSE(RevokeUserToken());
  for (const RecordedRequest& request : http.requests()) {
    EXPECT_TRUE(request.repeatable) << request.Line();
  }
}

}  // namespace
}  // namespace registrar
