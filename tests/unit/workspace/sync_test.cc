#include "tests/unit/workspace/server.h"

namespace registrar {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

class SyncTest : public WorkspaceTest {
 protected:
  // A registered server whose first sync is done and forgotten.
  std::unique_ptr<Server> Synced() {
    auto server = Registered();
    server->cloud.calls.clear();
    server->host.licenses.clear();
    server->host.windows.clear();
    server->host.registration_data_built = 0;
    return server;
  }
  static Result<Json> Sync(Server& server, SyncReason reason = SyncReason::kAdmin) {
    return server.Run(server.workspace->Sync(reason));
  }
  // Starts a sync and counts the successes in `done`.
  static void Begin(Server& server, SyncReason reason, int& done) {
    const std::function<void(Result<Json>)> count = [&done](const Result<Json>& result) {
      done += result.has_value() ? 1 : 0;
    };
    Spawn(server.workspace->Sync(reason), count);
  }
};

TEST_F(SyncTest, MakesThreeRequestsWithOneBodyAndACachedToken) {
  const auto server = Synced();
  const auto result = Sync(*server);
  ASSERT_TRUE(result) << result.error().Message();
  EXPECT_EQ(server->cloud.Names(), (std::vector<std::string>{"comms", "sync", "window"}));
  EXPECT_EQ(server->host.registration_data_built, 1);
  EXPECT_EQ(server->cloud.calls[0].body, server->cloud.calls[1].body);
  EXPECT_EQ(result.value()["workspaceId"], "workspace-1");
  EXPECT_EQ(result.value()["license"]["outcome"], "applied");
  for (const char* part : {"comms", "sync", "supportWindow"}) {
    EXPECT_EQ(result.value()["parts"][part]["ok"], true) << part;
  }
}

TEST_F(SyncTest, IsCountedWithItsRequestsAndTokens) {
  const auto server = Synced();
  const Json before = server->workspace->Counters();
  ASSERT_TRUE(Sync(*server));
  const Json after = server->workspace->Counters();
  EXPECT_EQ(after["sync/ok"], before["sync/ok"].get<int>() + 1);
  EXPECT_GT(after["token/hit"], before["token/hit"]);
  EXPECT_EQ(after["token/miss"], before["token/miss"]);
  for (const char* call : {"comms", "support-window", "sync"}) {
    const std::string name = std::string("request/") + call + "/ok";
    EXPECT_EQ(after[name], before[name].get<int>() + 1) << name;
  }
}

TEST_F(SyncTest, AFailedOneIsCountedByItsCode) {
  const auto server = Started();
  EXPECT_FALSE(Sync(*server));
  EXPECT_EQ(server->workspace->Counters()["sync/registration.not-registered"], 1);
}

TEST_F(SyncTest, IsOneLineInTheLog) {
  const auto server = Synced();
  const auto line = [&server] {
    server->host.logged.clear();
    Sync(*server).has_value();
    EXPECT_EQ(server->host.logged.size(), 1U);
    return StringOr(server->host.logged.empty() ? Json() : server->host.logged.front(), "msg");
  };
  EXPECT_EQ(line(), "Synced");
  server->cloud.instead["sync"] = [] { return JsonAnswer(503, Json::object()); };
  EXPECT_TRUE(line().starts_with("Sync failed: "));
  server->cloud.instead.clear();
  EXPECT_EQ(line(), "Sync works again");
  EXPECT_EQ(line(), "Synced");
}

TEST_F(SyncTest, AnAdministratorsRequestsGoOutAtOnce) {
  const auto server = Synced();
  server->cloud.silent = {"comms", "sync", "window"};
  int done = 0;
  Begin(*server, SyncReason::kAdmin, done);
  EXPECT_EQ(server->cloud.Names(), (std::vector<std::string>{"comms", "sync", "window"}));
  server->cloud.AnswerSilent();
  EXPECT_EQ(done, 1);
}

TEST_F(SyncTest, ScheduledRequestsGoOutOneAfterTheOther) {
  const auto server = Synced();
  server->cloud.silent = {"comms"};
  int done = 0;
  Begin(*server, SyncReason::kSchedule, done);
  EXPECT_EQ(server->cloud.Names(), (std::vector<std::string>{"comms"}));
  server->cloud.AnswerSilent();
  EXPECT_EQ(server->cloud.Names(), (std::vector<std::string>{"comms", "sync", "window"}));
  EXPECT_EQ(done, 1);
}

TEST_F(SyncTest, FillsTheUniqueIdThatAFreshServerLacks) {
  const auto server = Synced();
  server->host.registration_data = {{"version", "7.2.0"}};
  ASSERT_TRUE(Sync(*server));
  const Json body = ParseJson(server->cloud.calls[0].body).value_or(Json());
  EXPECT_EQ(body["uniqueId"], "unique-1");
  EXPECT_EQ(body["connectionDisable"], false);
}

TEST_F(SyncTest, AppliesWhatTheCloudSays) {
  cloud.announcements = {{"create", Json::array()}, {"delete", Json::array({"old"})}};
  cloud.license = "NEW-LICENSE";
  const auto server = Registered();
  EXPECT_EQ(server->host.licenses, std::vector<std::string>{"NEW-LICENSE"});
  ASSERT_EQ(server->host.announcements.size(), 1U);
  EXPECT_EQ(server->host.announcements[0]["delete"], Json::array({"old"}));
  ASSERT_EQ(server->host.windows.size(), 1U);
  EXPECT_EQ(server->host.windows[0]["signed"], "SIGNED");
  EXPECT_EQ(store.Text("Cloud_Sync_Announcement_Payload"), "null");
}

TEST_F(SyncTest, DoesNotWriteASettingThatTheReleaseLacks) {
  store.settings.erase("Cloud_Sync_Announcement_Payload");
  const auto server = Registered();
  EXPECT_FALSE(store.settings.contains("Cloud_Sync_Announcement_Payload"));
  EXPECT_EQ(server->Status()["lastSync"]["parts"]["sync"]["ok"], true);
}

TEST_F(SyncTest, RemovesTheLicenseWhenTheCloudSaysSo) {
  const auto server = Synced();
  cloud.remove_license = true;
  const auto result = Sync(*server);
  ASSERT_TRUE(result);
  EXPECT_EQ(result.value()["license"]["outcome"], "removed");
  EXPECT_EQ(server->host.licenses_removed, 1);
  EXPECT_TRUE(server->host.licenses.empty());
}

TEST_F(SyncTest, ALicenseThatIsNoGoodIsNoFailedSync) {
  const auto server = Synced();
  server->host.license_outcome = LicenseOutcome::kNotValid;
  const auto result = Sync(*server);
  ASSERT_TRUE(result);
  EXPECT_EQ(result.value()["license"]["outcome"], "not-valid");
  EXPECT_EQ(server->Status()["license"]["error"]["code"], "license.not-valid");
  EXPECT_EQ(server->Status()["lastError"], nullptr);
}

TEST_F(SyncTest, FailedCommsDoNotFailTheSync) {
  const auto server = Synced();
  server->cloud.instead["comms"] = [] { return JsonAnswer(500, Json::object()); };
  const auto result = Sync(*server);
  ASSERT_TRUE(result);
  EXPECT_EQ(result.value()["parts"]["comms"]["error"]["code"], "cloud.status.unavailable");
  EXPECT_EQ(server->host.licenses.size(), 1U);
  EXPECT_EQ(server->host.windows.size(), 1U);
}

TEST_F(SyncTest, AFailedSyncCallDoesNotStopTheOthers) {
  cloud.announcements = {{"create", Json::array()}};
  const auto server = Synced();
  server->host.announcements.clear();
  server->cloud.instead["sync"] = [] { return JsonAnswer(200, {{"workspaceId", 5}}); };
  const auto result = Sync(*server);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kResponseSchema);
  EXPECT_EQ(server->host.announcements.size(), 1U);
  EXPECT_EQ(server->host.windows.size(), 1U);
  const Json status = server->Status();
  EXPECT_EQ(status["lastSync"]["ok"], false);
  EXPECT_EQ(status["lastSync"]["parts"]["comms"]["ok"], true);
  EXPECT_EQ(status["lastError"]["code"], "cloud.response.schema");
}

