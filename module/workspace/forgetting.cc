#include "module/workspace/forgetting.h"

#include <utility>

#include "module/workspace/abandon.h"
#include "module/workspace/removal.h"

namespace registrar {

Task<Status> NoteUnknownClient(ContextPtr context) {
  const WallTime now = context->loop.WallNow();
  const StatusChange change = [now](StatusRecord& record) {
    if (!record.unknown_since) record.unknown_since = now;
    record.SetError(Error(ErrorCode::kUnknownClient), now);
  };
  REGISTRAR_CO_TRY(co_await context->status.Update(change));
  REGISTRAR_CO_TRY(
      co_await context->history.Note("access", "unknown", "to be confirmed by a second try"));
  // The holder of the lease confirms it, whoever heard it.
  co_return co_await context->generation->Bump();
}

Task<Result<bool>> ConfirmUnknownClient(ContextPtr context, CloudSettings settings,
                                        CancelToken cancel) {
  AccessTokenRequest request;
  request.force_new = true;
  const auto token = co_await UnlessCancelled(context->tokens->Get(request), cancel);
  if (token) {
    const StatusChange known = [](StatusRecord& record) { record.unknown_since.reset(); };
    REGISTRAR_CO_TRY(co_await context->status.Update(known));
    REGISTRAR_CO_TRY(co_await context->history.Note("access", "known-again"));
    co_return false;
  }
  if (token.error().code != ErrorCode::kUnknownClient) co_return token.error();
  // A pasted registration was never known to this cloud by itself; only people remove it.
  REGISTRAR_CO_ASSIGN(const auto record, co_await context->status.Find());
  if (!record || StateOf(*record, settings) != WorkspaceState::kRegistered) co_return false;
  REGISTRAR_CO_TRY(co_await RemoveRegistration(context, settings, JournalEntry::Kind::kForget));
  REGISTRAR_CO_TRY(co_await context->status.RecordError("Access", token.error()));
  co_return true;
}

}  // namespace registrar
