#include <string>

#include "tests/unit/workspace/server.h"

namespace registrar {
namespace {

class UserLoginTest : public WorkspaceTest {
 protected:
  // The state in the address that a user was sent to.
  static std::string StateOf(const std::string& url) { return url.substr(url.find("&state=") + 7); }

  // A server whose user-1 is logged in.
  std::unique_ptr<Server> LoggedIn() {
    auto server = Registered();
    const std::string state = BeginLogin(*server);
    EXPECT_TRUE(Finish(*server, "user-1", state).has_value());
    server->cloud.calls.clear();
    return server;
  }

  static std::string BeginLogin(Server& server) {
    const auto begun = server.Run(server.workspace->UserAuthorizationUrl());
    EXPECT_TRUE(begun.has_value());
    return StateOf(begun.value()["url"].get<std::string>());
  }

  static Result<Json> Finish(Server& server, const std::string& user, const std::string& state) {
    return server.Run(
        server.workspace->FinishUserAuthorization(user, Secret("code-1"), Secret(state)));
  }

  static Result<Secret> Token(Server& server, const UserTokenRequest& request) {
    return server.Run(server.workspace->GetUserAccessToken(request));
  }
};

TEST_F(UserLoginTest, BeginsAtTheCloudsPageWithAStateThatIsKept) {
  const auto server = Registered();
  const auto begun = server->Run(server->workspace->UserAuthorizationUrl());
  ASSERT_TRUE(begun) << begun.error().Message();
  const std::string state = store.Text("Cloud_Workspace_Registration_State");
  EXPECT_EQ(state.size(), 32U);
  EXPECT_EQ(begun.value()["url"],
            "https://cloud.test/authorize?response_type=code&client_id=client-1"
            "&redirect_uri=https%3A%2F%2Fchat.test%2Fadmin%2Fcloud%2Foauth-callback"
            "&scope=openid%20offline_access&state=" +
                state);
  EXPECT_NE(BeginLogin(*server), state) << "each login has a state of its own";
}

TEST_F(UserLoginTest, KeepsWhatTheCloudGivesWithTheUser) {
  const auto server = Registered();
  const std::string state = BeginLogin(*server);
  const auto finished = Finish(*server, "user-1", state);
  ASSERT_TRUE(finished) << finished.error().Message();
  EXPECT_EQ(finished.value(), Json::object());
  ASSERT_TRUE(store.users["user-1"].has_value());
  const UserLogin& login = *store.users["user-1"];
  EXPECT_EQ(login.access_token, Secret("user-1"));
  EXPECT_EQ(login.refresh_token, Secret("refresh-1"));
  EXPECT_EQ(login.expires_at, loop.WallNow() + std::chrono::hours(1));
  EXPECT_EQ(login.scope, "openid offline_access");
  EXPECT_EQ(login.token_type, "Bearer");
}

TEST_F(UserLoginTest, RefusesAStateThatWasNotGivenOut) {
  const auto server = Registered();
  EXPECT_EQ(Finish(*server, "user-1", "").error().code, ErrorCode::kStateMismatch);
  const std::string state = BeginLogin(*server);
  EXPECT_EQ(Finish(*server, "user-1", "").error().code, ErrorCode::kStateMismatch);
  EXPECT_EQ(Finish(*server, "user-1", state + "0").error().code, ErrorCode::kStateMismatch);
  EXPECT_EQ(server->cloud.Count("user token"), 0);
  EXPECT_FALSE(store.users["user-1"].has_value());
  EXPECT_TRUE(Finish(*server, "user-1", state).has_value()) << "a wrong one does not spend it";
}

TEST_F(UserLoginTest, TakesAStateOnce) {
  const auto server = Registered();
  const std::string state = BeginLogin(*server);
  server->cloud.instead["user token"] = [] {
    return JsonAnswer(400, {{"error", "oauth_invalid_code"}});
  };
  EXPECT_EQ(Finish(*server, "user-1", state).error().code, ErrorCode::kStatusClientError);
  server->cloud.instead.clear();
  EXPECT_EQ(Finish(*server, "user-1", state).error().code, ErrorCode::kStateMismatch);
  EXPECT_EQ(store.Text("Cloud_Workspace_Registration_State"), "");
}

TEST_F(UserLoginTest, DemandsUserAndCode) {
  const auto server = Registered();
  const std::string state = BeginLogin(*server);
  EXPECT_EQ(Finish(*server, "", state).error().code, ErrorCode::kBadArgument);
  const auto without_code =
      server->Run(server->workspace->FinishUserAuthorization("user-1", Secret(), Secret(state)));
  EXPECT_EQ(without_code.error().code, ErrorCode::kBadArgument);
  EXPECT_EQ(Finish(*server, "nobody", state).error().code, ErrorCode::kHostWrite);
}

TEST_F(UserLoginTest, NeedsARegisteredWorkspace) {
  const auto server = Started();
  EXPECT_EQ(server->Run(server->workspace->UserAuthorizationUrl()).error().code,
            ErrorCode::kNotRegistered);
  EXPECT_EQ(Finish(*server, "user-1", "x").error().code, ErrorCode::kNotRegistered);
  EXPECT_EQ(server->Run(server->workspace->LogUserOut("user-1")).error().code,
            ErrorCode::kNotRegistered);
  UserTokenRequest request;
  request.user_id = "user-1";
  EXPECT_TRUE(Token(*server, request).value().empty());
}

TEST_F(UserLoginTest, EndsAtTheCloudAndHere) {
  const auto server = LoggedIn();
  const auto ended = server->Run(server->workspace->LogUserOut("user-1"));
  ASSERT_TRUE(ended) << ended.error().Message();
  EXPECT_EQ(ended.value(), Json({{"revoked", true}}));
  EXPECT_EQ(server->cloud.Names(), std::vector<std::string>{"revoke"});
  EXPECT_NE(server->cloud.calls.front().query.find("&token=refresh-1&"), std::string::npos);
  EXPECT_FALSE(store.users["user-1"].has_value());
  EXPECT_EQ(server->Run(server->workspace->LogUserOut("user-1")).error().code,
            ErrorCode::kNotLoggedIn);
}

TEST_F(UserLoginTest, EndsHereWhenTheCloudIsDownAndSaysSoInTheLog) {
  const auto server = LoggedIn();
  server->cloud.instead["revoke"] = []() -> Result<HttpResponse> { return Unreachable(); };
  server->host.logged.clear();
  const auto ended = server->Run(server->workspace->LogUserOut("user-1"));
  ASSERT_TRUE(ended) << ended.error().Message();
  EXPECT_EQ(ended.value(), Json({{"revoked", false}}));
  EXPECT_FALSE(store.users["user-1"].has_value());
  ASSERT_EQ(server->host.logged.size(), 1U);
  EXPECT_NE(server->host.logged.front().dump().find("cloud.connect.refused"), std::string::npos);
  EXPECT_EQ(server->host.logged.front().dump().find("refresh-1"), std::string::npos);
}

TEST_F(UserLoginTest, ASilentCloudDelaysTheEndByFiveSecondsAtMost) {
  const auto server = LoggedIn();
  server->cloud.silent = {"revoke"};
  EXPECT_FALSE(server->Try(server->workspace->LogUserOut("user-1")).has_value());
  loop.Advance(std::chrono::seconds(5));
  EXPECT_FALSE(store.users["user-1"].has_value());
}

TEST_F(UserLoginTest, GivesTheKeptTokenWhileItIsValid) {
  const auto server = LoggedIn();
  UserTokenRequest request;
  request.user_id = "user-1";
  EXPECT_EQ(Token(*server, request).value(), Secret("user-1"));
  EXPECT_TRUE(server->cloud.calls.empty());
  request.user_id = "nobody";
  EXPECT_TRUE(Token(*server, request).value().empty());
}

TEST_F(UserLoginTest, RefreshesATokenThatIsOverOrWantedNew) {
  const auto server = LoggedIn();
  UserTokenRequest request;
  request.user_id = "user-1";
  store.users["user-1"]->expires_at = loop.WallNow();
  EXPECT_EQ(Token(*server, request).value(), Secret("user-2"));
  EXPECT_NE(server->cloud.calls.back().body.find("refresh_token=refresh-1"), std::string::npos);
  EXPECT_EQ(store.users["user-1"]->refresh_token, Secret("refresh-2"));
  EXPECT_EQ(store.users["user-1"]->access_token, Secret("user-2"));
  request.force_new = true;
  EXPECT_EQ(Token(*server, request).value(), Secret("user-3"));
  request.save = false;
  EXPECT_EQ(Token(*server, request).value(), Secret("user-4"));
  EXPECT_EQ(store.users["user-1"]->access_token, Secret("user-3"));
}

TEST_F(UserLoginTest, KeepsTheRefreshTokenThatTheCloudDoesNotReplace) {
  const auto server = LoggedIn();
  server->cloud.instead["user token"] = [] {
    return JsonAnswer(200, {{"access_token", "fresh"}, {"expires_in", 60}});
  };
  UserTokenRequest request;
  request.user_id = "user-1";
  request.force_new = true;
  EXPECT_EQ(Token(*server, request).value(), Secret("fresh"));
  EXPECT_EQ(store.users["user-1"]->refresh_token, Secret("refresh-1"));
  EXPECT_EQ(store.users["user-1"]->scope, "openid offline_access");
  EXPECT_EQ(store.users["user-1"]->token_type, "Bearer");
}

TEST_F(UserLoginTest, EndsWhenTheCloudRefusesTheRefreshToken) {
  const auto server = LoggedIn();
  UserTokenRequest request;
  request.user_id = "user-1";
  request.force_new = true;
  server->cloud.instead["user token"] = []() -> Result<HttpResponse> { return Unreachable(); };
  EXPECT_EQ(Token(*server, request).error().code, ErrorCode::kConnectRefused);
  EXPECT_TRUE(store.users["user-1"].has_value()) << "a cloud that is down says nothing of a login";
  server->cloud.instead["user token"] = [] { return JsonAnswer(401, {{"error", "unauthorized"}}); };
  EXPECT_EQ(Token(*server, request).error().code, ErrorCode::kStatusClientError);
  EXPECT_FALSE(store.users["user-1"].has_value());
}

TEST_F(UserLoginTest, TwoWhoNeedATokenSpendOneRefreshToken) {
  const auto server = LoggedIn();
  store.users["user-1"]->expires_at = loop.WallNow();
  server->cloud.silent = {"user token"};
  UserTokenRequest request;
  request.user_id = "user-1";
  EXPECT_FALSE(server->Try(server->workspace->GetUserAccessToken(request)).has_value());
  EXPECT_FALSE(server->Try(server->workspace->GetUserAccessToken(request)).has_value());
  server->cloud.AnswerSilent();
  loop.RunReady();
  EXPECT_EQ(server->cloud.Count("user token"), 1);
  EXPECT_EQ(store.users["user-1"]->access_token, Secret("user-2"));
}

TEST_F(UserLoginTest, AWorkspaceThatTheCloudDoesNotKnowIsNoticed) {
  const auto server = LoggedIn();
  cloud.clients.clear();
  UserTokenRequest request;
  request.user_id = "user-1";
  request.force_new = true;
  EXPECT_EQ(Token(*server, request).error().code, ErrorCode::kUnknownClient);
  EXPECT_TRUE(store.Document("status").contains("unknownSince")) << store.Document("status");
}

}  // namespace
}  // namespace registrar
