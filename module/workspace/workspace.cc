#include "module/workspace/workspace.h"

#include <functional>
#include <utility>

#include "module/async/single_flight.h"
#include "module/async/spawn.h"
#include "module/cloud/offline_blob.h"
#include "module/workspace/checkout.h"
#include "module/workspace/context.h"
#include "module/workspace/diagnosis.h"
#include "module/workspace/effects.h"
#include "module/workspace/email_registration.h"
#include "module/workspace/forgetting.h"
#include "module/workspace/legacy_sync.h"
#include "module/workspace/license_removal.h"
#include "module/workspace/offline.h"
#include "module/workspace/outlook.h"
#include "module/workspace/reconnection.h"
#include "module/workspace/recovery.h"
#include "module/workspace/registration.h"
#include "module/workspace/registration_data.h"
#include "module/workspace/removal.h"
#include "module/workspace/scheduler.h"
#include "module/workspace/support_window.h"
#include "module/workspace/sync_queue.h"
#include "module/workspace/time_text.h"
#include "module/workspace/user_login.h"
#include "module/workspace/wizard_completion.h"

namespace registrar {
namespace {

using JsonFlow = std::function<Task<Result<Json>>()>;

// What is asked of a workspace that is gone.
Task<Status> Ended() { co_return Error(ErrorCode::kStopping); }

// The one object behind the facade. Flows share its ownership.
class Core : public std::enable_shared_from_this<Core> {
 public:
  Core(Loop& loop, HttpClient& http, Host& host, WorkspaceConfig config)
      : host_(host),
        context_(std::make_shared<Context>(loop, http, host, std::move(config))),
        syncs_(std::make_shared<SyncQueue>(context_)) {}

  Task<Status> Start();
  void Stop();

  Task<Result<Json>> Connect(Secret token);
  Task<Result<Json>> Sync(SyncReason reason);
  Task<Result<Json>> Disconnect();
  Task<Result<Json>> Reconnect();
  Task<Result<Json>> PreIntent() { return Email()->PreIntent(); }
  Task<Result<Json>> Intent(std::string email, bool resend);
  Task<Result<Json>> Poll(std::string code);
  Task<Result<Json>> SaveRegistration(Json data);
  Task<Result<Json>> RegisterByEmail(bool resend);
  Task<Result<Json>> OfflineData();
  Task<Result<Json>> OfflineApply(Secret blob);
  Task<Result<Json>> SaveRegistrationManual(Json data);
  Task<Result<AccessToken>> GetAccessToken(AccessTokenRequest request);
  Secret AccessTokenAtHand(const std::string& scope) const;
  Task<Result<Json>> UserAuthorizationUrl();
  Task<Result<Json>> FinishUserAuthorization(std::string user_id, Secret code, Secret state);
  Task<Result<Json>> LogUserOut(std::string user_id);
  Task<Result<Secret>> GetUserAccessToken(UserTokenRequest request);
  Task<Result<Json>> CheckoutUrl();
  Task<Result<Json>> RemoveLicense();
  Task<Result<Json>> LegacySync();
  Task<Result<Json>> Diagnose();
  Task<Result<Json>> RegistrationStatus();
  Task<Result<Json>> GetStatus();
  Json Counters() const { return context_->metrics.ToJson(); }
  Task<Result<Json>> PullLicense();
  Task<Result<Json>> RefreshSupportWindow();
  Task<Status> ProbeCloud();
  Task<Result<Json>> GetHistory();
  Task<Status> Note(std::string what, std::string outcome, std::string detail);
  Task<Status> TellInstances();
  Task<Status> MarkRegistrationDue(bool due);
  Task<Result<Initiative>> DecideInitiative(Secret token);
  Task<Result<std::optional<WallTime>>> IntentExpiry();
  void NoteCredentials();
  void NoteSettings();

 private:
  // A server reports one by one what changed at once, and at its start all that it has: these
  // follow what was noted so far together.
  Task<Status> FollowCredentials();
  Task<Status> FollowSettings();

  Task<Result<Json>> RefreshWindowWith(Permit permit);

