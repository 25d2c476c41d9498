#include "module/base/json.h"

#include <gtest/gtest.h>

#include <string>

namespace registrar {
namespace {

std::string Nested(size_t levels, const std::string& inner = "") {
  return std::string(levels, '[') + inner + std::string(levels, ']');
}

TEST(ParseJson, YieldsTheValue) {
  EXPECT_EQ(ParseJson(R"({"a": [1, null, "ä"]})"), (Json{{"a", {1, nullptr, "ä"}}}));
}

TEST(ParseJson, SkipsAByteOrderMark) { EXPECT_EQ(ParseJson("\xEF\xBB\xBF[1]"), Json({1})); }

TEST(ParseJson, RefusesTextThatIsNotJson) {
  for (const char* text : {"", " ", "<html>", "{", "{\"a\":1} x", "{'a':1}", "[1,]", "nul", "01"}) {
    EXPECT_FALSE(ParseJson(text).has_value()) << text;
  }
}

TEST(ParseJson, RefusesTextThatIsNotUtf8) {
  for (const char* text : {"\"\xff\"", "\"\xc3\"", "\"\xed\xa0\x80\"", "\"\xc0\xaf\""}) {
    EXPECT_FALSE(ParseJson(text).has_value());
  }
}

TEST(ParseJson, RefusesNumbersThatNoDoubleHolds) { EXPECT_FALSE(ParseJson("1e400").has_value()); }

TEST(ParseJson, CountsLevelsOfArraysAndObjects) {
  EXPECT_TRUE(ParseJson(Nested(3), 3).has_value());
  EXPECT_TRUE(ParseJson(Nested(3, "1"), 3).has_value());
  EXPECT_FALSE(ParseJson(Nested(4), 3).has_value());
  EXPECT_TRUE(ParseJson(R"({"a":{"b":1}})", 2).has_value());
  EXPECT_FALSE(ParseJson(R"({"a":{"b":{}}})", 2).has_value());
  EXPECT_FALSE(ParseJson(R"([{"a":[]}, 1])", 2).has_value());
}

TEST(ParseJson, SurvivesTextNestedAHundredThousandTimes) {
  EXPECT_FALSE(ParseJson(std::string(100000, '[')).has_value());
  EXPECT_FALSE(ParseJson(Nested(100000)).has_value());
}

TEST(StringOr, YieldsStringsOnly) {
  const Json object{{"text", "x"}, {"number", 1}, {"null", nullptr}};
  EXPECT_EQ(StringOr(object, "text"), "x");
  EXPECT_EQ(StringOr(object, "number"), "");
  EXPECT_EQ(StringOr(object, "null", "other"), "other");
  EXPECT_EQ(StringOr(object, "missing", "other"), "other");
  EXPECT_EQ(StringOr(Json::array({"text"}), "text"), "");
  EXPECT_EQ(StringOr(Json(), "text", "other"), "other");
}

}  // namespace
}  // namespace registrar