TEST_F(SyncTest, AnEffectThatFailsIsReportedInItsPart) {
  cloud.announcements = {{"create", Json::array()}};
  const auto server = Synced();
  server->host.failing["ApplyAnnouncements"] = Error(ErrorCode::kHostFailed, "banner");
  const auto result = Sync(*server);
  ASSERT_TRUE(result);
  EXPECT_EQ(result.value()["parts"]["comms"]["error"]["code"], "sync.effect-failed");
}

TEST_F(SyncTest, RefreshesTheSupportWindowWhenNotRegistered) {
  const auto server = Started();
  const auto result = Sync(*server);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kNotRegistered);
  EXPECT_EQ(server->cloud.Names(), (std::vector<std::string>{"window"}));
  EXPECT_EQ(server->host.windows.size(), 1U);
}

TEST_F(SyncTest, RefreshesTheSupportWindowWithoutAToken) {
  const auto server = Registered();
  loop.Advance(hours(2));
  server->cloud.calls.clear();
  server->cloud.instead["token"] = [] { return JsonAnswer(503, Json::object()); };
  const auto result = Sync(*server);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kStatusServerError);
  EXPECT_EQ(server->cloud.Names(), (std::vector<std::string>{"token", "window"}));
  EXPECT_EQ(server->cloud.calls.back().bearer, "");
}

