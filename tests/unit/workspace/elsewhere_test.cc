// A server that may be a restored copy of the workspace that its credentials belong to, and one
// that is registered when the module comes.

#include "tests/unit/workspace/server.h"

namespace registrar {
namespace {

using std::chrono::hours;

class ElsewhereTest : public WorkspaceTest {
 protected:
  // A registered server that was copied: the server asks its administrators what it is.
  std::unique_ptr<Server> Copied() {
    Registered();
    store.settings["Deployment_FingerPrint_Verified"] = false;
    return Started();
  }
};

TEST_F(ElsewhereTest, StaysRegisteredButDoesNotSyncByItself) {
  const auto server = Copied();
  loop.Advance(hours(72));
  EXPECT_EQ(server->cloud.Count("sync"), 0);
  EXPECT_EQ(server->cloud.Count("comms"), 0);
  EXPECT_EQ(server->cloud.Count("token"), 0);
  EXPECT_EQ(server->Status()["state"], "registered");
  EXPECT_TRUE(store.Registered());
}

TEST_F(ElsewhereTest, AnAdministratorsSyncSaysWhatToDo) {
  const auto server = Copied();
  const auto refused = server->Run(server->workspace->Sync(SyncReason::kAdmin));
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::kElsewhere);
  EXPECT_NE(refused.error().info().remedy.find("fingerprint"), std::string_view::npos);
  EXPECT_EQ(server->Status()["elsewhere"]["code"], "registration.elsewhere");
  EXPECT_EQ(server->cloud.Count("sync"), 0);
}

TEST_F(ElsewhereTest, AnUpdatedConfigurationIsFollowed) {
  const auto server = Copied();
  store.settings["Deployment_FingerPrint_Verified"] = true;
  server->workspace->CredentialsChanged();
  loop.RunReady();
  EXPECT_FALSE(server->Status().contains("elsewhere"));
  EXPECT_TRUE(server->Run(server->workspace->Sync(SyncReason::kAdmin)).has_value());
  loop.Advance(hours(13));
  EXPECT_GE(server->cloud.Count("sync"), 2);
}

TEST_F(ElsewhereTest, ANewWorkspaceDropsAllThatBelongedToTheOldOne) {
  const auto server = Copied();
  // What the server's own answer does.
  store.settings["uniqueID"] = "unique-2";
  store.settings["Deployment_FingerPrint_Verified"] = true;
  for (const char* id : {"Cloud_Workspace_Client_Id", "Cloud_Workspace_Client_Secret"}) {
    store.settings[id] = "";
  }
  server->workspace->CredentialsChanged();
  loop.RunReady();
  EXPECT_EQ(server->Status()["state"], "unregistered");
  EXPECT_TRUE(store.Document("credentials").is_null());
  EXPECT_TRUE(store.tokens.empty());
  EXPECT_TRUE(server->Run(server->workspace->Connect(Secret("token-2"))).has_value());
}

TEST_F(ElsewhereTest, TakingOverARegisteredServerChangesNothingAndAsksNothing) {
  store.settings["Cloud_Workspace_Client_Id"] = "client-9";
  store.settings["Cloud_Workspace_Client_Secret"] = "secret-of-client-9";
  store.settings["Cloud_Workspace_Id"] = "workspace-9";
  store.settings["Register_Server"] = true;
  store.tokens["some scope"] = StoredToken{Secret("kept"), loop.WallNow() + hours(1)};
  const auto before = store.settings;
  const auto server = Started();
  loop.Advance(std::chrono::minutes(30));
  EXPECT_EQ(store.settings, before);
  EXPECT_EQ(store.tokens.size(), 1U);
  EXPECT_TRUE(server->cloud.calls.empty());
  for (const std::string& write : server->host.writes) {
    EXPECT_TRUE(write.starts_with("document ")) << write;
  }
  const Json status = server->Status();
  EXPECT_EQ(status["state"], "registered");
  EXPECT_EQ(status["workspaceId"], "workspace-9");
}

}  // namespace
}  // namespace registrar
