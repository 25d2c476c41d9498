#include "module/workspace/reconnection.h"

#include <utility>

#include "module/workspace/recovery.h"

namespace registrar {
namespace {

// The kept credentials, if they belong to this workspace and its state allows to use them.
Task<Result<KeptCredentials>> FindKept(ContextPtr context, CloudSettings settings) {
  REGISTRAR_CO_ASSIGN(const auto record, co_await context->status.Find());
  const WorkspaceState state = StateOf(record.value_or(StatusRecord()), settings);
  REGISTRAR_CO_ASSIGN(const auto found, co_await context->records.Find(kCredentialsRecord));
  if (!found || !Next(state, Event::kReconnected)) {
    co_return Error(ErrorCode::kNothingToReconnect);
  }
  KeptCredentials kept = KeptCredentials::FromJson(*found);
  if (!kept.unique_id.empty() && kept.unique_id != settings.unique_id) {
    REGISTRAR_CO_TRY(co_await context->records.Remove(kCredentialsRecord));
    co_return Error(ErrorCode::kNothingToReconnect,
                    "they belonged to a workspace with another unique id and are dropped");
  }
  co_return std::move(kept);
}

}  // namespace

Task<Result<Json>> ReconnectWorkspace(ContextPtr context) {
  REGISTRAR_CO_ASSIGN(const Entry entry, co_await Enter(context, context->stop.token()));
  if (entry.finished == JournalEntry::Kind::kReconnect) {
    co_return Json{{"workspaceId", entry.settings.workspace_id}};
  }
  if (entry.settings.has_credentials()) co_return Error(ErrorCode::kAlreadyRegistered);
  REGISTRAR_CO_ASSIGN(const KeptCredentials kept, co_await FindKept(context, entry.settings));

  const RegistrationPayload& registration = kept.registration;
  const ClientCredentials credentials{registration.client_id, registration.client_secret};
  const auto token = co_await context->cloud.GetAccessToken(
      EndpointsOf(entry.settings, context->config), credentials, kWorkspaceScopes,
      RedirectUri(entry.settings.site_url), context->stop.token());
  if (!token) {
    REGISTRAR_CO_TRY(co_await context->status.RecordError("Reconnecting", token.error()));
    co_return token.error();
  }

  JournalEntry change;
  change.kind = JournalEntry::Kind::kReconnect;
  change.unique_id = entry.settings.unique_id;
  change.client_id = registration.client_id;
  change.registration = registration;
  REGISTRAR_CO_TRY(co_await Begin(context, change));
  REGISTRAR_CO_TRY(co_await Finish(context, change));
  // The token serves the sync that follows; without it that sync only asks for another one.
  const Status seeded = co_await context->tokens->Seed(token.value());
  if (!seeded) {
    LogError(context->host, LogLevel::kWarn, "Storing an access token", seeded.error());
  }
  co_return Json{{"workspaceId", registration.workspace_id}};
}

}  // namespace registrar
