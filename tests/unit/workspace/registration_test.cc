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
  EXPECT_FALSE(status["nextSync"].is_null());
}

TEST_F(RegistrationTest, AnswersBeforeTheFirstSync) {
  const auto server = Started();
  server->cloud.silent = {"token"};
  const auto result = server->Run(server->workspace->Connect(Secret("token-1")));
  EXPECT_TRUE(result.has_value());
  EXPECT_TRUE(store.Registered());
  EXPECT_EQ(server->Status()["lastSync"], nullptr);
}

TEST_F(RegistrationTest, AFailedFirstSyncIsToldSeparately) {
  const auto server = Started();
  server->cloud.instead["sync"] = [] { return JsonAnswer(503, Json::object()); };
  EXPECT_TRUE(server->Run(server->workspace->Connect(Secret("token-1"))).has_value());
  const Json status = server->Status();
  EXPECT_EQ(status["state"], "registered");
  EXPECT_EQ(status["lastSync"]["ok"], false);
  EXPECT_EQ(status["lastError"]["code"], "cloud.status.unavailable");
}

TEST_F(RegistrationTest, AnUnreadableLicenseIsToldSeparately) {
  cloud.license_of_registration = "GARBAGE";
  const auto server = Started();
  server->host.license_outcome = LicenseOutcome::kUnreadable;
  EXPECT_TRUE(server->Run(server->workspace->Connect(Secret("token-1"))).has_value());
  EXPECT_EQ(server->host.licenses.front(), "GARBAGE");
  const Json status = server->Status();
  EXPECT_EQ(status["lastSync"]["ok"], true);
  EXPECT_EQ(status["license"]["outcome"], "unreadable");
  EXPECT_EQ(status["license"]["error"]["code"], "license.unreadable");
}

TEST_F(RegistrationTest, RefusesWithoutAToken) {
  const auto server = Started();
  const auto result = server->Run(server->workspace->Connect(Secret("  ")));
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kTokenMissing);
  EXPECT_TRUE(server->cloud.calls.empty());
}

TEST_F(RegistrationTest, RefusesWhenRegistered) {
  const auto server = Registered();
  const auto result = server->Run(server->workspace->Connect(Secret("token-2")));
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kAlreadyRegistered);
  EXPECT_EQ(server->cloud.Count("connect"), 1);
}

TEST_F(RegistrationTest, TheTokenThatRegisteredItMayBeGivenAgain) {
  const auto server = Registered();
  const auto again = server->Run(server->workspace->Connect(Secret(" token-1\n")));
  ASSERT_TRUE(again) << again.error().Message();
  EXPECT_EQ(StringOr(again.value(), "workspaceId"), store.Text("Cloud_Workspace_Id"));
  EXPECT_EQ(server->cloud.Count("connect"), 1) << "the cloud is not asked";
}

TEST_F(RegistrationTest, ATokenOfAnEarlierRegistrationIsNoneOfThisOne) {
  const auto server = Registered();
  ASSERT_TRUE(server->Run(server->workspace->Disconnect()));
  ASSERT_TRUE(server->Run(server->workspace->Connect(Secret("token-2"))));
  const auto again = server->Run(server->workspace->Connect(Secret("token-1")));
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::kAlreadyRegistered);
}

struct Refusal {
  const char* name;
  int status;
  const char* word;
  ErrorCode code;
  bool remembered;  // not tried again without anybody asking
};

class RefusalTest : public WorkspaceTest, public testing::WithParamInterface<Refusal> {};

TEST_P(RefusalTest, IsToldAndNothingChanges) {
  const auto server = Started();
  server->cloud.instead["connect"] = [] {
    return JsonAnswer(GetParam().status, {{"error", GetParam().word}});
  };
  const auto result = server->Run(server->workspace->Connect(Secret("token-1")));
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, GetParam().code);
  EXPECT_FALSE(store.Registered());
  const Json status = server->Status();
  EXPECT_EQ(status["state"], "unregistered");
  EXPECT_EQ(status["lastError"]["code"], Describe(GetParam().code).code);
  EXPECT_EQ(server->Run(server->workspace->DecideInitiative(Secret("token-1"))).value(),
            GetParam().remembered ? Initiative::kForce : Initiative::kRegister);
  // An administrator who asks again is not kept from it.
  server->cloud.instead.clear();
  EXPECT_TRUE(server->Run(server->workspace->Connect(Secret("token-1"))).has_value());
}

INSTANTIATE_TEST_SUITE_P(
    Words, RefusalTest,
    testing::Values(Refusal{"Used", 400, "token_already_used", ErrorCode::kTokenUsed, true},
                    Refusal{"Expired", 400, "token_expired", ErrorCode::kTokenExpired, true},
                    Refusal{"Nonsense", 401, "invalid_token", ErrorCode::kTokenInvalid, true},
                    Refusal{"Busy", 429, "slow_down", ErrorCode::kStatusRateLimited, false},
                    Refusal{"Down", 503, "maintenance", ErrorCode::kStatusServerError, false}),
    [](const auto& refusal) { return std::string(refusal.param.name); });

