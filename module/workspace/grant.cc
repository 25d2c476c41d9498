#include "module/workspace/grant.h"

#include <utility>

#include "module/workspace/outlook.h"
#include "module/workspace/recovery.h"

namespace registrar {
namespace {

// The cloud's answer comes once: a database that fails for a moment must not lose it.
Task<Status> WriteStubbornly(ContextPtr context, JournalEntry change) {
  constexpr int kTries = 6;
  Status written = Ok();
  for (int tries = 1; tries <= kTries; ++tries) {
    written = co_await context->journal.Write(change);
    if (written) break;
    // A write whose answer got lost may have happened.
    const auto found = co_await context->journal.Find();
    if (found && found.value() && found.value()->client_id == change.client_id) co_return Ok();
    REGISTRAR_CO_TRY(
        co_await Sleep(context->loop, std::chrono::milliseconds(500), context->stop.token()));
  }
  co_return written;
}

JournalEntry EntryOf(const Grant& grant, const CloudSettings& settings) {
  JournalEntry entry;
  entry.kind = grant.pasted ? JournalEntry::Kind::kOffline : JournalEntry::Kind::kRegister;
  entry.unique_id = settings.unique_id;
  entry.client_id = grant.registration.client_id;
  entry.token_hash = grant.token_hash;
  entry.intent_handle = grant.intent_handle;
  entry.registration = grant.registration;
  return entry;
}

}  // namespace

Task<Status> CheckMayRegister(ContextPtr context, CloudSettings settings) {
  if (settings.has_credentials()) co_return Error(ErrorCode::kAlreadyRegistered);
  co_return co_await CheckSupportWindow(context, settings);
}

Task<Result<Registered>> Commit(ContextPtr context, CloudSettings settings, Grant grant) {
  const JournalEntry change = EntryOf(grant, settings);
  // What was pasted can be pasted again; what the cloud has granted is written in any case.
  Status written = Ok();
  if (grant.pasted) {
    written = co_await Begin(context, change);
  } else {
    written = co_await WriteStubbornly(context, change);
  }
  if (!written && !grant.token_hash.empty()) context->bought = change;
  if (!written) co_return written.error();
  REGISTRAR_CO_TRY(co_await Finish(context, change));
  // The license of a pasted registration is applied by then.
  co_return Registered{change.registration.workspace_id,
                       grant.pasted ? std::string() : change.registration.license};
}

}  // namespace registrar
