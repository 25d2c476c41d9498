#include "hooks/wizard.h"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <utility>

#include "module/async/spawn.h"
#include "module/workspace/backoff.h"
#include "settings/settings.h"

namespace registrar {

// What the hook's flow shares with it: the flow may end after the hook.
struct WizardHook::Shared {
  Shared(Loop& loop_in, Workspace& workspace_in, Host& host_in, WorkspaceConfig config_in)
      : loop(loop_in), workspace(workspace_in), host(host_in), config(std::move(config_in)) {}

  Loop& loop;
  Workspace& workspace;
  Host& host;
  const WorkspaceConfig config;
  CancelSource stop;
  // The wizard as the server's cache has it: a value forced by the environment is only there.
  std::optional<bool> reported_completed;
  bool running = false;
  bool again = false;                 // something changed while the flow ran
  std::optional<CancelSource> pause;  // the flow waits for its next try
  int failures = 0;

  // Lets the flow look at the workspace, again if it is just doing so.
  static void Wake(const std::shared_ptr<Shared>& self);

 private:
  static Task<Status> Run(std::shared_ptr<Shared> self);
  // Looks once and does what is to be done. Result: when to try again; nothing: not by itself.
  static Task<Result<std::optional<Duration>>> Act(std::shared_ptr<Shared> self);
  static Task<Result<std::optional<Duration>>> Register(std::shared_ptr<Shared> self, Secret token,
                                                        Policy policy);
  static Task<Status> Remind(std::shared_ptr<Shared> self, Policy policy);
};

namespace {

constexpr const char* kWizard = "Show_Setup_Wizard";
constexpr const char* kClientId = "Cloud_Workspace_Client_Id";
constexpr const char* kUniqueId = "uniqueID";
constexpr const char* kClientSecret = "Cloud_Workspace_Client_Secret";
constexpr const char* kToken = "Registrar_Token";

std::vector<std::string> ReadIds() {
  std::vector<std::string> ids = ModuleSettingIds();
  ids.emplace_back(kWizard);
  return ids;
}

bool IsCompleted(const std::map<std::string, Json>& values) {
  const auto found = values.find(kWizard);
  return found != values.end() && found->second == "completed";
}

}  // namespace

void WizardHook::Shared::Wake(const std::shared_ptr<Shared>& self) {
  if (self->stop.token().cancelled()) return;
  self->again = true;
  if (self->pause) {
    self->pause->Cancel(Error(ErrorCode::kCancelled));
  } else if (!self->running) {
    Spawn(Run(self));
  }
}

Task<Status> WizardHook::Shared::Run(std::shared_ptr<Shared> self) {
  const CancelToken stop = self->stop.token();
  self->running = true;
  while (self->again && !stop.cancelled()) {
    self->again = false;
    const auto next = co_await Act(self);
    if (stop.cancelled()) break;
    if (!next || !next.value()) continue;
    self->pause.emplace(stop);
    const CancelToken paused = self->pause->token();
    const Status slept = co_await Sleep(self->loop, *next.value(), paused);
    self->pause.reset();
    // Woken early or not: it looks again.
    if (slept) self->again = true;
  }
  self->running = false;
  co_return Ok();
}

Task<Result<std::optional<Duration>>> WizardHook::Shared::Act(std::shared_ptr<Shared> self) {
  const auto values = co_await self->host.ReadSettings(ReadIds());
  if (self->stop.token().cancelled()) co_return std::optional<Duration>();
  if (!values) {
    co_return std::optional<Duration>(BackoffDelay(self->loop, ++self->failures, std::nullopt));
  }
  // The built-in server registers with REG_TOKEN at any start; here, as the host's forced
  // registration does, the completed wizard is the moment: before it the organization, whose
  // e-mail goes to the cloud, is not entered.
  if (!self->reported_completed.value_or(IsCompleted(values.value()))) {
    co_return std::optional<Duration>();
  }
  const ModuleSettings settings = ParseModuleSettings(values.value());
  const Secret token = self->config.reg_token.empty() ? settings.token : self->config.reg_token;
  const auto initiative = co_await self->workspace.DecideInitiative(token);
  if (self->stop.token().cancelled()) co_return std::optional<Duration>();
  if (!initiative) {
    co_return std::optional<Duration>(BackoffDelay(self->loop, ++self->failures, std::nullopt));
  }
  if (initiative.value() == Initiative::kRegister) {
    co_return co_await Register(self, token, settings.policy);
  }
  if (initiative.value() == Initiative::kRemind) {
    REGISTRAR_CO_TRY(co_await Remind(self, settings.policy));
  }
  co_return std::optional<Duration>();
}

Task<Result<std::optional<Duration>>> WizardHook::Shared::Register(std::shared_ptr<Shared> self,
                                                                   Secret token, Policy policy) {
  const auto registered = co_await self->workspace.Connect(std::move(token));
  if (self->stop.token().cancelled()) co_return std::optional<Duration>();
  if (registered) {
    self->failures = 0;
    co_return std::optional<Duration>();
  }
  const Error& error = registered.error();
  if (error.info().retryable) {
    co_return std::optional<Duration>(
        BackoffDelay(self->loop, ++self->failures, error.retry_after));
  }
  REGISTRAR_CO_TRY(co_await Remind(self, policy));
  co_return std::optional<Duration>();
}

Task<Status> WizardHook::Shared::Remind(std::shared_ptr<Shared> self, Policy policy) {
  if (policy == Policy::kOff) co_return Ok();
  co_return co_await self->workspace.MarkRegistrationDue(true);
}

WizardHook::WizardHook(Loop& loop, Workspace& workspace, Host& host, WorkspaceConfig config)
    : shared_(std::make_shared<Shared>(loop, workspace, host, std::move(config))) {}

WizardHook::~WizardHook() { Stop(); }

const std::vector<std::string>& WizardHook::WatchedSettings() {
  static const std::vector<std::string> ids = [] {
    std::vector<std::string> all = {kWizard, kClientId, kClientSecret, kUniqueId};
    for (const std::string& id : ModuleSettingIds()) {
      if (id != kEnvironmentValues) all.push_back(id);
    }
    return all;
  }();
  return ids;
}

void WizardHook::Start() {
  if (!shared_->config.saas) Shared::Wake(shared_);
}

void WizardHook::OnSettingChanged(std::string_view id, const Json& value) {
  if (shared_->stop.token().cancelled()) return;
  if (id == kClientId || id == kClientSecret || id == kUniqueId) {
    shared_->workspace.CredentialsChanged();
    return;
  }
  const auto& own = ModuleSettingIds();
  if (std::find(own.begin(), own.end(), id) != own.end()) shared_->workspace.SettingsChanged();
  if (shared_->config.saas) return;
  if (id == kWizard) {
    shared_->reported_completed = value == "completed";
    if (value == "completed") Shared::Wake(shared_);
  } else if (id == kToken) {
    Shared::Wake(shared_);
  }
}

void WizardHook::Stop() { shared_->stop.Cancel(Error(ErrorCode::kStopping)); }

}  // namespace registrar
