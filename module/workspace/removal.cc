#include "module/workspace/removal.h"

#include <optional>
#include <utility>

#include "module/workspace/abandon.h"
#include "module/workspace/outlook.h"
#include "module/workspace/recovery.h"
#include "module/workspace/registration_data.h"

namespace registrar {
namespace {

// An administrator waits, and disconnecting does not depend on the cloud.
constexpr Duration kTellingLimit = std::chrono::seconds(5);

RegistrationPayload RegistrationIn(const CloudSettings& settings) {
  RegistrationPayload registration;
  registration.workspace_id = settings.workspace_id;
  registration.client_name = settings.workspace_name;
  registration.client_id = settings.client_id;
  registration.client_secret = settings.client_secret;
  registration.client_secret_expires_at = settings.client_secret_expires_at;
  registration.public_key = settings.public_key;
  registration.registration_client_uri = settings.client_uri;
  return registration;
}

// Syncs once with connectionDisable.
Task<Status> TellCloud(ContextPtr context, CloudSettings settings, CancelToken cancel) {
  REGISTRAR_CO_ASSIGN(const Secret data, co_await BuildRegistrationData(context, settings, true));
  const CloudEndpoints endpoints = EndpointsOf(settings, context->config);
  const std::function<Task<Result<SyncPayload>>(Secret)> call = [context, endpoints, data,
                                                                 cancel](Secret bearer) {
    return context->cloud.Sync(endpoints, std::move(bearer), data, cancel);
  };
  const auto answer = co_await WithBearer<SyncPayload>(context->tokens, "", call);
  if (!answer) co_return answer.error();
  co_return Ok();
}

// The answer to who disconnected: what it means, and why the cloud was not told.
Task<Result<Json>> Disconnected(ContextPtr context, std::optional<Status> told) {
  const auto report = co_await context->host.UsageReport();
  Json answer{{"cloudTold", told && told->has_value()},
              {"meaning", DisconnectedOutlook(report ? report.value() : Json())}};
  if (!told || *told) co_return answer;
  const Error error(ErrorCode::kCloudNotTold,
                    std::string(told->error().info().code) + ": " + told->error().Message());
  REGISTRAR_CO_TRY(co_await context->status.RecordError("Telling the cloud", error));
  Put(answer, "error", error.ToJson());
  co_return answer;
}

// The state is changed by an administrator although there is nothing in the settings any more.
Task<Result<Json>> DisconnectForgotten(ContextPtr context) {
  const WallTime now = context->loop.WallNow();
  const StatusChange change = [now](StatusRecord& record) {
    record.Apply(Event::kDisconnected, now);
    record.last_error = nullptr;
  };
  REGISTRAR_CO_TRY(co_await context->status.Update(change));
  REGISTRAR_CO_TRY(co_await context->history.Note("registration", "disconnected"));
  co_return co_await Disconnected(context, std::nullopt);
}

}  // namespace

Task<Status> RemoveRegistration(ContextPtr context, CloudSettings settings,
                                JournalEntry::Kind kind) {
  const KeptCredentials kept{RegistrationIn(settings), settings.unique_id};
  const DocumentChange keep = [kept](const Json& /*current*/) { return kept.ToJson(); };
  const auto written = co_await context->records.Modify(kCredentialsRecord, keep);
  if (!written) co_return written.error();
  JournalEntry entry;
  entry.kind = kind;
  entry.unique_id = settings.unique_id;
  entry.client_id = settings.client_id;
  REGISTRAR_CO_TRY(co_await Begin(context, entry));
  REGISTRAR_CO_TRY(co_await Finish(context, entry));
  context->http.CloseIdle();
  co_return Ok();
}

Task<Result<Json>> DisconnectWorkspace(ContextPtr context) {
  REGISTRAR_CO_ASSIGN(const Entry entry, co_await Enter(context, context->stop.token()));
  if (entry.finished == JournalEntry::Kind::kDisconnect) {
    co_return co_await Disconnected(context, std::nullopt);
  }
  REGISTRAR_CO_ASSIGN(const auto record, co_await context->status.Find());
  const WorkspaceState state = StateOf(record.value_or(StatusRecord()), entry.settings);
  if (state == WorkspaceState::kForgotten) co_return co_await DisconnectForgotten(context);
  if (!HoldsCredentials(state)) co_return Error(ErrorCode::kNotRegistered);

  Status told = Error(ErrorCode::kCloudNotTold);
  {
    const Deadline limit(context->loop, context->stop.token(), kTellingLimit,
                         Error(ErrorCode::kResponseTimeout));
    told =
        co_await UnlessCancelled(TellCloud(context, entry.settings, limit.token()), limit.token());
  }
  REGISTRAR_CO_TRY(
      co_await RemoveRegistration(context, entry.settings, JournalEntry::Kind::kDisconnect));
  co_return co_await Disconnected(context, told);
}

}  // namespace registrar
