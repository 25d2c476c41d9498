#include "tests/unit/workspace/server.h"

namespace registrar {
namespace {

using RegistrationTest = WorkspaceTest;

TEST_F(RegistrationTest, RegistersWithToken) {
  const auto server = Started();
  const auto result = server->Run(server->workspace->Connect(Secret(" token-1\n")));
  ASSERT_TRUE(result) << result.error().Message();
  EXPECT_EQ(result.value(), Json({{"workspaceId", "workspace-1"}}));
  EXPECT_EQ(store.Text("Cloud_Workspace_Id"), "workspace-1");
  EXPECT_EQ(store.Text("Cloud_Workspace_Name"), "Chat");
  EXPECT_EQ(store.Text("Cloud_Workspace_PublicKey"), "PUBLIC");
  EXPECT_EQ(store.Text("Cloud_Workspace_Client_Id"), "client-1");
  EXPECT_EQ(store.Text("Cloud_Workspace_Client_Secret"), "secret-of-client-1");
  EXPECT_EQ(store.Text("Cloud_Workspace_Registration_Client_Uri"),
            "https://cloud.test/api/oauth/clients/client-1");
  EXPECT_EQ(store.settings["Cloud_Workspace_Client_Secret_Expires_At"], 0);
  EXPECT_EQ(store.settings["Register_Server"], true);
  EXPECT_EQ(store.Document("journal"), Json());
  EXPECT_FALSE(store.Document("attempt").contains("open"));
}

TEST_F(RegistrationTest, FirstSyncFollowsByItself) {
  const auto server = Registered();
  EXPECT_EQ(server->cloud.Names(),
            (std::vector<std::string>{"connect", "token", "comms", "sync", "window"}));
  const Json status = server->Status();
  EXPECT_EQ(status["state"], "registered");
  EXPECT_EQ(status["registered"], true);
  EXPECT_EQ(status["workspaceId"], "workspace-1");
  EXPECT_EQ(status["lastSync"]["ok"], true);
  EXPECT_EQ(status["lastError"], nullptr);
  EXPECT_EQ(status["license"]["outcome"], "applied");
  EXPECT_EQ(status["pushGateway"]["on"], true);
}

}  // namespace
}  // namespace registrar
