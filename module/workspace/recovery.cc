#include "module/workspace/recovery.h"

#include <string>
#include <utility>

namespace registrar {
namespace {

Event EventOf(JournalEntry::Kind kind) {
  switch (kind) {
    case JournalEntry::Kind::kRegister:
      return Event::kRegistered;
    case JournalEntry::Kind::kReconnect:
      return Event::kReconnected;
    case JournalEntry::Kind::kDisconnect:
      return Event::kDisconnected;
    case JournalEntry::Kind::kForget:
      return Event::kForgotten;
  }
  return Event::kFoundNoCredentials;
}

// Enters the state that `entry` leads to. The record may be older than the settings, when somebody
// else changed them, or newer than the event, when the entry is finished a second time.
void ApplyEntry(StatusRecord& record, const JournalEntry& entry, WallTime now) {
  const Event event = EventOf(entry.kind);
  if (record.Apply(event, now)) return;
  const Event before = entry.removes() ? Event::kFoundCredentials : Event::kFoundNoCredentials;
  const Event after = entry.removes() ? Event::kFoundNoCredentials : Event::kFoundCredentials;
  record.Apply(before, now);
  if (!record.Apply(event, now)) record.Apply(after, now);
}

// What the record says once `entry` is carried out. Repeating it changes nothing.
void Settle(StatusRecord& record, const JournalEntry& entry, WallTime now) {
  ApplyEntry(record, entry, now);
  record.unique_id = entry.unique_id;
  record.next_sync.reset();
  record.unknown_since.reset();
  record.failures = 0;
  if (entry.removes()) return;
  record.workspace_id = entry.registration.workspace_id;
  record.registration_due = false;
  record.last_error = nullptr;
  record.last_sync = nullptr;
  if (entry.kind == JournalEntry::Kind::kRegister) record.license = nullptr;
}

// Finishes the journal's entry, or drops it when it belongs to another workspace or somebody else
// registered this one meanwhile. Result: the kind of what was finished.
Task<Result<std::optional<JournalEntry::Kind>>> FinishJournal(ContextPtr context,
                                                              CloudSettings settings) {
  REGISTRAR_CO_ASSIGN(const std::optional<JournalEntry> entry, co_await context->journal.Find());
  if (!entry) co_return std::optional<JournalEntry::Kind>();
  if (!entry->Fits(settings)) {
    context->host.Log(LogLevel::kWarn,
                      Json{{"msg",
                            "An unfinished change of the registration is dropped: the "
                            "workspace was changed by somebody else meanwhile"}});
    REGISTRAR_CO_TRY(co_await context->journal.Clear());
    co_return std::optional<JournalEntry::Kind>();
  }
  context->host.Log(LogLevel::kInfo,
                    Json{{"msg", "An unfinished change of the registration is finished"}});
  REGISTRAR_CO_TRY(co_await Finish(context, *entry));
  co_return std::optional<JournalEntry::Kind>(entry->kind);
}

// The server gave the workspace a new identity ("new workspace" after a restored copy): nothing
// that belongs to the old one may be used any more.
Task<Status> DropRecords(ContextPtr context) {
  context->host.Log(LogLevel::kWarn,
                    Json{{"msg",
                          "The workspace has a new unique id: the records and kept "
                          "credentials of the old one are dropped"}});
  context->tokens->Drop();
  REGISTRAR_CO_TRY(co_await context->host.RemoveTokens());
  // The status last: it is what tells that there is something to drop.
  for (const char* id : {kJournalRecord, kCredentialsRecord, kAttemptRecord, kStatusRecord}) {
    REGISTRAR_CO_TRY(co_await context->records.Remove(id));
  }
  co_return Ok();
}

// An attempt without a journal entry: the process ended between the request and the durable
// answer. The token may be spent and is not tried again.
Task<Status> CloseLostAttempt(ContextPtr context, bool registered) {
  REGISTRAR_CO_ASSIGN(const std::string hash, co_await context->attempts.FindOpen());
  if (hash.empty()) co_return Ok();
  const Error lost(ErrorCode::kAnswerLost);
  // The status first: if the process ends here, the attempt is still open and this is repeated.
  if (!registered) REGISTRAR_CO_TRY(co_await context->status.RecordError("Registration", lost));
  co_return co_await context->attempts.Close(hash, std::string(lost.info().code));
}

}  // namespace

Task<Status> Finish(ContextPtr context, JournalEntry entry) {
  context->tokens->Drop();
  REGISTRAR_CO_TRY(co_await context->journal.Apply(entry));
  if (!entry.token_hash.empty()) {
    REGISTRAR_CO_TRY(co_await context->attempts.Close(entry.token_hash, kTokenRegistered));
  }
  const WallTime now = context->loop.WallNow();
  const StatusChange settle = [entry, now](StatusRecord& record) { Settle(record, entry, now); };
  REGISTRAR_CO_TRY(co_await context->status.Update(settle));
  // Kept credentials are of no use once others are in the settings.
  if (!entry.removes()) {
    REGISTRAR_CO_TRY(co_await context->records.Remove(kCredentialsRecord));
  }
  context->tokens->Drop();
  co_return co_await context->journal.Clear();
}

Task<Result<Entry>> Enter(ContextPtr context, CancelToken cancel) {
  REGISTRAR_CO_ASSIGN(Turnstile::Turn turn, co_await context->turns.Take(cancel));
  REGISTRAR_CO_ASSIGN(CloudSettings settings, co_await ReadCloudSettings(context->host));
  REGISTRAR_CO_ASSIGN(const auto finished, co_await FinishJournal(context, settings));
  if (finished) {
    REGISTRAR_CO_ASSIGN(CloudSettings changed, co_await ReadCloudSettings(context->host));
    settings = std::move(changed);
  }
  co_return Entry{std::move(turn), std::move(settings), finished};
}

Task<Status> TakeStock(ContextPtr context, CloudSettings settings) {
  REGISTRAR_CO_ASSIGN(std::optional<StatusRecord> record, co_await context->status.Find());
  const bool other_workspace = record && !record->unique_id.empty() &&
                               !settings.unique_id.empty() &&
                               record->unique_id != settings.unique_id;
  if (other_workspace) REGISTRAR_CO_TRY(co_await DropRecords(context));

  const bool registered = settings.has_credentials();
  const WallTime now = context->loop.WallNow();
  const StatusChange change = [settings, registered, now](StatusRecord& status) {
    if (status.since == WallTime()) status.since = now;
    status.unique_id = settings.unique_id;
    status.Apply(registered ? Event::kFoundCredentials : Event::kFoundNoCredentials, now);
    if (registered) {
      status.workspace_id = settings.workspace_id;
      status.registration_due = false;
    }
  };
  REGISTRAR_CO_TRY(co_await context->status.Update(change));
  co_return co_await CloseLostAttempt(context, registered);
}

}  // namespace registrar