  // Finishes what a crash left behind, once; repeated by the next call when it fails.
  Task<Status> EnsureStarted();
  Task<Status> DoStart();

  // Takes part in the lease among the instances.
  Task<Status> JoinInstances();
  // The lease changed hands, perhaps: what this instance took over goes into the history.
  void SeeHolder();
  // Another instance changed something: makes this one's cache and tokens follow.
  Task<Status> FollowInstances();
  // As the holder of the lease: finishes what an instance that is gone left unfinished.
  Task<Status> LookAfter();

  // What the schedule wants done.
  Task<Status> DoChore(Chore chore);
  Task<Status> ConfirmUnknown();
  Task<Status> TryKept();
  // Tells the schedule what became of something that it did not do itself.
  template <typename T>
  void TellScheduler(const Result<T>& outcome);

  // Remembers when the cloud said that it does not know the workspace. Result: `outcome`.
  template <typename T>
  Task<Result<T>> Heed(Result<T> outcome);

  // Runs a flow that changes the registration. The same change is shared by all who ask for it,
  // another one answers kBusy.
  Task<Result<Json>> Change(std::string key, JsonFlow flow);
  Task<Result<Json>> DoConnect(Secret token);
  Task<Result<Json>> DoDisconnect();
  Task<Result<Json>> DoReconnect();
  Task<Result<Json>> RegisterPasted(Result<RegistrationPayload> answer);
  Task<Result<Json>> DoSaveRegistration(Json data);
  std::shared_ptr<EmailRegistration> Email();
  // What follows a committed registration by itself; its outcome is in the status.
  Task<Result<Json>> FollowUp(std::string license);