TEST_F(RegistrationTest, AnUnreachableCloudDoesNotSpendTheToken) {
  const auto server = Started();
  server->cloud.instead["connect"] = []() -> Result<HttpResponse> { return Unreachable(); };
  EXPECT_FALSE(server->Run(server->workspace->Connect(Secret("token-1"))).has_value());
  EXPECT_EQ(server->Run(server->workspace->DecideInitiative(Secret("token-1"))).value(),
            Initiative::kRegister);
}

TEST_F(RegistrationTest, ALostAnswerSpendsTheToken) {
  const auto server = Started();
  server->cloud.instead["connect"] = []() -> Result<HttpResponse> {
    Error error(ErrorCode::kConnectReset);
    error.request_sent = true;
    return error;
  };
  EXPECT_FALSE(server->Run(server->workspace->Connect(Secret("token-1"))).has_value());
  server->cloud.instead.clear();
  const auto again = server->Run(server->workspace->Connect(Secret("token-1")));
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::kAnswerLost);
  EXPECT_EQ(server->cloud.Count("connect"), 1);
}

TEST_F(RegistrationTest, ASettingThatCannotBeWrittenIsFinishedWhenItCan) {
  const auto server = Started();
  server->host.blocked = {"Cloud_Workspace_Name"};
  const auto blocked = server->Run(server->workspace->Connect(Secret("token-1")));
  ASSERT_FALSE(blocked);
  EXPECT_EQ(blocked.error().code, ErrorCode::kHostWriteBlocked);
  EXPECT_FALSE(store.Registered());
  server->host.blocked.clear();
  const auto result = server->Run(server->workspace->Connect(Secret("token-2")));
  ASSERT_TRUE(result) << result.error().Message();
  EXPECT_EQ(store.Text("Cloud_Workspace_Client_Id"), "client-1");
  EXPECT_EQ(server->cloud.Count("connect"), 1) << "the second token is not spent";
}

TEST_F(RegistrationTest, AnUnfinishedRegistrationIsFinishedByItself) {
  const auto server = Started();
  server->host.failing["WriteSecretSetting"] = Error(ErrorCode::kHostWrite);
  EXPECT_FALSE(server->Run(server->workspace->Connect(Secret("token-1"))).has_value());
  EXPECT_FALSE(store.Registered());
  server->host.failing.clear();
  loop.Advance(std::chrono::minutes(1));
  EXPECT_TRUE(store.Registered());
  EXPECT_EQ(store.Text("Cloud_Workspace_Client_Id"), "client-1");
}

TEST_F(RegistrationTest, ADatabaseThatFailsForAMomentDoesNotLoseTheAnswer) {
  const auto server = Started();
  server->cloud.silent = {"connect"};
  EXPECT_FALSE(server->Try(server->workspace->Connect(Secret("token-1"))).has_value());
  server->host.failing["ReplaceDocument"] = Error(ErrorCode::kHostWrite);
  server->cloud.AnswerSilent();
  loop.RunReady();
  EXPECT_FALSE(store.Registered());
  server->host.failing.clear();
  loop.Advance(std::chrono::seconds(2));
  EXPECT_TRUE(store.Registered());
}

TEST_F(RegistrationTest, TwoWhoAskWithTheSameTokenShareOneRequest) {
  const auto server = Started();
  server->cloud.silent = {"connect"};
  int answered = 0;
  const std::function<void(Result<Json>)> count = [&](const Result<Json>& result) {
    answered += result.has_value() ? 1 : 0;
  };
  Spawn(server->workspace->Connect(Secret("token-1")), count);
  Spawn(server->workspace->Connect(Secret("token-1")), count);
  const auto other = server->Run(server->workspace->Disconnect());
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().code, ErrorCode::kBusy);
  server->cloud.AnswerSilent();
  loop.RunReady();
  EXPECT_EQ(answered, 2);
  EXPECT_EQ(server->cloud.Count("connect"), 1);
}

TEST_F(RegistrationTest, StoppingEndsWhatIsUnderWay) {
  const auto server = Started();
  server->cloud.silent = {"connect"};
  std::optional<Result<Json>> result;
  const std::function<void(Result<Json>)> take = [&](Result<Json> value) {
    result.emplace(std::move(value));
  };
  Spawn(server->workspace->Connect(Secret("token-1")), take);
  server->workspace->Stop();
  ASSERT_TRUE(result.has_value());
  EXPECT_FALSE(result->has_value());
  EXPECT_EQ(loop.pending(), 0U);
}

TEST_F(RegistrationTest, StoppingEndsAHostThatNeverAnswers) {
  const auto server = Started();
  server->host.silent = {"ReplaceDocument"};
  std::optional<Result<Json>> result;
  const std::function<void(Result<Json>)> take = [&](Result<Json> value) {
    result.emplace(std::move(value));
  };
  Spawn(server->workspace->Connect(Secret("token-1")), take);
  EXPECT_FALSE(result.has_value());
  server->workspace->Stop();
  ASSERT_TRUE(result.has_value());
  EXPECT_EQ(result->error().code, ErrorCode::kStopping);
}

