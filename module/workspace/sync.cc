#include "module/workspace/sync.h"

#include <optional>
#include <utility>
#include <vector>

#include "module/async/spawn.h"
#include "module/workspace/abandon.h"
#include "module/workspace/effects.h"
#include "module/workspace/forgetting.h"
#include "module/workspace/legacy_sync.h"
#include "module/workspace/recovery.h"
#include "module/workspace/registration_data.h"
#include "module/workspace/support_window.h"
#include "module/workspace/time_text.h"

namespace registrar {
namespace {

// Whoever waits gets an answer before the patience of people and proxies ends.
constexpr Duration kWaitingLimit = std::chrono::milliseconds(9500);

Json Part(const Status& status) {
  Json part{{"ok", status.has_value()}};
  if (!status) Put(part, "error", status.error().ToJson());
  return part;
}

const char* NameOfReason(SyncReason reason) {
  switch (reason) {
    case SyncReason::kAdmin:
      return "admin";
    case SyncReason::kSchedule:
      return "schedule";
    case SyncReason::kRegistered:
      return "registered";
  }
  return "";
}

// The answers of the cloud to one sync.
struct Answers {
  Result<SyncPayload> sync = Error(ErrorCode::kInternal);
  std::vector<Effect> old_effects;  // of a cloud that knows only the old sync
  Result<CommsPayload> comms = Error(ErrorCode::kInternal);
  Status window = Error(ErrorCode::kInternal);
};

// What the requests of one sync share.
struct Requests {
  ContextPtr context;
  CloudSettings settings;
  CloudEndpoints endpoints;
  Secret data;
  CancelToken cancel;
  // What nobody waits for is done only by the instance that holds the lease.
  Permit permit;
  Answers answers;
};
using RequestsPtr = std::shared_ptr<Requests>;

// Asks for the old sync when the cloud has no other. When that fails too, the refusal of the sync
// tells more.
Task<Status> AskOldSyncInstead(RequestsPtr requests) {
  if (requests->answers.sync || !MayKnowOldSyncOnly(requests->answers.sync.error())) co_return Ok();
  auto old = co_await UnlessCancelled(
      AskOldSync(requests->context, requests->settings, requests->data, requests->cancel),
      requests->cancel);
  if (!old) co_return Ok();
  requests->answers.old_effects = std::move(old.value().effects);
  requests->answers.sync = std::move(old.value().sync);
  co_return Ok();
}

Task<Status> AskSync(RequestsPtr requests) {
  const std::function<Task<Result<SyncPayload>>(Secret)> call = [requests](Secret bearer) {
    return requests->context->cloud.Sync(requests->endpoints, std::move(bearer), requests->data,
                                         requests->cancel);
  };
  requests->answers.sync = co_await UnlessCancelled(
      WithBearer<SyncPayload>(requests->context->tokens, "", call), requests->cancel);
  co_return co_await AskOldSyncInstead(requests);
}

Task<Status> AskComms(RequestsPtr requests) {
  const std::function<Task<Result<CommsPayload>>(Secret)> call = [requests](Secret bearer) {
    return requests->context->cloud.Comms(requests->endpoints, std::move(bearer), requests->data,
                                          requests->cancel);
  };
  requests->answers.comms = co_await UnlessCancelled(
      WithBearer<CommsPayload>(requests->context->tokens, "", call), requests->cancel);
  co_return Ok();
}

Task<Status> AskWindow(RequestsPtr requests) {
  requests->answers.window = co_await UnlessCancelled(
      RefreshWindow(requests->context, requests->settings, requests->cancel, requests->permit),
      requests->cancel);
  co_return Ok();
}

// All three at once for somebody who waits; else in sequence, so that one connection serves all.
Task<Status> AskAll(RequestsPtr requests, SyncReason reason) {
  if (reason == SyncReason::kSchedule) {
    REGISTRAR_CO_TRY(co_await AskComms(requests));
    REGISTRAR_CO_TRY(co_await AskSync(requests));
    co_return co_await AskWindow(requests);
  }
  std::vector<Task<Status>> tasks;
  tasks.push_back(AskComms(requests));
  tasks.push_back(AskSync(requests));
  tasks.push_back(AskWindow(requests));
  co_await JoinAll<Status>(std::move(tasks));
  co_return Ok();
}

// What one sync came to.
struct Outcome {
  std::optional<Error> failure;  // of the sync itself
  Json parts = Json::object();
  Json license;
};

Status FirstOf(const std::vector<Error>& errors) {
  if (errors.empty()) return Ok();
  return errors.front();
}

Task<Outcome> ApplyAnswers(RequestsPtr requests) {
  const ContextPtr context = requests->context;
  const CloudSettings& settings = requests->settings;
  const Answers& answers = requests->answers;
  Outcome outcome;
  if (answers.sync) {
    std::vector<Effect> effects = EffectsOf(answers.sync.value(), settings);
    effects.insert(effects.end(), answers.old_effects.begin(), answers.old_effects.end());
    const EffectsReport report = co_await CarryOut(context, std::move(effects), requests->permit);
    Put(outcome.parts, "sync", Part(FirstOf(report.errors)));
    outcome.license = report.license;
  } else {
    outcome.failure = answers.sync.error();
    Put(outcome.parts, "sync", Part(answers.sync.error()));
  }
  if (answers.comms) {
    const EffectsReport report =
        co_await CarryOut(context, EffectsOf(answers.comms.value()), requests->permit);
    Put(outcome.parts, "comms", Part(FirstOf(report.errors)));
  } else {
    Put(outcome.parts, "comms", Part(answers.comms.error()));
  }
  Put(outcome.parts, "supportWindow", Part(answers.window));
  co_return outcome;
}

// One line a sync in the server's log, at the level of its news: servers print warnings and errors
// unless they are told otherwise, so a good sync shows only after one that failed.
void LogOutcome(const ContextPtr& context, SyncReason reason, const Outcome& outcome,
                int failures) {
  if (outcome.failure) {
    LogError(context->host, LogLevel::kError, "Sync", *outcome.failure);
    return;
  }
  const bool again = failures > 0;
  context->host.Log(
      again ? LogLevel::kWarn : LogLevel::kInfo,
      Json{{"msg", again ? "Sync works again" : "Synced"}, {"reason", NameOfReason(reason)}});
}

// Writes the outcome into the status.
Task<Status> Record(ContextPtr context, SyncReason reason, Outcome outcome) {
  const WallTime now = context->loop.WallNow();
  const auto failures = std::make_shared<int>(0);
  const StatusChange change = [=](StatusRecord& record) {
    *failures = record.failures;
    record.last_sync = Json{{"at", StoredTime(now)},
                            {"ok", !outcome.failure.has_value()},
                            {"reason", NameOfReason(reason)},
                            {"parts", outcome.parts}};
    if (!outcome.license.is_null()) {
      record.license = outcome.license;
      Put(record.license, "at", StoredTime(now));
    }
    if (outcome.failure) {
      record.failures += 1;
      record.SetError(*outcome.failure, now);
      return;
    }
    record.last_good_sync = now;
    record.failures = 0;
    record.last_error = nullptr;
    record.unknown_since.reset();
    if (reason == SyncReason::kAdmin) record.Apply(Event::kSynced, now);
  };
  const Status recorded = co_await context->status.Update(change);
  LogOutcome(context, reason, outcome, *failures);
  REGISTRAR_CO_TRY(recorded);
  if (!outcome.license.is_null()) {
    REGISTRAR_CO_TRY(co_await NoteLicense(context, outcome.license));
  }
  co_return co_await context->history.Note("sync", outcome.failure ? "failed" : "ok", "",
                                           outcome.failure);
}

// The sync of a workspace without credentials: only the support window.
Task<Result<Json>> RefreshWindowOnly(ContextPtr context, CloudSettings settings, CancelToken cancel,
                                     Permit permit) {
  const Status window =
      co_await UnlessCancelled(RefreshWindow(context, std::move(settings), cancel, permit), cancel);
  if (!window) LogError(context->host, LogLevel::kWarn, "Support window", window.error());
  co_return Error(ErrorCode::kNotRegistered);
}

// The cloud does not know the credentials. An administrator who waits gets the confirming try at
// once, the schedule makes it later.
Task<Status> FollowUpUnknown(ContextPtr context, CloudSettings settings, SyncReason reason,
                             CancelToken cancel) {
  REGISTRAR_CO_TRY(co_await NoteUnknownClient(context));
  if (reason != SyncReason::kAdmin) co_return Ok();
  const auto forgotten = co_await ConfirmUnknownClient(context, std::move(settings), cancel);
  if (!forgotten) co_return forgotten.error();
  co_return Ok();
}

// Asked when it is used: somebody may come to wait for a run of the schedule.
Permit PermitFor(ContextPtr context, std::shared_ptr<SyncRun> run) {
  return [context, run]() -> Task<Status> {
    return run->reason == SyncReason::kSchedule ? context->lease->Confirm() : Ask(nullptr);
  };
}

// The body of the requests; it is built while the token is at hand, once for all of them.
Task<Result<Secret>> Prepare(RequestsPtr requests) {
  const ContextPtr context = requests->context;
  const AccessTokenRequest request;
  const auto token = co_await UnlessCancelled(context->tokens->Get(request), requests->cancel);
  if (!token) co_return token.error();
  co_return co_await BuildRegistrationData(context, requests->settings, false);
}

// Fetches the answers. An error of the preparation becomes that of all parts but the window.
Task<Status> Ask(RequestsPtr requests, std::shared_ptr<SyncRun> run) {
  const auto data = co_await Prepare(requests);
  run->built = true;
  if (data) {
    requests->data = data.value();
    co_return co_await AskAll(requests, run->reason);
  }
  requests->answers.sync = data.error();
  requests->answers.comms = data.error();
  // A token that cannot be had is not asked for once more.
  requests->settings.client_id.clear();
  co_return co_await AskWindow(requests);
}

}  // namespace

void SyncRun::SomebodyWaits(Loop& loop, SyncReason why) {
  if (reason == SyncReason::kSchedule) reason = why;
  if (limit) return;
  limit =
      loop.CallAfter(kWaitingLimit, [this] { cancel.Cancel(Error(ErrorCode::kResponseTimeout)); });
}

Task<Result<Json>> SyncWorkspace(ContextPtr context, std::shared_ptr<SyncRun> run) {
  const CancelToken cancel = run->cancel.token();
  REGISTRAR_CO_ASSIGN(Entry entry, co_await Enter(context, cancel));
  if (!entry.settings.has_credentials()) {
    run->built = true;
    entry.turn.End();
    co_return co_await RefreshWindowOnly(context, entry.settings, cancel, PermitFor(context, run));
  }
  // One that was registered just now registered this very server.
  if (!entry.settings.fingerprint_accepted && run->reason != SyncReason::kRegistered) {
    run->built = true;
    co_return Error(ErrorCode::kElsewhere);
  }
  const auto requests = std::make_shared<Requests>();
  requests->context = context;
  requests->settings = entry.settings;
  requests->endpoints = EndpointsOf(entry.settings, context->config);
  requests->cancel = cancel;
  requests->permit = PermitFor(context, run);
  REGISTRAR_CO_TRY(co_await Ask(requests, run));

  REGISTRAR_CO_TRY(co_await Ask(requests->permit));
  const Outcome outcome = co_await ApplyAnswers(requests);
  // A run that had to make room for something else is no failure of the cloud.
  if (outcome.failure && outcome.failure->code == ErrorCode::kCancelled) co_return *outcome.failure;
  REGISTRAR_CO_TRY(co_await Ask(requests->permit));
  REGISTRAR_CO_TRY(co_await Record(context, run->reason, outcome));
  if (outcome.failure) {
    if (outcome.failure->code == ErrorCode::kUnknownClient) {
      REGISTRAR_CO_TRY(co_await FollowUpUnknown(context, entry.settings, run->reason, cancel));
    }
    co_return *outcome.failure;
  }
  Json result{{"workspaceId", requests->answers.sync.value().workspace_id},
              {"parts", outcome.parts}};
  if (!outcome.license.is_null()) Put(result, "license", outcome.license);
  co_return result;
}

}  // namespace registrar
