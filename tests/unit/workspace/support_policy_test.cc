#include "module/workspace/support_policy.h"

#include <gtest/gtest.h>

#include "module/workspace/time_text.h"

namespace registrar {
namespace {

using Kind = SupportVerdict::Kind;
using std::chrono::hours;

const WallTime kNow = *TimeFromIso("2026-06-15T12:00:00.000Z");

std::string In(int days) { return IsoTime(kNow + hours(24 * days)); }

Json Version(const std::string& version, int days) {
  return {{"version", version}, {"expiration", In(days)}};
}

Json Message(int remaining_days, const std::string& title) {
  return {{"remainingDays", remaining_days}, {"title", title}};
}

Json Data(const std::vector<Json>& versions) {
  return {{"timestamp", In(-1)}, {"versions", versions}};
}

SupportVerdict Judge(const std::vector<SupportData>& data, const std::string& version = "8.6.1") {
  return JudgeSupport(data, {version, "chat.test", "unique-1"}, kNow);
}

SupportVerdict JudgeCloud(const Json& data, const std::string& version = "8.6.1") {
  return Judge({{"cloud", data}}, version);
}

TEST(TimeFromIsoTest, ReadsDatesAndTimes) {
  EXPECT_EQ(IsoTime(*TimeFromIso("2026-06-15T12:34:56.789Z")), "2026-06-15T12:34:56.789Z");
  EXPECT_EQ(IsoTime(*TimeFromIso("2024-02-29")), "2024-02-29T00:00:00.000Z");
  EXPECT_EQ(IsoTime(*TimeFromIso("2024-02-29T10:20Z")), "2024-02-29T10:20:00.000Z");
  EXPECT_EQ(IsoTime(*TimeFromIso("2026-06-15T12:34:56.7Z")), "2026-06-15T12:34:56.700Z");
  for (const char* bad : {"", "soon", "2026-13-01", "2025-02-29", "2026-01-01T25:00:00Z", "2026",
                          "2026-01-01T", "-1-1-1", "2026-01-01T10", "2026-01-01T10:60",
                          "2026-01-01T10:00:61Z", "99999999999-01-01"}) {
    EXPECT_FALSE(TimeFromIso(bad).has_value()) << bad;
  }
}

TEST(SupportPolicyTest, AVersionMatchesByMajorAndMinor) {
  const Json data = Data({Version("8.5.0", -10), Version("8.6.0", 40), Version("8.60.0", -1)});
  const SupportVerdict verdict = JudgeCloud(data);
  EXPECT_EQ(verdict.kind, Kind::kSupported);
  EXPECT_EQ(verdict.DaysLeft(kNow), 40);
  EXPECT_EQ(JudgeCloud(data, "8.5.9").kind, Kind::kOutside);
  EXPECT_EQ(JudgeCloud(data, "8.6.0-rc.1").kind, Kind::kSupported);
}

TEST(SupportPolicyTest, TheNewestDataCounts) {
  Json build = Data({Version("8.6.0", -5)});
  build["timestamp"] = In(-300);
  Json license = Data({Version("8.6.0", 100)});
  license["timestamp"] = In(-20);
  Json cloud = Data({Version("8.6.0", 50)});
  cloud["timestamp"] = In(-30);
  const auto verdict = Judge({{"build", build}, {"license", license}, {"cloud", cloud}});
  EXPECT_EQ(verdict.source, "license");
  EXPECT_EQ(verdict.DaysLeft(kNow), 100);
  EXPECT_EQ(Judge({{"build", build}, {"license", Json()}, {"cloud", cloud}}).source, "cloud");
  EXPECT_EQ(Judge({{"build", build}}).kind, Kind::kOutside);
}

TEST(SupportPolicyTest, WhatCannotBeReadCountsAsMissing) {
  for (const Json& data : {Json(), Json("text"), Json::array(), Json{{"timestamp", 5}},
                           Json{{"timestamp", "soon"}, {"versions", Json::array()}}}) {
    EXPECT_EQ(JudgeCloud(data).kind, Kind::kUnknown) << data;
    EXPECT_FALSE(JudgeCloud(data).Refuses(kNow));
  }
  EXPECT_EQ(JudgeCloud(Data({Json(7), Json{{"version", "8.6.0"}}})).kind, Kind::kUnknown);
  EXPECT_EQ(JudgeCloud(Data({Version("8.6.0", 5)}), "develop").kind, Kind::kUnknown);
}

TEST(SupportPolicyTest, AVersionThatIsNotListedIsOutsideOnlyWhenItIsOlderThanAll) {
  const Json data = Data({Version("7.0.0", 10), Version("8.0.0", 10)});
  EXPECT_EQ(JudgeCloud(data, "6.13.0").kind, Kind::kOutside);
  EXPECT_TRUE(JudgeCloud(data, "6.13.0").Refuses(kNow));
  EXPECT_EQ(JudgeCloud(data, "7.5.0").kind, Kind::kUnknown);
  EXPECT_EQ(JudgeCloud(data, "9.0.0").kind, Kind::kUnknown);
  EXPECT_EQ(JudgeCloud(Data({}), "1.0.0").kind, Kind::kUnknown);
}

TEST(SupportPolicyTest, AnExceptionBeatsThePlainEntry) {
  Json data = Data({Version("8.6.0", -10)});
  data["exceptions"] = {{"domain", "chat.test"},
                        {"uniqueId", "unique-1"},
                        {"versions", Json::array({Version("8.6.0", 25)})}};
  EXPECT_EQ(JudgeCloud(data).kind, Kind::kSupported);
  EXPECT_EQ(JudgeCloud(data).DaysLeft(kNow), 25);
  // It may also shorten.
  data["exceptions"]["versions"][0] = Version("8.6.0", -20);
  data["versions"][0] = Version("8.6.0", 100);
  EXPECT_EQ(JudgeCloud(data).kind, Kind::kOutside);
}

TEST(SupportPolicyTest, AnExceptionOfAnotherWorkspaceDoesNotCount) {
  Json data = Data({Version("8.6.0", -10)});
  data["exceptions"] = {{"domain", "other.test"},
                        {"uniqueId", "unique-2"},
                        {"versions", Json::array({Version("8.6.0", 25)})}};
  EXPECT_EQ(JudgeCloud(data).kind, Kind::kOutside);
  data["exceptions"]["domain"] = "chat.test";
  EXPECT_EQ(JudgeCloud(data).kind, Kind::kSupported);
}

TEST(SupportPolicyTest, MessagesComeFromTheNearestPlaceThatHasAny) {
  Json data = Data({Version("8.6.0", 10)});
  data["messages"] = Json::array({Message(30, "root")});
  EXPECT_EQ(JudgeCloud(data).message["title"], "root");
  data["versions"][0]["messages"] = Json::array({Message(30, "version")});
  EXPECT_EQ(JudgeCloud(data).message["title"], "version");
  data["exceptions"] = {{"domain", "chat.test"},
                        {"uniqueId", "unique-1"},
                        {"messages", Json::array({Message(30, "common")})},
                        {"versions", Json::array({Version("8.6.0", 10)})}};
  EXPECT_EQ(JudgeCloud(data).message["title"], "common");
  data["exceptions"]["versions"][0]["messages"] = Json::array({Message(30, "own")});
  EXPECT_EQ(JudgeCloud(data).message["title"], "own");
}

TEST(SupportPolicyTest, TheMessageWithTheFewestDaysThatAreNotBelowTheDaysLeftApplies) {
  const auto title = [](int days) {
    Json data = Data({Version("8.6.0", days)});
    data["messages"] =
        Json::array({Message(30, "30"), Message(7, "7"), Message(15, "15"), Message(0, "0")});
    const Json message = JudgeCloud(data).message;
    return message.is_null() ? std::string("none") : StringOr(message, "title");
  };
  EXPECT_EQ(title(31), "none");
  EXPECT_EQ(title(30), "30");
  EXPECT_EQ(title(16), "30");
  EXPECT_EQ(title(15), "15");
  EXPECT_EQ(title(8), "15");
  EXPECT_EQ(title(7), "7");
  EXPECT_EQ(title(1), "7");
  EXPECT_EQ(title(0), "0");
  EXPECT_EQ(title(-5), "0");
}

TEST(SupportPolicyTest, BeforeTheEnforcementAnExpiredVersionIsOnlyWarnedAbout) {
  Json data = Data({Version("8.6.0", -1)});
  EXPECT_TRUE(JudgeCloud(data).Refuses(kNow));
  data["enforcementStartDate"] = In(1);
  const SupportVerdict verdict = JudgeCloud(data);
  EXPECT_EQ(verdict.kind, Kind::kOutside);
  EXPECT_FALSE(verdict.Refuses(kNow));
  EXPECT_TRUE(verdict.Refuses(kNow + hours(24)));
}

TEST(SupportPolicyTest, OldDataRefusesNobody) {
  Json data = Data({Version("8.6.0", -1)});
  data["timestamp"] = In(-30);
  EXPECT_TRUE(JudgeCloud(data).Refuses(kNow));
  data["timestamp"] = In(-31);
  EXPECT_FALSE(JudgeCloud(data).Refuses(kNow));
}

TEST(SupportPolicyTest, TheLastMomentIsOutside) {
  EXPECT_EQ(JudgeCloud(Data({Version("8.6.0", 0)})).kind, Kind::kOutside);
}

TEST(SupportPolicyTest, ForPeopleItSaysWhatIsKnown) {
  const Json unknown = Judge({}).ToJson(kNow);
  EXPECT_EQ(unknown, (Json{{"source", ""}, {"supported", nullptr}}));
  const Json known = JudgeCloud(Data({Version("8.6.0", 3)})).ToJson(kNow);
  EXPECT_EQ(known["supported"], true);
  EXPECT_EQ(known["daysLeft"], 3);
  EXPECT_EQ(known["until"], In(3));
  EXPECT_EQ(known["asOf"], In(-1));
  EXPECT_EQ(known["source"], "cloud");
}

TEST(SupportPolicyTest, WarningsComeThirtySevenAndOneDaysBefore) {
  EXPECT_EQ(WarningStep(31), std::nullopt);
  EXPECT_EQ(WarningStep(30), 30);
  EXPECT_EQ(WarningStep(8), 30);
  EXPECT_EQ(WarningStep(7), 7);
  EXPECT_EQ(WarningStep(2), 7);
  EXPECT_EQ(WarningStep(1), 1);
  EXPECT_EQ(WarningStep(-40), 1);
}

TEST(SupportPolicyTest, WhatIsKeptIsEnoughToJudge) {
  Json data = Data({Version("8.6.0", 12)});
  data["signed"] = "SIGNED";
  data["i18n"] = {{"en", {{"a", "b"}}}};
  data["messages"] = Json::array({Message(30, "root")});
  const Json excerpt = ExcerptOfSupportData(data);
  EXPECT_FALSE(excerpt.contains("signed"));
  EXPECT_EQ(JudgeCloud(excerpt).ToJson(kNow), JudgeCloud(data).ToJson(kNow));
}

}  // namespace
}  // namespace registrar
