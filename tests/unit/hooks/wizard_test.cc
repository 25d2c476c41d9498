#include "hooks/wizard.h"

#include "tests/unit/workspace/server.h"

namespace registrar {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

// A server with the hook in it; REG_TOKEN is "token-1" unless said otherwise.
class WizardTest : public WorkspaceTest {
 protected:
  void SetUp() override {
    store.settings["Show_Setup_Wizard"] = "in_progress";
    config.reg_token = Secret("token-1");
  }
  void TearDown() override {
    hook.reset();
    server.reset();
  }

  // Starts the process; another one before it has ended then.
  void Start() {
    hook.reset();
    server = std::make_unique<Server>(loop, store, cloud, nullptr, config);
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
  void Complete() { Report("Show_Setup_Wizard", "completed"); }

  WorkspaceConfig config;
  std::unique_ptr<Server> server;
  std::unique_ptr<WizardHook> hook;
};

TEST_F(WizardTest, RegistersWhenTheWizardIsCompleted) {
  Start();
  EXPECT_TRUE(server->cloud.calls.empty());
  Complete();
  EXPECT_TRUE(store.Registered());
  EXPECT_EQ(server->Status()["state"], "registered");
  EXPECT_EQ(server->Status()["lastSync"]["ok"], true);
}

TEST_F(WizardTest, RegistersWhenItIsFoundCompletedAtStart) {
  store.settings["Show_Setup_Wizard"] = "completed";
  Start();
  EXPECT_TRUE(store.Registered());
}

TEST_F(WizardTest, BelievesTheServersCacheWhenTheEnvironmentForcesTheWizard) {
  config.wizard_overridden = true;
  Start();
  hook->OnSettingChanged("Show_Setup_Wizard", "completed");
  loop.RunReady();
  EXPECT_EQ(store.Text("Show_Setup_Wizard"), "in_progress");
  EXPECT_TRUE(store.Registered());
}

TEST_F(WizardTest, RegistersOnceOnly) {
  Start();
  Complete();
  Complete();
  Start();
  EXPECT_EQ(cloud.registrations, 1);
  EXPECT_EQ(server->cloud.Count("connect"), 0);
}

TEST_F(WizardTest, WithoutATokenRegistrationIsDue) {
  config.reg_token = Secret();
  Start();
  EXPECT_EQ(server->Status()["registrationDue"], false);
  Complete();
  EXPECT_EQ(server->Status()["registrationDue"], true);
  EXPECT_EQ(server->cloud.Count("connect"), 0);
}

TEST_F(WizardTest, TheTokenOfTheSettingIsUsedAsSoonAsItIsThere) {
  config.reg_token = Secret();
  Start();
  Complete();
  Report("Registrar_Token", "token-2");
  EXPECT_TRUE(store.Registered());
  EXPECT_EQ(server->Status()["registrationDue"], false);
}

TEST_F(WizardTest, PolicyOffRemindsNobody) {
  config.reg_token = Secret();
  store.settings["Registrar_Policy"] = "off";
  Start();
  Complete();
  EXPECT_EQ(server->Status()["registrationDue"], false);
}

TEST_F(WizardTest, LeavesTheVendorsOwnServersAlone) {
  config.saas = true;
  Start();
  Complete();
  Report("Registrar_Token", "token-2");
  EXPECT_TRUE(server->cloud.calls.empty());
  EXPECT_EQ(server->Status()["registrationDue"], false);
}

TEST_F(WizardTest, TriesAgainWhenTheCloudCannotBeReached) {
  Start();
  server->cloud.instead["connect"] = []() -> Result<HttpResponse> { return Unreachable(); };
  Complete();
  EXPECT_FALSE(store.Registered());
  EXPECT_EQ(server->Status()["lastError"]["code"], "cloud.connect.refused");
  loop.Advance(minutes(5));
  EXPECT_GT(server->cloud.Count("connect"), 2);
  EXPECT_LT(server->cloud.Count("connect"), 60);
  server->cloud.instead.clear();
  loop.Advance(hours(1));
  EXPECT_TRUE(store.Registered());
  EXPECT_EQ(cloud.registrations, 1);
}

TEST_F(WizardTest, ARefusedTokenIsNotTriedAgain) {
  config.reg_token = Secret("nonsense");
  Start();
  Complete();
  EXPECT_EQ(server->cloud.Count("connect"), 1);
  EXPECT_EQ(server->Status()["registrationDue"], true);
  EXPECT_EQ(server->Status()["lastError"]["code"], "registration.token-invalid");
  loop.Advance(hours(5));
  EXPECT_EQ(server->cloud.Count("connect"), 1);
  Start();
  EXPECT_EQ(server->cloud.Count("connect"), 0);
}

TEST_F(WizardTest, ANewTokenEndsTheWaitForTheNextTry) {
  config.reg_token = Secret();
  store.settings["Registrar_Token"] = "token-2";
  Start();
  server->cloud.instead["connect"] = [] {
    HttpResponse response = JsonAnswer(429, Json::object());
    response.headers.emplace_back("retry-after", "3600");
    return response;
  };
  Complete();
  server->cloud.instead.clear();
  loop.Advance(minutes(30));
  EXPECT_FALSE(store.Registered());
  Report("Registrar_Token", "token-3");
  EXPECT_TRUE(store.Registered());
  EXPECT_TRUE(cloud.used_tokens.contains("token-3"));
}

TEST_F(WizardTest, ADisconnectedWorkspaceStaysSo) {
  Start();
  Complete();
  EXPECT_TRUE(server->Run(server->workspace->Disconnect()).has_value());
  Start();
  loop.Advance(hours(1));
  EXPECT_FALSE(store.Registered());
  EXPECT_EQ(server->Status()["state"], "disconnected");
  EXPECT_EQ(server->Status()["registrationDue"], false);
}

TEST_F(WizardTest, StoppedItDoesNothingMore) {
  Start();
  server->cloud.instead["connect"] = []() -> Result<HttpResponse> { return Unreachable(); };
  Complete();
  hook->Stop();
  const int asked = server->cloud.Count("connect");
  loop.Advance(hours(1));
  EXPECT_EQ(server->cloud.Count("connect"), asked);
}

TEST_F(WizardTest, ADatabaseThatFailsIsReadAgain) {
  Start();
  server->host.failing["ReadSettings"] = Error(ErrorCode::kHostRead);
  Complete();
  EXPECT_FALSE(store.Registered());
  server->host.failing.clear();
  loop.Advance(minutes(1));
  EXPECT_TRUE(store.Registered());
}

TEST_F(WizardTest, ADatabaseThatFailsIsLoggedOnce) {
  Start();
  server->host.failing["ReadSettings"] = Error(ErrorCode::kHostRead);
  Complete();
  loop.Advance(minutes(10));
  EXPECT_EQ(server->host.CountLogged("Following the policy failed"), 1);
}

}  // namespace
}  // namespace registrar
