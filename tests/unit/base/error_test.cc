#include "module/base/error.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

namespace registrar {
namespace {

bool IsCodeCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
}

TEST(ErrorCatalogue, GivesEveryFailureACodeOfItsOwn) {
  std::set<std::string_view> codes;
  for (const ErrorInfo& row : ErrorCatalogue()) {
    EXPECT_TRUE(codes.insert(row.code).second) << row.code << " stands for two failures";
  }
  EXPECT_GT(codes.size(), 0U);
}

TEST(ErrorCatalogue, WritesCodesAsDottedSmallWords) {
  for (const ErrorInfo& row : ErrorCatalogue()) {
    EXPECT_TRUE(std::all_of(row.code.begin(), row.code.end(), IsCodeCharacter)) << row.code;
    EXPECT_NE(row.code.find('.'), std::string_view::npos) << row.code << " has no area";
    EXPECT_FALSE(row.code.starts_with('.') || row.code.ends_with('.')) << row.code;
  }
}

TEST(ErrorCatalogue, SaysCauseAndRemedyInOneSentenceEach) {
  for (const ErrorInfo& row : ErrorCatalogue()) {
    for (const std::string_view sentence : {row.cause, row.remedy}) {
      EXPECT_TRUE(sentence.ends_with('.')) << row.code << ": " << sentence;
      EXPECT_EQ(sentence.find(". "), std::string_view::npos) << row.code << ": " << sentence;
      EXPECT_TRUE(sentence.front() >= 'A' && sentence.front() <= 'Z') << row.code;
    }
  }
}

TEST(ErrorCatalogue, DescribesTheRowOfTheCode) {
  for (const ErrorInfo& row : ErrorCatalogue()) EXPECT_EQ(Describe(row.id).code, row.code);
  EXPECT_EQ(Describe(ErrorCode::kAnswerLost).code, "registration.answer-lost");
}

TEST(ErrorMessage, IsTheCauseAloneWhenNothingElseIsKnown) {
  EXPECT_EQ(Error(ErrorCode::kTlsFailed).Message(), "The TLS handshake failed.");
}

TEST(ErrorMessage, AddsTheParticularsInBrackets) {
  Error error(ErrorCode::kStatusClientError, "an HTML page", "cloud.test:443");
  error.http_status = 418;
  error.cloud_error = "teapot";
  EXPECT_EQ(error.Message(),
            "The cloud rejected the request. "
            "(cloud.test:443; status 418; the cloud says teapot; an HTML page)");
}

TEST(ErrorJson, CarriesTheCatalogueRowAlways) {
  const Json json = Error(ErrorCode::kTokenUsed).ToJson();
  EXPECT_EQ(json, (Json{{"code", "registration.token-used"},
                        {"cause", Describe(ErrorCode::kTokenUsed).cause},
                        {"remedy", Describe(ErrorCode::kTokenUsed).remedy},
                        {"retryable", false}}));
}

TEST(ErrorJson, CarriesParticularsThatAreKnown) {
  Error error(ErrorCode::kStatusServerError, "an HTML page", "cloud.test:443");
  error.http_status = 502;
  error.cloud_error = "down";
  const Json json = error.ToJson();
  EXPECT_EQ(json["detail"], "an HTML page");
  EXPECT_EQ(json["peer"], "cloud.test:443");
  EXPECT_EQ(json["httpStatus"], 502);
  EXPECT_EQ(json["cloudError"], "down");
  EXPECT_EQ(json["retryable"], true);
}

}  // namespace
}  // namespace registrar