TEST_F(RegistrationTest, CredentialsWithoutARecordAreTakenAsTheyAre) {
  store.settings["Cloud_Workspace_Client_Id"] = "old";
  store.settings["Cloud_Workspace_Client_Secret"] = "old-secret";
  store.settings["Cloud_Workspace_Id"] = "old-workspace";
  const FakeStore before = store;
  const auto server = Started();
  EXPECT_TRUE(server->cloud.calls.empty());
  EXPECT_EQ(store.settings, before.settings);
  EXPECT_EQ(server->Status()["state"], "registered");
  EXPECT_EQ(server->Status()["workspaceId"], "old-workspace");
}

TEST_F(RegistrationTest, ANewUniqueIdDropsEverythingOfTheOld) {
  {
    const auto server = Registered();
    EXPECT_TRUE(server->Run(server->workspace->Disconnect()).has_value());
  }
  store.settings["uniqueID"] = "unique-2";
  const auto server = Started();
  EXPECT_EQ(server->Status()["state"], "unregistered");
  EXPECT_EQ(store.Document("credentials"), Json());
  const auto result = server->Run(server->workspace->Reconnect());
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kNothingToReconnect);
}

TEST_F(RegistrationTest, AJournalOfAnotherUniqueIdIsDropped) {
  {
    const auto server = Started();
    server->host.blocked = {"Cloud_Workspace_Client_Id"};
    EXPECT_FALSE(server->Run(server->workspace->Connect(Secret("token-1"))).has_value());
    EXPECT_FALSE(store.Document("journal").is_null());
  }
  store.settings["uniqueID"] = "unique-2";
  const auto server = Started();
  EXPECT_EQ(store.Document("journal"), Json());
  EXPECT_FALSE(store.Registered());
}

TEST_F(RegistrationTest, AJournalThatIsDamagedIsDropped) {
  for (const Json& damaged :
       {Json{{"rev", 1}}, Json{{"rev", 1}, {"kind", "unheard-of"}},
        Json{{"rev", 1}, {"kind", "register"}, {"clientId", "client-9"}},
        Json{{"rev", 1}, {"kind", "register"}, {"registration", {{"clientId", "client-9"}}}}}) {
    store = FakeStore::Fresh();
    store.documents["journal"] = damaged;
    const auto server = Started();
    EXPECT_EQ(store.Document("journal"), Json()) << damaged.dump();
    EXPECT_EQ(server->Status()["state"], "unregistered") << damaged.dump();
    EXPECT_NE(Json(server->host.logged).dump().find("damaged"), std::string::npos);
  }
}

// A database that refuses the journal for longer than anybody waits for it.
void RefuseJournal(Server& server, bool refuse) {
  server.host.trouble = [refuse](const std::string& name) {
    Trouble trouble;
    if (refuse && name == "document journal") trouble.error = Error(ErrorCode::kHostWrite);
    return trouble;
  };
}

TEST_F(RegistrationTest, WhatATokenBoughtOutlastsADatabaseThatRefusesIt) {
  const auto server = Started();
  RefuseJournal(*server, true);
  EXPECT_FALSE(server->Try(server->workspace->Connect(Secret("token-1"))).has_value());
  loop.Advance(std::chrono::seconds(10));
  EXPECT_FALSE(store.Registered());
  RefuseJournal(*server, false);
  const auto again = server->Run(server->workspace->Connect(Secret("token-1")));
  ASSERT_TRUE(again.has_value()) << again.error().Message();
  EXPECT_EQ(again.value()["workspaceId"], "workspace-1");
  EXPECT_EQ(server->cloud.Count("connect"), 1);
  EXPECT_EQ(server->Status()["state"], "registered");
  EXPECT_EQ(store.Document("journal"), Json());
}

TEST_F(RegistrationTest, WhatATokenBoughtIsCommittedByItselfOnceTheDatabaseTakesIt) {
  const auto server = Started();
  RefuseJournal(*server, true);
  EXPECT_FALSE(server->Try(server->workspace->Connect(Secret("token-1"))).has_value());
  loop.Advance(std::chrono::seconds(10));
  RefuseJournal(*server, false);
  loop.Advance(std::chrono::hours(1));
  EXPECT_TRUE(store.Registered());
  EXPECT_EQ(server->cloud.Count("connect"), 1);
}

TEST_F(RegistrationTest, NoSecretIsInStatusOrLog) {
  cloud.license_of_registration = "LICENSE-TEXT";
  const auto server = Registered();
  EXPECT_TRUE(server->Run(server->workspace->Disconnect()).has_value());
  std::string text = server->Status().dump();
  for (const Json& one : server->host.published) text += one.dump();
  for (const Json& one : server->host.logged) text += one.dump();
  for (const char* secret : {"token-1", "secret-of-client-1", "access-1", "LICENSE-TEXT"}) {
    EXPECT_EQ(text.find(secret), std::string::npos) << secret;
  }
}

}  // namespace
}  // namespace registrar
