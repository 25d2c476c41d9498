#include "module/workspace/effects.h"

#include <gtest/gtest.h>

namespace registrar {
namespace {

SyncPayload Answer() {
  SyncPayload payload;
  payload.workspace_id = "workspace-1";
  return payload;
}

CloudSettings Settings() {
  CloudSettings settings;
  settings.workspace_id = "workspace-1";
  settings.public_key = "PUBLIC";
  settings.announcement_payload = "null";
  return settings;
}

TEST(EffectsTest, AnAnswerWithNothingNewAsksForNothing) {
  EXPECT_TRUE(EffectsOf(Answer(), Settings()).empty());
  EXPECT_TRUE(EffectsOf(CommsPayload{}).empty());
}

TEST(EffectsTest, ChangedIdAndKeyAreWritten) {
  SyncPayload answer = Answer();
  answer.workspace_id = "workspace-2";
  answer.public_key = "OTHER";
  const std::vector<Effect> expected = {
      {Effect::Kind::kWriteSetting, "Cloud_Workspace_Id", "workspace-2"},
      {Effect::Kind::kWriteSetting, "Cloud_Workspace_PublicKey", "OTHER"}};
  EXPECT_EQ(EffectsOf(answer, Settings()), expected);
}

TEST(EffectsTest, AnAnnouncementComesAndGoesAsText) {
  SyncPayload answer = Answer();
  answer.cloud_sync_announcement = {{"id", "a"}};
  CloudSettings settings = Settings();
  const auto coming = EffectsOf(answer, settings);
  ASSERT_EQ(coming.size(), 1U);
  EXPECT_EQ(coming[0].id, "Cloud_Sync_Announcement_Payload");
  EXPECT_EQ(coming[0].value, R"({"id":"a"})");
  settings.announcement_payload = R"({"id":"a"})";
  const auto going = EffectsOf(Answer(), settings);
  ASSERT_EQ(going.size(), 1U);
  EXPECT_EQ(going[0].value, "null");
  settings.announcement_payload.reset();
  EXPECT_TRUE(EffectsOf(answer, settings).empty()) << "a release without the setting";
}

TEST(EffectsTest, RemovalOfTheLicenseWinsOverALicense) {
  SyncPayload answer = Answer();
  answer.license = "LICENSE";
  const auto applied = EffectsOf(answer, Settings());
  ASSERT_EQ(applied.size(), 1U);
  EXPECT_EQ(applied[0].kind, Effect::Kind::kApplyLicense);
  answer.remove_license = true;
  const auto removed = EffectsOf(answer, Settings());
  ASSERT_EQ(removed.size(), 1U);
  EXPECT_EQ(removed[0].kind, Effect::Kind::kRemoveLicense);
}

TEST(EffectsTest, SurveyAndAnnouncementsAreHandedOnAsTheyCame) {
  CommsPayload comms;
  comms.nps = {{"id", "survey"}};
  comms.announcements = {{"create", Json::array()}};
  const std::vector<Effect> expected = {
      {Effect::Kind::kApplyNps, "", comms.nps},
      {Effect::Kind::kApplyAnnouncements, "", comms.announcements}};
  EXPECT_EQ(EffectsOf(comms), expected);
}

TEST(LicenseReportTest, EachOutcomeHasItsName) {
  const auto name = [](const Result<LicenseOutcome>& outcome) {
    return StringOr(LicenseReport(outcome), "outcome");
  };
  EXPECT_EQ(name(LicenseOutcome::kApplied), "applied");
  EXPECT_EQ(name(LicenseOutcome::kUnchanged), "unchanged");
  EXPECT_EQ(name(LicenseOutcome::kPending), "pending");
  EXPECT_EQ(name(LicenseOutcome::kUnreadable), "unreadable");
  EXPECT_EQ(name(LicenseOutcome::kNotValid), "not-valid");
  EXPECT_EQ(name(Error(ErrorCode::kHostFailed)), "failed");
}

}  // namespace
}  // namespace registrar
