#include "hooks/wizard.h"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "hooks/policy.h"
#include "hooks/policy_store.h"
#include "hooks/reminder.h"
#include "module/async/spawn.h"
#include "module/workspace/backoff.h"
#include "module/workspace/status.h"
#include "settings/settings.h"

namespace registrar {
namespace {

using Values = std::map<std::string, Json>;

constexpr Duration kLongestNap = std::chrono::minutes(10);

}  // namespace

// What the hook's flow shares with it: the flow may end after the hook.
struct WizardHook::Shared {
  Shared(Loop& loop_in, Workspace& workspace_in, Host& host_in, WorkspaceConfig config_in)
      : loop(loop_in),
        workspace(workspace_in),
        host(host_in),
        config(std::move(config_in)),
        store(host_in),
        reminder(loop_in, host_in, store) {}
  Shared(const Shared&) = delete;
  Shared& operator=(const Shared&) = delete;

  Loop& loop;
  Workspace& workspace;
  Host& host;
  const WorkspaceConfig config;
  PolicyStore store;
  Reminder reminder;
  CancelSource stop;
  // The wizard as the server's cache has it: a value forced by the environment is only there.
  std::optional<std::string> reported_wizard;
  std::optional<Stay> stay;  // at the registration step, while it lasts
  std::set<std::string> told_problems;
  bool started = false;
  bool running = false;
  bool again = false;                 // something changed while the flow ran
  std::optional<CancelSource> pause;  // the flow waits for its next look
  int failures = 0;
  bool failing = false;  // the server itself, at the last look; it was logged
  Duration period{};     // of reminders, by the settings

  // Lets the flow look at the workspace, again if it is just doing so.
  static void Wake(const std::shared_ptr<Shared>& self);

  // Somebody else asked the cloud whether a registration could begin.
  void NoteProbe(bool good);

 private:
  using Self = std::shared_ptr<Shared>;
  // When to look again; nothing: not by itself.
  using Next = Result<std::optional<WallTime>>;

  static Task<Status> Run(Self self);
  // Until then, or until something changes.
  static Task<Status> SleepUntil(Self self, WallTime due);
  // Looks once and does what is to be done.
  static Task<Next> Act(Self self);
  static Task<Next> Register(Self self, Situation situation, Secret token, bool from_setting);
  static Task<Next> Follow(Self self, Situation situation);
  static Task<Next> CarryOut(Self self, Situation situation, Decision decision);
  static Task<Status> Probe(Self self);
  static Task<Status> SetBack(Self self);
  static Task<Status> LetGo(Self self, Situation situation);
  // The wizard was written: for the other instances and the history.
  static Task<Status> Tell(Self self, std::string action);
  static Task<Next> Remind(Self self, bool remind, Duration period);
  static Task<Status> GiveConsent(Self self, ModuleSettings settings, bool given);

