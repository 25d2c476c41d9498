#include "module/workspace/registration.h"

#include <utility>

#include "module/base/text.h"
#include "module/workspace/grant.h"
#include "module/workspace/recovery.h"

namespace registrar {
namespace {

Secret TrimmedToken(const Secret& token) { return Secret(std::string(Trimmed(token.Expose()))); }

// Whether the error says something about the token itself, so that it is not tried again without
// anybody asking.
bool SaysTokenIsNoGood(ErrorCode code) {
  switch (code) {
    case ErrorCode::kTokenInvalid:
    case ErrorCode::kTokenUsed:
    case ErrorCode::kTokenExpired:
    case ErrorCode::kAnswerLost:
    case ErrorCode::kPayloadInvalid:
      return true;
    default:
      return false;
  }
}

// With the attempt open no other instance begins a registration; whether one ended just before is
// only certain now. The attempt is closed when there is nothing to register any more.
Task<Status> LookAgain(ContextPtr context, std::string hash) {
  REGISTRAR_CO_ASSIGN(const auto journal, co_await context->journal.Find());
  REGISTRAR_CO_ASSIGN(const CloudSettings settings, co_await ReadCloudSettings(context->host));
  if (!journal && !settings.has_credentials()) co_return Ok();
  REGISTRAR_CO_TRY(co_await context->attempts.Close(hash, ""));
  co_return Error(journal ? ErrorCode::kBusy : ErrorCode::kAlreadyRegistered);
}

Task<Result<RegistrationPayload>> AskCloud(ContextPtr context, CloudSettings settings,
                                           Secret token) {
  REGISTRAR_CO_ASSIGN(const std::string email, co_await context->host.ContactEmail());
  const std::string hash = TokenHash(token.Expose());
  REGISTRAR_CO_TRY(co_await context->attempts.Open(hash));
  REGISTRAR_CO_TRY(co_await LookAgain(context, hash));
  auto payload = co_await context->cloud.Connect(
      EndpointsOf(settings, context->config), token, email, settings.site_name,
      RedirectUri(settings.site_url), context->stop.token());
  if (payload) co_return std::move(payload);
  const Error error = payload.error();
  const std::string outcome = SaysTokenIsNoGood(error.code) ? std::string(error.info().code) : "";
  // While the server stops the attempt stays open: the next start says that the answer is lost.
  REGISTRAR_CO_TRY(co_await context->attempts.Close(hash, outcome));
  REGISTRAR_CO_TRY(co_await context->status.RecordError("Registration", error));
  REGISTRAR_CO_TRY(co_await context->history.Note("registration", "failed", "by token", error));
  co_return error;
}

}  // namespace

Task<Result<Registered>> RegisterWithToken(ContextPtr context, Secret token) {
  token = TrimmedToken(token);
  if (token.empty()) co_return Error(ErrorCode::kTokenMissing);
  REGISTRAR_CO_ASSIGN(const Entry entry, co_await Enter(context, context->stop.token()));
  if (entry.finished == JournalEntry::Kind::kRegister) {
    // The registration that was asked for was granted earlier and is committed only now.
    co_return Registered{entry.settings.workspace_id, ""};
  }
  const std::string hash = TokenHash(token.Expose());
  REGISTRAR_CO_ASSIGN(const bool granted,
                      co_await context->attempts.Granted(hash, entry.settings.client_id));
  if (granted && entry.settings.has_credentials()) {
    // What is asked for is the case: the policy may have been quicker than the administrator.
    Registered before{entry.settings.workspace_id, ""};
    before.repeated = true;
    co_return before;
  }
  REGISTRAR_CO_TRY(co_await CheckMayRegister(context, entry.settings));
  REGISTRAR_CO_TRY(co_await CloseLostAttempt(context, entry.settings));
  REGISTRAR_CO_ASSIGN(const std::string outcome, co_await context->attempts.OutcomeOf(hash));
  if (outcome == Describe(ErrorCode::kAnswerLost).code) {
    co_return Error(ErrorCode::kAnswerLost, "it was this token; it is not sent again");
  }

  REGISTRAR_CO_ASSIGN(const RegistrationPayload payload,
                      co_await AskCloud(context, entry.settings, token));
  Grant grant;
  grant.registration = payload;
  grant.token_hash = hash;
  co_return co_await Commit(context, entry.settings, grant);
}

Task<Result<Initiative>> InitiativeFor(ContextPtr context, Secret token) {
  REGISTRAR_CO_ASSIGN(const CloudSettings settings, co_await ReadCloudSettings(context->host));
  REGISTRAR_CO_ASSIGN(const auto record, co_await context->status.Find());
  const WorkspaceState state = StateOf(record.value_or(StatusRecord()), settings);
  if (HoldsCredentials(state)) {
    // The tab that registered the workspace knows of the consent, and completes the wizard.
    co_return record && record->wizard_due ? Initiative::kWait : Initiative::kDone;
  }
  if (state == WorkspaceState::kIntent) co_return Initiative::kWait;

  token = TrimmedToken(token);
  bool untried = !token.empty();
  if (untried) {
    const std::string hash = TokenHash(token.Expose());
    REGISTRAR_CO_ASSIGN(const std::string outcome, co_await context->attempts.OutcomeOf(hash));
    untried = outcome.empty();
  }
  if (untried) co_return Initiative::kRegister;
  // Who disconnected on purpose is not reminded.
  if (state == WorkspaceState::kDisconnected) co_return Initiative::kNone;
  co_return state == WorkspaceState::kForgotten ? Initiative::kRemind : Initiative::kForce;
}

}  // namespace registrar
