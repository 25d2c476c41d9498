// The process dies at every write and every request of every flow, before and after it takes
// effect, and a second time while it recovers; the points come from the code: the loop ends when a
// flow has no further one.

#include <algorithm>
#include <set>
#include <vector>

#include "module/cloud/offline_blob.h"
#include "tests/unit/fakes/counted_memory.h"
#include "tests/unit/fakes/environment.h"
#include "tests/unit/workspace/server.h"

namespace registrar {
namespace {

enum class Times { kOnce, kTwice };

class CrashTest : public WorkspaceTest, public testing::WithParamInterface<Times> {
 protected:
  using Flow = std::function<void(Server&)>;
  using Check = std::function<void(Server&, const std::string& where)>;

  // Whether what other code of the server sees is whole: id and secret both, or the id missing.
  void ExpectNeverHalf(const std::string& where) {
    if (store.Text("Cloud_Workspace_Client_Id").empty()) return;
    EXPECT_FALSE(store.Text("Cloud_Workspace_Client_Secret").empty()) << where;
    EXPECT_FALSE(store.Text("Cloud_Workspace_Registration_Client_Uri").empty()) << where;
    EXPECT_FALSE(store.Text("Cloud_Workspace_Id").empty()) << where;
    EXPECT_EQ(store.settings["Register_Server"], true) << where;
  }

  // Makes `prepare`, then `flow` in a process that dies at each point in turn, then a new process
  // that starts and is handed to `check`. With Times::kTwice the new process dies as well, at the
  // points of its start, and it is the third one that is looked at.
  void EndAtEveryPoint(const Flow& prepare, const Flow& flow, const Check& check) {
    int points = 0;
    for (int at = 1; Die(prepare, flow, at) && !testing::Test::HasFailure(); ++at) {
      if (GetParam() == Times::kOnce) {
        Recover("died " + first_, check);
        ++points;
        continue;
      }
      CrashPlan whole;
      Started(&whole);
      for (const int again : SomeOf(static_cast<int>(whole.passed().size()), at)) {
        Die(prepare, flow, at);
        if (DieAgain(again, check)) ++points;
      }
    }
    EXPECT_GT(points, 10) << "the flow has hardly any points; is it run at all?";
  }

  // Dies at the point `at` of the flow. Result: whether it came to that.
  bool Die(const Flow& prepare, const Flow& flow, int at) {
    store = FakeStore::Fresh();
    cloud = CloudState();
    {
      const auto server = Started();
      prepare(*server);
    }
    CrashPlan crash(at);
    {
      const auto server = Started(&crash);
      flow(*server);
    }
    if (!crash.dead()) return false;
    first_ = crash.passed().back();
    ExpectNeverHalf("died " + first_);
    return true;
  }

  // Dies at the point `again` of the start that follows, too. Result: whether it came to that; the
  // last points of a start depend on the time of the day, as a sync may be due.
  bool DieAgain(int again, const Check& check) {
    CrashPlan second(again);
    Started(&second);
    if (!second.dead()) return false;
    const std::string where = "died " + first_ + ", started and died " + second.passed().back();
    ExpectNeverHalf(where);
    Recover(where, check);
    return true;
  }

  void Recover(const std::string& where, const Check& check) {
    const auto next = Started();
    ExpectNeverHalf(where + ", started again");
    EXPECT_EQ(store.Document("journal"), Json()) << where;
    check(*next, where);
  }

  // All points of the second start after all of the first are many: in the tests it is every so
  // many, other ones for each point of the first, and one at least. REGISTRAR_CRASHES=full: all.
  static std::vector<int> SomeOf(int points, int at) {
    std::vector<int> some;
    const int step = std::min(Step(), points);
    for (int again = 1 + at % std::max(step, 1); again <= points; again += step) {
      some.push_back(again);
    }
    return some;
  }
  static int Step() {
    if (Environment("REGISTRAR_CRASHES") == "full") return 1;
    return IsSanitized() ? 41 : 13;
  }

  // Ends what is asked when the process dies: never.
  template <typename T>
  static void Attempt(Server& server, Task<T> task) {
    [[maybe_unused]] const auto result = server.Try(std::move(task));
  }

