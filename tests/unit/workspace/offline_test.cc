// Registration without a connection to the cloud: a text is carried there, another one back.

#include "module/workspace/offline.h"

#include "module/cloud/offline_blob.h"
#include "module/workspace/schedule.h"
#include "tests/unit/workspace/server.h"

namespace registrar {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

// The answer of the cloud console for the workspace of FakeStore::Fresh().
Json GoodAnswer() {
  return {{"workspaceId", "workspace-9"},
          {"client_name", "Chat"},
          {"client_id", "client-9"},
          {"client_secret", "secret-of-client-9"},
          {"client_secret_expires_at", 0},
          {"redirect_uris", Json::array({"https://chat.test/admin/cloud/oauth-callback"})},
          {"publicKey", "PUBLIC"},
          {"registration_client_uri", "https://cloud.test/api/oauth/clients/client-9"},
          {"licenseData",
           {{"version", 3},
            {"address", "https://chat.test"},
            {"license", "OFFLINE LICENSE"},
            {"updatedAt", "2026-01-01T00:00:00.000Z"},
            {"expireAt", "2099-01-01T00:00:00.000Z"}}}};
}

class OfflineTest : public WorkspaceTest {
 protected:
  static Result<Json> Apply(Server& server, const Json& answer) {
    return server.Run(server.workspace->OfflineApply(Secret(MakeOfflineBlob(answer.dump()))));
  }