TEST_F(SyncTest, ASilentCloudIsToldWithinTenSeconds) {
  const auto server = Synced();
  server->cloud.silent = {"comms", "sync", "window"};
  std::optional<Error> error;
  const std::function<void(Result<Json>)> take = [&](const Result<Json>& result) {
    if (!result) error = result.error();
  };
  Spawn(server->workspace->Sync(SyncReason::kAdmin), take);
  loop.Advance(seconds(10));
  ASSERT_TRUE(error.has_value());
  EXPECT_EQ(error->code, ErrorCode::kResponseTimeout);
  EXPECT_EQ(server->Status()["lastError"]["code"], "cloud.response.timeout");
}

TEST_F(SyncTest, IsJoinedUntilItsBodyIsBuilt) {
  const auto server = Registered();
  loop.Advance(hours(2));
  server->cloud.calls.clear();
  server->cloud.silent = {"token"};
  int done = 0;
  Begin(*server, SyncReason::kAdmin, done);
  Begin(*server, SyncReason::kAdmin, done);
  server->cloud.AnswerSilent();
  EXPECT_EQ(done, 2);
  EXPECT_EQ(server->cloud.Count("sync"), 1);
}

TEST_F(SyncTest, OneFurtherRunIsSharedByAllWhoComeLater) {
  const auto server = Synced();
  server->cloud.silent = {"sync"};
  int done = 0;
  for (int i = 0; i < 4; ++i) Begin(*server, SyncReason::kAdmin, done);
  EXPECT_EQ(server->cloud.Count("sync"), 1);
  server->cloud.AnswerSilent();
  EXPECT_EQ(done, 4);
  EXPECT_EQ(server->cloud.Count("sync"), 2);
}

TEST_F(SyncTest, WhoComesLaterIsAnsweredTooWhenTheCloudIsOutOfReach) {
  const auto server = Synced();
  server->cloud.silent = {"sync"};
  std::vector<ErrorCode> codes;
  const std::function<void(Result<Json>)> take = [&codes](const Result<Json>& result) {
    codes.push_back(result ? ErrorCode::kInternal : result.error().code);
  };
  for (int i = 0; i < 3; ++i) Spawn(server->workspace->Sync(SyncReason::kAdmin), take);
  server->cloud.instead["sync"] = [] {
    return Result<HttpResponse>(Error(ErrorCode::kTlsTimeout));
  };
  server->cloud.AnswerSilent();
  EXPECT_EQ(codes, std::vector<ErrorCode>(3, ErrorCode::kTlsTimeout));
  EXPECT_EQ(server->cloud.Count("sync"), 1);
}

TEST_F(SyncTest, AScheduledRunMakesRoomForAnAdministrator) {
  const auto server = Synced();
  server->cloud.silent = {"comms"};
  int scheduled = 0;
  int asked = 0;
  Begin(*server, SyncReason::kSchedule, scheduled);
  server->cloud.silent.clear();
  Begin(*server, SyncReason::kAdmin, asked);
  EXPECT_EQ(asked, 1);
  EXPECT_EQ(scheduled, 0);
  EXPECT_EQ(server->Status()["lastSync"]["ok"], true);
}

using TokenTest = SyncTest;

Result<AccessToken> Get(Server& server, const std::string& scope = "", bool force_new = false) {
  AccessTokenRequest request;
  request.scope = scope;
  request.force_new = force_new;
  return server.Run(server.workspace->GetAccessToken(request));
}

std::string TextOf(const Result<AccessToken>& token) {
  return token ? std::string(token.value().token.Expose()) : "error";
}

TEST_F(TokenTest, IsEmptyWhenNotRegistered) {
  const auto server = Started();
  EXPECT_EQ(TextOf(Get(*server)), "");
  EXPECT_TRUE(server->cloud.calls.empty());
}

TEST_F(TokenTest, IsKeptWhileItIsValid) {
  const auto server = Synced();
  EXPECT_EQ(TextOf(Get(*server)), "access-1");
  loop.Advance(minutes(54));
  EXPECT_EQ(TextOf(Get(*server)), "access-1");
  EXPECT_EQ(server->cloud.Count("token"), 0);
  loop.Advance(minutes(2));
  EXPECT_EQ(TextOf(Get(*server)), "access-2");
}

