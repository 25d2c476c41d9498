#include <gtest/gtest.h>

#include <string>

#include "tests/unit/cloud/fixture.h"

namespace registrar {
namespace {

constexpr const char* kClientsPath = "/api/oauth/clients";

TEST_F(CloudClientTest, ConnectSendsWhatTheProtocolAsksFor) {
  http.Answer("POST", kClientsPath, AnswerJson(201, GoodRegistration()));
  ASSERT_TRUE(Connect().has_value());
  ASSERT_EQ(http.Lines(),
            std::vector<std::string>{"POST https://cloud.test:443/api/oauth/clients"});
  const RecordedRequest request = http.requests().front();
  EXPECT_EQ(request.bearer, "reg-token");
  EXPECT_EQ(request.content_type, "application/json");
  EXPECT_EQ(request.secret_query, "");
  EXPECT_TRUE(request.headers.empty());
  EXPECT_EQ(request.deadlines.total, std::chrono::seconds(7));
  EXPECT_EQ(request.body, R"({"email":"admin@example.org","client_name":"My Site","redirect_uris":)"
                          R"(["https://chat.example.org/admin/cloud/oauth-callback"]})");
}

TEST_F(CloudClientTest, ConnectYieldsTheRegistration) {
  http.Answer("POST", kClientsPath, AnswerJson(200, GoodRegistration()));
  const auto payload = Connect();
  ASSERT_TRUE(payload.has_value());
  EXPECT_EQ(payload.value().workspace_id, "w1");
  EXPECT_EQ(payload.value().client_secret, Secret("secret-1"));
}

TEST_F(CloudClientTest, ConnectSendsASiteNameThatIsNotUtf8) {
  http.Answer("POST", kClientsPath, AnswerJson(200, GoodRegistration()));
  const auto payload =
      RunNow(client.Connect(endpoints, Secret("reg-token"), "a@b", "caf\xe9", "https://x/", {}));
  ASSERT_TRUE(payload.has_value());
  EXPECT_EQ(http.requests().front().JsonBody()["client_name"], "caf\xEF\xBF\xBD");
}

TEST_F(CloudClientTest, ConnectKeepsATokenThatCannotBeOneToItself) {
  for (const char* token : {"", "two words", "line\r\nX-Header: 1", " lead", "tab\t", "é"}) {
    const auto payload = Connect(token);
    ASSERT_FALSE(payload.has_value()) << token;
    EXPECT_EQ(payload.error().code, ErrorCode::kTokenInvalid) << token;
    EXPECT_FALSE(payload.error().request_sent);
  }
  EXPECT_TRUE(http.requests().empty());
}

struct Refusal {
  const char* name;
  FakeAnswer answer;
  ErrorCode code;
  const char* cloud_error;
};

class ConnectRefusedTest : public CloudClientTest, public testing::WithParamInterface<Refusal> {};

TEST_P(ConnectRefusedTest, TellsWhatBecameOfTheToken) {
  http.Answer("POST", kClientsPath, GetParam().answer);
  const auto payload = Connect();
  ASSERT_FALSE(payload.has_value());
  const Error& error = payload.error();
  EXPECT_EQ(error.info().code, Describe(GetParam().code).code);
  EXPECT_EQ(error.cloud_error, GetParam().cloud_error);
  EXPECT_EQ(error.http_status, (*GetParam().answer).value().status);
  EXPECT_EQ(error.peer, kPeer);
  EXPECT_FALSE(error.request_sent) << "a whole refusal says that nothing was done";
}

FakeAnswer Refused(int status, const char* word) { return AnswerJson(status, {{"error", word}}); }

FakeAnswer Page(int status) {
  return AnswerText(status, "text/html", "\n<!DOCTYPE HTML><title>used expired</title>");
}

INSTANTIATE_TEST_SUITE_P(
    Answers, ConnectRefusedTest,
    testing::Values(
        Refusal{"Used", Refused(409, "registration_token_used"), ErrorCode::kTokenUsed,
                "registration_token_used"},
        Refusal{"UsedInCapitals", Refused(400, "TOKEN_USED"), ErrorCode::kTokenUsed, "TOKEN_USED"},
        Refusal{"Already", Refused(403, "tokenAlreadyRedeemed"), ErrorCode::kTokenUsed,
                "tokenAlreadyRedeemed"},
        Refusal{"RefusedIsNotUsed", Refused(401, "token_refused"), ErrorCode::kTokenInvalid,
                "token_refused"},
        Refusal{"UnusedIsNotUsed", Refused(401, "unused token"), ErrorCode::kTokenInvalid,
                "unused token"},
        Refusal{"Expired", Refused(401, "registration_token_expired"), ErrorCode::kTokenExpired,
                "registration_token_expired"},
        Refusal{"ExpiredSentence", Refused(400, "This token has Expired."),
                ErrorCode::kTokenExpired, "This token has Expired."},
        Refusal{"Unknown", Refused(401, "registration_token_invalid"), ErrorCode::kTokenInvalid,
                "registration_token_invalid"},
        Refusal{"BadRequest", Refused(400, "nonsense"), ErrorCode::kTokenInvalid, "nonsense"},
        Refusal{"NotFound", Refused(404, "not_found"), ErrorCode::kTokenInvalid, "not_found"},
        Refusal{"WordMissing", AnswerJson(403, Json::object()), ErrorCode::kTokenInvalid, ""},
        Refusal{"WordIsNoString", AnswerJson(403, {{"error", {{"used", 1}}}}),
                ErrorCode::kTokenInvalid, ""},
        Refusal{"EmptyBody", AnswerStatus(401), ErrorCode::kTokenInvalid, ""},
        Refusal{"OtherStatus", Refused(422, "strange"), ErrorCode::kStatusClientError, "strange"},
        Refusal{"Metadata", Refused(400, "invalid_client_metadata"), ErrorCode::kStatusClientError,
                "invalid_client_metadata"},
        Refusal{"RedirectUri", Refused(400, "invalid_redirect_uri"), ErrorCode::kStatusClientError,
                "invalid_redirect_uri"},
        Refusal{"PageOfAGateway403", Page(403), ErrorCode::kStatusClientError, ""},
        Refusal{"PageOfAGateway401", Page(401), ErrorCode::kStatusClientError, ""},
        Refusal{"RateLimited", Refused(429, "slow_down"), ErrorCode::kStatusRateLimited,
                "slow_down"},
        Refusal{"ServerError", Refused(500, "token_used"), ErrorCode::kStatusServerError,
                "token_used"},
        Refusal{"PageOfAServer", Page(502), ErrorCode::kStatusServerError, ""},
        Refusal{"Redirect", AnswerStatus(302, {{"location", "https://login.test/x?y"}}),
                ErrorCode::kStatusRedirect, ""}),
    [](const auto& parameter) { return std::string(parameter.param.name); });

TEST_F(CloudClientTest, ConnectCallsTheAnswerLostWhenTheTokenMayBeSpent) {
  struct Case {
    FakeAnswer answer;
    std::string detail;
  };
  const Case cases[] = {
      {AnswerFailure(ErrorCode::kResponseTimeout, true), "cloud.response.timeout"},
      {AnswerFailure(ErrorCode::kResponseTruncated, true), "cloud.response.truncated"},
      {AnswerFailure(ErrorCode::kConnectReset, true), "cloud.connect.reset"},
      {AnswerFailure(ErrorCode::kStopping, true), "module.stopping"},
      {AnswerText(200, "text/html; charset=utf-8", "<html>"),
       "cloud.response.not-json: an HTML page, declared as text/html"},
      {AnswerStatus(204), "cloud.response.not-json: an empty body"},
  };
  for (const Case& one : cases) {
    http.Answer("POST", kClientsPath, one.answer);
    const auto payload = Connect();
    ASSERT_FALSE(payload.has_value()) << one.detail;
    EXPECT_EQ(payload.error().code, ErrorCode::kAnswerLost) << one.detail;
    EXPECT_EQ(payload.error().detail, one.detail);
    EXPECT_EQ(payload.error().peer, kPeer);
    EXPECT_TRUE(payload.error().request_sent);
  }
}

TEST_F(CloudClientTest, ConnectPassesOnAFailureBeforeTheRequestWentOut) {
  for (const ErrorCode code : {ErrorCode::kDnsFailed, ErrorCode::kConnectRefused,
                               ErrorCode::kTlsUntrusted, ErrorCode::kProxyAuth}) {
    http.Answer("POST", kClientsPath, AnswerFailure(code, false));
    const auto payload = Connect();
    ASSERT_FALSE(payload.has_value());
    EXPECT_EQ(payload.error().code, code);
  }
}

TEST_F(CloudClientTest, ConnectNamesTheFieldOfAPayloadThatIsOfNoUse) {
  Json json = GoodRegistration();
  json.erase("client_secret");
  http.Answer("POST", kClientsPath, AnswerJson(200, json));
  http.Answer("POST", kClientsPath, AnswerJson(200, nullptr));
  auto payload = Connect();
  ASSERT_FALSE(payload.has_value());
  EXPECT_EQ(payload.error().code, ErrorCode::kPayloadInvalid);
  EXPECT_EQ(payload.error().detail, "client_secret: a string is expected, nothing is there");
  EXPECT_EQ(payload.error().peer, kPeer);
  EXPECT_TRUE(payload.error().request_sent);
  payload = Connect();
  ASSERT_FALSE(payload.has_value());
  EXPECT_EQ(payload.error().code, ErrorCode::kPayloadInvalid);
  EXPECT_EQ(payload.error().detail, "the answer: an object is expected, null is there");
}

TEST_F(CloudClientTest, ConnectReachesTheCloudThatIsCancelledWhileItIsSilent) {
  http.Answer("POST", kClientsPath, StaySilent());
  CancelSource source;
  const auto outcome = Start(
      client.Connect(endpoints, Secret("reg-token"), "a@b", "n", "https://x/", source.token()));
  ASSERT_FALSE(outcome->has_value());
  source.Cancel(Error(ErrorCode::kStopping));
  ASSERT_TRUE(outcome->has_value());
  EXPECT_EQ((*outcome)->error().code, ErrorCode::kAnswerLost);
  EXPECT_EQ((*outcome)->error().detail, "module.stopping");
}

}  // namespace
}  // namespace registrar