  static void Nothing(Server& /*server*/) {}
  static void Register(Server& server) {
    Attempt(server, server.workspace->Connect(Secret("token-1")));
  }
  static void ApplyOffline(Server& server) {
    const Json answer{{"workspaceId", "workspace-9"},
                      {"client_id", "client-9"},
                      {"client_secret", "secret-of-client-9"},
                      {"registration_client_uri", "https://cloud.test/api/oauth/clients/client-9"},
                      {"licenseData", {{"license", "OFFLINE LICENSE"}}}};
    const Secret blob(MakeOfflineBlob(answer.dump()));
    Attempt(server, server.workspace->OfflineApply(blob));
  }
  void BeginByEmail(Server& server) {
    store.settings["Show_Setup_Wizard"] = "in_progress";
    Attempt(server, server.workspace->Intent("ada@workspace.test", false));
  }
  // The link is followed, and nobody looks.
  void ConfirmEmail() {
    if (cloud.intents.empty()) return;
    cloud.intents.at(cloud.latest_intent).confirmed = true;
    loop.Advance(std::chrono::minutes(2));
  }
  void RegisterByEmail(Server& server) {
    BeginByEmail(server);
    ConfirmEmail();
  }
  // What a tab that opens now gets to see.
  Result<Json> PollByEmail(Server& server) {
    const std::string handle = store.Document("intent")["handles"].back().get<std::string>();
    return server.Run(server.workspace->Poll(handle));
  }
  static void Disconnect(Server& server) { Attempt(server, server.workspace->Disconnect()); }
  static void Reconnect(Server& server) { Attempt(server, server.workspace->Reconnect()); }
  static void Sync(Server& server) { Attempt(server, server.workspace->Sync(SyncReason::kAdmin)); }

