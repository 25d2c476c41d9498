#ifndef REGISTRAR_TESTS_UNIT_MATRIX_WORLD_H_
#define REGISTRAR_TESTS_UNIT_MATRIX_WORLD_H_

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "hooks/wizard.h"
#include "module/async/spawn.h"
#include "module/async/virtual_loop.h"
#include "module/net/net_client.h"
#include "module/workspace/workspace.h"
#include "tests/unit/fakes/fake_host.h"
#include "tests/unit/matrix/wire.h"
#include "tests/unit/workspace/stub_cloud.h"

namespace registrar {

// The setting in which the server keeps how far its setup wizard is.
inline constexpr const char* kWizard = "Show_Setup_Wizard";

// What became of something that was asked: an error, or the answer.
using Said = Result<Json>;

// For what is done without looking at what it comes to: that shows elsewhere.
template <typename T>
void Regardless(const T& /*outcome*/) {}

// A chat server with the module in it, on a network and a cloud in memory, in virtual time: the
// module from the hooks down to the HTTP parser and the connection pool as it is, everything around
// it in memory, where it can fail. What it says is kept, for secrets to be looked for.
class World {
 public:
  World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;
  ~World() { EndProcess(); }

  // Starts the process; one that runs is ended before. Result: what the start came to.
  Said StartProcess();
  void EndProcess();
  // Ends it without a word: nothing that is under way goes on.
  void KillProcess();
  bool runs() const { return process_ != nullptr; }

  Workspace& workspace() { return *process_->workspace; }
  FakeHost& host() { return process_->host; }
  Wire& wire() { return *process_->wire; }

  // Asks something and lets time pass until it is answered. Nothing: it never is, within `limit`.
  template <typename T>
  std::optional<Result<T>> Ask(Task<Result<T>> task, Duration limit = std::chrono::minutes(3)) {
    const auto box = std::make_shared<std::optional<Result<T>>>();
    Spawn<Result<T>>(std::move(task), [box](Result<T> value) { box->emplace(std::move(value)); });
    const MonotonicTime end = loop.Now() + limit;
    loop.RunReady();
    while (!*box && !dead() && loop.Now() < end) loop.Advance(std::chrono::milliseconds(100));
    return *box;
  }
  // The same for what people get to see; what is never answered is an error of its own.
  Said Hear(Task<Said> task);
  Json Status();

  // A setting changed, as the server reports it; late, when its cache lags.
  void Report(const std::string& id, const Json& value);
  // Writes a setting as an administrator does.
  void Set(const std::string& id, const Json& value);

  // A registration token that was never used.
  Secret FreshToken();

  // Everything that was said up to now, without what administrators export knowingly.
  std::vector<std::string> Everything();
  // Takes what the process has said and done so far: `said_`, `trace`, `peers`, `grant_spoiled`.
  void Gather();
  // Forgets what was said and done: it has been looked at.
  void Forget();

  VirtualLoop loop;
  FakeStore store = FakeStore::Fresh();
  CloudState cloud_state;
  WorkspaceConfig config;
  NetConfig net;
  // Credentials were seen half: which ones, and after which write.
  std::vector<std::string> half;
  // What the network and the server are struck by; empty: nothing.
  std::function<std::optional<DialTrouble>(const Route& route)> dial_trouble;
  std::function<std::optional<AnswerTrouble>(const std::string& call)> answer_trouble;
  std::function<Trouble(const std::string& name)> host_trouble;
  // Applied to the server of every process.
  std::function<void(FakeHost&)> host_setup;
  void SetUpHost(std::function<void(FakeHost&)> setup);
  // The status before the flow that is looked at.
  Json before = Json::object();
  // How often a fault struck.
  int struck = 0;
  // Calls of the server and of the cloud, by name.
  std::vector<std::string> host_calls;
  std::vector<std::string> cloud_calls;
  // What was seen on the network, once it is gathered.
  std::vector<std::string> trace;
  std::vector<std::string> peers;
  bool grant_spoiled = false;

 private:
  struct Process {
    Process(World& world, CrashPlan& crash);
    FakeHost host;
    StubCloud cloud;
    Wire* wire = nullptr;  // belongs to the client
    std::unique_ptr<HttpClient> http;
    std::unique_ptr<Workspace> workspace;
    std::unique_ptr<WizardHook> hook;
  };

  void CheckHalf(const std::string& id);

  CrashPlan crash_;
  std::unique_ptr<Process> process_;
  std::vector<std::unique_ptr<Timer>> reports_;
  std::vector<std::string> said_;
  int tokens_ = 0;
  int processes_ = 0;

 public:
  // Further points at which the process dies, counted from now.
  void DieAt(int point) { crash_ = CrashPlan(point); }
  bool dead() const { return crash_.dead(); }
};

}  // namespace registrar

#endif  // REGISTRAR_TESTS_UNIT_MATRIX_WORLD_H_
