#include "module/workspace/recovery.h"

#include <string>
#include <utility>

#include "module/workspace/effects.h"
#include "module/workspace/intent.h"
#include "module/workspace/wizard_completion.h"

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
    case JournalEntry::Kind::kOffline:
      return Event::kOfflineRegistered;
  }
  return Event::kFoundNoCredentials;
}

const char* OutcomeOf(JournalEntry::Kind kind) {
  switch (kind) {
    case JournalEntry::Kind::kRegister:
    case JournalEntry::Kind::kOffline:
      return "registered";
    case JournalEntry::Kind::kReconnect:
      return "reconnected";
    case JournalEntry::Kind::kDisconnect:
      return "disconnected";
    case JournalEntry::Kind::kForget:
      return "forgotten";
  }
  return "";
}

// By which way a new registration came; "" for other changes.
const char* WayOf(const JournalEntry& entry) {
  if (!entry.token_hash.empty()) return "by token";
  if (!entry.intent_handle.empty()) return "by e-mail";
  return entry.kind == JournalEntry::Kind::kOffline ? "by paste" : "";
}

// A workspace that the cloud forgot works on without push and marketplace, which nobody notices by
// himself. What administrators are not told is in the status all the same: failures are logged.
Task<bool> TellAdmins(ContextPtr context, JournalEntry entry) {
  if (entry.kind == JournalEntry::Kind::kDisconnect) co_return true;
  Notice notice;
  notice.id = "forgotten";
  notice.title = "The cloud does not know this workspace any more";
  notice.text = std::string(Describe(ErrorCode::kUnknownClient).remedy);
  Status told = Ok();
  if (entry.kind == JournalEntry::Kind::kForget) {
    told = co_await context->host.NotifyAdmins(notice);
  } else {
    told = co_await context->host.ClearNotice(notice.id);
  }
  if (!told) LogError(context->host, LogLevel::kWarn, "Telling the admins", told.error());
  co_return told.has_value();
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
  record.intent = nullptr;
  record.wizard_due.reset();
  if (entry.removes()) return;
  record.workspace_id = entry.registration.workspace_id;
  record.registration_due = false;
  record.last_error = nullptr;
  record.last_sync = nullptr;
  if (!entry.grants()) return;
  record.license = nullptr;
  // The tab that asked for it completes the wizard, if it is still there.
  const bool from_wizard =
      entry.kind == JournalEntry::Kind::kOffline || !entry.intent_handle.empty();
  if (from_wizard) record.wizard_due = now + kWizardPatience;
}

// Makes the entry this instance's own, if the one that wrote it does not carry it out any more: it
// has surely ended, or the entry stands still and this instance holds the lease. Errors: kBusy
// while it is, or may be, carried out by another instance.
Task<Status> TakeOver(ContextPtr context, JournalEntry entry) {
  const Instances& instances = context->instances;
  if (instances.IsSelf(entry.owner)) co_return Ok();
  if (!entry.owner.id.empty() && !instances.SurelyGone(entry.owner)) {
    const std::string mark = entry.owner.id + std::to_string(entry.rev);
    if (context->instances.Unmoved(kJournalRecord, mark) < kStandstill) {
      co_return Error(ErrorCode::kBusy, "the instance " + entry.owner.id + " is at it");
    }
    REGISTRAR_CO_TRY(co_await context->lease->Confirm());
  }
  co_return co_await context->journal.Claim(entry);
}

// Writes what a token bought and the database would not take then. An entry that somebody else has
// written meanwhile comes first.
Task<Status> WriteBought(ContextPtr context) {
  if (!context->bought) co_return Ok();
  const JournalEntry entry = *context->bought;
  const Status written = co_await context->journal.Write(entry);
  if (!written && written.error().code != ErrorCode::kBusy) co_return written.error();
  REGISTRAR_CO_ASSIGN(const auto found, co_await context->journal.Find());
  if (found && found->client_id == entry.client_id) context->bought.reset();
  co_return Ok();
}

