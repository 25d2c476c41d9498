// Several processes on one database and one cloud, none of which knows whether another one lives.

#include <algorithm>

#include "tests/unit/workspace/server.h"

namespace registrar {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

class SeveralInstancesTest : public WorkspaceTest {
 protected:
  // An instance on a machine of its own: the others cannot know whether its process lives.
  std::unique_ptr<Server> Instance(CrashPlan* crash = nullptr) {
    WorkspaceConfig config;
    config.instance_place = "machine-" + std::to_string(++machines);
    return std::make_unique<Server>(loop, store, cloud, crash, config);
  }
  std::unique_ptr<Server> StartedInstance(CrashPlan* crash = nullptr) {
    auto server = Instance(crash);
    [[maybe_unused]] const auto started = server->Try(server->workspace->Start());
    return server;
  }
  static bool Holds(Server& server) { return server.Status()["lease"]["mine"] == true; }
  static int CountAll(const std::vector<std::unique_ptr<Server>>& servers, const char* call) {
    int count = 0;
    for (const auto& server : servers) count += server->cloud.Count(call);
    return count;
  }
  std::vector<std::unique_ptr<Server>> Three() {
    std::vector<std::unique_ptr<Server>> servers;
    servers.reserve(3);
    for (int i = 0; i < 3; ++i) servers.push_back(StartedInstance());
    return servers;
  }
  static int CountWrites(const Server& server) {
    return static_cast<int>(
        std::count(server.host.writes.begin(), server.host.writes.end(), "document lease"));
  }

