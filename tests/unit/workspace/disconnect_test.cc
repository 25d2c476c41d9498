#include "tests/unit/workspace/server.h"

namespace registrar {
namespace {

using DisconnectTest = WorkspaceTest;

TEST_F(DisconnectTest, TellsTheCloudAndEmptiesTheSettings) {
  const auto server = Registered();
  const auto result = server->Run(server->workspace->Disconnect());
  ASSERT_TRUE(result) << result.error().Message();
  EXPECT_EQ(result.value()["cloudTold"], true);
  EXPECT_FALSE(result.value().contains("error"));
  EXPECT_NE(StringOr(result.value(), "meaning"), "");
  EXPECT_EQ(cloud.disabled, true);
  for (const char* id : {"Cloud_Workspace_Id", "Cloud_Workspace_Name", "Cloud_Workspace_Client_Id",
                         "Cloud_Workspace_Client_Secret", "Cloud_Workspace_PublicKey",
                         "Cloud_Workspace_Registration_Client_Uri"}) {
    EXPECT_EQ(store.Text(id), "") << id;
  }
  EXPECT_EQ(store.settings["Register_Server"], false);
  EXPECT_EQ(store.settings["Show_Setup_Wizard"], "completed") << "nobody is sent to the wizard";
  EXPECT_TRUE(store.tokens.empty());
  EXPECT_EQ(server->cloud.closed_idle, 1);
  const Json status = server->Status();
  EXPECT_EQ(status["state"], "disconnected");
  EXPECT_EQ(status["workspaceId"], "workspace-1");
  EXPECT_EQ(status["registered"], false);
  EXPECT_EQ(status["pushGateway"]["on"], false);
}

TEST_F(DisconnectTest, TheClientIdGoesFirst) {
  const auto server = Registered();
  server->host.writes.clear();
  EXPECT_TRUE(server->Run(server->workspace->Disconnect()).has_value());
  const auto& writes = server->host.writes;
  const auto first = std::find_if(writes.begin(), writes.end(), [](const std::string& write) {
    return write.starts_with("setting ");
  });
  ASSERT_NE(first, writes.end());
  EXPECT_EQ(*first, "setting Cloud_Workspace_Client_Id");
  EXPECT_LT(std::find(writes.begin(), writes.end(), "document credentials"), first);
  EXPECT_LT(std::find(writes.begin(), writes.end(), "document journal"), first);
}

TEST_F(DisconnectTest, ADeadCloudDoesNotStopIt) {
  const auto server = Registered();
  server->cloud.instead["sync"] = []() -> Result<HttpResponse> { return Unreachable(); };
  const auto result = server->Run(server->workspace->Disconnect());
  ASSERT_TRUE(result) << result.error().Message();
  EXPECT_EQ(result.value()["cloudTold"], false);
  EXPECT_EQ(result.value()["error"]["code"], "registration.cloud-not-told");
  EXPECT_FALSE(store.Registered());
  EXPECT_EQ(server->Status()["lastError"]["code"], "registration.cloud-not-told");
}

TEST_F(DisconnectTest, ASilentCloudDelaysItByFiveSecondsAtMost) {
  const auto server = Registered();
  server->cloud.silent = {"sync"};
  EXPECT_FALSE(server->Try(server->workspace->Disconnect()).has_value());
  loop.Advance(std::chrono::seconds(5));
  EXPECT_FALSE(store.Registered());
  EXPECT_EQ(server->Status()["state"], "disconnected");
}

TEST_F(DisconnectTest, ARunningSyncMakesRoom) {
  const auto server = Registered();
  server->cloud.silent = {"sync"};
  std::optional<ErrorCode> ended;
  const std::function<void(Result<Json>)> take = [&](const Result<Json>& result) {
    if (!result) ended = result.error().code;
  };
  Spawn(server->workspace->Sync(SyncReason::kAdmin), take);
  server->cloud.silent.clear();
  EXPECT_TRUE(server->Run(server->workspace->Disconnect()).has_value());
  EXPECT_EQ(ended, ErrorCode::kCancelled);
  EXPECT_EQ(server->Status()["lastSync"]["ok"], true) << "an abandoned sync is no failed one";
}

TEST_F(DisconnectTest, RefusesWhenNotRegistered) {
  const auto server = Started();
  const auto result = server->Run(server->workspace->Disconnect());
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kNotRegistered);
}

TEST_F(DisconnectTest, WorksForCredentialsThatTheModuleDidNotBring) {
  store.settings["Cloud_Workspace_Client_Id"] = "pasted";
  store.settings["Cloud_Workspace_Client_Secret"] = "pasted-secret";
  const auto server = Started();
  const auto result = server->Run(server->workspace->Disconnect());
  ASSERT_TRUE(result) << result.error().Message();
  EXPECT_EQ(result.value()["cloudTold"], false);
  EXPECT_FALSE(store.Registered());
  EXPECT_EQ(server->Status()["state"], "disconnected");
}

TEST_F(DisconnectTest, ReconnectTakesItBack) {
  const auto server = Registered();
  const FakeStore before = store;
  EXPECT_TRUE(server->Run(server->workspace->Disconnect()).has_value());
  const auto result = server->Run(server->workspace->Reconnect());
  ASSERT_TRUE(result) << result.error().Message();
  EXPECT_EQ(result.value(), Json({{"workspaceId", "workspace-1"}}));
  EXPECT_EQ(store.settings, before.settings);
  EXPECT_EQ(store.Document("credentials"), Json());
  EXPECT_EQ(cloud.disabled, false) << "the sync that follows tells the cloud";
  EXPECT_EQ(server->Status()["state"], "registered");
  EXPECT_EQ(cloud.used_tokens.size(), 1U);
}

TEST_F(DisconnectTest, ReconnectFailsWhenTheCloudForgotTheWorkspace) {
  const auto server = Registered();
  EXPECT_TRUE(server->Run(server->workspace->Disconnect()).has_value());
  cloud.clients.clear();
  const auto result = server->Run(server->workspace->Reconnect());
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kUnknownClient);
  EXPECT_FALSE(store.Registered());
  EXPECT_EQ(server->Status()["state"], "disconnected");
  EXPECT_EQ(server->Status()["lastError"]["code"], "cloud.client.unknown");
}

TEST_F(DisconnectTest, ReconnectNeedsKeptCredentials) {
  const auto server = Started();
  const auto result = server->Run(server->workspace->Reconnect());
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kNothingToReconnect);
}

TEST_F(DisconnectTest, ReconnectRefusesWhenRegistered) {
  const auto server = Registered();
  const auto result = server->Run(server->workspace->Reconnect());
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kAlreadyRegistered);
}

TEST_F(DisconnectTest, OnlyATokenNeverUsedRegistersADisconnectedWorkspaceByItself) {
  const auto server = Registered();
  EXPECT_TRUE(server->Run(server->workspace->Disconnect()).has_value());
  const auto initiative = [&](const char* token) {
    return server->Run(server->workspace->DecideInitiative(Secret(token))).value();
  };
  EXPECT_EQ(initiative("token-1"), Initiative::kNone);
  EXPECT_EQ(initiative(""), Initiative::kNone);
  EXPECT_EQ(initiative("token-2"), Initiative::kRegister);
}

TEST_F(DisconnectTest, TheStateSurvivesARestart) {
  {
    const auto server = Registered();
    EXPECT_TRUE(server->Run(server->workspace->Disconnect()).has_value());
  }
  const auto server = Started();
  EXPECT_TRUE(server->cloud.calls.empty());
  EXPECT_EQ(server->Status()["state"], "disconnected");
}

}  // namespace
}  // namespace registrar