  // The point at which the process died first.
  std::string first_;
};

INSTANTIATE_TEST_SUITE_P(Dying, CrashTest, testing::Values(Times::kOnce, Times::kTwice),
                         [](const auto& times) {
                           return times.param == Times::kOnce ? "Once" : "Twice";
                         });

TEST_P(CrashTest, RegistrationIsWholeLostAtOnePointOnly) {
  std::set<std::string> lost;
  EndAtEveryPoint(Nothing, Register, [&](Server& server, const std::string& where) {
    if (store.Registered()) {
      EXPECT_EQ(server.Status()["state"], "registered") << where;
      EXPECT_TRUE(server.Run(server.workspace->Sync(SyncReason::kAdmin)).has_value()) << where;
      return;
    }
    const bool granted = !cloud.used_tokens.empty();
    if (granted) lost.insert(first_);
    const Json status = server.Status();
    EXPECT_EQ(status["state"], "unregistered") << where;
    const bool asked = !status["lastError"].is_null();
    if (granted) {
      EXPECT_TRUE(asked) << where;
    }
    if (asked) {
      // Nobody knows whether the token is spent: it is not sent again.
      EXPECT_EQ(status["lastError"]["code"], "registration.answer-lost") << where;
      const auto refused = server.Run(server.workspace->Connect(Secret("token-1")));
      ASSERT_FALSE(refused.has_value()) << where;
      EXPECT_EQ(refused.error().code, ErrorCode::kAnswerLost) << where;
      EXPECT_EQ(server.cloud.Count("connect"), 0) << where;
      EXPECT_EQ(server.Run(server.workspace->DecideInitiative(Secret("token-1"))).value(),
                Initiative::kForce);
    }
    const char* const token = asked ? "token-2" : "token-1";
    EXPECT_TRUE(server.Run(server.workspace->Connect(Secret(token))).has_value()) << where;
    EXPECT_TRUE(store.Registered()) << where;
    EXPECT_EQ(server.Status()["lastError"], nullptr) << where;
  });
  // After the request took effect, and before the journal was written: one point in the code, seen
  // from both of its sides.
  EXPECT_EQ(lost.size(), 2U);
}

TEST_P(CrashTest, FinishingARegistrationMayDieTooAndIsFinished) {
  const Flow prepare = [](Server& server) {
    server.host.blocked = {"Cloud_Workspace_Client_Id"};
    Register(server);
  };
  EndAtEveryPoint(prepare, Nothing, [&](Server& server, const std::string& where) {
    EXPECT_TRUE(store.Registered()) << where;
    EXPECT_EQ(server.Status()["state"], "registered") << where;
    EXPECT_EQ(server.Status()["lastError"], nullptr) << where;
    EXPECT_EQ(cloud.registrations, 1) << where;
  });
}

TEST_P(CrashTest, EmailRegistrationIsFollowedToItsEndLostAtOnePointOnly) {
  std::set<std::string> lost;
  const Flow by_email = [this](Server& server) { RegisterByEmail(server); };
  EndAtEveryPoint(Nothing, by_email, [&](Server& server, const std::string& where) {
    if (!store.Registered() && cloud.registrations > 0) {
      lost.insert(first_);
      EXPECT_EQ(server.Status()["state"], "intent") << where;
      loop.Advance(std::chrono::minutes(3));
      EXPECT_EQ(server.Status()["state"], "unregistered") << where;
      EXPECT_EQ(server.Status()["lastError"]["code"], "registration.answer-lost") << where;
      EXPECT_EQ(PollByEmail(server).error().code, ErrorCode::kAnswerLost) << where;
      EXPECT_EQ(store.Text("Show_Setup_Wizard"), "in_progress") << where;
      return;
    }
    if (!store.Registered()) {
      if (server.Status()["state"] != "intent") BeginByEmail(server);
      ConfirmEmail();
    }
    EXPECT_TRUE(store.Registered()) << where;
    EXPECT_EQ(server.Status()["state"], "registered") << where;
    EXPECT_EQ(cloud.registrations, 1) << where;
    const auto polled = PollByEmail(server);
    ASSERT_TRUE(polled.has_value()) << where << ": " << polled.error().Message();
    EXPECT_EQ(polled.value()["payload"]["client_id"], "client-1") << where;
    EXPECT_EQ(polled.value()["payload"]["client_secret"], "") << where;
    loop.Advance(std::chrono::minutes(11));
    EXPECT_EQ(store.Text("Show_Setup_Wizard"), "completed") << where;
  });
  // As with a token: between the cloud's answer and the journal, seen from both sides.
  EXPECT_EQ(lost.size(), 2U);
}

TEST_P(CrashTest, FinishingAnEmailRegistrationMayDieTooAndIsFinished) {
  const Flow prepare = [this](Server& server) {
    server.host.blocked = {"Cloud_Workspace_Client_Id"};
    RegisterByEmail(server);
  };
  EndAtEveryPoint(prepare, Nothing, [&](Server& server, const std::string& where) {
    EXPECT_TRUE(store.Registered()) << where;
    EXPECT_EQ(cloud.registrations, 1) << where;
    EXPECT_EQ(PollByEmail(server).value()["payload"]["client_id"], "client-1") << where;
    loop.Advance(std::chrono::minutes(11));
    EXPECT_EQ(store.Text("Show_Setup_Wizard"), "completed") << where;
  });
}

TEST_P(CrashTest, OfflineRegistrationIsDoneOrNotAndItsLicenseIsApplied) {
  EndAtEveryPoint(Nothing, ApplyOffline, [&](Server& server, const std::string& where) {
    if (!store.Registered()) {
      EXPECT_EQ(server.Status()["state"], "unregistered") << where;
      EXPECT_EQ(server.Status()["lastError"], nullptr) << where;
      ApplyOffline(server);
    }
    EXPECT_TRUE(store.Registered()) << where;
    EXPECT_EQ(server.Status()["state"], "offline") << where;
    EXPECT_EQ(store.license, "OFFLINE LICENSE") << where;
    EXPECT_TRUE(server.cloud.calls.empty()) << where;
  });
}

TEST_P(CrashTest, FinishingAnOfflineRegistrationMayDieTooAndIsFinished) {
  const Flow prepare = [](Server& server) {
    server.host.blocked = {"Cloud_Workspace_Client_Id"};
    ApplyOffline(server);
  };
  EndAtEveryPoint(prepare, Nothing, [&](Server& server, const std::string& where) {
    EXPECT_TRUE(store.Registered()) << where;
    EXPECT_EQ(server.Status()["state"], "offline") << where;
    EXPECT_EQ(store.license, "OFFLINE LICENSE") << where;
  });
}

TEST_P(CrashTest, FinishingADisconnectionMayDieTooAndIsFinished) {
  const Flow prepare = [](Server& server) {
    Register(server);
    server.host.blocked = {"Cloud_Workspace_Client_Id"};
    Disconnect(server);
  };
  EndAtEveryPoint(prepare, Nothing, [&](Server& server, const std::string& where) {
    EXPECT_FALSE(store.Registered()) << where;
    EXPECT_EQ(server.Status()["state"], "disconnected") << where;
    EXPECT_TRUE(server.Run(server.workspace->Reconnect()).has_value()) << where;
  });
}

TEST_P(CrashTest, ForgettingIsDoneOrNotAndKeepsTheCredentials) {
  const Flow prepare = [this](Server& server) {
    Register(server);
    cloud.clients.clear();
    cloud.valid.clear();
  };
  EndAtEveryPoint(prepare, Sync, [&](Server& server, const std::string& where) {
    if (store.Registered()) {
      EXPECT_FALSE(server.Run(server.workspace->Sync(SyncReason::kAdmin)).has_value()) << where;
    }
    EXPECT_FALSE(store.Registered()) << where;
    EXPECT_EQ(server.Status()["state"], "forgotten") << where;
    cloud.clients.insert("client-1");
    EXPECT_TRUE(server.Run(server.workspace->Reconnect()).has_value()) << where;
    EXPECT_TRUE(store.Registered()) << where;
  });
}

TEST_P(CrashTest, SyncLeavesARegistrationThatSyncs) {
  EndAtEveryPoint(Register, Sync, [&](Server& server, const std::string& where) {
    ASSERT_TRUE(store.Registered()) << where;
    EXPECT_EQ(server.Status()["state"], "registered") << where;
    EXPECT_TRUE(server.Run(server.workspace->Sync(SyncReason::kAdmin)).has_value()) << where;
    EXPECT_EQ(cloud.used_tokens.size(), 1U) << where;
  });
}

TEST_P(CrashTest, DisconnectIsDoneOrNotAndCanBeTakenBack) {
  EndAtEveryPoint(Register, Disconnect, [&](Server& server, const std::string& where) {
    if (store.Registered()) {
      EXPECT_EQ(server.Status()["state"], "registered") << where;
      EXPECT_TRUE(server.Run(server.workspace->Disconnect()).has_value()) << where;
    }
    EXPECT_EQ(server.Status()["state"], "disconnected") << where;
    EXPECT_EQ(store.settings["Register_Server"], false) << where;
    EXPECT_EQ(store.Text("Cloud_Workspace_Client_Secret"), "") << where;
    EXPECT_TRUE(store.tokens.empty()) << where;
    EXPECT_TRUE(server.Run(server.workspace->Reconnect()).has_value()) << where;
    EXPECT_TRUE(store.Registered()) << where;
  });
}

TEST_P(CrashTest, ReconnectIsDoneOrNotAndCanBeRepeated) {
  const Flow prepare = [](Server& server) {
    Register(server);
    Disconnect(server);
  };
  EndAtEveryPoint(prepare, Reconnect, [&](Server& server, const std::string& where) {
    if (!store.Registered()) {
      EXPECT_EQ(server.Status()["state"], "disconnected") << where;
      EXPECT_TRUE(server.Run(server.workspace->Reconnect()).has_value()) << where;
    }
    EXPECT_TRUE(store.Registered()) << where;
    EXPECT_EQ(server.Status()["state"], "registered") << where;
    EXPECT_EQ(store.Text("Cloud_Workspace_Client_Id"), "client-1") << where;
    EXPECT_EQ(cloud.used_tokens.size(), 1U) << where;
  });
}

}  // namespace
}  // namespace registrar
