// The forced registration against a server in memory, in virtual time.
#include "hooks/wizard.h"
#include "tests/unit/workspace/server.h"

namespace registrar {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

class ForcedRegistrationTest : public WorkspaceTest {
 protected:
  void TearDown() override {
    hook.reset();
    server.reset();
  }

  // Starts the process; another one before it has ended then.
  void Start() {
    hook.reset();
    const auto instead = server ? server->cloud.instead : decltype(server->cloud.instead)();
    server = std::make_unique<Server>(loop, store, cloud, nullptr, config);
    server->cloud.instead = instead;
    EXPECT_TRUE(server->Run(server->workspace->Start()).has_value());
    hook = std::make_unique<WizardHook>(loop, *server->workspace, server->host, config);
    hook->Start();
    loop.RunReady();
  }
  void Report(const char* id, const Json& value) {
    store.settings[id] = value;
    hook->OnSettingChanged(id, value);
    loop.RunReady();
  }
  void LoseCloud() {
    server->cloud.instead["preIntent"] = []() -> Result<HttpResponse> { return Unreachable(); };
    server->cloud.instead["connect"] = []() -> Result<HttpResponse> { return Unreachable(); };
  }
  void EnterOrganization() {
    store.settings["Show_Setup_Wizard"] = "in_progress";
    Report("Organization_Name", "Org");
  }
  std::string Wizard() const { return store.Text("Show_Setup_Wizard"); }
  int Probes() const { return server->cloud.Count("preIntent"); }

