#include "module/workspace/outlook.h"

#include "module/workspace/time_text.h"
#include "tests/unit/workspace/server.h"

namespace registrar {
namespace {

using std::chrono::hours;

class OutlookTest : public WorkspaceTest {
 protected:
  static WorkspaceConfig Config() {
    WorkspaceConfig config;
    config.server_version = "8.6.1";
    return config;
  }
  std::unique_ptr<Server> StartedVersioned() {
    auto server = std::make_unique<Server>(loop, store, cloud, nullptr, Config());
    EXPECT_TRUE(server->Run(server->workspace->Start()).has_value());
    return server;
  }
  std::string In(int days) const { return IsoTime(loop.WallNow() + hours(24 * days)); }
  Json Window(int days, int age = 0) const {
    return {{"timestamp", In(-age)},
            {"versions", Json::array({{{"version", "8.6.0"}, {"expiration", In(days)}}})},
            {"signed", "SIGNED"}};
  }
  void CloudSays(Server& server, const Json& window) {
    server.cloud.instead["window"] = [window] { return JsonAnswer(200, window); };
    EXPECT_TRUE(server.Run(server.workspace->RefreshSupportWindow()).has_value());
  }
  static bool Told(const Server& server, const std::string& id) {
    return server.host.notices.contains(id);
  }
};

TEST_F(OutlookTest, OutsideTheWindowNothingNewIsRegistered) {
  const auto server = StartedVersioned();
  CloudSays(*server, Window(-3));
  const auto refused = server->Run(server->workspace->Connect(Secret("token-1")));
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::kOutsideSupportWindow);
  EXPECT_NE(refused.error().detail.find(In(-3).substr(0, 10)), std::string::npos);
  EXPECT_EQ(server->cloud.Count("connect"), 0);
  EXPECT_TRUE(cloud.used_tokens.empty());
}

TEST_F(OutlookTest, OutsideTheWindowNobodyIsLedToARegistration) {
  const auto server = StartedVersioned();
  EXPECT_TRUE(server->Run(server->workspace->ProbeCloud()).has_value());
  CloudSays(*server, Window(-3));
  const Status probed = server->Run(server->workspace->ProbeCloud());
  ASSERT_FALSE(probed.has_value());
  EXPECT_EQ(probed.error().code, ErrorCode::kOutsideSupportWindow);
  EXPECT_EQ(server->cloud.Count("preIntent"), 1);
}

TEST_F(OutlookTest, AnAdministratorMayRegisterAllTheSame) {
  const auto server = StartedVersioned();
  CloudSays(*server, Window(-3));
  store.settings["Registrar_Ignore_Support_Window"] = true;
  EXPECT_TRUE(server->Run(server->workspace->Connect(Secret("token-1"))).has_value());
}

TEST_F(OutlookTest, DataThatIsOldRefusesNobody) {
  const auto server = StartedVersioned();
  CloudSays(*server, Window(-3, 40));
  EXPECT_TRUE(server->Run(server->workspace->Connect(Secret("token-1"))).has_value());
}

TEST_F(OutlookTest, ARegisteredWorkspaceGoesOnSyncing) {
  const auto server = StartedVersioned();
  ASSERT_TRUE(server->Run(server->workspace->Connect(Secret("token-1"))).has_value());
  CloudSays(*server, Window(-3));
  EXPECT_TRUE(server->Run(server->workspace->Sync(SyncReason::kAdmin)).has_value());
  EXPECT_EQ(server->Status()["supportWindow"]["supported"], false);
}

TEST_F(OutlookTest, TheNewestDataOfServerLicenseAndCloudCounts) {
  const auto server = StartedVersioned();
  server->host.support_sources = {{"build", Window(-100, 200)}, {"license", Window(90, 1)}};
  CloudSays(*server, Window(-3, 5));
  const Json window = server->Status()["supportWindow"];
  EXPECT_EQ(window["source"], "license");
  EXPECT_EQ(window["supported"], true);
  EXPECT_TRUE(server->Run(server->workspace->Connect(Secret("token-1"))).has_value());
}

TEST_F(OutlookTest, TheDaysLeftAreCountedWhenTheStatusIsRead) {
  const auto server = StartedVersioned();
  CloudSays(*server, Window(60));
  EXPECT_EQ(server->Status()["supportWindow"]["daysLeft"], 60);
  loop.Advance(hours(10));
  EXPECT_EQ(server->Status()["supportWindow"]["daysLeft"], 59);
}

TEST_F(OutlookTest, WarnsThirtySevenAndOneDaysBeforeOnceEach) {
  const auto server = StartedVersioned();
  CloudSays(*server, Window(33));
  PassDays(40);
  EXPECT_GE(server->cloud.Count("window"), 40);
  EXPECT_EQ(server->host.reminders, 3);
  EXPECT_TRUE(Told(*server, "support-window"));
}

TEST_F(OutlookTest, WarnsOnceAlsoWhenTheServerIsRestarted) {
  {
    const auto server = StartedVersioned();
    CloudSays(*server, Window(20));
    EXPECT_EQ(server->host.reminders, 1);
  }
  const auto server = StartedVersioned();
  CloudSays(*server, Window(19));
  EXPECT_EQ(server->host.reminders, 0);
}

// user-needs 31706: a warning that belonged to the version before an update.
TEST_F(OutlookTest, WarnsAgainAfterAnUpdateBoughtTime) {
  const auto server = StartedVersioned();
  CloudSays(*server, Window(20));
  CloudSays(*server, Window(200));
  CloudSays(*server, Window(20));
  EXPECT_EQ(server->host.reminders, 2);
}

// user-needs 33989, 35362: read-only without a warning.
TEST_F(OutlookTest, ReadOnlyModeAheadIsToldWithItsCause) {
  const auto server = StartedVersioned();
  server->host.usage_report = {{"hasValidLicense", false},
                               {"airGappedDaysLeft", 6},
                               {"lastReportAt", "2026-01-01T00:00:00.000Z"}};
  CloudSays(*server, Window(200));
  const Json read_only = server->Status()["readOnly"];
  EXPECT_EQ(read_only["daysLeft"], 6);
  EXPECT_NE(read_only["cause"].get<std::string>().find("usage report"), std::string::npos);
  EXPECT_TRUE(Told(*server, "read-only"));
  CloudSays(*server, Window(200));
  EXPECT_EQ(server->host.reminders, 1);
}

TEST(ReadOnlyOutlookTest, SaysWhatKeepsTheWorkspaceWritable) {
  EXPECT_FALSE(
      ReadOnlyOutlook({{"hasValidLicense", true}, {"airGappedDaysLeft", 3}}).contains("daysLeft"));
  EXPECT_EQ(ReadOnlyOutlook({{"airGappedDaysLeft", 10}})["daysLeft"], 10);
  EXPECT_FALSE(ReadOnlyOutlook({{"airGappedDaysLeft", -1}}).contains("daysLeft"));
  EXPECT_FALSE(ReadOnlyOutlook(Json()).contains("daysLeft"));
  EXPECT_EQ(ReadOnlyOutlook(Json())["hasValidLicense"], false);
}

// user-needs 33989, 35362: what disconnecting means for a workspace without a license.
TEST(DisconnectedOutlookTest, SaysWhenAWorkspaceWithoutALicenseBecomesReadOnly) {
  const std::string text = DisconnectedOutlook(
      Json{{"hasValidLicense", false}, {"airGappedDaysLeft", 7}, {"lastReportAt", "2026-05-01"}});
  EXPECT_NE(text.find("Push notifications"), std::string::npos) << text;
  EXPECT_NE(text.find("read-only 10 days after the last usage report"), std::string::npos) << text;
  EXPECT_NE(text.find("2026-05-01"), std::string::npos) << text;
  EXPECT_NE(text.find("days left: 7"), std::string::npos) << text;
}

TEST(DisconnectedOutlookTest, PromisesNoReadOnlyModeToOthers) {
  for (const Json& report :
       {Json{{"hasValidLicense", true}, {"airGappedDaysLeft", 7}}, Json{{"hasValidLicense", false}},
        Json{{"hasValidLicense", false}, {"airGappedDaysLeft", -1}}, Json()}) {
    const std::string text = DisconnectedOutlook(report);
    EXPECT_NE(text.find("Push notifications"), std::string::npos) << text;
    EXPECT_EQ(text.find("read-only"), std::string::npos) << text;
  }
}

}  // namespace
}  // namespace registrar
