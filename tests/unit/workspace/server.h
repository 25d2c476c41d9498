#ifndef REGISTRAR_TESTS_UNIT_WORKSPACE_SERVER_H_
#define REGISTRAR_TESTS_UNIT_WORKSPACE_SERVER_H_

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "module/async/spawn.h"
#include "module/async/virtual_loop.h"
#include "module/workspace/workspace.h"
#include "tests/unit/fakes/fake_host.h"
#include "tests/unit/workspace/stub_cloud.h"

namespace registrar {

// One process of a chat server with the module in it: dies with the object. Store and cloud stay.
class Server {
 public:
  Server(VirtualLoop& loop, FakeStore& store, CloudState& cloud_state, CrashPlan* crash = nullptr,
         WorkspaceConfig config = {})
      : loop_(loop), processes_(store.processes), host(store, crash), cloud(cloud_state, crash) {
    // One machine for all, where it is known which processes live.
    if (config.instance_place.empty()) config.instance_place = "machine";
    static int64_t number = 0;
    pid_ = config.instance_pid = ++number;
    config.instance_name = "server-" + std::to_string(pid_);
    processes_.insert(pid_);
    config.process_gone = [&processes = processes_](int64_t pid) {
      return !processes.contains(pid);
    };
    workspace = MakeWorkspace(loop, cloud, host, std::move(config));
  }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server() {
    workspace->Stop();
    processes_.erase(pid_);
  }

  // Runs a task until it ends. Result: nothing when it does not end without time passing.
  template <typename T>
  std::optional<T> Try(Task<T> task) {
    const auto box = std::make_shared<std::optional<T>>();
    Spawn<T>(std::move(task), [box](T value) { box->emplace(std::move(value)); });
    loop_.RunReady();
    return *box;
  }

  // Runs a task that has to end.
  template <typename T>
  T Run(Task<T> task) {
    std::optional<T> result = Try(std::move(task));
    if (!result) {
      ADD_FAILURE() << "the task does not end";
      return Error(ErrorCode::kInternal);
    }
    return *std::move(result);
  }

  Json Status() { return Run(workspace->GetStatus()).value(); }

  // What the module calls this process in its documents.
  std::string Name() const { return "server-" + std::to_string(pid_); }

 private:
  VirtualLoop& loop_;
  std::set<int64_t>& processes_;
  int64_t pid_ = 0;

 public:
  FakeHost host;
  StubCloud cloud;
  std::unique_ptr<Workspace> workspace;
};

// A server that is set up, on a cloud that gives registrations.
class WorkspaceTest : public testing::Test {
 protected:
  // A server of which Start() has run.
  std::unique_ptr<Server> Started(CrashPlan* crash = nullptr) {
    auto server = std::make_unique<Server>(loop, store, cloud, crash);
    const auto started = server->Try(server->workspace->Start());
    if (crash == nullptr) {
      EXPECT_TRUE(started.has_value() && started->has_value());
    }
    return server;
  }

  // A server that was registered with "token-1" and has synced.
  std::unique_ptr<Server> Registered() {
    auto server = Started();
    EXPECT_TRUE(server->Run(server->workspace->Connect(Secret("token-1"))).has_value());
    EXPECT_TRUE(store.Registered());
    return server;
  }

  // Lets days pass of which the clock makes most in one step: the schedule goes by the time of day,
  // and looks at it every ten minutes; what else runs by a timer does so for half an hour a day.
  void PassDays(int days) {
    constexpr std::chrono::minutes kLived{30};
    for (int day = 0; day < days; ++day) {
      loop.StepWallClock(std::chrono::hours(24) - kLived);
      loop.Advance(kLived);
    }
  }

  VirtualLoop loop;
  FakeStore store = FakeStore::Fresh();
  CloudState cloud;
};

}  // namespace registrar

#endif  // REGISTRAR_TESTS_UNIT_WORKSPACE_SERVER_H_
