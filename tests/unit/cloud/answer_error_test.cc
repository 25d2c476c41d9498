#include "module/cloud/answer_error.h"

#include <gtest/gtest.h>

#include <string>

namespace registrar {
namespace {

HttpResponse Answer(int status, std::string body = "") {
  HttpResponse response;
  response.status = status;
  response.body = std::move(body);
  return response;
}

RequestContext Context(bool has_bearer = true) {
  RequestContext context;
  context.peer = "cloud.test:443";
  context.has_bearer = has_bearer;
  return context;
}

struct StatusRow {
  int status;
  ErrorCode with_bearer;
  ErrorCode without_bearer;
};

TEST(ErrorOfStatus, FollowsTheStatus) {
  const StatusRow rows[] = {
      {101, ErrorCode::kResponseMalformed, ErrorCode::kResponseMalformed},
      {301, ErrorCode::kStatusRedirect, ErrorCode::kStatusRedirect},
      {304, ErrorCode::kStatusRedirect, ErrorCode::kStatusRedirect},
      {400, ErrorCode::kStatusClientError, ErrorCode::kStatusClientError},
      {401, ErrorCode::kAccessDenied, ErrorCode::kStatusClientError},
      {403, ErrorCode::kAccessDenied, ErrorCode::kStatusClientError},
      {404, ErrorCode::kStatusClientError, ErrorCode::kStatusClientError},
      {429, ErrorCode::kStatusRateLimited, ErrorCode::kStatusRateLimited},
      {499, ErrorCode::kStatusClientError, ErrorCode::kStatusClientError},
      {500, ErrorCode::kStatusServerError, ErrorCode::kStatusServerError},
      {503, ErrorCode::kStatusServerError, ErrorCode::kStatusServerError},
      {599, ErrorCode::kStatusServerError, ErrorCode::kStatusServerError},
      {600, ErrorCode::kResponseMalformed, ErrorCode::kResponseMalformed},
  };
  for (const StatusRow& row : rows) {
    for (const bool has_bearer : {true, false}) {
      const Error error = ErrorOfStatus(Answer(row.status), Context(has_bearer));
      EXPECT_EQ(error.code, has_bearer ? row.with_bearer : row.without_bearer) << row.status;
      EXPECT_EQ(error.http_status, row.status);
      EXPECT_EQ(error.peer, "cloud.test:443");
      EXPECT_FALSE(error.request_sent);
    }
  }
}

TEST(ErrorOfStatus, CarriesTheCloudsOwnWord) {
  struct Row {
    const char* body;
    const char* word;
  };
  const Row rows[] = {
      {R"({"error":"some_word","secret":"x"})", "some_word"},
      {R"({"error":"line\nbreak \u00e4"})", "line?break ??"},
      {R"({"error":5})", ""},
      {R"({"message":"x"})", ""},
      {R"(["error"])", ""},
      {R"({"error":"cut)", ""},
      {"error", ""},
      {"<html>error</html>", ""},
      {"", ""},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(ErrorOfStatus(Answer(400, row.body), Context()).cloud_error, row.word) << row.body;
  }
}

TEST(ErrorOfStatus, ShortensTheCloudsOwnWord) {
  const Json body{{"error", std::string(5000, 'a')}};
  EXPECT_EQ(ErrorOfStatus(Answer(400, body.dump()), Context()).cloud_error, std::string(100, 'a'));
}

TEST(ErrorOfStatus, NeverRepeatsASecretOfTheRequest) {
  HttpRequest request;
  request.bearer = Secret("bearer-1");
  const RequestContext context = ContextOf(request, Secret("s3cret"));
  const Json body{{"error", std::string(90, 'a') + " bearer-1 s3cret bearer-1"}};
  const Error error = ErrorOfStatus(Answer(500, body.dump()), context);
  EXPECT_EQ(error.cloud_error, std::string(90, 'a') + " [secret] ");
  EXPECT_EQ(error.ToJson().dump().find("s3cr"), std::string::npos);
}

TEST(ErrorOfStatus, SaysThatAWebPageAnswered) {
  const Error error = ErrorOfStatus(Answer(502, "<html><h1>Private text"), Context());
  EXPECT_EQ(error.detail, "an HTML page");
}

TEST(ErrorOfStatus, NamesOnlyTheHostOfARedirect) {
  struct Row {
    const char* location;
    const char* detail;
  };
  const Row rows[] = {
      {"https://login.test/path?token=x", "to login.test:443"},
      {"http://login.test:8080", "to login.test:8080"},
      {"/elsewhere?token=x", "to the same host"},
      {"//login.test/x", "to an address that cannot be read"},
      {"javascript:x", "to an address that cannot be read"},
      {"", "without an address"},
  };
  for (const Row& row : rows) {
    HttpResponse response = Answer(302);
    response.headers = {{"location", row.location}};
    EXPECT_EQ(ErrorOfStatus(response, Context()).detail, row.detail);
  }
}

TEST(ErrorOfStatus, CarriesHowLongToWait) {
  for (const int status : {429, 503, 403}) {
    HttpResponse response = Answer(status);
    EXPECT_FALSE(ErrorOfStatus(response, Context()).retry_after.has_value());
    response.headers = {{"retry-after", "30"}};
    EXPECT_EQ(ErrorOfStatus(response, Context()).retry_after, std::chrono::seconds(30));
    response.headers = {{"retry-after", "Sun, 06 Nov 1994 08:50:37 GMT"},
                        {"date", "Sun, 06 Nov 1994 08:49:37 GMT"}};
    EXPECT_EQ(ErrorOfStatus(response, Context()).retry_after, std::chrono::seconds(60));
  }
}

TEST(ErrorOfBody, NamesTheKindOfTheBodyAndNothingOfIt) {
  struct Row {
    std::string body;
    const char* type;
    const char* detail;
  };
  const Row rows[] = {
      {"<!DOCTYPE html><p>private", "text/html; charset=utf-8",
       "an HTML page, declared as text/html"},
      {"\xEF\xBB\xBF\r\n <HTML lang=en>private", "application/json",
       "an HTML page, declared as application/json"},
      {"<?xml version=\"1.0\"?><private/>", "", "XML"},
      {"", "", "an empty body"},
      {" \n", "", "an empty body"},
      {"{\"private\":", "application/json", "damaged JSON, declared as application/json"},
      {"[1,", "", "damaged JSON"},
      {"\x1f\x8b\x08private", "", "compressed data"},
      {"private", "text/plain", "text or data, declared as text/plain"},
      {"private", "x\ry", "text or data, declared as x?y"},
  };
  for (const Row& row : rows) {
    HttpResponse response = Answer(200, row.body);
    if (*row.type != '\0') response.headers = {{"content-type", row.type}};
    const Error error = ErrorOfBody(response, Context());
    EXPECT_EQ(error.code, ErrorCode::kResponseNotJson);
    EXPECT_EQ(error.detail, row.detail);
    EXPECT_EQ(error.http_status, 200);
    EXPECT_EQ(error.peer, "cloud.test:443");
    EXPECT_TRUE(error.request_sent);
  }
}

}  // namespace
}  // namespace registrar