TEST_F(TokenTest, IsAtHandWhileItIsValid) {
  const auto server = Synced();
  EXPECT_EQ(server->workspace->AccessTokenAtHand("").Expose(), "access-1");
  EXPECT_TRUE(server->workspace->AccessTokenAtHand("workspace:billing").empty());
  loop.Advance(minutes(56));
  EXPECT_TRUE(server->workspace->AccessTokenAtHand("").empty());
  EXPECT_TRUE(server->Run(server->workspace->Disconnect()));
  EXPECT_TRUE(server->workspace->AccessTokenAtHand("").empty());
}

TEST_F(TokenTest, AShortLivedOneIsUsedForNineTenthsOfItsLife) {
  cloud.token_seconds = 60;
  const auto server = Synced();
  loop.Advance(seconds(53));
  EXPECT_EQ(TextOf(Get(*server)), "access-1");
  loop.Advance(seconds(2));
  EXPECT_EQ(TextOf(Get(*server)), "access-2");
}

TEST_F(TokenTest, SurvivesARestartInTheServersStore) {
  Registered();
  const auto server = Started();
  EXPECT_EQ(TextOf(Get(*server)), "access-1");
  EXPECT_TRUE(server->cloud.calls.empty());
}

TEST_F(TokenTest, ScopesAreNotMixed) {
  const auto server = Synced();
  EXPECT_EQ(TextOf(Get(*server, "workspace:billing")), "access-2");
  EXPECT_EQ(TextOf(Get(*server)), "access-1");
  EXPECT_EQ(TextOf(Get(*server, "workspace:billing")), "access-2");
}

TEST_F(TokenTest, IsNotStoredWhenTheCallerDoesNotWantIt) {
  const auto server = Synced();
  AccessTokenRequest request;
  request.scope = "marketplace:download";
  request.save = false;
  EXPECT_TRUE(server->Run(server->workspace->GetAccessToken(request)).has_value());
  EXPECT_FALSE(store.tokens.contains("marketplace:download"));
}

TEST_F(TokenTest, ForceNewAsksAndConcurrentCallersShare) {
  const auto server = Synced();
  EXPECT_EQ(TextOf(Get(*server, "", true)), "access-2");
  server->cloud.silent = {"token"};
  AccessTokenRequest request;
  request.force_new = true;
  std::vector<std::string> got;
  const std::function<void(Result<AccessToken>)> take = [&](const Result<AccessToken>& token) {
    got.push_back(TextOf(token));
  };
  for (int i = 0; i < 3; ++i) Spawn(server->workspace->GetAccessToken(request), take);
  server->cloud.AnswerSilent();
  EXPECT_EQ(got, (std::vector<std::string>{"access-3", "access-3", "access-3"}));
  EXPECT_EQ(server->cloud.Count("token"), 2);
}

TEST_F(TokenTest, ARevokedOneIsReplacedOnceForAllCalls) {
  const auto server = Synced();
  cloud.valid.clear();
  EXPECT_TRUE(Sync(*server).has_value());
  EXPECT_EQ(server->cloud.Count("token"), 1);
  EXPECT_EQ(server->cloud.Count("comms") + server->cloud.Count("sync"), 3)
      << "the call that met the refusal is repeated, the other has the new token";
}

TEST_F(TokenTest, ANewOneThatIsRefusedTooIsAnError) {
  const auto server = Synced();
  server->cloud.instead["sync"] = [] { return JsonAnswer(403, Json::object()); };
  const auto result = Sync(*server);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kAccessDenied);
  EXPECT_EQ(server->cloud.Count("sync"), 2);
  EXPECT_EQ(server->cloud.Count("token"), 1);
  EXPECT_TRUE(store.Registered());
}

TEST_F(TokenTest, OtherCredentialsInTheSettingsDropIt) {
  const auto server = Synced();
  EXPECT_EQ(TextOf(Get(*server)), "access-1");
  store.settings["Cloud_Workspace_Client_Id"] = "";
  store.tokens.clear();
  server->workspace->CredentialsChanged();
  loop.RunReady();
  EXPECT_EQ(TextOf(Get(*server)), "");
  EXPECT_EQ(server->Status()["state"], "unregistered");
}

TEST_F(TokenTest, TheLicenseIsFetchedWithIt) {
  const auto server = Synced();
  cloud.license = "PULLED";
  const auto result = server->Run(server->workspace->PullLicense());
  ASSERT_TRUE(result);
  EXPECT_EQ(result.value()["outcome"], "applied");
  EXPECT_EQ(server->host.licenses, std::vector<std::string>{"PULLED"});
}