  Host& host_;  // for what is still to be said once the flows are cut off from it
  ContextPtr context_;
  std::shared_ptr<SyncQueue> syncs_;
  std::shared_ptr<Scheduler> scheduler_;
  std::shared_ptr<EmailRegistration> email_;
  SingleFlight<std::string, Status> starting_;
  SingleFlight<std::string, Result<Json>> changes_;
  std::string holder_;    // of the lease, as this instance saw it last
  std::string change_;    // key of the change that is under way
  bool accepted_ = true;  // the deployment's fingerprint, as FollowCredentials saw it last
  bool started_ = false;
  bool credentials_noted_ = false;
  bool settings_noted_ = false;
};

void Core::Stop() {
  context_->stop.Cancel(Error(ErrorCode::kStopping));
  context_->lease->Release(host_);
}

Task<Status> Core::JoinInstances() {
  const std::weak_ptr<Core> weak = weak_from_this();
  const std::function<void()> on_change = [weak] {
    const auto core = weak.lock();
    if (core == nullptr) return;
    core->SeeHolder();
    if (core->scheduler_ != nullptr) core->scheduler_->Replan();
  };
  const std::function<void()> on_held = [weak] {
    const auto core = weak.lock();
    if (core != nullptr) Spawn(core->LookAfter());
  };
  const std::function<Task<Status>()> follow = [weak]() -> Task<Status> {
    const auto core = weak.lock();
    return core == nullptr ? Ended() : core->FollowInstances();
  };
  const std::function<void()> look = [weak] {
    const auto core = weak.lock();
    // A start that another instance's change or the database held up is made up for.
    if (core != nullptr && !core->started_) Spawn(core->EnsureStarted());
  };
  const std::weak_ptr<Lease> lease = context_->lease;
  context_->status.SetAddition([lease] {
    const auto known = lease.lock();
    Json addition = Json::object();
    if (known != nullptr) {
      Put(addition, "lease", Json{{"holder", known->holder()}, {"mine", known->held()}});
    }
    return addition;
  });
  context_->generation->Start(follow, look);
  return context_->lease->Start(on_change, on_held);
}

void Core::SeeHolder() {
  const std::string holder = context_->lease->holder();
  const std::string former = std::exchange(holder_, holder.empty() ? holder_ : holder);
  if (!context_->lease->held() || former.empty() || former == holder) return;
  Spawn(Note("lease", "taken-over", holder + " from " + former));
}

Task<Status> Core::FollowInstances() {
  const auto self = shared_from_this();
  REGISTRAR_CO_TRY(co_await context_->host.RefreshSettings(SharedSettingIds()));
  context_->tokens->Drop();
  REGISTRAR_CO_TRY(co_await FollowCredentials());
  if (scheduler_ != nullptr) scheduler_->Replan();
  co_return Ok();
}

Task<Status> Core::LookAfter() {
  const auto self = shared_from_this();
  REGISTRAR_CO_ASSIGN(const auto journal, co_await context_->journal.Find());
  REGISTRAR_CO_ASSIGN(const auto attempt, co_await context_->attempts.FindOpen());
  const Instances& instances = context_->instances;
  const bool left_journal = journal && !instances.IsSelf(journal->owner);
  const bool left_attempt = attempt && !instances.IsSelf(attempt->owner);
  if (!left_journal && !left_attempt) co_return Ok();
  REGISTRAR_CO_TRY(co_await EnsureStarted());
  // As long as the other instance may be at it, this answers kBusy.
  REGISTRAR_CO_ASSIGN(const Entry entry, co_await Enter(context_, context_->stop.token()));
  if (entry.finished && scheduler_ != nullptr) scheduler_->Replan();
  co_return co_await CloseLostAttempt(context_, entry.settings);
}

Task<Status> Core::Start() {
  const auto self = shared_from_this();
  // Who does not get the lease at once looks again later.
  [[maybe_unused]] const Status joined = co_await JoinInstances();
  const Status started = co_await EnsureStarted();
  if (!started) LogError(context_->host, LogLevel::kError, "Start", started.error());
  if (scheduler_ == nullptr) {
    const std::weak_ptr<Core> weak = self;
    scheduler_ = std::make_shared<Scheduler>(context_, [weak](Chore chore) -> Task<Status> {
      const auto core = weak.lock();
      return core == nullptr ? Ended() : core->DoChore(chore);
    });
    scheduler_->Start();
  }
  co_return started;
}

template <typename T>
void Core::TellScheduler(const Result<T>& outcome) {
  if (scheduler_ == nullptr) return;
  if (outcome) {
    scheduler_->Succeeded();
  } else {
    scheduler_->Replan();
  }
}

Task<Status> Core::DoChore(Chore chore) {
  const auto self = shared_from_this();
  REGISTRAR_CO_TRY(co_await EnsureStarted());
  switch (chore) {
    case Chore::kNone:
      break;
    case Chore::kFinish: {
      const auto entry = co_await Enter(context_, context_->stop.token());
      if (!entry) LogError(context_->host, LogLevel::kError, "Finishing a change", entry.error());
      if (!entry) co_return entry.error();
      break;
    }
    case Chore::kSync: {
      const auto synced = co_await syncs_->Sync(SyncReason::kSchedule);
      if (!synced) co_return synced.error();
      break;
    }
    case Chore::kConfirmUnknown:
      co_return co_await ConfirmUnknown();
    case Chore::kPoll:
      co_return co_await Email()->AskIfDue();
    case Chore::kCompleteWizard: {
      const Status completed = co_await CompleteWizard(context_);
      if (!completed) LogError(context_->host, LogLevel::kWarn, "Setup wizard", completed.error());
      co_return completed;
    }
    case Chore::kTryKept:
      co_return co_await TryKept();
    case Chore::kWindow: {
      const auto refreshed = co_await RefreshWindowWith(context_->lease->PermitOfHolder());
      if (!refreshed) co_return refreshed.error();
      break;
    }
  }
  co_return Ok();
}

Task<Status> Core::ConfirmUnknown() {
  REGISTRAR_CO_ASSIGN(const Entry entry, co_await Enter(context_, context_->stop.token()));
  const auto forgotten =
      co_await ConfirmUnknownClient(context_, entry.settings, context_->stop.token());
  if (!forgotten) co_return forgotten.error();
  co_return Ok();
}

Task<Status> Core::TryKept() {
  const WallTime now = context_->loop.WallNow();
  const StatusChange tried = [now](StatusRecord& record) { record.kept_tried = now; };
  REGISTRAR_CO_TRY(co_await context_->status.Update(tried));
  const auto restored = co_await Reconnect();
  if (restored) co_return co_await Note("registration", "restored", "");
  // That they are still unknown is no news, and no reason to come back before tomorrow.
  const auto refreshed = co_await RefreshWindowWith(context_->lease->PermitOfHolder());
  if (!refreshed) LogError(context_->host, LogLevel::kWarn, "Support window", refreshed.error());
  co_return Ok();
}

Task<Status> Core::EnsureStarted() {
  const auto self = shared_from_this();
  if (started_) co_return Ok();
  const std::function<Task<Status>()> start = [self] { return self->DoStart(); };
  co_return co_await starting_.Do("start", start);
}

Task<Status> Core::DoStart() {
  REGISTRAR_CO_ASSIGN(const Entry entry, co_await Enter(context_, context_->stop.token()));
  REGISTRAR_CO_TRY(co_await TakeStock(context_, entry.settings));
  accepted_ = entry.settings.fingerprint_accepted;
  started_ = true;
  co_return Ok();
}

Task<Result<Json>> Core::Change(std::string key, JsonFlow flow) {
  const auto self = shared_from_this();
  REGISTRAR_CO_TRY(co_await EnsureStarted());
  if (!change_.empty() && change_ != key) co_return Error(ErrorCode::kBusy);
  change_ = key;
  auto result = co_await changes_.Do(key, std::move(flow));
  if (!changes_.Running(change_)) change_.clear();
  TellScheduler(result);
  co_return result;
}

Task<Result<Json>> Core::Connect(Secret token) {
  const auto self = shared_from_this();
  const std::string key = "connect " + TokenHash(token.Expose());
  return Change(key, [self, token] { return self->DoConnect(token); });
}

Task<Result<Json>> Core::DoConnect(Secret token) {
  REGISTRAR_CO_ASSIGN(const Registered registered,
                      co_await RegisterWithToken(context_, std::move(token)));
  if (!registered.repeated) Spawn(FollowUp(registered.license));
  Json answer{{"workspaceId", registered.workspace_id}};
  if (registered.repeated) Put(answer, "repeated", true);
  co_return answer;
}

Task<Result<Json>> Core::FollowUp(std::string license) {
  const auto self = shared_from_this();
  if (!license.empty()) {
    REGISTRAR_CO_ASSIGN(const Entry entry, co_await Enter(context_, context_->stop.token()));
    if (entry.settings.has_credentials()) {
      const auto applied = co_await ApplyLicenseText(context_, license);
      if (!applied) LogError(context_->host, LogLevel::kWarn, "License", applied.error());
    }
  }
  auto result = co_await syncs_->Sync(SyncReason::kRegistered);
  TellScheduler(result);
  co_return result;
}

Task<Result<Json>> Core::Sync(SyncReason reason) {
  const auto self = shared_from_this();
  REGISTRAR_CO_TRY(co_await EnsureStarted());
  auto result = co_await syncs_->Sync(reason);
  TellScheduler(result);
  co_return result;
}

Task<Result<Json>> Core::Disconnect() {
  const auto self = shared_from_this();
  return Change("disconnect", [self] { return self->DoDisconnect(); });
}

Task<Result<Json>> Core::DoDisconnect() {
  syncs_->CancelRequests(Error(ErrorCode::kCancelled, "the workspace is being disconnected"));
  return DisconnectWorkspace(context_);
}

Task<Result<Json>> Core::Reconnect() {
  const auto self = shared_from_this();
  return Change("reconnect", [self] { return self->DoReconnect(); });
}

Task<Result<Json>> Core::DoReconnect() {
  auto result = co_await ReconnectWorkspace(context_);
  if (result) Spawn(FollowUp(""));
  co_return result;
}

std::shared_ptr<EmailRegistration> Core::Email() {
  if (email_ == nullptr) {
    const std::weak_ptr<Core> weak = weak_from_this();
    email_ = std::make_shared<EmailRegistration>(context_, [weak](const Registered& registered) {
      const auto core = weak.lock();
      if (core == nullptr) return;
      core->TellScheduler(Ok());
      Spawn(core->FollowUp(registered.license));
    });
  }
  return email_;
}

Task<Result<Json>> Core::Intent(std::string email, bool resend) {
  const auto self = shared_from_this();
  const std::string key = std::string(resend ? "intent again " : "intent ") + email;
  return Change(key, [self, email, resend] { return self->Email()->Begin(email, resend); });
}

Task<Result<Json>> Core::Poll(std::string code) {
  const auto self = shared_from_this();
  REGISTRAR_CO_TRY(co_await EnsureStarted());
  co_return co_await Email()->Poll(std::move(code));
}

Task<Result<Json>> Core::SaveRegistration(Json data) {
  const auto self = shared_from_this();
  const std::string key = "save " + StringOr(data, "client_id");
  return Change(key, [self, data] { return self->DoSaveRegistration(data); });
}

Task<Result<Json>> Core::DoSaveRegistration(Json data) {
  REGISTRAR_CO_ASSIGN(const Registered registered,
                      co_await SaveRegistrationData(context_, std::move(data)));
  // What the server fetched by itself is synced already.
  if (!registered.repeated) Spawn(FollowUp(registered.license));
  co_return Json{{"workspaceId", registered.workspace_id}};
}

Task<Result<Json>> Core::RegisterByEmail(bool resend) {
  const auto self = shared_from_this();
  REGISTRAR_CO_TRY(co_await EnsureStarted());
  REGISTRAR_CO_ASSIGN(const CloudSettings settings, co_await ReadCloudSettings(context_->host));
  if (!settings.has_credentials()) co_return co_await RegisterByEmailLink(context_, resend);
  REGISTRAR_CO_ASSIGN(const Json synced, co_await Sync(SyncReason::kAdmin));
  co_return Json{{"workspaceId", StringOr(synced, "workspaceId")}};
}

Task<Result<Json>> Core::OfflineData() {
  const auto self = shared_from_this();
  REGISTRAR_CO_TRY(co_await EnsureStarted());
  co_return co_await MakeOfflineData(context_);
}

Task<Result<Json>> Core::OfflineApply(Secret blob) {
  return RegisterPasted(ParseOfflineBlob(blob));
}

Task<Result<Json>> Core::SaveRegistrationManual(Json data) {
  return RegisterPasted(ParseOfflineAnswer(data));
}

Task<Result<Json>> Core::RegisterPasted(Result<RegistrationPayload> answer) {
  const auto self = shared_from_this();
  const std::string key = "offline " + (answer ? answer.value().client_id : std::string());
  return Change(key, [self, answer] { return RegisterOffline(self->context_, answer); });
}

Task<Result<AccessToken>> Core::GetAccessToken(AccessTokenRequest request) {
  const auto self = shared_from_this();
  REGISTRAR_CO_TRY(co_await EnsureStarted());
  auto outcome = co_await context_->tokens->Get(std::move(request));
  co_return co_await Heed(std::move(outcome));
}

Secret Core::AccessTokenAtHand(const std::string& scope) const {
  return started_ ? context_->tokens->AtHand(scope) : Secret();
}

template <typename T>
Task<Result<T>> Core::Heed(Result<T> outcome) {
  if (!outcome && outcome.error().code == ErrorCode::kUnknownClient) {
    REGISTRAR_CO_TRY(co_await NoteUnknownClient(context_));
    TellScheduler(outcome);
  }
  co_return std::move(outcome);
}

Task<Result<Json>> Core::UserAuthorizationUrl() {
  const auto self = shared_from_this();
  REGISTRAR_CO_TRY(co_await EnsureStarted());
  co_return co_await registrar::UserAuthorizationUrl(context_);
}

Task<Result<Json>> Core::FinishUserAuthorization(std::string user_id, Secret code, Secret state) {
  const auto self = shared_from_this();
  REGISTRAR_CO_TRY(co_await EnsureStarted());
  auto outcome = co_await registrar::FinishUserAuthorization(context_, std::move(user_id),
                                                             std::move(code), std::move(state));
  co_return co_await Heed(std::move(outcome));
}

Task<Result<Json>> Core::LogUserOut(std::string user_id) {
  const auto self = shared_from_this();
  REGISTRAR_CO_TRY(co_await EnsureStarted());
  co_return co_await registrar::LogUserOut(context_, std::move(user_id));
}

Task<Result<Secret>> Core::GetUserAccessToken(UserTokenRequest request) {
  const auto self = shared_from_this();
  REGISTRAR_CO_TRY(co_await EnsureStarted());
  auto outcome = co_await UserAccessToken(context_, std::move(request));
  co_return co_await Heed(std::move(outcome));
}

Task<Result<Json>> Core::CheckoutUrl() {
  const auto self = shared_from_this();
  REGISTRAR_CO_TRY(co_await EnsureStarted());
  auto outcome = co_await AskCheckoutUrl(context_);
  co_return co_await Heed(std::move(outcome));
}

Task<Result<Json>> Core::RemoveLicense() {
  const auto self = shared_from_this();
  REGISTRAR_CO_TRY(co_await EnsureStarted());
  const JsonFlow sync = [self] { return self->Sync(SyncReason::kAdmin); };
  co_return co_await RemoveWorkspaceLicense(context_, sync);
}

Task<Result<Json>> Core::LegacySync() {
  const auto self = shared_from_this();
  REGISTRAR_CO_TRY(co_await EnsureStarted());
  auto outcome = co_await LegacySyncWorkspace(context_);
  co_return co_await Heed(std::move(outcome));
}

Task<Result<Json>> Core::RegistrationStatus() {
  const auto self = shared_from_this();
  REGISTRAR_CO_ASSIGN(const CloudSettings settings, co_await ReadCloudSettings(context_->host));
  REGISTRAR_CO_ASSIGN(const std::string email, co_await context_->host.ContactEmail());
  co_return Json{{"workspaceRegistered", settings.has_credentials()},
                 {"workspaceId", settings.workspace_id},
                 {"uniqueId", settings.unique_id},
                 {"token", ""},
                 {"email", email}};
}

Task<Result<Json>> Core::GetStatus() {
  const auto self = shared_from_this();
  co_return co_await context_->status.Public();
}

Task<Result<Json>> Core::PullLicense() {
  const auto self = shared_from_this();
  REGISTRAR_CO_TRY(co_await EnsureStarted());
  REGISTRAR_CO_ASSIGN(const Entry entry, co_await Enter(context_, context_->stop.token()));
  const CloudEndpoints endpoints = EndpointsOf(entry.settings, context_->config);
  const std::function<Task<Result<LicensePayload>>(Secret)> call = [self,
                                                                    endpoints](Secret bearer) {
    return self->context_->cloud.License(endpoints, std::move(bearer),
                                         self->context_->stop.token());
  };
  REGISTRAR_CO_ASSIGN(const LicensePayload payload,
                      co_await WithBearer<LicensePayload>(context_->tokens, "", call));
  co_return co_await ApplyLicenseText(context_, payload.license);
}

Task<Result<Json>> Core::RefreshSupportWindow() { return RefreshWindowWith(nullptr); }

Task<Result<Json>> Core::RefreshWindowWith(Permit permit) {
  const auto self = shared_from_this();
  REGISTRAR_CO_ASSIGN(const CloudSettings settings, co_await ReadCloudSettings(context_->host));
  REGISTRAR_CO_TRY(co_await RefreshWindow(context_, settings, context_->stop.token(), permit));
  co_return Json::object();
}

Task<Status> Core::ProbeCloud() {
  const auto self = shared_from_this();
  REGISTRAR_CO_ASSIGN(const CloudSettings settings, co_await ReadCloudSettings(context_->host));
  // Nobody is led to a registration that is refused.
  REGISTRAR_CO_TRY(co_await CheckSupportWindow(context_, settings));
  REGISTRAR_CO_ASSIGN(Secret data, co_await BuildRegistrationData(context_, settings, false));
  co_return co_await context_->cloud.PreIntent(EndpointsOf(settings, context_->config),
                                               std::move(data), context_->stop.token());
}

Task<Result<Json>> Core::GetHistory() {
  const auto self = shared_from_this();
  co_return co_await context_->history.Public();
}

Task<Status> Core::Note(std::string what, std::string outcome, std::string detail) {
  const auto self = shared_from_this();
  co_return co_await context_->history.Note(std::move(what), std::move(outcome), std::move(detail));
}

Task<Status> Core::TellInstances() {
  const auto self = shared_from_this();
  co_return co_await context_->generation->Bump();
}

Task<Status> Core::MarkRegistrationDue(bool due) {
  const auto self = shared_from_this();
  REGISTRAR_CO_TRY(co_await EnsureStarted());
  const StatusChange change = [due](StatusRecord& record) { record.registration_due = due; };
  co_return co_await context_->status.Update(change);
}

Task<Result<Initiative>> Core::DecideInitiative(Secret token) {
  const auto self = shared_from_this();
  REGISTRAR_CO_TRY(co_await EnsureStarted());
  co_return co_await InitiativeFor(context_, std::move(token));
}

Task<Result<std::optional<WallTime>>> Core::IntentExpiry() {
  const auto self = shared_from_this();
  REGISTRAR_CO_ASSIGN(const auto record, co_await context_->status.Find());
  const bool waits = record && record->state == WorkspaceState::kIntent;
  if (!waits || !record->intent.is_object()) co_return std::optional<WallTime>();
  co_return std::optional<WallTime>(TimeOf(record->intent, "expiresAt"));
}

void Core::NoteCredentials() {
  if (!std::exchange(credentials_noted_, true)) Spawn(FollowCredentials());
}

void Core::NoteSettings() {
  if (!std::exchange(settings_noted_, true)) Spawn(FollowSettings());
}

Task<Status> Core::FollowCredentials() {
  const auto self = shared_from_this();
  REGISTRAR_CO_TRY(co_await Sleep(context_->loop, Duration::zero(), context_->stop.token()));
  credentials_noted_ = false;
  REGISTRAR_CO_TRY(co_await EnsureStarted());
  REGISTRAR_CO_ASSIGN(const Entry entry, co_await Enter(context_, context_->stop.token()));
  const std::string held = context_->tokens->client_id();
  if (!held.empty() && held != entry.settings.client_id) context_->tokens->Drop();
  REGISTRAR_CO_ASSIGN(const auto record, co_await context_->status.Find());
  if (std::exchange(accepted_, entry.settings.fingerprint_accepted) !=
          entry.settings.fingerprint_accepted &&
      scheduler_ != nullptr) {
    scheduler_->Replan();
  }
  const bool same = record && record->state == StateOf(*record, entry.settings) &&
                    record->unique_id == entry.settings.unique_id;
  if (same) co_return Ok();
  const Status taken = co_await TakeStock(context_, entry.settings);
  TellScheduler(taken);
  co_return taken;
}

Task<Status> Core::FollowSettings() {
  const auto self = shared_from_this();
  REGISTRAR_CO_TRY(co_await Sleep(context_->loop, Duration::zero(), context_->stop.token()));
  settings_noted_ = false;
  if (scheduler_ != nullptr) scheduler_->Replan();
  REGISTRAR_CO_TRY(co_await context_->status.Publish());
  // The schedule is carried by whoever holds the lease, whose server need not notice the setting.
  co_return co_await context_->generation->Bump();
}

Task<Result<Json>> Core::Diagnose() {
  const auto self = shared_from_this();
  co_return co_await DiagnoseWorkspace(context_);
}

// The facade: its calls may outlive it, for they share the core.
class CoreWorkspace final : public Workspace {
 public:
  explicit CoreWorkspace(std::shared_ptr<Core> core) : core_(std::move(core)) {}
  CoreWorkspace(const CoreWorkspace&) = delete;
  CoreWorkspace& operator=(const CoreWorkspace&) = delete;
  ~CoreWorkspace() override { core_->Stop(); }

