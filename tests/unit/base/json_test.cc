#include "module/base/json.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

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

// A value of every type, and what nests them.
std::vector<Json> OneOfEach() {
  return {nullptr, true, -7, 7U, 1.5, "text", Json::array({1}), Json{{"key", 1}}, Json::object()};
}

TEST(Member, YieldsNullUnlessItIsThere) {
  for (const Json& value : OneOfEach()) EXPECT_TRUE(Member(value, "missing").is_null());
  const Json object{{"key", 1}};
  EXPECT_EQ(Member(object, "key"), 1);
}

TEST(AsText, YieldsStringsOnly) {
  for (const Json& value : OneOfEach()) EXPECT_EQ(AsText(value) != nullptr, value.is_string());
  const Json text = "text";
  EXPECT_EQ(*AsText(text), "text");
}

TEST(AsInteger, YieldsNumbersHeldWithinItsBounds) {
  constexpr int64_t kMost = (int64_t{1} << 53) - 1;
  constexpr int64_t kLeast = -kMost;
  for (const Json& value : OneOfEach()) {
    EXPECT_EQ(AsInteger(value).has_value(), value.is_number());
    EXPECT_EQ(AsInt(value).has_value(), value.is_number());
    EXPECT_EQ(AsNumber(value).has_value(), value.is_number());
  }
  EXPECT_EQ(AsInteger(-7), -7);
  EXPECT_EQ(AsInteger(-7.9), -7);
  EXPECT_EQ(AsInteger(std::numeric_limits<uint64_t>::max()), kMost);
  EXPECT_EQ(AsInteger(std::numeric_limits<int64_t>::max()), kMost);
  EXPECT_EQ(AsInteger(std::numeric_limits<int64_t>::min()), kLeast);
  EXPECT_EQ(AsInteger(1e300), kMost);
  EXPECT_EQ(AsInteger(-1e300), kLeast);
  EXPECT_EQ(AsInteger(9223372036854775808.0), kMost);
  EXPECT_EQ(AsInteger(-9223372036854775808.0), kLeast);
  EXPECT_FALSE(AsInteger(std::numeric_limits<double>::quiet_NaN()).has_value());
  EXPECT_EQ(AsInt(kMost), std::numeric_limits<int>::max());
  EXPECT_EQ(AsInt(kLeast), std::numeric_limits<int>::min());
  EXPECT_EQ(AsNumber(7U), 7.0);
}

TEST(BoolOr, YieldsBooleansOnly) {
  const Json object{{"yes", true}, {"no", false}, {"text", "true"}};
  EXPECT_TRUE(BoolOr(object, "yes"));
  EXPECT_FALSE(BoolOr(object, "no", true));
  EXPECT_TRUE(BoolOr(object, "text", true));
  EXPECT_TRUE(BoolOr(object, "missing", true));
  EXPECT_FALSE(BoolOr(Json(1), "yes"));
}

TEST(Put, MakesAnObjectOfAnyValue) {
  for (Json value : OneOfEach()) {
    Put(value, "new", 1);
    EXPECT_EQ(Member(value, "new"), 1);
  }
  Json object{{"kept", 1}, {"changed", 1}};
  Put(object, "changed", 2);
  EXPECT_EQ(object, (Json{{"kept", 1}, {"changed", 2}}));
}

TEST(PutAll, TakesTheMembersOfAnObject) {
  Json object{{"kept", 1}, {"changed", 1}};
  for (const Json& other : OneOfEach()) {
    if (!other.is_object()) PutAll(object, other);
  }
  EXPECT_EQ(object, (Json{{"kept", 1}, {"changed", 1}}));
  PutAll(object, Json{{"changed", 2}, {"new", 3}});
  EXPECT_EQ(object, (Json{{"kept", 1}, {"changed", 2}, {"new", 3}}));
}

TEST(Remove, TakesTheMemberOut) {
  for (Json value : OneOfEach()) EXPECT_FALSE(Remove(value, "missing"));
  Json object{{"key", 1}};
  EXPECT_TRUE(Remove(object, "key"));
  EXPECT_EQ(object, Json::object());
}

TEST(Append, MakesAnArrayOfAnyValue) {
  for (Json value : OneOfEach()) {
    Append(value, "last");
    ASSERT_TRUE(value.is_array());
    EXPECT_EQ(value.back(), "last");
  }
}

TEST(KeepLast, TakesOutTheFirst) {
  for (Json value : OneOfEach()) KeepLast(value, 0);
  Json array = Json::array({1, 2, 3});
  KeepLast(array, 3);
  EXPECT_EQ(array, Json::array({1, 2, 3}));
  KeepLast(array, 2);
  EXPECT_EQ(array, Json::array({2, 3}));
}

TEST(WriteJson, ReplacesWhatIsNotUtf8) {
  EXPECT_EQ(WriteJson("\xff"), "\"\xEF\xBF\xBD\"");
  EXPECT_EQ(WriteJson("ä"), "\"ä\"");
  EXPECT_EQ(WriteAsciiJson("ä"), "\"\\u00e4\"");
}

}  // namespace
}  // namespace registrar
