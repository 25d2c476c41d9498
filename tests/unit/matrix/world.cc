#include "tests/unit/matrix/world.h"

namespace registrar {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// Release 6 to 8 report changes so late.
constexpr Duration kReportAfter = milliseconds(500);
constexpr Duration kLag = seconds(60);

void AddSaid(const FakeHost& host, std::vector<std::string>& said) {
  for (const Json& line : host.logged) said.push_back("log " + line.dump());
  for (const Json& status : host.published) said.push_back("status " + status.dump());
  for (const auto& [id, notice] : host.notices) {
    said.push_back("notice " + id + " " + notice.title + " " + notice.text + " " + notice.link);
  }
}

}  // namespace

World::Process::Process(World& world, CrashPlan& crash)
    : host(world.store, &crash), cloud(world.cloud_state, &crash) {
  auto dialer = std::make_unique<Wire>(world.loop, cloud);
  wire = dialer.get();
  http = MakeNetClient(world.loop, world.net, std::move(dialer));
  host.loop = &world.loop;
  host.on_setting = [&world](const std::string& id, const Json& value) {
    world.CheckHalf(id);
    world.Report(id, value);
  };
  host.trouble = [&world](const std::string& name) {
    world.host_calls.push_back(name);
    return world.host_trouble ? world.host_trouble(name) : Trouble();
  };
  host.cache = world.store.settings;
  if (world.host_setup) world.host_setup(host);
  wire->dial_trouble = [&world](const Route& route) {
    return world.dial_trouble ? world.dial_trouble(route) : std::nullopt;
  };
  wire->answer_trouble = [&world](const std::string& call) {
    world.cloud_calls.push_back(call);
    return world.answer_trouble ? world.answer_trouble(call) : std::nullopt;
  };
}

World::World() {
  config.server_version = "8.6.1";
  config.instance_place = "machine";
  net.user_agent = "Registrar";
}

Said World::StartProcess() {
  EndProcess();
  crash_ = CrashPlan();
  WorkspaceConfig own = config;
  own.instance_pid = ++processes_;
  own.instance_name = "server-" + std::to_string(processes_);
  own.process_gone = [this](int64_t pid) { return pid != processes_; };
  process_ = std::make_unique<Process>(*this, crash_);
  process_->workspace = MakeWorkspace(loop, *process_->http, process_->host, own);
  process_->hook = std::make_unique<WizardHook>(loop, *process_->workspace, process_->host, own);
  const auto started = Ask(process_->workspace->Start());
  if (!dead()) process_->hook->Start();
  loop.RunReady();
  if (!started) return Error(ErrorCode::kInternal, "the start does not end");
  if (!*started) return started->error();
  return Json::object();
}

void World::Gather() {
  if (process_ == nullptr) return;
  FakeHost& host = process_->host;
  AddSaid(host, said_);
  host.logged.clear();
  host.published.clear();
  Wire& wire = *process_->wire;
  trace.insert(trace.end(), wire.trace.begin(), wire.trace.end());
  wire.trace.clear();
  peers.insert(peers.end(), wire.peers.begin(), wire.peers.end());
  wire.peers.clear();
  grant_spoiled = grant_spoiled || wire.grant_spoiled;
}

void World::Forget() {
  said_.clear();
  trace.clear();
  peers.clear();
  host_calls.clear();
  cloud_calls.clear();
}

void World::EndProcess() {
  if (process_ == nullptr) return;
  reports_.clear();
  process_->hook->Stop();
  process_->workspace->Stop();
  loop.RunReady();
  Gather();
  // In this order: nothing may ask what is gone.
  process_->hook.reset();
  process_->workspace.reset();
  process_->http.reset();
  process_.reset();
}

void World::KillProcess() {
  if (process_ == nullptr) return;
  // The next point is its last one, and no effect of the orderly end comes to be.
  crash_ = CrashPlan(1);
  crash_.Pass("killed");
  EndProcess();
}

void World::SetUpHost(std::function<void(FakeHost&)> setup) {
  host_setup = std::move(setup);
  if (process_ != nullptr) host_setup(process_->host);
}

void World::CheckHalf(const std::string& id) {
  if (store.Text("Cloud_Workspace_Client_Id").empty()) return;
  for (const char* other : {"Cloud_Workspace_Client_Secret",
                            "Cloud_Workspace_Registration_Client_Uri", "Cloud_Workspace_Id"}) {
    if (store.Text(other).empty()) half.push_back(std::string(other) + " after " + id);
  }
}

Said World::Hear(Task<Said> task) {
  const std::optional<Said> answer = Ask(std::move(task));
  if (!answer) return Error(ErrorCode::kInternal, "nobody answers");
  said_.push_back("answer " + (*answer ? answer->value().dump() : answer->error().ToJson().dump()));
  return *answer;
}

Json World::Status() {
  const Said status = Hear(workspace().GetStatus());
  return status ? status.value() : Json{{"state", status.error().Message()}};
}

void World::Report(const std::string& id, const Json& value) {
  if (process_ == nullptr) return;
  const Duration late = process_->host.cache_lags ? kLag : kReportAfter;
  reports_.push_back(loop.CallAfter(late, [this, id, value] {
    if (process_ != nullptr && process_->hook != nullptr && !dead()) {
      process_->hook->OnSettingChanged(id, value);
    }
  }));
}

void World::Set(const std::string& id, const Json& value) {
  store.settings[id] = value;
  if (process_ != nullptr) process_->host.cache[id] = value;
  Report(id, value);
}

Secret World::FreshToken() {
  const std::string token = "token-" + std::to_string(++tokens_);
  cloud_state.good_tokens.insert(token);
  return Secret(token);
}

std::vector<std::string> World::Everything() {
  Gather();
  std::vector<std::string> all = said_;
  for (const char* id : {"status", "history"}) {
    all.push_back(std::string(id) + " " + store.Document(id).dump());
  }
  return all;
}

}  // namespace registrar