  Task<Status> Start() override { return core_->Start(); }
  void Stop() override { core_->Stop(); }
  Task<Result<Json>> Connect(Secret token) override { return core_->Connect(std::move(token)); }
  Task<Result<Json>> Sync(SyncReason reason) override { return core_->Sync(reason); }
  Task<Result<Json>> Disconnect() override { return core_->Disconnect(); }
  Task<Result<Json>> Reconnect() override { return core_->Reconnect(); }
  Task<Result<Json>> PreIntent() override { return core_->PreIntent(); }
  Task<Result<Json>> Intent(std::string email, bool resend) override {
    return core_->Intent(std::move(email), resend);
  }
  Task<Result<Json>> Poll(std::string code) override { return core_->Poll(std::move(code)); }
  Task<Result<Json>> SaveRegistration(Json data) override {
    return core_->SaveRegistration(std::move(data));
  }
  Task<Result<Json>> RegisterByEmail(bool resend) override {
    return core_->RegisterByEmail(resend);
  }
  Task<Result<Json>> OfflineData() override { return core_->OfflineData(); }
  Task<Result<Json>> OfflineApply(Secret blob) override {
    return core_->OfflineApply(std::move(blob));
  }
  Task<Result<Json>> SaveRegistrationManual(Json data) override {
    return core_->SaveRegistrationManual(std::move(data));
  }
  Task<Result<AccessToken>> GetAccessToken(AccessTokenRequest request) override {
    return core_->GetAccessToken(std::move(request));
  }
  Secret AccessTokenAtHand(const std::string& scope) const override {
    return core_->AccessTokenAtHand(scope);
  }
  Task<Result<Json>> UserAuthorizationUrl() override { return core_->UserAuthorizationUrl(); }
  Task<Result<Json>> FinishUserAuthorization(std::string user_id, Secret code,
                                             Secret state) override {
    return core_->FinishUserAuthorization(std::move(user_id), std::move(code), std::move(state));
  }
  Task<Result<Json>> LogUserOut(std::string user_id) override {
    return core_->LogUserOut(std::move(user_id));
  }
  Task<Result<Secret>> GetUserAccessToken(UserTokenRequest request) override {
    return core_->GetUserAccessToken(std::move(request));
  }
  Task<Result<Json>> CheckoutUrl() override { return core_->CheckoutUrl(); }
  Task<Result<Json>> RemoveLicense() override { return core_->RemoveLicense(); }
  Task<Result<Json>> LegacySync() override { return core_->LegacySync(); }
  Task<Result<Json>> Diagnose() override { return core_->Diagnose(); }
  Task<Result<Json>> RegistrationStatus() override { return core_->RegistrationStatus(); }
  Task<Result<Json>> GetStatus() override { return core_->GetStatus(); }
  Json Counters() const override { return core_->Counters(); }
  Task<Result<Json>> PullLicense() override { return core_->PullLicense(); }
  Task<Result<Json>> RefreshSupportWindow() override { return core_->RefreshSupportWindow(); }
  Task<Status> ProbeCloud() override { return core_->ProbeCloud(); }
  Task<Result<Json>> GetHistory() override { return core_->GetHistory(); }
  Task<Status> Note(std::string what, std::string outcome, std::string detail) override {
    return core_->Note(std::move(what), std::move(outcome), std::move(detail));
  }
  Task<Status> TellInstances() override { return core_->TellInstances(); }
  Task<Status> MarkRegistrationDue(bool due) override { return core_->MarkRegistrationDue(due); }
  Task<Result<Initiative>> DecideInitiative(Secret token) override {
    return core_->DecideInitiative(std::move(token));
  }
  Task<Result<std::optional<WallTime>>> IntentExpiry() override { return core_->IntentExpiry(); }
  void SettingsChanged() override { core_->NoteSettings(); }
  void CredentialsChanged() override { core_->NoteCredentials(); }

 private:
  std::shared_ptr<Core> core_;
};

}  // namespace

std::unique_ptr<Workspace> MakeWorkspace(Loop& loop, HttpClient& http, Host& host,
                                         WorkspaceConfig config) {
  return std::make_unique<CoreWorkspace>(
      std::make_shared<Core>(loop, http, host, std::move(config)));
}

}  // namespace registrar