// Finishes the journal's entry, or drops it when it is damaged, belongs to another workspace or
// somebody else registered this one meanwhile. Result: the kind of what was finished.
Task<Result<std::optional<JournalEntry::Kind>>> FinishJournal(ContextPtr context,
                                                              CloudSettings settings) {
  REGISTRAR_CO_ASSIGN(const std::optional<JournalEntry> entry, co_await context->journal.Find());
  if (!entry) co_return std::optional<JournalEntry::Kind>();
  REGISTRAR_CO_TRY(co_await TakeOver(context, *entry));
  if (!entry->whole() || !entry->Fits(settings)) {
    const char* const why = entry->whole() ? "the workspace was changed by somebody else meanwhile"
                                           : "its record in the database is damaged";
    const std::string dropped = "An unfinished change of the registration is dropped: ";
    context->host.Log(LogLevel::kWarn, Json{{"msg", dropped + why}});
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
  for (const char* id :
       {kJournalRecord, kCredentialsRecord, kAttemptRecord, kIntentRecord, kStatusRecord}) {
    REGISTRAR_CO_TRY(co_await context->records.Remove(id));
  }
  REGISTRAR_CO_TRY(co_await context->history.Note("registration", "new-identity"));
  co_return co_await context->generation->Bump();
}

// Whether nobody waits for the cloud's answer to another instance's attempt any more.
bool IsLost(ContextPtr context, const Attempts::Pending& attempt, const CloudSettings& settings) {
  Instances& instances = context->instances;
  const InstanceName& owner = attempt.owner;
  if (owner.id.empty() || instances.SurelyGone(owner)) return true;
  // No answer is waited for longer than the deadline of the request.
  return instances.Unmoved(kAttemptRecord, attempt.mark) >= kStandstill + settings.module.deadline;
}

}  // namespace

Task<Status> CloseLostAttempt(ContextPtr context, CloudSettings settings) {
  REGISTRAR_CO_ASSIGN(const auto attempt, co_await context->attempts.FindOpen());
  if (!attempt || context->instances.IsSelf(attempt->owner)) co_return Ok();
  if (!IsLost(context, *attempt, settings)) co_return Ok();
  const Error lost(ErrorCode::kAnswerLost);
  // The status first: if the process ends here, the attempt is still open and this is repeated.
  if (!settings.has_credentials()) {
    REGISTRAR_CO_TRY(co_await context->status.RecordError("Registration", lost));
    REGISTRAR_CO_TRY(co_await context->history.Note("registration", "failed", "by token", lost));
  }
  co_return co_await context->attempts.Close(attempt->token_hash, std::string(lost.info().code));
}

Task<Status> Begin(ContextPtr context, JournalEntry entry) {
  REGISTRAR_CO_TRY(co_await context->journal.Write(std::move(entry)));
  // Who asks the cloud for a registration looks for the journal after opening the attempt, so one
  // of the two sees the other.
  REGISTRAR_CO_ASSIGN(const auto attempt, co_await context->attempts.FindOpen());
  if (!attempt || context->instances.IsSelf(attempt->owner)) co_return Ok();
  REGISTRAR_CO_TRY(co_await context->journal.Clear());
  co_return Error(ErrorCode::kBusy,
                  "the instance " + attempt->owner.id + " asks the cloud for a registration");
}

Task<Status> Finish(ContextPtr context, JournalEntry entry) {
  context->tokens->Drop();
  REGISTRAR_CO_TRY(co_await context->journal.Apply(entry));
  if (!entry.token_hash.empty()) {
    REGISTRAR_CO_TRY(co_await context->attempts.Close(entry.token_hash, kTokenRegistered,
                                                      entry.registration.client_id));
  }
  REGISTRAR_CO_TRY(co_await context->journal.CheckClaim());
  const WallTime now = context->loop.WallNow();
  const StatusChange settle = [entry, now](StatusRecord& record) { Settle(record, entry, now); };
  REGISTRAR_CO_TRY(co_await context->status.Update(settle));
  REGISTRAR_CO_TRY(co_await SettleIntent(context, entry));
  // No sync will bring the license of a pasted registration: it belongs to the change.
  const bool pasted = entry.kind == JournalEntry::Kind::kOffline;
  if (pasted && !entry.registration.license.empty()) {
    const auto applied = co_await ApplyLicenseText(context, entry.registration.license);
    if (!applied) co_return applied.error();
  }
  REGISTRAR_CO_TRY(
      co_await context->history.Note("registration", OutcomeOf(entry.kind), WayOf(entry)));
  co_await TellAdmins(context, entry);
  REGISTRAR_CO_TRY(co_await context->generation->Bump());
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
  REGISTRAR_CO_TRY(co_await WriteBought(context));
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
  if (registered && !settings.fingerprint_accepted) {
    LogError(context->host, LogLevel::kWarn, "Taking over", Error(ErrorCode::kElsewhere));
    REGISTRAR_CO_TRY(co_await context->history.Note("registration", "elsewhere"));
  }
  REGISTRAR_CO_TRY(co_await TakeStockOfIntent(context, registered));
  co_return co_await CloseLostAttempt(context, settings);
}

}  // namespace registrar