  void TellProblems(const ModuleSettings& settings);
  WizardStep StepOf(const Values& values) const;
  Situation SituationOf(const Values& values, Policy policy);
};

namespace {

constexpr const char* kWizard = "Show_Setup_Wizard";
constexpr const char* kOrganizationName = "Organization_Name";
constexpr const char* kOrganizationType = "Organization_Type";
constexpr const char* kConsent = "Cloud_Service_Agree_PrivacyTerms";
constexpr const char* kClientId = "Cloud_Workspace_Client_Id";
constexpr const char* kTokenSetting = "Registrar_Token";
constexpr const char* kUniqueId = "uniqueID";
constexpr const char* kFingerprint = "Deployment_FingerPrint_Verified";
constexpr const char* kClientSecret = "Cloud_Workspace_Client_Secret";

std::vector<std::string> ReadIds() {
  std::vector<std::string> ids = ModuleSettingIds();
  for (const char* const id : {kWizard, kOrganizationName, kOrganizationType, kConsent}) {
    ids.emplace_back(id);
  }
  return ids;
}

std::string TextOf(const Values& values, const char* id) {
  const auto found = values.find(id);
  const std::string* const text = found == values.end() ? nullptr : AsText(found->second);
  return text == nullptr ? std::string() : *text;
}

bool IsTrue(const Values& values, const char* id) {
  const auto found = values.find(id);
  return found != values.end() && found->second == true;
}

// The earlier of two times, either of which may be missing.
std::optional<WallTime> Earlier(std::optional<WallTime> a, std::optional<WallTime> b) {
  if (!a || !b) return a ? a : b;
  return std::min(*a, *b);
}

}  // namespace

void WizardHook::Shared::Wake(const Self& self) {
  if (self->stop.token().cancelled() || !self->started) return;
  self->again = true;
  if (self->pause) {
    self->pause->Cancel(Error(ErrorCode::kCancelled));
  } else if (!self->running) {
    Spawn(Run(self));
  }
}

Task<Status> WizardHook::Shared::Run(Self self) {
  const CancelToken stop = self->stop.token();
  self->running = true;
  while (self->again && !stop.cancelled()) {
    self->again = false;
    const Next next = co_await Act(self);
    if (stop.cancelled()) break;
    std::optional<WallTime> due;
    const WallTime now = self->loop.WallNow();
    if (next) {
      due = next.value();
    } else {
      due = now + BackoffDelay(self->loop, ++self->failures, std::nullopt);
      if (!self->failing)
        LogError(self->host, LogLevel::kWarn, "Following the policy", next.error());
    }
    self->failing = !next;
    if (!due || self->again) continue;
    // Whoever wakes it early has set what this loop looks at.
    [[maybe_unused]] const Status slept = co_await SleepUntil(self, *due);
    self->again = true;
  }
  self->running = false;
  co_return Ok();
}

Task<Status> WizardHook::Shared::SleepUntil(Self self, WallTime due) {
  const CancelToken stop = self->stop.token();
  while (!self->again && !stop.cancelled()) {
    const Duration left = due - self->loop.WallNow();
    if (left <= Duration::zero()) break;
    self->pause.emplace(stop);
    const CancelToken paused = self->pause->token();
    // Timers do not follow a clock that is set: it is looked at this often.
    const Duration nap = std::min(left, kLongestNap);
    // Whoever wakes it early has set what this loop looks at.
    [[maybe_unused]] const Status slept = co_await Sleep(self->loop, nap, paused);
    self->pause.reset();
  }
  co_return Ok();
}

void WizardHook::Shared::NoteProbe(bool good) {
  if (stay) stay->NoteProbe(good, loop.WallNow());
}

WizardStep WizardHook::Shared::StepOf(const Values& values) const {
  const std::string stored = TextOf(values, kWizard);
  // What the database holds is the truth, but for a value that the environment forces.
  const std::string wizard = config.wizard_overridden ? reported_wizard.value_or(stored) : stored;
  if (wizard == "completed") return WizardStep::kCompleted;
  const bool entered =
      !TextOf(values, kOrganizationName).empty() || !TextOf(values, kOrganizationType).empty();
  return wizard == "in_progress" && entered ? WizardStep::kRegistration : WizardStep::kEarlier;
}

Situation WizardHook::Shared::SituationOf(const Values& values, Policy policy) {
  Situation situation;
  situation.policy = policy;
  situation.step = StepOf(values);
  situation.wizard_overridden = config.wizard_overridden;
  situation.now = loop.WallNow();
  if (situation.step != WizardStep::kRegistration) {
    stay.reset();
  } else if (!stay) {
    stay.emplace();
  }
  return situation;
}

Task<WizardHook::Shared::Next> WizardHook::Shared::Act(Self self) {
  REGISTRAR_CO_ASSIGN(const Values values, co_await self->host.ReadSettings(ReadIds()));
  const ModuleSettings settings = ParseModuleSettings(values);
  self->TellProblems(settings);
  self->period = settings.remind_every;
  Situation situation = self->SituationOf(values, settings.policy);
  const bool from_setting = self->config.reg_token.empty();
  const Secret token = from_setting ? settings.token : self->config.reg_token;
  REGISTRAR_CO_ASSIGN(situation.initiative, co_await self->workspace.DecideInitiative(token));
  if (situation.initiative == Initiative::kWait) {
    REGISTRAR_CO_ASSIGN(situation.expiry, co_await self->workspace.IntentExpiry());
  }
  if (situation.initiative == Initiative::kDone) {
    if (self->stay && !self->stay->registered) self->stay->registered = situation.now;
    self->failures = 0;
    REGISTRAR_CO_TRY(co_await GiveConsent(self, settings, IsTrue(values, kConsent)));
  }
  // The built-in server registers with REG_TOKEN at any start; here the organization, whose e-mail
  // goes to the cloud, has to be entered first.
  if (situation.initiative == Initiative::kRegister && situation.step != WizardStep::kEarlier) {
    co_return co_await Register(self, situation, token, from_setting);
  }
  co_return co_await Follow(self, situation);
}

Task<WizardHook::Shared::Next> WizardHook::Shared::Register(Self self, Situation situation,
                                                            Secret token, bool from_setting) {
  const auto registered = co_await self->workspace.Connect(std::move(token));
  if (self->stop.token().cancelled()) co_return std::optional<WallTime>();
  if (registered) {
    self->failures = 0;
    situation.initiative = Initiative::kDone;
    // It is secret and of no more use.
    if (from_setting) REGISTRAR_CO_TRY(co_await self->host.ClearSetting(kTokenSetting));
    // Nobody is in the middle of another way: the open browser goes on at once.
    if (situation.step == WizardStep::kRegistration && !situation.wizard_overridden) {
      REGISTRAR_CO_TRY(co_await LetGo(self, situation));
      situation.step = WizardStep::kCompleted;
    }
    co_return co_await Follow(self, situation);
  }
  const Error& error = registered.error();
  if (!error.info().retryable) {
    // As if there were no token: what is then allowed is for the workspace's state to say.
    REGISTRAR_CO_ASSIGN(situation.initiative, co_await self->workspace.DecideInitiative(Secret()));
    co_return co_await Follow(self, situation);
  }
  const WallTime now = self->loop.WallNow();
  const WallTime retry = now + BackoffDelay(self->loop, ++self->failures, error.retry_after);
  self->NoteProbe(false);
  if (!self->stay || situation.wizard_overridden) co_return std::optional<WallTime>(retry);
  if (self->stay->failures < kFailuresToLetGo) {
    co_return std::optional<WallTime>(now + kSecondTry);
  }
  REGISTRAR_CO_TRY(co_await LetGo(self, situation));
  co_return std::optional<WallTime>(retry);
}

Task<WizardHook::Shared::Next> WizardHook::Shared::Follow(Self self, Situation situation) {
  if (self->stay) situation.stay = *self->stay;
  REGISTRAR_CO_ASSIGN(const PolicyRecord record, co_await self->store.Read());
  const Decision decision = Decide(situation, record);
  REGISTRAR_CO_ASSIGN(const auto reminder, co_await Remind(self, decision.remind, self->period));
  REGISTRAR_CO_ASSIGN(const auto measure, co_await CarryOut(self, situation, decision));
  co_return Earlier(reminder, measure);
}

Task<WizardHook::Shared::Next> WizardHook::Shared::CarryOut(Self self, Situation situation,
                                                            Decision decision) {
  if (self->stop.token().cancelled()) co_return std::optional<WallTime>();
  const bool due = decision.due && *decision.due <= situation.now;
  if (!due || decision.measure == Measure::kNone) co_return decision.due;
  switch (decision.measure) {
    case Measure::kNone:
      break;
    case Measure::kProbe:
      REGISTRAR_CO_TRY(co_await Probe(self));
      break;
    case Measure::kSetBack:
      REGISTRAR_CO_TRY(co_await SetBack(self));
      break;
    case Measure::kLetGo:
      REGISTRAR_CO_TRY(co_await LetGo(self, situation));
      break;
  }
  // What comes next is decided on what is then the case.
  co_return std::optional<WallTime>(self->loop.WallNow());
}

Task<Status> WizardHook::Shared::Probe(Self self) {
  const Status reachable = co_await self->workspace.ProbeCloud();
  if (self->stop.token().cancelled()) co_return Error(ErrorCode::kStopping);
  self->NoteProbe(reachable.has_value());
  co_return co_await self->store.NoteProbe(reachable.has_value(), self->loop.WallNow());
}

Task<Status> WizardHook::Shared::SetBack(Self self) {
  const WallTime now = self->loop.WallNow();
  const PolicyClaim claim = [now](PolicyRecord& record) {
    const bool recent = record.set_back && now - *record.set_back < kSetBackDistance;
    record.set_back = now;
    record.good_since.reset();
    record.confirmed.reset();
    return !recent;
  };
  REGISTRAR_CO_ASSIGN(const bool mine, co_await self->store.Claim(claim));
  if (!mine) co_return Ok();
  self->host.Log(LogLevel::kWarn,
                 Json{{"msg",
                       "The workspace is not registered: the setup wizard is set back to its "
                       "registration step, as Registrar_Policy says (force)."}});
  REGISTRAR_CO_TRY(co_await self->host.WriteSetting(kWizard, "in_progress"));
  co_return co_await Tell(self, "wizard-set-back");
}

Task<Status> WizardHook::Shared::Tell(Self self, std::string action) {
  // The workspace may be gone after the hook's stop.
  if (self->stop.token().cancelled()) co_return Ok();
  REGISTRAR_CO_TRY(co_await self->workspace.Note("policy", std::move(action), ""));
  if (self->stop.token().cancelled()) co_return Ok();
  co_return co_await self->workspace.TellInstances();
}

Task<Status> WizardHook::Shared::LetGo(Self self, Situation situation) {
  const bool away = situation.policy == Policy::kForce && situation.initiative != Initiative::kDone;
  self->host.Log(LogLevel::kWarn,
                 Json{{"msg", away ? "The setup wizard is completed without a registration: the "
                                     "cloud cannot be reached from here now."
                                   : "The setup wizard is completed: its registration step is not "
                                     "needed."}});
  self->stay.reset();
  REGISTRAR_CO_TRY(co_await self->host.WriteSetting(kWizard, "completed"));
  co_return co_await Tell(self, "wizard-completed");
}

Task<WizardHook::Shared::Next> WizardHook::Shared::Remind(Self self, bool remind, Duration period) {
  if (!remind) {
    REGISTRAR_CO_TRY(co_await self->reminder.Clear());
    co_return std::optional<WallTime>();
  }
  REGISTRAR_CO_TRY(co_await self->workspace.MarkRegistrationDue(true));
  REGISTRAR_CO_ASSIGN(const WallTime next, co_await self->reminder.Remind(period));
  co_return std::optional<WallTime>(next);
}

Task<Status> WizardHook::Shared::GiveConsent(Self self, ModuleSettings settings, bool given) {
  const bool wanted = settings.agree_terms;
  // Once: who takes the consent back afterwards is not overruled.
  const PolicyClaim claim = [wanted](PolicyRecord& record) {
    return std::exchange(record.consent_given, wanted) != wanted;
  };
  REGISTRAR_CO_ASSIGN(const bool changed, co_await self->store.Claim(claim));
  if (!changed || !wanted || given) co_return Ok();
  REGISTRAR_CO_TRY(co_await self->host.WriteSetting(kConsent, true));
  if (self->stop.token().cancelled()) co_return Ok();
  co_return co_await self->workspace.Note("policy", "consent-given", "by Registrar_Agree_Terms");
}

void WizardHook::Shared::TellProblems(const ModuleSettings& settings) {
  for (const Error& problem : settings.problems) {
    if (!told_problems.insert(problem.detail).second) continue;
    host.Log(LogLevel::kError, Json{{"msg", problem.Message()},
                                    {"code", problem.info().code},
                                    {"remedy", problem.info().remedy}});
  }
}

WizardHook::WizardHook(Loop& loop, Workspace& workspace, Host& host, WorkspaceConfig config)
    : shared_(std::make_shared<Shared>(loop, workspace, host, std::move(config))) {}

WizardHook::~WizardHook() { Stop(); }

const std::vector<std::string>& WizardHook::WatchedSettings() {
  static const std::vector<std::string> ids = [] {
    std::vector<std::string> all = {kWizard,       kOrganizationName, kOrganizationType, kClientId,
                                    kClientSecret, kUniqueId,         kFingerprint};
    for (const std::string& id : ModuleSettingIds()) {
      if (id != kEnvironmentValues) all.push_back(id);
    }
    return all;
  }();
  return ids;
}

void WizardHook::Start() {
  if (shared_->config.saas) return;
  shared_->started = true;
  Shared::Wake(shared_);
}

void WizardHook::OnSettingChanged(std::string_view id, const Json& value) {
  if (shared_->stop.token().cancelled()) return;
  const auto& own = ModuleSettingIds();
  if (id == kClientId || id == kClientSecret || id == kUniqueId || id == kFingerprint) {
    shared_->workspace.CredentialsChanged();
  } else if (std::find(own.begin(), own.end(), id) != own.end()) {
    shared_->workspace.SettingsChanged();
  } else if (id == kWizard && value.is_string()) {
    shared_->reported_wizard = *AsText(value);
  } else if (id != kOrganizationName && id != kOrganizationType) {
    return;
  }
  Shared::Wake(shared_);
}

void WizardHook::EnsureRegistered() { Shared::Wake(shared_); }

void WizardHook::OnPreIntent(bool reachable) {
  shared_->NoteProbe(reachable);
  if (!reachable) Shared::Wake(shared_);
}

void WizardHook::Stop() { shared_->stop.Cancel(Error(ErrorCode::kStopping)); }

}  // namespace registrar