  void ExpectRefused(const Json& answer, ErrorCode code) {
    const auto server = Started();
    const auto before = store.settings;
    const auto applied = Apply(*server, answer);
    ASSERT_FALSE(applied.has_value());
    EXPECT_EQ(applied.error().info().code, Describe(code).code) << applied.error().Message();
    EXPECT_EQ(store.settings, before);
    EXPECT_EQ(store.Document("journal"), Json());
    EXPECT_EQ(server->Status()["state"], "unregistered");
  }
};

TEST_F(OfflineTest, TheTextForTheConsoleIsTheRegistrationDataWithAnEmail) {
  const auto server = Started();
  const auto made = server->Run(server->workspace->OfflineData());
  ASSERT_TRUE(made.has_value());
  Json data = server->host.registration_data;
  data["contactEmail"] = server->host.email;
  data["connectionDisable"] = false;
  EXPECT_EQ(made.value(), (Json{{"blob", MakeOfflineBlob(data.dump())}}));
  // Pasted back it is recognised.
  const Secret blob(made.value()["blob"].get<std::string>());
  const auto applied = server->Run(server->workspace->OfflineApply(blob));
  ASSERT_FALSE(applied.has_value());
  EXPECT_EQ(applied.error().code, ErrorCode::kOfflineNotAnAnswer);
}

TEST_F(OfflineTest, TheAnswerRegistersAndItsLicenseIsApplied) {
  const auto server = Started();
  const auto applied = Apply(*server, GoodAnswer());
  ASSERT_TRUE(applied.has_value()) << applied.error().Message();
  EXPECT_EQ(applied.value(),
            (Json{{"workspaceId", "workspace-9"}, {"license", {{"outcome", "applied"}}}}));
  EXPECT_TRUE(store.Registered());
  EXPECT_EQ(store.license, "OFFLINE LICENSE");
  EXPECT_EQ(store.settings["Register_Server"], true);
  EXPECT_EQ(server->Status()["state"], "offline");
  EXPECT_EQ(store.Document("journal"), Json());
}

TEST_F(OfflineTest, ALicenseThatCannotBeReadIsReportedAndTheWorkspaceIsRegistered) {
  const auto server = Started();
  server->host.license_outcome = LicenseOutcome::kUnreadable;
  const auto applied = Apply(*server, GoodAnswer());
  ASSERT_TRUE(applied.has_value());
  EXPECT_EQ(applied.value()["license"]["outcome"], "unreadable");
  EXPECT_EQ(applied.value()["license"]["error"]["code"], "license.unreadable");
  EXPECT_TRUE(store.Registered());
}

TEST_F(OfflineTest, NothingIsAskedOfTheCloudByItselfEvenAfterDays) {
  const auto server = Started();
  ASSERT_TRUE(Apply(*server, GoodAnswer()).has_value());
  PassDays(7);
  EXPECT_TRUE(server->cloud.calls.empty());
  const auto next = Started();
  // A whole period without a step, too.
  loop.Advance(kSyncPeriod + hours(1));
  PassDays(7);
  EXPECT_TRUE(next->cloud.calls.empty());
  EXPECT_EQ(next->Status()["state"], "offline");
}

TEST_F(OfflineTest, ASyncByHandMakesItRegistered) {
  cloud.clients.insert("client-9");
  const auto server = Started();
  ASSERT_TRUE(Apply(*server, GoodAnswer()).has_value());
  ASSERT_TRUE(server->Run(server->workspace->Sync(SyncReason::kAdmin)).has_value());
  EXPECT_EQ(server->Status()["state"], "registered");
  loop.Advance(hours(25));
  EXPECT_GE(server->cloud.Count("sync"), 3);
}

TEST_F(OfflineTest, ASyncByHandThatFailsLeavesItOffline) {
  const auto server = Started();
  ASSERT_TRUE(Apply(*server, GoodAnswer()).has_value());
  EXPECT_FALSE(server->Run(server->workspace->Sync(SyncReason::kAdmin)).has_value());
  EXPECT_EQ(server->Status()["state"], "offline");
  EXPECT_TRUE(store.Registered());
}

// user-needs 19011: Disconnect pretended to work and the old state came back.
TEST_F(OfflineTest, DisconnectWorksAndANewRegistrationFollows) {
  auto server = Started();
  ASSERT_TRUE(Apply(*server, GoodAnswer()).has_value());
  ASSERT_TRUE(server->Run(server->workspace->Disconnect()).has_value());
  EXPECT_FALSE(store.Registered());
  EXPECT_EQ(server->Status()["state"], "disconnected");
  server = Started();
  EXPECT_EQ(server->Status()["state"], "disconnected");
  ASSERT_TRUE(Apply(*server, GoodAnswer()).has_value());
  EXPECT_EQ(server->Status()["state"], "offline");
  ASSERT_TRUE(server->Run(server->workspace->Disconnect()).has_value());
  EXPECT_TRUE(server->Run(server->workspace->Connect(Secret("token-1"))).has_value());
  EXPECT_EQ(server->Status()["state"], "registered");
}

TEST_F(OfflineTest, AnAnswerThatTheRouteTookApartRegistersAsWell) {
  const auto server = Started();
  const auto saved = server->Run(server->workspace->SaveRegistrationManual(GoodAnswer()));
  ASSERT_TRUE(saved.has_value());
  EXPECT_EQ(saved.value()["workspaceId"], "workspace-9");
  EXPECT_EQ(server->Status()["state"], "offline");
}

TEST_F(OfflineTest, ARegisteredWorkspaceIsNotOverwritten) {
  const auto server = Registered();
  const auto applied = Apply(*server, GoodAnswer());
  ASSERT_FALSE(applied.has_value());
  EXPECT_EQ(applied.error().code, ErrorCode::kAlreadyRegistered);
  EXPECT_EQ(store.Text("Cloud_Workspace_Client_Id"), "client-1");
}

TEST_F(OfflineTest, AnAnswerForAnotherAddressIsRefused) {
  Json other = GoodAnswer();
  other["redirect_uris"] = {"https://other.test/admin/cloud/oauth-callback"};
  ExpectRefused(other, ErrorCode::kOfflineOtherWorkspace);
  Json licensed = GoodAnswer();
  licensed["licenseData"]["address"] = "other.test";
  ExpectRefused(licensed, ErrorCode::kOfflineOtherWorkspace);
}

TEST_F(OfflineTest, AnAnswerWithoutAnAddressIsHeldAgainstTheKnownId) {
  Json bare = GoodAnswer();
  bare.erase("redirect_uris");
  bare.erase("licenseData");
  store.settings["Cloud_Workspace_Id"] = "workspace-1";
  ExpectRefused(bare, ErrorCode::kOfflineOtherWorkspace);
  store.settings["Cloud_Workspace_Id"] = "workspace-9";
  EXPECT_TRUE(Apply(*Started(), bare).has_value());
}

TEST_F(OfflineTest, AnExpiredLicenseIsRefused) {
  Json expired = GoodAnswer();
  expired["licenseData"]["expireAt"] = "2019-12-31T23:59Z";
  ExpectRefused(expired, ErrorCode::kOfflineLicenseExpired);
}

TEST_F(OfflineTest, AnAnswerThatLacksAFieldIsRefused) {
  Json incomplete = GoodAnswer();
  incomplete.erase("registration_client_uri");
  ExpectRefused(incomplete, ErrorCode::kOfflineIncomplete);
}

TEST_F(OfflineTest, TheWizardIsCompletedForATabThatIsGone) {
  store.settings["Show_Setup_Wizard"] = "in_progress";
  const auto server = Started();
  ASSERT_TRUE(Apply(*server, GoodAnswer()).has_value());
  EXPECT_EQ(store.Text("Show_Setup_Wizard"), "in_progress");
  loop.Advance(minutes(2));
  EXPECT_EQ(store.Text("Show_Setup_Wizard"), "completed");
  EXPECT_TRUE(server->cloud.calls.empty());
}

}  // namespace
}  // namespace registrar