class ForgottenTest : public SyncTest {
 protected:
  // A registered server that the cloud does not know any more; no valid token is left.
  std::unique_ptr<Server> Removed() {
    auto server = Synced();
    cloud.clients.clear();
    cloud.valid.clear();
    return server;
  }
};

TEST_F(ForgottenTest, AnAdministratorsSyncConfirmsAtOnce) {
  const auto server = Removed();
  const auto result = Sync(*server);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kUnknownClient);
  EXPECT_EQ(server->cloud.Count("token"), 2) << "one that says so, one that confirms";
  EXPECT_FALSE(store.Registered());
  EXPECT_EQ(store.settings["Show_Setup_Wizard"], "completed");
  const Json status = server->Status();
  EXPECT_EQ(status["state"], "forgotten");
  EXPECT_EQ(status["lastError"]["code"], "cloud.client.unknown");
  EXPECT_FALSE(store.Document("credentials").is_null());
}

TEST_F(ForgottenTest, AnybodyElsesFindingIsConfirmedTenMinutesLater) {
  const auto server = Removed();
  EXPECT_EQ(TextOf(Get(*server, "", true)), "error");
  EXPECT_TRUE(store.Registered());
  loop.Advance(minutes(9));
  EXPECT_TRUE(store.Registered());
  loop.Advance(minutes(2));
  EXPECT_FALSE(store.Registered());
  EXPECT_EQ(server->Status()["state"], "forgotten");
}

TEST_F(ForgottenTest, EverybodyElseIsAnsweredWithoutAskingAgainForAWhile) {
  const auto server = Removed();
  loop.Advance(hours(2));
  server->cloud.calls.clear();
  for (int i = 0; i < 20; ++i) EXPECT_EQ(TextOf(Get(*server)), "error");
  EXPECT_EQ(server->cloud.Count("token"), 1);
}

TEST_F(ForgottenTest, AMistakeOfTheCloudHasNoConsequence) {
  const auto server = Removed();
  EXPECT_EQ(TextOf(Get(*server, "", true)), "error");
  cloud.clients.insert("client-1");
  loop.Advance(minutes(11));
  EXPECT_TRUE(store.Registered());
  EXPECT_EQ(server->Status()["state"], "registered");
  EXPECT_FALSE(server->Status().contains("unknownSince"));
}

TEST_F(ForgottenTest, TheSuspicionSurvivesARestart) {
  {
    const auto server = Removed();
    EXPECT_EQ(TextOf(Get(*server, "", true)), "error");
  }
  const auto server = Started();
  loop.Advance(minutes(11));
  EXPECT_EQ(server->Status()["state"], "forgotten");
}

TEST_F(ForgottenTest, KeptCredentialsAreTriedDailyAndRestored) {
  const auto server = Removed();
  EXPECT_FALSE(Sync(*server).has_value());
  server->cloud.calls.clear();
  loop.Advance(hours(24));
  EXPECT_EQ(server->cloud.Count("token"), 1);
  EXPECT_EQ(server->Status()["state"], "forgotten");
  cloud.clients.insert("client-1");
  loop.Advance(hours(24));
  EXPECT_EQ(server->Status()["state"], "registered");
  EXPECT_EQ(store.Text("Cloud_Workspace_Client_Secret"), "secret-of-client-1");
}

TEST_F(ForgottenTest, ANewTokenRegistersItAndAnOldOneReminds) {
  const auto server = Removed();
  EXPECT_FALSE(Sync(*server).has_value());
  const auto initiative = [&](const char* token) {
    return server->Run(server->workspace->DecideInitiative(Secret(token))).value();
  };
  EXPECT_EQ(initiative("token-1"), Initiative::kRemind);
  EXPECT_EQ(initiative("token-2"), Initiative::kRegister);
  EXPECT_TRUE(server->Run(server->workspace->Connect(Secret("token-2"))).has_value());
  EXPECT_EQ(store.Text("Cloud_Workspace_Client_Id"), "client-2");
}

TEST_F(ForgottenTest, DisconnectEndsTheDailyTries) {
  const auto server = Removed();
  EXPECT_FALSE(Sync(*server).has_value());
  EXPECT_TRUE(server->Run(server->workspace->Disconnect()).has_value());
  EXPECT_EQ(server->Status()["state"], "disconnected");
  server->cloud.calls.clear();
  loop.Advance(hours(72));
  EXPECT_EQ(server->cloud.Count("token"), 0);
}

}  // namespace
}  // namespace registrar
