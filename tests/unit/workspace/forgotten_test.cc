// A workspace that the cloud does not know any more, row by row of the states.

#include "tests/unit/workspace/server.h"

namespace registrar {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

class ForgottenRowsTest : public WorkspaceTest {
 protected:
  // A registered workspace that was removed in the cloud.
  std::unique_ptr<Server> Removed() {
    auto server = Registered();
    cloud.clients.clear();
    cloud.valid.clear();
    server->cloud.calls.clear();
    return server;
  }
  std::unique_ptr<Server> Forgotten() {
    auto server = Removed();
    EXPECT_FALSE(server->Run(server->workspace->Sync(SyncReason::kAdmin)).has_value());
    EXPECT_EQ(server->Status()["state"], "forgotten");
    server->cloud.calls.clear();
    return server;
  }
  static bool Told(const Server& server) { return server.host.notices.contains("forgotten"); }
};

TEST_F(ForgottenRowsTest, OneAnswerOfTheScheduleIsNotBelieved) {
  const auto server = Removed();
  while (server->cloud.Count("token") == 0) loop.Advance(minutes(1));
  EXPECT_EQ(server->Status()["state"], "registered");
  EXPECT_TRUE(server->Status().contains("unknownSince"));
  EXPECT_TRUE(store.Registered());
  EXPECT_FALSE(Told(*server));
  loop.Advance(minutes(11));
  EXPECT_EQ(server->Status()["state"], "forgotten");
}

TEST_F(ForgottenRowsTest, ASecondTryThatWorksDropsTheSuspicion) {
  const auto server = Removed();
  while (server->cloud.Count("token") == 0) loop.Advance(minutes(1));
  cloud.clients.insert("client-1");
  loop.Advance(hours(1));
  EXPECT_EQ(server->Status()["state"], "registered");
  EXPECT_FALSE(server->Status().contains("unknownSince"));
}

TEST_F(ForgottenRowsTest, IsUnregisteredToTheServerButKeepsTheCredentialsAndTheWizard) {
  const auto server = Forgotten();
  EXPECT_FALSE(store.Registered());
  EXPECT_EQ(store.settings["Register_Server"], false);
  EXPECT_EQ(store.settings["Show_Setup_Wizard"], "completed");
  EXPECT_EQ(store.Document("credentials")["registration"]["clientId"], "client-1");
  EXPECT_TRUE(server->Run(server->workspace->GetAccessToken({})).value().token.empty());
  EXPECT_EQ(server->Status()["lastError"]["code"], "cloud.client.unknown");
}

TEST_F(ForgottenRowsTest, AdministratorsAreToldOnce) {
  const auto server = Forgotten();
  EXPECT_TRUE(Told(*server));
  server->host.notices.clear();
  loop.Advance(hours(72));
  EXPECT_FALSE(Told(*server));
}

TEST_F(ForgottenRowsTest, TheKeptCredentialsAreTriedOnceADay) {
  const auto server = Forgotten();
  loop.Advance(hours(72));
  EXPECT_EQ(server->cloud.Count("token"), 3);
  EXPECT_EQ(server->cloud.Count("sync"), 0);
  EXPECT_EQ(server->Status()["state"], "forgotten");
}

TEST_F(ForgottenRowsTest, IsRestoredWhenTheyWorkAgain) {
  const auto server = Forgotten();
  cloud.clients.insert("client-1");
  loop.Advance(hours(25));
  EXPECT_EQ(server->Status()["state"], "registered");
  EXPECT_TRUE(store.Registered());
  EXPECT_GE(server->cloud.Count("sync"), 1);
  EXPECT_FALSE(Told(*server));
}

TEST_F(ForgottenRowsTest, CanBeDisconnectedAndStaysSo) {
  const auto server = Forgotten();
  ASSERT_TRUE(server->Run(server->workspace->Disconnect()).has_value());
  EXPECT_EQ(server->Status()["state"], "disconnected");
  server->cloud.calls.clear();
  loop.Advance(hours(48));
  EXPECT_EQ(server->cloud.Count("token"), 0);
}

TEST_F(ForgottenRowsTest, CanBeRegisteredAnewWithAnotherToken) {
  const auto server = Forgotten();
  ASSERT_TRUE(server->Run(server->workspace->Connect(Secret("token-2"))).has_value());
  EXPECT_EQ(store.Text("Cloud_Workspace_Client_Id"), "client-2");
  EXPECT_TRUE(store.Document("credentials").is_null());
  EXPECT_EQ(server->Status()["state"], "registered");
}

TEST_F(ForgottenRowsTest, OnlyATokenThatWasNeverUsedIsTriedByItself) {
  const auto server = Forgotten();
  const auto initiative = [&server](const char* token) {
    return server->Run(server->workspace->DecideInitiative(Secret(token))).value();
  };
  EXPECT_EQ(initiative("token-1"), Initiative::kRemind);
  EXPECT_EQ(initiative(""), Initiative::kRemind);
  EXPECT_EQ(initiative("token-2"), Initiative::kRegister);
}

TEST_F(ForgottenRowsTest, AFailureThatSaysNothingAboutTheCredentialsForgetsNothing) {
  const auto server = Registered();
  cloud.valid.clear();
  server->cloud.instead["token"] = [] { return JsonAnswer(503, Json::object()); };
  EXPECT_FALSE(server->Run(server->workspace->Sync(SyncReason::kAdmin)).has_value());
  loop.Advance(hours(30));
  EXPECT_EQ(server->Status()["state"], "registered");
  EXPECT_TRUE(store.Registered());
}

}  // namespace
}  // namespace registrar
