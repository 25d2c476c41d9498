#include <gtest/gtest.h>

#include <string>

#include "tests/unit/cloud/altered.h"
#include "tests/unit/cloud/fixture.h"

namespace registrar {
namespace {

constexpr const char* kPreIntentPath = "/api/v2/register/workspace/pre-intent";
constexpr const char* kIntentPath = "/api/v2/register/workspace/intent";
constexpr const char* kPollPath = "/api/v2/register/workspace/poll";
constexpr const char* kRegisterPath = "/api/v2/register/workspace";

TEST_F(CloudClientTest, PreIntentPostsTheRegistrationDataAndTakesAnySuccess) {
  http.Answer("POST", kPreIntentPath, AnswerStatus(204));
  EXPECT_TRUE(PreIntent().has_value());
  const RecordedRequest request = http.requests().front();
  EXPECT_EQ(request.Line(), "POST https://cloud.test:443/api/v2/register/workspace/pre-intent");
  EXPECT_EQ(request.body, kData);
  EXPECT_EQ(request.content_type, "application/json");
  EXPECT_EQ(request.bearer, "");
}

TEST_F(CloudClientTest, PreIntentTakesThreeSecondsAtMost) {
  http.AnswerAlways("POST", kPreIntentPath, AnswerStatus(200));
  ASSERT_TRUE(PreIntent().has_value());
  const HttpDeadlines asked = http.requests().back().deadlines;
  for (const Duration phase :
       {asked.total, asked.lookup, asked.connect, asked.handshake, asked.first_byte}) {
    EXPECT_EQ(phase, std::chrono::seconds(3));
  }
  endpoints.deadlines.total = std::chrono::seconds(1);
  ASSERT_TRUE(PreIntent().has_value());
  EXPECT_EQ(http.requests().back().deadlines.total, std::chrono::seconds(1));
}

TEST_F(CloudClientTest, PreIntentTellsARefusal) {
  http.Answer("POST", kPreIntentPath, AnswerJson(400, {{"error", "registration_data_missing"}}));
  const auto status = PreIntent();
  ASSERT_FALSE(status.has_value());
  EXPECT_EQ(status.error().code, ErrorCode::kStatusClientError);
  EXPECT_EQ(status.error().cloud_error, "registration_data_missing");
}

TEST_F(CloudClientTest, IntentIsYielded) {
  http.Answer("POST", kIntentPath, AnswerJson(200, GoodIntent()));
  const auto intent = Intent();
  ASSERT_TRUE(intent.has_value());
  EXPECT_EQ(intent.value().device_code, Secret("device-1"));
  EXPECT_EQ(intent.value().user_code, "AB12");
  EXPECT_EQ(intent.value().verification_url, "https://cloud.test/verify");
  EXPECT_EQ(intent.value().interval, std::chrono::seconds(5));
  EXPECT_EQ(intent.value().expires_in, std::chrono::seconds(900));
  EXPECT_EQ(http.requests().front().url.target, std::string(kIntentPath) + "?resent=false");
  EXPECT_EQ(http.requests().front().body, kData);
}

TEST_F(CloudClientTest, IntentSaysWhenTheEmailIsWantedAgain) {
  http.Answer("POST", kIntentPath, AnswerJson(200, GoodIntent()));
  ASSERT_TRUE(Intent(/*resend=*/true).has_value());
  EXPECT_EQ(http.requests().front().url.target, std::string(kIntentPath) + "?resent=true");
}

TEST_F(CloudClientTest, IntentKeepsIntervalAndLifeWithinReason) {
  Json json = GoodIntent();
  json["interval"] = 0.25;
  json["expires_in"] = 1e18;
  json.erase("verification_url");
  http.Answer("POST", kIntentPath, AnswerJson(200, json));
  http.Answer("POST", kIntentPath, AnswerJson(200, With(json, "interval", 86400)));
  const auto intent = Intent();
  ASSERT_TRUE(intent.has_value());
  EXPECT_EQ(intent.value().interval, std::chrono::seconds(1));
  EXPECT_EQ(intent.value().expires_in, std::chrono::hours(720));
  EXPECT_EQ(intent.value().verification_url, "");
  EXPECT_EQ(Intent().value().interval, std::chrono::minutes(1));
}

TEST_F(CloudClientTest, IntentMayLeaveOutWhatHasAUsualValue) {
  Json json = GoodIntent();
  json.erase("interval");
  json["expires_in"] = "900";
  json["verification_url"] = nullptr;
  http.Answer("POST", kIntentPath, AnswerJson(200, json));
  const auto intent = Intent();
  ASSERT_TRUE(intent.has_value());
  EXPECT_EQ(intent.value().interval, std::chrono::seconds(5));
  EXPECT_EQ(intent.value().expires_in, std::chrono::minutes(15));
  EXPECT_EQ(intent.value().verification_url, "");
}

TEST_F(CloudClientTest, IntentNamesTheFieldThatIsWrong) {
  const struct {
    const char* key;
    Json value;
    const char* detail;
  } cases[] = {
      {"device_code", 5, "device_code: a string is expected, a number is there"},
      {"device_code", "",
       "device_code: a string that is not empty is expected, an empty string is there"},
      {"user_code", nullptr, "user_code: a string is expected, null is there"},
      {"verification_url", 1, "verification_url: a string is expected, a number is there"},
      {"interval", "soon", "interval: a number of seconds is expected, a string is there"},
      {"interval", 0, "interval: a number of seconds above 0 is expected, a number is there"},
      {"expires_in", -1, "expires_in: a number of seconds above 0 is expected, a number is there"},
  };
  for (const auto& one : cases) {
    http.Answer("POST", kIntentPath, AnswerJson(200, With(GoodIntent(), one.key, one.value)));
    const auto intent = Intent();
    ASSERT_FALSE(intent.has_value()) << one.detail;
    EXPECT_EQ(intent.error().code, ErrorCode::kResponseSchema);
    EXPECT_EQ(intent.error().detail, one.detail);
  }
}

TEST_F(CloudClientTest, PollWaitsWhileTheCloudSaysThatItIsNoSuccess) {
  http.Answer("GET", kPollPath, AnswerJson(200, {{"successful", false}, {"status", "pending"}}));
  const auto answer = Poll();
  ASSERT_TRUE(answer.has_value()) << answer.error().Message();
  EXPECT_FALSE(answer.value().registration.has_value());
}

TEST_F(CloudClientTest, PollCarriesTheDeviceCodeWhereNobodyReadsIt) {
  http.Answer("GET", kPollPath, AnswerJson(200, {{"status", "authorization_pending"}}));
  const auto answer = Poll();
  ASSERT_TRUE(answer.has_value());
  EXPECT_FALSE(answer.value().registration.has_value());
  const RecordedRequest request = http.requests().front();
  EXPECT_EQ(request.Line(), "GET https://cloud.test:443/api/v2/register/workspace/poll");
  EXPECT_EQ(request.secret_query, "token=dev%261");
}

TEST_F(CloudClientTest, PollYieldsTheRegistration) {
  http.Answer("GET", kPollPath,
              AnswerJson(200, {{"successful", true}, {"payload", GoodRegistration()}}));
  const auto answer = Poll();
  ASSERT_TRUE(answer.has_value());
  ASSERT_TRUE(answer.value().registration.has_value());
  EXPECT_EQ(answer.value().registration->client_secret, Secret("secret-1"));
}

TEST_F(CloudClientTest, PollTellsWhatBecameOfTheIntent) {
  const struct {
    FakeAnswer answer;
    ErrorCode code;
  } cases[] = {
      {AnswerJson(400, {{"error", "device_code_expired"}}), ErrorCode::kIntentExpired},
      {AnswerJson(400, {{"error", "expired_token"}}), ErrorCode::kIntentExpired},
      {AnswerJson(400, {{"error", "device_code_invalid"}}), ErrorCode::kIntentUnknown},
      {AnswerJson(404, Json::object()), ErrorCode::kIntentUnknown},
      {AnswerJson(400, {{"error", "device_code_used"}}), ErrorCode::kAnswerLost},
      {AnswerText(403, "text/html", "<html>expired"), ErrorCode::kStatusClientError},
      {AnswerStatus(429), ErrorCode::kStatusRateLimited},
      {AnswerStatus(502), ErrorCode::kStatusServerError},
      {AnswerFailure(ErrorCode::kDnsFailed, false), ErrorCode::kDnsFailed},
  };
  for (const auto& one : cases) {
    http.Answer("GET", kPollPath, one.answer);
    const auto answer = Poll();
    ASSERT_FALSE(answer.has_value());
    EXPECT_EQ(answer.error().info().code, Describe(one.code).code);
    EXPECT_FALSE(answer.error().request_sent);
  }
}

TEST_F(CloudClientTest, PollCallsTheAnswerLostWhenARegistrationMayHaveBeenInIt) {
  const FakeAnswer answers[] = {
      AnswerFailure(ErrorCode::kResponseTruncated, true),
      AnswerFailure(ErrorCode::kConnectReset, true),
      AnswerText(200, "application/json", R"({"successful":true,"payl)"),
  };
  for (const FakeAnswer& one : answers) {
    http.Answer("GET", kPollPath, one);
    const auto answer = Poll();
    ASSERT_FALSE(answer.has_value());
    EXPECT_EQ(answer.error().code, ErrorCode::kAnswerLost);
    EXPECT_TRUE(answer.error().request_sent);
  }
}

TEST_F(CloudClientTest, PollNamesTheFieldThatIsWrong) {
  Json registration = GoodRegistration();
  registration.erase("client_secret");
  const struct {
    Json json;
    ErrorCode code;
    const char* detail;
  } cases[] = {
      {{{"successful", true}, {"payload", registration}},
       ErrorCode::kPayloadInvalid,
       "payload: client_secret: a string is expected, nothing is there"},
      {{{"successful", true}},
       ErrorCode::kPayloadInvalid,
       "payload: the answer: an object is expected, null is there"},
      {{{"successful", "no"}},
       ErrorCode::kResponseSchema,
       "successful: a boolean is expected, a string is there"},
      {{{"status", "soon"}},
       ErrorCode::kResponseSchema,
       "status: \"authorization_pending\" or a success is expected, a string is there"},
      {Json::array(), ErrorCode::kResponseSchema,
       "the answer: an object is expected, an array is there"},
  };
  for (const auto& one : cases) {
    http.Answer("GET", kPollPath, AnswerJson(200, one.json));
    const auto answer = Poll();
    ASSERT_FALSE(answer.has_value()) << one.detail;
    EXPECT_EQ(answer.error().code, one.code);
    EXPECT_EQ(answer.error().detail, one.detail);
    EXPECT_TRUE(answer.error().request_sent);
  }
}

TEST_F(CloudClientTest, PollErrorsNeverRepeatTheDeviceCode) {
  http.Answer("GET", kPollPath, AnswerJson(400, {{"error", "no intent dev&1"}}));
  EXPECT_EQ(Poll().error().cloud_error, "no intent [secret]");
}

TEST_F(CloudClientTest, RegisterByEmailYieldsTheWorkspacesId) {
  http.AnswerAlways("POST", kRegisterPath, AnswerJson(200, {{"id", "w7"}}));
  EXPECT_EQ(RegisterByEmail().value(), "w7");
  EXPECT_EQ(http.requests().back().url.target, std::string(kRegisterPath) + "?resend=false");
  EXPECT_EQ(http.requests().back().body, kData);
  EXPECT_EQ(RegisterByEmail(/*resend=*/true).value(), "w7");
  EXPECT_EQ(http.requests().back().url.target, std::string(kRegisterPath) + "?resend=true");
}

TEST_F(CloudClientTest, RegisterByEmailNamesTheFieldThatIsWrong) {
  http.Answer("POST", kRegisterPath, AnswerJson(200, {{"id", ""}}));
  const auto id = RegisterByEmail();
  ASSERT_FALSE(id.has_value());
  EXPECT_EQ(id.error().code, ErrorCode::kResponseSchema);
  EXPECT_EQ(id.error().detail,
            "id: a string that is not empty is expected, an empty string is there");
}

TEST_F(CloudClientTest, WizardCallsGoNowhereElse) {
  endpoints.cloud_url = "http://cloud.test";
  EXPECT_EQ(PreIntent().error().code, ErrorCode::kUrlInsecure);
  EXPECT_EQ(Intent().error().code, ErrorCode::kUrlInsecure);
  EXPECT_EQ(Poll().error().code, ErrorCode::kUrlInsecure);
  EXPECT_EQ(RegisterByEmail().error().code, ErrorCode::kUrlInsecure);
  EXPECT_TRUE(http.requests().empty());
}

}  // namespace
}  // namespace registrar
