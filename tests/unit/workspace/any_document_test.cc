// The module's documents lie in a database that others can write. Whatever is in them, every flow
// ends, with its result or with an error: nothing in them may end the process.

#include <functional>
#include <vector>

#include "hooks/policy.h"
#include "tests/unit/fakes/counted_memory.h"
#include "tests/unit/workspace/server.h"

namespace registrar {
namespace {

std::vector<Json> OneOfEach() {
  return {nullptr, true, -7, 1e300, "text", Json::array({1, "text"}), Json{{"key", 1}}};
}

// `document` with one of its values, on any level, replaced by one of another type; `use` is
// called with each.
void WithEachChange(const Json& document, const std::function<void(Json)>& use) {
  const auto within = [&](const std::function<Json&(Json&)>& part, const Json& value) {
    WithEachChange(value, [&](Json changed) {
      Json copy = document;
      part(copy) = std::move(changed);
      use(std::move(copy));
    });
  };
  for (const Json& other : OneOfEach()) use(other);
  if (document.is_object()) {
    for (const auto& [key, value] : document.items()) {
      within([&key = key](Json& copy) -> Json& { return copy[key]; }, value);
      Json without = document;
      without.erase(key);
      use(std::move(without));
    }
  }
  if (document.is_array() && !document.empty()) {
    within([](Json& copy) -> Json& { return copy[0]; }, document[0]);
  }
}

class AnyDocumentTest : public WorkspaceTest {
 protected:
  template <typename T>
  static void Ends(Server& server, Task<T> task, const char* what, const Json& document) {
    EXPECT_TRUE(server.Try(std::move(task)).has_value()) << what << " with " << document.dump();
  }

  // A process that finds the documents of `store` does all that there is to do.
  void DoEverything(const Json& document) {
    Server server(loop, store, cloud);
    Workspace& workspace = *server.workspace;
    Ends(server, workspace.Start(), "Start", document);
    Ends(server, workspace.GetStatus(), "GetStatus", document);
    Ends(server, workspace.GetHistory(), "GetHistory", document);
    Ends(server, workspace.DecideInitiative(Secret("token-1")), "DecideInitiative", document);
    Ends(server, workspace.IntentExpiry(), "IntentExpiry", document);
    Ends(server, workspace.Poll("text"), "Poll", document);
    Ends(server, workspace.Sync(SyncReason::kAdmin), "Sync", document);
    Ends(server, workspace.Disconnect(), "Disconnect", document);
    Ends(server, workspace.Reconnect(), "Reconnect", document);
    Ends(server, workspace.Connect(Secret("token-1")), "Connect", document);
    Ends(server, workspace.Intent("ada@workspace.test", false), "Intent", document);
  }

  // Changes every document that is in the store now, each time from here.
  void ChangeEach() {
    const FakeStore before = store;
    const CloudState cloud_before = cloud;
    for (const auto& [id, document] : before.documents) {
      seen.insert(id);
      WithEachChange(document, [&, id = id](Json changed) {
        if (IsSanitized() && ++changes % kShare != 0) return;
        store = before;
        cloud = cloud_before;
        store.documents[id] = changed;
        DoEverything(changed);
      });
    }
    store = before;
    cloud = cloud_before;
  }

  // A sanitizer takes ten times as long, so it is shown one of so many changes.
  static constexpr int kShare = 11;
  int changes = 0;
  std::set<std::string> seen;
};

TEST_F(AnyDocumentTest, EveryFlowEndsWhateverIsStored) {
  {
    const auto server = Registered();
    server->Run(server->workspace->Sync(SyncReason::kAdmin)).has_value();
  }
  ChangeEach();
  {
    const auto server = Started();
    server->Run(server->workspace->Disconnect()).has_value();
  }
  ChangeEach();
  store = FakeStore::Fresh();
  cloud = CloudState();
  {
    const auto server = Started();
    server->Run(server->workspace->Intent("ada@workspace.test", false)).has_value();
  }
  ChangeEach();
  // What a process leaves that dies while it registers: at most points an attempt or a journal.
  for (const int at : {6, 12, 18, 24}) {
    store = FakeStore::Fresh();
    cloud = CloudState();
    CrashPlan crash(at);
    {
      const auto server = Started(&crash);
      server->Try(server->workspace->Connect(Secret("token-1"))).has_value();
    }
    ChangeEach();
  }
  EXPECT_EQ(seen, (std::set<std::string>{"attempt", "credentials", "generation", "history",
                                         "intent", "journal", "lease", "status", "window"}));
}

TEST(PolicyRecordTest, TakesAnyDocument) {
  PolicyRecord record;
  record.NoteProbe(true, WallTime(Duration(1)));
  WithEachChange(record.ToJson(), [](Json changed) {
    const Json again = PolicyRecord::FromJson(changed).ToJson();
    EXPECT_TRUE(Member(again, "failures").is_number());
  });
}

}  // namespace
}  // namespace registrar
