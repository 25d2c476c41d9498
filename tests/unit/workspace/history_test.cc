#include "module/workspace/history.h"

#include "tests/unit/workspace/server.h"

namespace registrar {
namespace {

class HistoryTest : public WorkspaceTest {
 protected:
  static std::vector<std::string> Entries(Server& server) {
    std::vector<std::string> texts;
    const Json history = server.Run(server.workspace->GetHistory()).value();
    for (const Json& entry : history["entries"]) {
      texts.push_back(StringOr(entry, "what") + " " + StringOr(entry, "outcome"));
    }
    return texts;
  }
};

TEST_F(HistoryTest, TellsWhatHappenedNewestFirst) {
  const auto server = Registered();
  ASSERT_TRUE(server->Run(server->workspace->Disconnect()).has_value());
  ASSERT_TRUE(server->Run(server->workspace->Reconnect()).has_value());
  EXPECT_EQ(Entries(*server),
            (std::vector<std::string>{"registration reconnected", "registration disconnected",
                                      "sync ok", "license applied", "registration registered"}));
}

TEST_F(HistoryTest, WhatRepeatsItselfIsWrittenOnce) {
  const auto server = Registered();
  server->cloud.instead["sync"] = [] { return JsonAnswer(503, Json::object()); };
  loop.Advance(std::chrono::hours(12));
  server->cloud.instead.clear();
  loop.Advance(std::chrono::hours(24));
  EXPECT_EQ(Entries(*server),
            (std::vector<std::string>{"sync ok", "sync failed", "sync ok", "license applied",
                                      "registration registered"}));
}

TEST_F(HistoryTest, IsBoundedAndSurvivesTheProcess) {
  {
    const auto server = Started();
    for (int i = 0; i < 250; ++i) {
      const Status noted =
          server->Run(server->workspace->Note("policy", std::to_string(i), "a detail"));
      ASSERT_TRUE(noted.has_value());
    }
  }
  const auto server = Started();
  const Json history = server->Run(server->workspace->GetHistory()).value();
  ASSERT_EQ(history["entries"].size(), History::kMost);
  EXPECT_EQ(history["entries"][0]["outcome"], "249");
  EXPECT_EQ(history["entries"][0]["at"].get<std::string>().back(), 'Z');
  EXPECT_EQ(history["entries"][0]["detail"], "a detail");
}

TEST_F(HistoryTest, AFailureCarriesItsCodeAndNoSecret) {
  const auto server = Started();
  EXPECT_FALSE(server->Run(server->workspace->Connect(Secret("no-such-token"))).has_value());
  const Json history = server->Run(server->workspace->GetHistory()).value();
  ASSERT_EQ(history["entries"].size(), 1U);
  EXPECT_EQ(history["entries"][0]["error"]["code"], "registration.token-invalid");
  EXPECT_EQ(history.dump().find("no-such-token"), std::string::npos);
}

TEST_F(HistoryTest, OneThatCannotBeWrittenHoldsNobodyUp) {
  const auto server = Registered();
  store.documents["history"] = {{"v", 99}, {"rev", 1}};
  EXPECT_TRUE(server->Run(server->workspace->Disconnect()).has_value());
  EXPECT_FALSE(store.Registered());
}

}  // namespace
}  // namespace registrar
