// Registration by the confirmation of an e-mail, followed by the server itself.

#include "module/workspace/email_registration.h"
#include "tests/unit/workspace/server.h"

namespace registrar {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

class EmailTest : public WorkspaceTest {
 protected:
  static Result<Json> Begin(Server& server, bool resend = false,
                            const std::string& email = "ada@workspace.test") {
    return server.Run(server.workspace->Intent(email, resend));
  }
  // Begins and gives the handle.
  static std::string Handle(Server& server, bool resend = false) {
    const auto begun = Begin(server, resend);
    EXPECT_TRUE(begun.has_value()) << (begun ? "" : begun.error().Message());
    return begun ? begun.value()["device_code"].get<std::string>() : std::string();
  }
  static Result<Json> Poll(Server& server, const std::string& code) {
    return server.Run(server.workspace->Poll(code));
  }
  static void ExpectPending(const Result<Json>& polled) {
    ASSERT_TRUE(polled.has_value()) << polled.error().Message();
    EXPECT_EQ(polled.value(), (Json{{"status", "authorization_pending"}}));
  }
  static void ExpectError(const Result<Json>& result, ErrorCode code) {
    ASSERT_FALSE(result.has_value()) << result.value();
    EXPECT_EQ(result.error().info().code, Describe(code).code);
  }
  // Whoever clicks the link in the latest e-mail.
  void Confirm() { cloud.intents.at(cloud.latest_intent).confirmed = true; }

