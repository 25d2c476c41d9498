#include "module/workspace/email_registration.h"

#include <utility>

#include "module/base/secret.h"
#include "module/base/text.h"
#include "module/workspace/recovery.h"
#include "module/workspace/registration_data.h"
#include "module/workspace/wizard_completion.h"

namespace registrar {
namespace {

// Tabs that began earlier and still follow the newest e-mail.
constexpr size_t kMostHandles = 8;
constexpr size_t kHandleBytes = 16;
// An e-mail that was confirmed in time is asked for a little longer when the cloud is out of reach.
constexpr Duration kGrace = std::chrono::minutes(10);
// Another instance may just be committing what the cloud has handed out: one answer is no proof.
constexpr int kGoneForSure = 2;

// Whether an e-mail can be sent to `text` at all; the cloud knows better.
bool LooksLikeEmail(std::string_view text) {
  const size_t at = text.find('@');
  const bool whole = at != std::string_view::npos && at > 0 && at + 1 < text.size();
  return whole && text.find('@', at + 1) == std::string_view::npos &&
         text.find_first_of(" \t\r\n<>,;\"") == std::string_view::npos;
}

// The cloud's words are documented nowhere: one that names the e-mail is about the e-mail.
Error AboutEmail(Error error) {
  const bool names_it = ToLower(error.cloud_error).find("email") != std::string::npos;
  if (error.code == ErrorCode::kStatusClientError && names_it) {
    error.code = ErrorCode::kEmailInvalid;
  }
  return error;
}

// Whether the cloud itself says that it has handed the registration out, or never knew the code.
bool SaysCodeIsGone(const Error& error) {
  if (error.code == ErrorCode::kIntentUnknown) return true;
  return error.code == ErrorCode::kAnswerLost && error.http_status >= 400;
}

Json Pending() { return Json{{"status", "authorization_pending"}}; }

IntentRecord RecordOf(const IntentPayload& payload, const std::string& email,
                      const CloudSettings& settings, WallTime now) {
  IntentRecord record;
  record.device_code = payload.device_code;
  record.email = email;
  record.unique_id = settings.unique_id;
  record.interval = payload.interval;
  record.expires_at = now + payload.expires_in;
  return record;
}

// Makes `record` the one intent; tabs of an earlier one that still waits come along.
Json Replacing(const Json& current, IntentRecord record, const std::string& handle) {
  const IntentRecord former = IntentRecord::FromJson(current);
  if (former.open()) record.handles = former.handles;
  record.handles.push_back(handle);
  if (record.handles.size() > kMostHandles) record.handles.erase(record.handles.begin());
  return record.ToJson();
}

Json IntentAnswer(const IntentPayload& payload, const std::string& handle) {
  Json answer{{"device_code", handle},
              {"user_code", payload.user_code},
              {"interval", payload.interval.count()},
              {"expires_in", payload.expires_in.count()}};
  if (!payload.verification_url.empty()) Put(answer, "verification_url", payload.verification_url);
  return answer;
}

}  // namespace

Task<Result<Json>> EmailRegistration::PreIntent() {
  const auto self = shared_from_this();
  REGISTRAR_CO_ASSIGN(const CloudSettings settings, co_await ReadCloudSettings(context_->host));
  REGISTRAR_CO_ASSIGN(const std::string email, co_await context_->host.ContactEmail());
  if (email.empty()) co_return Error(ErrorCode::kEmailInvalid, "no administrator has one");
  REGISTRAR_CO_ASSIGN(const Secret data,
                      co_await BuildRegistrationData(context_, settings, false, email));
  REGISTRAR_CO_TRY(co_await context_->cloud.PreIntent(EndpointsOf(settings, context_->config), data,
                                                      context_->stop.token()));
  co_return Json{{"reachable", true}};
}

Task<Result<Json>> EmailRegistration::Begin(std::string email, bool resend) {
  const auto self = shared_from_this();
  email = std::string(Trimmed(email));
  if (!LooksLikeEmail(email)) co_return Error(ErrorCode::kEmailInvalid);
  REGISTRAR_CO_ASSIGN(const Entry entry, co_await Enter(context_, context_->stop.token()));
  REGISTRAR_CO_TRY(co_await CheckMayRegister(context_, entry.settings));
  REGISTRAR_CO_ASSIGN(const Secret data,
                      co_await BuildRegistrationData(context_, entry.settings, false, email));
  const auto sent = co_await context_->cloud.Intent(EndpointsOf(entry.settings, context_->config),
                                                    data, resend, context_->stop.token());
  if (!sent) {
    const Error error = AboutEmail(sent.error());
    REGISTRAR_CO_TRY(co_await context_->status.RecordError("Registration by e-mail", error));
    REGISTRAR_CO_TRY(co_await context_->history.Note("registration", "failed", "by e-mail", error));
    co_return error;
  }
  const WallTime now = context_->loop.WallNow();
  const IntentRecord record = RecordOf(sent.value(), email, entry.settings, now);
  const std::string handle(RandomSecret(kHandleBytes).Expose());
  if (handle.empty()) co_return Error(ErrorCode::kInternal, "there are no random numbers");
  const DocumentChange replace = [record, handle](const Json& current) {
    return Replacing(current, record, handle);
  };
  const auto kept = co_await context_->records.Modify(kIntentRecord, replace);
  if (!kept) co_return kept.error();
  const StatusChange enter = [record, now](StatusRecord& status) {
    status.EnterIntent(record.email, record.expires_at, now);
  };
  REGISTRAR_CO_TRY(co_await context_->status.Update(enter));
  REGISTRAR_CO_TRY(co_await context_->history.Note("registration", "e-mail-sent", "to " + email));
  // The instance that does the scheduled work may be another one.
  REGISTRAR_CO_TRY(co_await context_->generation->Bump());
  granted_.reset();
  gone_ = 0;
  context_->poll_pace.Answered(record.interval);
  co_return IntentAnswer(sent.value(), handle);
}

Task<Result<Json>> EmailRegistration::Poll(std::string code) {
  const auto self = shared_from_this();
  for (bool asked = false;; asked = true) {
    REGISTRAR_CO_ASSIGN(const auto intent, co_await FindIntent(context_));
    if (!intent || !intent->KnownAs(code)) co_return Error(ErrorCode::kIntentUnknown);
    if (intent->failure) co_return Error(*intent->failure);
    if (intent->open()) {
      // Only one instance asks the cloud, which hands the registration out once.
      const bool mine = context_->lease->held() && context_->poll_pace.Due(intent->interval);
      if (asked || !mine) co_return Pending();
      REGISTRAR_CO_TRY(co_await AskIfDue());
      continue;
    }
    if (intent->readable_until < context_->loop.WallNow()) {
      co_return Error(ErrorCode::kIntentExpired, "the workspace is registered by it");
    }
    if (!intent->seen) {
      // The status first: a tab that is told and dies leaves a wizard that is completed later.
      REGISTRAR_CO_TRY(co_await LeaveWizardToTab(context_));
      const IntentChange see = [](IntentRecord& record) { record.seen = true; };
      REGISTRAR_CO_TRY(co_await UpdateIntent(context_, see));
    }
    co_return Json{{"successful", true}, {"payload", intent->payload}};
  }
}

Task<Status> EmailRegistration::AskIfDue() {
  const auto self = shared_from_this();
  const std::function<Task<Status>()> ask = [self] { return self->Ask(); };
  const Status asked = co_await asking_.Do("ask", ask);
  // The database fails: the cloud is not to pay for it.
  if (!asked) context_->poll_pace.Failed(std::chrono::seconds(0), asked.error());
  co_return asked;
}

Task<Status> EmailRegistration::Ask() {
  const auto self = shared_from_this();
  REGISTRAR_CO_ASSIGN(const Entry entry, co_await Enter(context_, context_->stop.token()));
  REGISTRAR_CO_ASSIGN(const auto intent, co_await FindIntent(context_));
  if (!intent || !intent->open()) co_return Ok();
  if (entry.settings.has_credentials()) co_return co_await context_->records.Remove(kIntentRecord);
  // Somebody else asked while this one waited for its turn.
  if (!context_->poll_pace.Due(intent->interval)) co_return Ok();
  co_return co_await AskWithinTurn(entry.settings, *intent);
}

Task<Status> EmailRegistration::AskWithinTurn(CloudSettings settings, IntentRecord intent) {
  if (granted_) co_return co_await CommitGrant(settings, *granted_, intent);
  const auto answer = co_await context_->cloud.Poll(EndpointsOf(settings, context_->config),
                                                    intent.device_code, context_->stop.token());
  if (!answer) co_return co_await NoteFailure(intent, answer.error());
  if (answer.value().registration) {
    granted_ = answer.value().registration;
    co_return co_await CommitGrant(settings, *granted_, intent);
  }
  co_return co_await NoteAnswer(intent);
}

Task<Status> EmailRegistration::CommitGrant(CloudSettings settings,
                                            RegistrationPayload registration, IntentRecord intent) {
  Grant grant;
  grant.registration = std::move(registration);
  grant.intent_handle = intent.handles.empty() ? std::string() : intent.handles.back();
  REGISTRAR_CO_ASSIGN(const Registered registered, co_await Commit(context_, settings, grant));
  granted_.reset();
  follow_(registered);
  co_return Ok();
}

Task<Status> EmailRegistration::NoteFailure(IntentRecord intent, Error error) {
  if (context_->stop.token().cancelled()) co_return error;
  const WallTime now = context_->loop.WallNow();
  const int failures = context_->poll_pace.Failed(intent.interval, error);
  const bool gone = SaysCodeIsGone(error);
  gone_ = gone ? gone_ + 1 : 0;
  if (error.code == ErrorCode::kIntentExpired || error.code == ErrorCode::kPayloadInvalid) {
    co_return co_await End(error);
  }
  if (gone_ >= kGoneForSure) {
    const bool late = error.code == ErrorCode::kIntentUnknown && now >= intent.expires_at;
    const Error why = late ? Error(ErrorCode::kIntentExpired)
                           : Error(ErrorCode::kAnswerLost, "it was confirmed by e-mail");
    co_return co_await End(why);
  }
  if (!gone && now >= intent.expires_at + kGrace) {
    co_return co_await End(Error(ErrorCode::kIntentExpired));
  }
  if (failures > 1) co_return Ok();
  co_return co_await context_->status.RecordError("Asking for the confirmation", error);
}

Task<Status> EmailRegistration::NoteAnswer(IntentRecord intent) {
  const bool had_failed = context_->poll_pace.failing();
  context_->poll_pace.Answered(intent.interval);
  gone_ = 0;
  if (context_->loop.WallNow() >= intent.expires_at) {
    co_return co_await End(Error(ErrorCode::kIntentExpired));
  }
  if (!had_failed) co_return Ok();
  const StatusChange recovered = [](StatusRecord& record) { record.last_error = nullptr; };
  co_return co_await context_->status.Update(recovered);
}

Task<Status> EmailRegistration::End(Error why) {
  const IntentChange fail = [why](IntentRecord& record) {
    if (record.open()) record.failure = why.code;
  };
  REGISTRAR_CO_TRY(co_await UpdateIntent(context_, fail));
  const WallTime now = context_->loop.WallNow();
  // Nobody sees the end without its reason.
  const StatusChange end = [now, why](StatusRecord& record) {
    record.Apply(Event::kIntentEnded, now);
    record.intent = nullptr;
    record.SetError(why, now);
  };
  REGISTRAR_CO_TRY(co_await context_->status.Update(end));
  REGISTRAR_CO_TRY(co_await context_->history.Note("registration", "failed", "by e-mail", why));
  LogError(context_->host, LogLevel::kError, "Registration by e-mail", why);
  co_return Ok();
}

Task<Result<Json>> RegisterByEmailLink(ContextPtr context, bool resend) {
  REGISTRAR_CO_ASSIGN(const Entry entry, co_await Enter(context, context->stop.token()));
  REGISTRAR_CO_TRY(co_await CheckMayRegister(context, entry.settings));
  REGISTRAR_CO_ASSIGN(const std::string email, co_await context->host.ContactEmail());
  if (email.empty()) co_return Error(ErrorCode::kEmailInvalid, "no administrator has one");
  REGISTRAR_CO_ASSIGN(const Secret data,
                      co_await BuildRegistrationData(context, entry.settings, false, email));
  const auto id = co_await context->cloud.RegisterByEmail(
      EndpointsOf(entry.settings, context->config), data, resend, context->stop.token());
  if (!id) {
    const Error error = AboutEmail(id.error());
    REGISTRAR_CO_TRY(co_await context->status.RecordError("Registration by e-mail", error));
    REGISTRAR_CO_TRY(
        co_await context->history.Note("registration", "failed", "by e-mail link", error));
    co_return error;
  }
  REGISTRAR_CO_TRY(co_await context->host.WriteSetting("Cloud_Workspace_Id", id.value()));
  if (!entry.settings.register_server) {
    // By this the pages of the server know that the link is to be followed.
    REGISTRAR_CO_TRY(co_await context->host.WriteSetting("Register_Server", true));
  }
  REGISTRAR_CO_TRY(
      co_await context->history.Note("registration", "e-mail-sent", "with a link, to " + email));
  co_return Json{{"workspaceId", id.value()}};
}

Task<Result<Registered>> SaveRegistrationData(ContextPtr context, Json data) {
  REGISTRAR_CO_ASSIGN(const Entry entry, co_await Enter(context, context->stop.token()));
  const std::string client_id = StringOr(data, "client_id");
  const bool committed = entry.settings.has_credentials() && !client_id.empty() &&
                         entry.settings.client_id == client_id;
  if (committed) {
    Registered before{entry.settings.workspace_id, ""};
    before.repeated = true;
    co_return before;
  }
  REGISTRAR_CO_TRY(co_await CheckMayRegister(context, entry.settings));
  REGISTRAR_CO_ASSIGN(const RegistrationPayload registration, ParseRegistrationPayload(data));
  Grant grant;
  grant.registration = registration;
  co_return co_await Commit(context, entry.settings, grant);
}

}  // namespace registrar