  int machines = 0;
};

TEST_F(SeveralInstancesTest, AScheduleThatMeetsTheDatabaseDownIsLoggedOnceEachTime) {
  const auto server = StartedInstance();
  ASSERT_TRUE(server->Run(server->workspace->Connect(Secret("token-1"))).has_value());
  for (const int times : {1, 2}) {
    server->host.trouble = [](const std::string& name) {
      Trouble trouble;
      if (name == "document status") trouble.error = Error(ErrorCode::kHostWrite);
      return trouble;
    };
    loop.Advance(hours(30));
    EXPECT_EQ(server->host.CountLogged("Scheduled work failed"), times);
    server->host.trouble = nullptr;
    loop.Advance(hours(30));
  }
}

TEST_F(SeveralInstancesTest, ExactlyOneHoldsTheLeaseAndKeepsIt) {
  const auto servers = Three();
  for (int i = 0; i < 50; ++i) {
    EXPECT_TRUE(Holds(*servers[0]));
    EXPECT_FALSE(Holds(*servers[1]));
    EXPECT_FALSE(Holds(*servers[2]));
    loop.Advance(seconds(61));
  }
  EXPECT_EQ(store.Document("lease")["fence"], 1);
  const Json seen = servers[1]->Status()["lease"];
  EXPECT_TRUE(seen["holder"].get<std::string>().starts_with(servers[0]->Name() + "-"));
}

TEST_F(SeveralInstancesTest, AnIdleInstanceWritesNothingButItsRenewals) {
  const auto server = StartedInstance();
  // The support window is asked for soon after the start.
  loop.Advance(minutes(15));
  server->host.writes.clear();
  loop.Advance(hours(1));
  EXPECT_EQ(server->host.writes.size(), 180U);
  EXPECT_EQ(CountWrites(*server), 180);
}

TEST_F(SeveralInstancesTest, OneThatEndsInOrderHandsOver) {
  auto first = StartedInstance();
  const auto second = StartedInstance();
  first->workspace->Stop();
  loop.Advance(seconds(20));
  EXPECT_TRUE(Holds(*second));
  EXPECT_EQ(store.Document("lease")["fence"], 2);
}

TEST_F(SeveralInstancesTest, OneThatVanishesIsFollowedOnlyAfterItsLeaseHasRunOut) {
  auto first = StartedInstance();
  const auto second = StartedInstance();
  loop.Advance(seconds(30));
  first->host.silent = {"ReplaceDocument", "FindDocument"};
  // Longer than the first one believes in its lease, shorter than the second one waits.
  loop.Advance(seconds(45));
  EXPECT_FALSE(Holds(*second));
  loop.Advance(seconds(60));
  EXPECT_TRUE(Holds(*second));
}

TEST_F(SeveralInstancesTest, WallClocksThatAreHoursApartDoNotMatter) {
  const auto first = StartedInstance();
  const auto second = StartedInstance();
  for (int i = 0; i < 20; ++i) {
    loop.StepWallClock(i % 2 == 0 ? Duration(hours(5)) : -Duration(hours(7)));
    loop.Advance(seconds(33));
    EXPECT_TRUE(Holds(*first));
    EXPECT_FALSE(Holds(*second));
  }
}

TEST_F(SeveralInstancesTest, ThreeInstancesMakeOneSyncPerPeriod) {
  const auto servers = Three();
  ASSERT_TRUE(servers[1]->Run(servers[1]->workspace->Connect(Secret("token-1"))).has_value());
  EXPECT_EQ(CountAll(servers, "sync"), 1);
  loop.Advance(hours(120));
  EXPECT_EQ(CountAll(servers, "sync"), 11);
  EXPECT_EQ(servers[0]->cloud.Count("sync"), 10);
}

TEST_F(SeveralInstancesTest, TheScheduleGoesOnWhenTheHolderVanishes) {
  auto servers = Three();
  ASSERT_TRUE(servers[0]->Run(servers[0]->workspace->Connect(Secret("token-1"))).has_value());
  loop.Advance(hours(30));
  servers[0]->host.silent = {"ReplaceDocument", "FindDocument", "ReadSettings"};
  const int before = CountAll(servers, "sync");
  loop.Advance(hours(48));
  EXPECT_EQ(CountAll(servers, "sync"), before + 4);
}

TEST_F(SeveralInstancesTest, APausedHolderNoticesAndDoesNotWrite) {
  const auto first = StartedInstance();
  ASSERT_TRUE(first->Run(first->workspace->Connect(Secret("token-1"))).has_value());
  first->cloud.silent = {"sync"};
  while (first->cloud.Names().back() != "sync" || first->cloud.Count("sync") < 2) {
    loop.Advance(minutes(1));
  }
  first->host.writes.clear();
  first->host.licenses.clear();
  // While it waited for the cloud somebody else took the lease.
  store.documents["lease"]["holder"] = {{"id", "other"}, {"place", "elsewhere"}, {"pid", 1}};
  store.documents["lease"]["fence"] = 7;
  store.documents["lease"]["rev"] = 1000;
  first->cloud.AnswerSilent();
  EXPECT_TRUE(first->host.licenses.empty());
  EXPECT_TRUE(first->host.writes.empty()) << first->host.writes.front();
}

TEST_F(SeveralInstancesTest, OneRegistrationForOneTokenThoughAllAskAtOnce) {
  const auto servers = Three();
  for (const auto& server : servers) server->cloud.silent = {"connect"};
  int granted = 0;
  std::vector<ErrorCode> refused;
  const std::function<void(Result<Json>)> count = [&](const Result<Json>& result) {
    granted += result ? 1 : 0;
    if (!result) refused.push_back(result.error().code);
  };
  for (const auto& server : servers) {
    Spawn(server->workspace->Connect(Secret("token-1")), count);
  }
  loop.RunReady();
  for (const auto& server : servers) server->cloud.AnswerSilent();
  loop.RunReady();
  EXPECT_EQ(granted, 1);
  EXPECT_EQ(refused, (std::vector<ErrorCode>{ErrorCode::kBusy, ErrorCode::kBusy}));
  EXPECT_EQ(CountAll(servers, "connect"), 1);
  EXPECT_EQ(cloud.registrations, 1);
  for (const auto& server : servers) {
    const auto same = server->Run(server->workspace->Connect(Secret("token-1")));
    ASSERT_TRUE(same.has_value()) << same.error().Message();
    const auto again = server->Run(server->workspace->Connect(Secret("token-2")));
    ASSERT_FALSE(again.has_value());
    EXPECT_EQ(again.error().code, ErrorCode::kAlreadyRegistered);
  }
}

TEST_F(SeveralInstancesTest, AChangeThatAnotherOneIsWritingIsLeftToIt) {
  const auto first = StartedInstance();
  const auto second = StartedInstance();
  ASSERT_TRUE(first->Run(first->workspace->Connect(Secret("token-1"))).has_value());
  loop.Advance(seconds(15));
  second->host.silent = {"RemoveTokens"};
  EXPECT_FALSE(second->Try(second->workspace->Disconnect()).has_value());
  loop.Advance(seconds(40));
  const auto busy = first->Run(first->workspace->Sync(SyncReason::kAdmin));
  ASSERT_FALSE(busy.has_value());
  EXPECT_EQ(busy.error().code, ErrorCode::kBusy);
  EXPECT_EQ(store.settings["Register_Server"], true);
  EXPECT_FALSE(store.Document("journal").is_null());
}

TEST_F(SeveralInstancesTest, AChangeThatStandsStillIsFinishedByTheHolder) {
  const auto first = StartedInstance();
  const auto second = StartedInstance();
  ASSERT_TRUE(first->Run(first->workspace->Connect(Secret("token-1"))).has_value());
  loop.Advance(seconds(15));
  second->host.silent = {"RemoveTokens"};
  EXPECT_FALSE(second->Try(second->workspace->Disconnect()).has_value());
  loop.Advance(minutes(3));
  EXPECT_TRUE(store.Document("journal").is_null());
  EXPECT_EQ(store.settings["Register_Server"], false);
  EXPECT_EQ(first->Status()["state"], "disconnected");
}

TEST_F(SeveralInstancesTest, OneThatWasPausedInAChangeDoesNotWriteAfterItWasTakenOver) {
  const auto first = StartedInstance();
  const auto second = StartedInstance();
  second->host.hold = "WriteSetting Cloud_Workspace_Name";
  EXPECT_FALSE(second->Try(second->workspace->Connect(Secret("token-1"))).has_value());
  loop.Advance(minutes(3));
  EXPECT_TRUE(store.Registered());
  ASSERT_TRUE(first->Run(first->workspace->Disconnect()).has_value());
  second->host.writes.clear();
  second->host.Resume();
  loop.RunReady();
  for (const std::string& write : second->host.writes) {
    EXPECT_FALSE(write.starts_with("setting Cloud_Workspace_Client")) << write;
  }
  EXPECT_FALSE(store.Registered());
  EXPECT_EQ(first->Status()["state"], "disconnected");
}

TEST_F(SeveralInstancesTest, ARegistrationWhoseInstanceDiedWhileAskingIsToldAsLost) {
  const auto first = StartedInstance();
  {
    const auto second = StartedInstance();
    second->cloud.silent = {"connect"};
    EXPECT_FALSE(second->Try(second->workspace->Connect(Secret("token-1"))).has_value());
    const auto busy = first->Run(first->workspace->Connect(Secret("token-2")));
    ASSERT_FALSE(busy.has_value());
    EXPECT_EQ(busy.error().code, ErrorCode::kBusy);
    second->host.silent = {"ReplaceDocument"};
  }
  loop.Advance(minutes(3));
  EXPECT_EQ(first->Status()["lastError"]["code"], "registration.answer-lost");
  EXPECT_TRUE(first->Run(first->workspace->Connect(Secret("token-2"))).has_value());
}

TEST_F(SeveralInstancesTest, AnInstanceThatStartsDoesNotEndAnothersAttempt) {
  const auto first = StartedInstance();
  first->cloud.silent = {"connect"};
  EXPECT_FALSE(first->Try(first->workspace->Connect(Secret("token-1"))).has_value());
  const auto second = StartedInstance();
  EXPECT_EQ(second->Status()["lastError"], nullptr);
  first->cloud.AnswerSilent();
  EXPECT_TRUE(store.Registered());
  EXPECT_EQ(first->Status()["state"], "registered");
}

TEST_F(SeveralInstancesTest, TheOthersFollowWhatOneChanges) {
  const auto first = StartedInstance();
  const auto second = StartedInstance();
  ASSERT_TRUE(first->Run(first->workspace->Connect(Secret("token-1"))).has_value());
  EXPECT_EQ(second->host.refreshed, 0);
  loop.Advance(seconds(10));
  EXPECT_EQ(second->host.refreshed, 1);
  EXPECT_EQ(first->host.refreshed, 0);
  loop.Advance(minutes(2));
  EXPECT_EQ(second->host.refreshed, 1);
}

TEST_F(SeveralInstancesTest, TokensOfFormerCredentialsAreDroppedEverywhere) {
  const auto first = StartedInstance();
  const auto second = StartedInstance();
  ASSERT_TRUE(first->Run(first->workspace->Connect(Secret("token-1"))).has_value());
  loop.Advance(seconds(15));
  const auto before = second->Run(second->workspace->GetAccessToken({})).value();
  EXPECT_FALSE(before.token.empty());
  ASSERT_TRUE(first->Run(first->workspace->Disconnect()).has_value());
  loop.Advance(seconds(15));
  EXPECT_TRUE(second->Run(second->workspace->GetAccessToken({})).value().token.empty());
  ASSERT_TRUE(first->Run(first->workspace->Connect(Secret("token-2"))).has_value());
  loop.Advance(seconds(15));
  const auto after = second->Run(second->workspace->GetAccessToken({})).value();
  EXPECT_FALSE(after.token.empty());
  EXPECT_FALSE(after.token == before.token);
}

TEST_F(SeveralInstancesTest, AFollowingThatFailsIsRepeated) {
  const auto first = StartedInstance();
  const auto second = StartedInstance();
  second->host.failing["RefreshSettings"] = Error(ErrorCode::kHostFailed);
  ASSERT_TRUE(first->Run(first->workspace->Connect(Secret("token-1"))).has_value());
  loop.Advance(seconds(20));
  second->host.failing.clear();
  loop.Advance(seconds(10));
  EXPECT_EQ(second->host.refreshed, 1);
}

TEST_F(SeveralInstancesTest, AnInstanceThatMetTheDatabaseDownAtItsStartMakesUpForIt) {
  auto server = Instance();
  server->host.failing["FindDocument"] = Error(ErrorCode::kHostRead);
  EXPECT_FALSE(server->Run(server->workspace->Start()).has_value());
  loop.Advance(minutes(2));
  EXPECT_EQ(server->host.CountLogged("Looking which instance does the scheduled work failed"), 1);
  server->host.failing.clear();
  loop.Advance(seconds(20));
  EXPECT_TRUE(Holds(*server));
  EXPECT_EQ(store.Document("status")["uniqueId"], "unique-1");
}

}  // namespace
}  // namespace registrar