  // That no secret got where people or browsers see it.
  void ExpectNoSecret(const Json& shown) {
    const std::string text = shown.dump();
    EXPECT_EQ(text.find("secret-of-"), std::string::npos) << text;
    EXPECT_EQ(text.find("device-"), std::string::npos) << text;
  }
};

TEST_F(EmailTest, PreIntentTellsWhetherTheCloudCanBeReached) {
  const auto server = Started();
  EXPECT_EQ(server->Run(server->workspace->PreIntent()).value(), (Json{{"reachable", true}}));
  server->cloud.instead["preIntent"] = [] { return Unreachable(); };
  ExpectError(server->Run(server->workspace->PreIntent()), ErrorCode::kConnectRefused);
  server->host.email = "";
  ExpectError(server->Run(server->workspace->PreIntent()), ErrorCode::kEmailInvalid);
}

TEST_F(EmailTest, TheIntentCarriesTheEmailAndAnswersWithACodeOfOurOwn) {
  const auto server = Started();
  const auto begun = Begin(*server, false, " ada@workspace.test\n");
  ASSERT_TRUE(begun.has_value());
  EXPECT_EQ(begun.value()["user_code"], "USER-1");
  EXPECT_EQ(begun.value()["interval"], 5);
  EXPECT_EQ(begun.value()["expires_in"], 900);
  EXPECT_EQ(begun.value()["device_code"].get<std::string>().size(), 32U);
  ExpectNoSecret(begun.value());
  const Json sent = ParseJson(server->cloud.calls.back().body).value();
  EXPECT_EQ(sent["contactEmail"], "ada@workspace.test");
  const Json status = server->Status();
  EXPECT_EQ(status["state"], "intent");
  EXPECT_EQ(status["intent"]["email"], "ada@workspace.test");
  ExpectNoSecret(status);
}

TEST_F(EmailTest, AnEmailThatCannotBeOneIsRefusedBeforeTheCloudIsAsked) {
  const auto server = Started();
  for (const char* email :
       {"", "  ", "ada", "@workspace.test", "ada@", "a@b@c", "a b@c", "Ada <ada@workspace.test>"}) {
    ExpectError(Begin(*server, false, email), ErrorCode::kEmailInvalid);
  }
  EXPECT_TRUE(server->cloud.calls.empty());
  EXPECT_EQ(server->Status()["state"], "unregistered");
}

TEST_F(EmailTest, AnEmailThatTheCloudRefusesIsToldFromOtherRefusals) {
  const auto server = Started();
  server->cloud.instead["intent"] = [] {
    return JsonAnswer(400, {{"error", "registration_data_invalid_contactEmail"}});
  };
  ExpectError(Begin(*server), ErrorCode::kEmailInvalid);
  server->cloud.instead["intent"] = [] { return JsonAnswer(400, {{"error", "no"}}); };
  ExpectError(Begin(*server), ErrorCode::kStatusClientError);
  EXPECT_EQ(server->Status()["state"], "unregistered");
  EXPECT_EQ(server->Status()["lastError"]["code"], "cloud.status.rejected");
}

TEST_F(EmailTest, ATabThatPollsGetsTheRegistrationWithoutItsSecret) {
  const auto server = Started();
  const std::string handle = Handle(*server);
  ExpectPending(Poll(*server, handle));
  Confirm();
  loop.Advance(seconds(6));
  const auto polled = Poll(*server, handle);
  ASSERT_TRUE(polled.has_value());
  EXPECT_EQ(polled.value()["successful"], true);
  const Json& payload = polled.value()["payload"];
  EXPECT_EQ(payload["client_id"], "client-1");
  EXPECT_EQ(payload["client_secret"], "");
  for (const char* key : {"workspaceId", "client_name", "redirect_uris", "publicKey",
                          "client_secret_expires_at", "registration_client_uri"}) {
    EXPECT_TRUE(payload.contains(key)) << key;
  }
  ExpectNoSecret(polled.value());
  EXPECT_TRUE(store.Registered());
  EXPECT_EQ(server->Status()["state"], "registered");
}

TEST_F(EmailTest, TheServerFollowsItWithoutAnyTab) {
  store.settings["Show_Setup_Wizard"] = "in_progress";
  store.settings["Cloud_Service_Agree_PrivacyTerms"] = false;
  const auto server = Started();
  Handle(*server);
  loop.Advance(seconds(30));
  EXPECT_EQ(server->cloud.Count("poll"), 6);
  Confirm();
  loop.Advance(seconds(6));
  EXPECT_TRUE(store.Registered());
  EXPECT_EQ(server->cloud.Count("sync"), 1);
  EXPECT_EQ(store.Text("Show_Setup_Wizard"), "in_progress");
  loop.Advance(minutes(2));
  EXPECT_EQ(store.Text("Show_Setup_Wizard"), "completed");
  // The consent is nobody's to assume.
  EXPECT_EQ(store.settings["Cloud_Service_Agree_PrivacyTerms"], false);
  EXPECT_EQ(server->Status()["pushGateway"]["on"], false);
  const int polls = server->cloud.Count("poll");
  loop.Advance(hours(1));
  EXPECT_EQ(server->cloud.Count("poll"), polls);
}

TEST_F(EmailTest, ATabThatComesLaterGetsWhatTheServerFetchedAndHasTimeForTheWizard) {
  store.settings["Show_Setup_Wizard"] = "in_progress";
  const auto server = Started();
  const std::string handle = Handle(*server);
  Confirm();
  loop.Advance(seconds(20));
  ASSERT_TRUE(store.Registered());
  for (int tab = 0; tab < 2; ++tab) {
    const auto polled = Poll(*server, handle);
    ASSERT_TRUE(polled.has_value());
    EXPECT_EQ(polled.value()["payload"]["client_id"], "client-1");
  }
  loop.Advance(minutes(5));
  EXPECT_EQ(store.Text("Show_Setup_Wizard"), "in_progress");
  loop.Advance(minutes(6));
  EXPECT_EQ(store.Text("Show_Setup_Wizard"), "completed");
  EXPECT_EQ(cloud.registrations, 1);
}

TEST_F(EmailTest, AWizardThatTheEnvironmentForcesIsLeftAlone) {
  store.settings["Show_Setup_Wizard"] = "in_progress";
  WorkspaceConfig config;
  config.wizard_overridden = true;
  Server server(loop, store, cloud, nullptr, config);
  ASSERT_TRUE(server.Run(server.workspace->Start()).has_value());
  Handle(server);
  Confirm();
  loop.Advance(minutes(10));
  ASSERT_TRUE(store.Registered());
  EXPECT_EQ(store.Text("Show_Setup_Wizard"), "in_progress");
}

TEST_F(EmailTest, ARestartInTheMiddleGoesOn) {
  std::string handle;
  {
    const auto server = Started();
    handle = Handle(*server);
    loop.Advance(seconds(7));
  }
  Confirm();
  const auto server = Started();
  EXPECT_EQ(server->Status()["state"], "intent");
  loop.Advance(seconds(7));
  EXPECT_TRUE(store.Registered());
  EXPECT_EQ(Poll(*server, handle).value()["payload"]["client_id"], "client-1");
}

TEST_F(EmailTest, ManyTabsShareTheServersQuestions) {
  const auto server = Started();
  const std::string handle = Handle(*server);
  for (int second = 0; second < 60; ++second) {
    for (int tab = 0; tab < 4; ++tab) ExpectPending(Poll(*server, handle));
    loop.Advance(seconds(1));
  }
  EXPECT_LE(server->cloud.Count("poll"), 12);
  EXPECT_GE(server->cloud.Count("poll"), 10);
}

TEST_F(EmailTest, ASecondEmailReplacesTheFirstAndItsTabsFollow) {
  const auto server = Started();
  const std::string first = Handle(*server);
  const std::string second = Handle(*server, true);
  EXPECT_NE(first, second);
  ExpectPending(Poll(*server, first));
  Confirm();
  loop.Advance(seconds(6));
  EXPECT_EQ(Poll(*server, first).value()["payload"]["client_id"], "client-1");
  EXPECT_EQ(Poll(*server, second).value()["payload"]["client_id"], "client-1");
}

TEST_F(EmailTest, TheCloudsOwnCodeIsKnownAndAnyOtherIsNot) {
  const auto server = Started();
  ExpectError(Poll(*server, "device-1"), ErrorCode::kIntentUnknown);
  Handle(*server);
  ExpectPending(Poll(*server, cloud.latest_intent));
  ExpectError(Poll(*server, "nobody"), ErrorCode::kIntentUnknown);
  ExpectError(Poll(*server, ""), ErrorCode::kIntentUnknown);
}

TEST_F(EmailTest, AnEmailThatNobodyConfirmsExpires) {
  const auto server = Started();
  const std::string handle = Handle(*server);
  loop.Advance(minutes(16));
  const Json status = server->Status();
  EXPECT_EQ(status["state"], "unregistered");
  EXPECT_EQ(status["lastError"]["code"], "registration.intent-expired");
  EXPECT_FALSE(status.contains("intent"));
  ExpectError(Poll(*server, handle), ErrorCode::kIntentExpired);
  const int polls = server->cloud.Count("poll");
  loop.Advance(hours(2));
  EXPECT_EQ(server->cloud.Count("poll"), polls);
  EXPECT_EQ(Begin(*server).has_value(), true);
  EXPECT_EQ(server->Status()["lastError"], nullptr);
}

TEST_F(EmailTest, ConfirmedWhileTheServerWasDownIsStillFetchedAfterItsExpiry) {
  {
    const auto server = Started();
    Handle(*server);
  }
  Confirm();
  loop.Advance(hours(5));
  const auto server = Started();
  loop.Advance(seconds(7));
  EXPECT_TRUE(store.Registered());
}

TEST_F(EmailTest, ACloudOutOfReachIsWaitedForWithPatience) {
  const auto server = Started();
  const std::string handle = Handle(*server);
  server->cloud.instead["poll"] = [] { return Unreachable(); };
  loop.Advance(minutes(5));
  ExpectPending(Poll(*server, handle));
  EXPECT_EQ(server->Status()["lastError"]["code"], "cloud.connect.refused");
  EXPECT_GE(server->cloud.Count("poll"), 5);
  EXPECT_LE(server->cloud.Count("poll"), 60);
  server->cloud.instead.clear();
  loop.Advance(minutes(2));
  EXPECT_EQ(server->Status()["lastError"], nullptr);
  Confirm();
  loop.Advance(seconds(6));
  EXPECT_TRUE(store.Registered());
}

TEST_F(EmailTest, TheCloudsWishToSlowDownIsKept) {
  const auto server = Started();
  Handle(*server);
  server->cloud.instead["poll"] = [] {
    HttpResponse response = JsonAnswer(429, {{"error", "slow_down"}});
    response.headers.emplace_back("retry-after", "300");
    return response;
  };
  loop.Advance(seconds(6));
  EXPECT_EQ(server->cloud.Count("poll"), 1);
  loop.Advance(seconds(298));
  EXPECT_EQ(server->cloud.Count("poll"), 1);
  loop.Advance(seconds(4));
  EXPECT_EQ(server->cloud.Count("poll"), 2);
}

TEST_F(EmailTest, AnAnswerLostOnTheWayIsSaidOnceTheCloudHasNoMore) {
  const auto server = Started();
  const std::string handle = Handle(*server);
  Confirm();
  // The cloud hands the registration out and the connection breaks.
  server->cloud.lose_answers = {"poll"};
  loop.Advance(seconds(6));
  server->cloud.lose_answers.clear();
  EXPECT_EQ(cloud.registrations, 1);
  EXPECT_EQ(server->Status()["state"], "intent");
  loop.Advance(minutes(5));
  const Json status = server->Status();
  EXPECT_EQ(status["state"], "unregistered");
  EXPECT_EQ(status["lastError"]["code"], "registration.answer-lost");
  EXPECT_NE(status["lastError"]["remedy"], "");
  ExpectError(Poll(*server, handle), ErrorCode::kAnswerLost);
}

TEST_F(EmailTest, ABrokenAnswerBeforeTheConfirmationLosesNothing) {
  const auto server = Started();
  Handle(*server);
  server->cloud.lose_answers = {"poll"};
  loop.Advance(seconds(6));
  server->cloud.lose_answers.clear();
  Confirm();
  loop.Advance(minutes(2));
  EXPECT_TRUE(store.Registered());
}

TEST_F(EmailTest, ADatabaseThatFailsWhenTheRegistrationComesLosesNothing) {
  const auto server = Started();
  Handle(*server);
  Confirm();
  server->host.failing["ReplaceDocument"] = Error(ErrorCode::kHostWrite);
  loop.Advance(seconds(30));
  EXPECT_FALSE(store.Registered());
  EXPECT_EQ(cloud.registrations, 1);
  server->host.failing.clear();
  loop.Advance(minutes(2));
  EXPECT_TRUE(store.Registered());
  EXPECT_EQ(cloud.registrations, 1);
}

TEST_F(EmailTest, SavingWhatTheTabHasFindsTheRealOneAndMayBeRepeated) {
  const auto server = Started();
  const std::string handle = Handle(*server);
  Confirm();
  loop.Advance(seconds(6));
  const Json payload = Poll(*server, handle).value()["payload"];
  for (int times = 0; times < 2; ++times) {
    const auto saved = server->Run(server->workspace->SaveRegistration(payload));
    ASSERT_TRUE(saved.has_value());
    EXPECT_EQ(saved.value(), (Json{{"workspaceId", "workspace-1"}}));
  }
  EXPECT_EQ(store.Text("Cloud_Workspace_Client_Secret"), "secret-of-client-1");
  Json other = payload;
  other["client_id"] = "client-7";
  ExpectError(server->Run(server->workspace->SaveRegistration(other)),
              ErrorCode::kAlreadyRegistered);
}

TEST_F(EmailTest, SavingDataWithASecretOfItsOwnRegisters) {
  const auto server = Started();
  Json data{{"workspaceId", "workspace-8"},
            {"client_id", "client-8"},
            {"registration_client_uri", "https://cloud.test/api/oauth/clients/client-8"},
            {"client_secret", ""}};
  ExpectError(server->Run(server->workspace->SaveRegistration(data)), ErrorCode::kPayloadInvalid);
  data["client_secret"] = "secret-of-client-8";
  cloud.clients.insert("client-8");
  const auto saved = server->Run(server->workspace->SaveRegistration(data));
  ASSERT_TRUE(saved.has_value());
  EXPECT_EQ(server->Status()["state"], "registered");
  EXPECT_EQ(server->cloud.Count("sync"), 1);
}

TEST_F(EmailTest, ATokenRegistersWhileAnEmailWaitsAndEndsTheWaiting) {
  const auto server = Started();
  const std::string handle = Handle(*server);
  ASSERT_TRUE(server->Run(server->workspace->Connect(Secret("token-1"))).has_value());
  EXPECT_EQ(server->Status()["state"], "registered");
  ExpectError(Poll(*server, handle), ErrorCode::kIntentUnknown);
  const int polls = server->cloud.Count("poll");
  loop.Advance(minutes(5));
  EXPECT_EQ(server->cloud.Count("poll"), polls);
}

TEST_F(EmailTest, WithoutCredentialsThereIsNothingToDisconnectAndTheWaitingGoesOn) {
  const auto server = Started();
  Handle(*server);
  ExpectError(server->Run(server->workspace->Disconnect()), ErrorCode::kNotRegistered);
  EXPECT_EQ(server->Status()["state"], "intent");
}

TEST_F(EmailTest, DisconnectingTakesTheResultFromTheTabsToo) {
  const auto server = Started();
  const std::string handle = Handle(*server);
  Confirm();
  loop.Advance(seconds(6));
  ASSERT_TRUE(server->Run(server->workspace->Disconnect()).has_value());
  ExpectError(Poll(*server, handle), ErrorCode::kIntentUnknown);
  EXPECT_EQ(store.Document("intent"), Json());
}

TEST_F(EmailTest, ARegisteredWorkspaceBeginsNone) {
  const auto server = Registered();
  ExpectError(Begin(*server), ErrorCode::kAlreadyRegistered);
  EXPECT_EQ(server->cloud.Count("intent"), 0);
}

TEST_F(EmailTest, ANewIdentityOfTheWorkspaceDropsTheIntent) {
  std::string handle;
  {
    const auto server = Started();
    handle = Handle(*server);
  }
  store.settings["uniqueID"] = "unique-2";
  const auto server = Started();
  EXPECT_EQ(server->Status()["state"], "unregistered");
  ExpectError(Poll(*server, handle), ErrorCode::kIntentUnknown);
}

TEST_F(EmailTest, TheOldWayStoresTheWorkspacesIdAndSyncsWhenRegistered) {
  const auto server = Started();
  const auto begun = server->Run(server->workspace->RegisterByEmail(false));
  ASSERT_TRUE(begun.has_value());
  EXPECT_EQ(begun.value(), (Json{{"workspaceId", "pending-1"}}));
  EXPECT_EQ(store.Text("Cloud_Workspace_Id"), "pending-1");
  EXPECT_EQ(store.settings["Register_Server"], true);
  EXPECT_EQ(server->Status()["state"], "unregistered");
  ASSERT_TRUE(server->Run(server->workspace->Connect(Secret("token-1"))).has_value());
  server->cloud.calls.clear();
  const auto again = server->Run(server->workspace->RegisterByEmail(true));
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again.value()["workspaceId"], "workspace-1");
  EXPECT_EQ(server->cloud.Count("sync"), 1);
  EXPECT_EQ(server->cloud.Count("register"), 0);
}

}  // namespace
}  // namespace registrar