  WorkspaceConfig config;
  std::unique_ptr<Server> server;
  std::unique_ptr<WizardHook> hook;
};

TEST_F(ForcedRegistrationTest, LeadsBackToTheWizardAfterTwoGoodProbes) {
  Start();
  EXPECT_EQ(Probes(), 1);
  EXPECT_EQ(Wizard(), "completed");
  loop.Advance(minutes(9));
  EXPECT_EQ(Wizard(), "completed");
  loop.Advance(minutes(2));
  EXPECT_EQ(Probes(), 2);
  EXPECT_EQ(Wizard(), "in_progress");
}

TEST_F(ForcedRegistrationTest, RemembersProbesAndSettingBackOverRestarts) {
  Start();
  loop.Advance(minutes(9));
  Start();
  EXPECT_EQ(Wizard(), "completed");
  loop.Advance(minutes(2));
  EXPECT_EQ(Wizard(), "in_progress");
  Report("Show_Setup_Wizard", "completed");
  Start();
  loop.Advance(hours(23));
  EXPECT_EQ(Wizard(), "completed");
  loop.Advance(hours(2));
  EXPECT_EQ(Wizard(), "in_progress");
}

TEST_F(ForcedRegistrationTest, ACloudThatIsAwayForcesNobody) {
  Start();
  LoseCloud();
  Start();
  loop.Advance(hours(72));
  EXPECT_EQ(Wizard(), "completed");
  EXPECT_LT(Probes(), 30);
  EXPECT_EQ(server->Status()["registrationDue"], true);
}

TEST_F(ForcedRegistrationTest, SetsNothingBackIfTheDatabaseSaysThatItIsRegistered) {
  Start();
  EXPECT_TRUE(server->Run(server->workspace->Connect(Secret("token-1"))).has_value());
  loop.Advance(hours(72));
  EXPECT_EQ(Wizard(), "completed");
}

TEST_F(ForcedRegistrationTest, LetsTheBrowserGoOnWhenTheCloudFailsTwice) {
  store.settings["Show_Setup_Wizard"] = "in_progress";
  Start();
  LoseCloud();
  EnterOrganization();
  EXPECT_EQ(Probes(), 1);
  EXPECT_EQ(Wizard(), "in_progress");
  loop.Advance(seconds(11));
  EXPECT_EQ(Probes(), 2);
  EXPECT_EQ(Wizard(), "completed");
}

TEST_F(ForcedRegistrationTest, OneFailureIsNotEnough) {
  store.settings["Show_Setup_Wizard"] = "in_progress";
  Start();
  LoseCloud();
  EnterOrganization();
  server->cloud.instead.clear();
  loop.Advance(hours(5));
  EXPECT_EQ(Wizard(), "in_progress");
}

TEST_F(ForcedRegistrationTest, ThePagesOwnFailedQuestionCounts) {
  store.settings["Show_Setup_Wizard"] = "in_progress";
  Start();
  EnterOrganization();
  EXPECT_EQ(Probes(), 1);
  LoseCloud();
  hook->OnPreIntent(false);
  loop.Advance(seconds(11));
  EXPECT_EQ(Probes(), 2);
  EXPECT_EQ(Wizard(), "completed");
}

TEST_F(ForcedRegistrationTest, BeforeTheOrganizationIsEnteredNothingIsAsked) {
  store.settings["Show_Setup_Wizard"] = "in_progress";
  Start();
  loop.Advance(hours(30));
  EXPECT_EQ(Probes(), 0);
  EXPECT_EQ(Wizard(), "in_progress");
}

TEST_F(ForcedRegistrationTest, OffLetsTheWizardEndWithoutARegistration) {
  store.settings["Registrar_Policy"] = "off";
  store.settings["Show_Setup_Wizard"] = "in_progress";
  Start();
  EnterOrganization();
  EXPECT_EQ(Wizard(), "completed");
  loop.Advance(hours(72));
  EXPECT_EQ(Wizard(), "completed");
  EXPECT_EQ(Probes(), 0);
  EXPECT_EQ(server->host.reminders, 0);
}

TEST_F(ForcedRegistrationTest, ThePolicyChangesWithoutARestart) {
  store.settings["Registrar_Policy"] = "off";
  Start();
  loop.Advance(hours(1));
  EXPECT_EQ(Wizard(), "completed");
  Report("Registrar_Policy", "force");
  loop.Advance(minutes(11));
  EXPECT_EQ(Wizard(), "in_progress");
  store.settings["Organization_Name"] = "Org";
  Report("Registrar_Policy", "remind");
  EXPECT_EQ(Wizard(), "completed");
}

TEST_F(ForcedRegistrationTest, AnOverriddenWizardIsNeverWritten) {
  config.wizard_overridden = true;
  store.settings["Organization_Name"] = "Org";
  Start();
  for (const char* const wizard : {"completed", "in_progress"}) {
    Report("Show_Setup_Wizard", wizard);
    server->host.writes.clear();
    loop.Advance(hours(72));
    const auto& writes = server->host.writes;
    EXPECT_EQ(std::count(writes.begin(), writes.end(), "setting Show_Setup_Wizard"), 0) << wizard;
  }
  EXPECT_EQ(Probes(), 0);
}

TEST_F(ForcedRegistrationTest, ADisconnectedWorkspaceIsNotForced) {
  Start();
  EXPECT_TRUE(server->Run(server->workspace->Connect(Secret("token-1"))).has_value());
  EXPECT_TRUE(server->Run(server->workspace->Disconnect()).has_value());
  Start();
  loop.Advance(hours(72));
  EXPECT_EQ(Wizard(), "completed");
  EXPECT_EQ(server->host.reminders, 0);
}

TEST_F(ForcedRegistrationTest, ADisconnectedWorkspaceIsNotForcedByATokenThatIsRefused) {
  Start();
  EXPECT_TRUE(server->Run(server->workspace->Connect(Secret("token-1"))).has_value());
  EXPECT_TRUE(server->Run(server->workspace->Disconnect()).has_value());
  config.reg_token = Secret("nonsense");
  Start();
  EXPECT_EQ(server->cloud.Count("connect"), 1);
  loop.Advance(hours(72));
  EXPECT_EQ(Wizard(), "completed");
  EXPECT_EQ(Probes(), 0);
  EXPECT_EQ(server->host.reminders, 0);
}

TEST_F(ForcedRegistrationTest, TheVendorsOwnServersAreLeftAlone) {
  config.saas = true;
  Start();
  hook->EnsureRegistered();
  loop.Advance(hours(72));
  EXPECT_EQ(Wizard(), "completed");
  EXPECT_EQ(Probes(), 0);
}

TEST_F(ForcedRegistrationTest, ATokenRegistersAtTheRegistrationStepAndTheBrowserGoesOn) {
  store.settings["Show_Setup_Wizard"] = "in_progress";
  config.reg_token = Secret("token-1");
  Start();
  EXPECT_FALSE(store.Registered());
  EnterOrganization();
  EXPECT_TRUE(store.Registered());
  EXPECT_EQ(Wizard(), "completed");
}

TEST_F(ForcedRegistrationTest, ATokenThatCannotBeUsedNowKeepsNobody) {
  store.settings["Show_Setup_Wizard"] = "in_progress";
  config.reg_token = Secret("token-1");
  Start();
  LoseCloud();
  EnterOrganization();
  loop.Advance(minutes(1));
  EXPECT_EQ(Wizard(), "completed");
  server->cloud.instead.clear();
  loop.Advance(hours(2));
  EXPECT_TRUE(store.Registered());
  EXPECT_EQ(Wizard(), "completed");
}

TEST_F(ForcedRegistrationTest, ARegisteredWorkspaceLeavesTheWizard) {
  store.settings["Show_Setup_Wizard"] = "in_progress";
  store.settings["Organization_Name"] = "Org";
  Start();
  loop.Advance(hours(2));
  EXPECT_TRUE(server->Run(server->workspace->Connect(Secret("token-1"))).has_value());
  Report("Cloud_Workspace_Client_Id", store.Text("Cloud_Workspace_Client_Id"));
  // However long the page was open before, it has time to save what it knows.
  loop.Advance(minutes(14));
  EXPECT_EQ(Wizard(), "in_progress");
  loop.Advance(minutes(2));
  EXPECT_EQ(Wizard(), "completed");
}

TEST_F(ForcedRegistrationTest, TheWizardThatCannotBeWrittenIsNotTriedWithoutAPause) {
  Start();
  server->host.blocked.insert("Show_Setup_Wizard");
  loop.Advance(hours(5));
  EXPECT_EQ(Wizard(), "completed");
  EXPECT_LT(Probes(), 100);
}

using ReminderTest = ForcedRegistrationTest;

TEST_F(ReminderTest, RemindsAtTheRateOfTheSetting) {
  store.settings["Registrar_Policy"] = "remind";
  Start();
  EXPECT_EQ(server->host.reminders, 1);
  ASSERT_TRUE(server->host.notices.contains("registration"));
  loop.Advance(hours(71));
  EXPECT_EQ(server->host.reminders, 3);
  Report("Registrar_Remind_Every", 2);
  const int before = server->host.reminders;
  loop.Advance(hours(10));
  EXPECT_EQ(server->host.reminders, before + 5);
  EXPECT_EQ(Wizard(), "completed");
}

TEST_F(ReminderTest, ARestartDoesNotRemindAgain) {
  store.settings["Registrar_Policy"] = "remind";
  Start();
  Start();
  EXPECT_EQ(server->host.reminders, 0);
}

TEST_F(ReminderTest, ABannerThatWasNotShownIsShownAfterAll) {
  store.settings["Registrar_Policy"] = "remind";
  Start();
  loop.Advance(hours(24) - seconds(1));
  server->host.failing["NotifyAdmins"] = Error(ErrorCode::kHostFailed);
  server->host.notices.clear();
  loop.Advance(minutes(1));
  EXPECT_TRUE(server->host.notices.empty());
  // The process that set about it is gone; another one looks.
  Start();
  loop.Advance(seconds(10));
  EXPECT_TRUE(server->host.notices.contains("registration"));
}

TEST_F(ReminderTest, TheBannerIsGoneOnceItIsRegistered) {
  store.settings["Registrar_Policy"] = "remind";
  Start();
  EXPECT_TRUE(server->Run(server->workspace->Connect(Secret("token-1"))).has_value());
  Report("Cloud_Workspace_Client_Id", store.Text("Cloud_Workspace_Client_Id"));
  EXPECT_TRUE(server->host.notices.empty());
  loop.Advance(hours(72));
  EXPECT_EQ(server->host.reminders, 1);
}

TEST_F(ReminderTest, TheBannerIsGoneWhenThePolicyIsOff) {
  store.settings["Registrar_Policy"] = "remind";
  Start();
  Report("Registrar_Policy", "off");
  EXPECT_TRUE(server->host.notices.empty());
}

TEST_F(ReminderTest, SeveralInstancesRemindOnce) {
  store.settings["Registrar_Policy"] = "remind";
  Start();
  Server second(loop, store, cloud, nullptr, config);
  EXPECT_TRUE(second.Run(second.workspace->Start()).has_value());
  WizardHook second_hook(loop, *second.workspace, second.host, config);
  second_hook.Start();
  loop.Advance(hours(71));
  EXPECT_EQ(server->host.reminders + second.host.reminders, 3);
  second_hook.Stop();
}

TEST_F(ReminderTest, ABadSettingIsLoggedOnce) {
  store.settings["Registrar_Policy"] = "froce";
  Start();
  Report("Registrar_Remind_Every", 24);
  loop.Advance(hours(72));
  int told = 0;
  for (const Json& line : server->host.logged) {
    if (line.value("code", "") == "module.invalid-setting") ++told;
  }
  EXPECT_EQ(told, 1);
}

using ConsentTest = ForcedRegistrationTest;

TEST_F(ConsentTest, IsGivenOnlyByTheSettingAndOnce) {
  store.settings["Cloud_Service_Agree_PrivacyTerms"] = false;
  config.reg_token = Secret("token-1");
  Start();
  EXPECT_TRUE(store.Registered());
  EXPECT_EQ(store.settings["Cloud_Service_Agree_PrivacyTerms"], false);
  Report("Registrar_Agree_Terms", true);
  EXPECT_EQ(store.settings["Cloud_Service_Agree_PrivacyTerms"], true);
  store.settings["Cloud_Service_Agree_PrivacyTerms"] = false;
  Start();
  EXPECT_EQ(store.settings["Cloud_Service_Agree_PrivacyTerms"], false);
}

TEST_F(ConsentTest, IsNotGivenForAnUnregisteredWorkspace) {
  store.settings["Cloud_Service_Agree_PrivacyTerms"] = false;
  store.settings["Registrar_Agree_Terms"] = true;
  Start();
  EXPECT_EQ(store.settings["Cloud_Service_Agree_PrivacyTerms"], false);
}

}  // namespace
}  // namespace registrar
