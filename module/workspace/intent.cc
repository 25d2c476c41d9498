#include "module/workspace/intent.h"

#include <algorithm>
#include <utility>

#include "module/workspace/time_text.h"

namespace registrar {
namespace {

std::optional<ErrorCode> CodeNamed(const std::string& name) {
  for (const ErrorInfo& info : ErrorCatalogue()) {
    if (info.code == name) return info.id;
  }
  return std::nullopt;
}

// The payload as a tab gets it: every field of the vendor's schema, the secret empty.
Json WithoutSecret(const RegistrationPayload& registration) {
  RegistrationPayload shown = registration;
  shown.client_secret = Secret();
  return shown.ToStoredJson();
}

}  // namespace

bool IntentRecord::KnownAs(const std::string& code) const {
  if (code.empty()) return false;
  return code == device_code.Expose() ||
         std::find(handles.begin(), handles.end(), code) != handles.end();
}

Json IntentRecord::ToJson() const {
  Json json{{"handles", handles},
            {"deviceCode", std::string(device_code.Expose())},
            {"email", email},
            {"uniqueId", unique_id},
            {"interval", interval.count()},
            {"expiresAt", StoredTime(expires_at)},
            {"payload", payload},
            {"readableUntil", StoredTime(readable_until)},
            {"seen", seen}};
  if (failure) Put(json, "failure", Describe(*failure).code);
  return json;
}

IntentRecord IntentRecord::FromJson(const Json& json) {
  IntentRecord record;
  for (const Json& handle : Elements(Member(json, "handles"))) {
    if (const auto* const text = AsText(handle)) record.handles.push_back(*text);
  }
  record.device_code = Secret(StringOr(json, "deviceCode"));
  record.email = StringOr(json, "email");
  record.unique_id = StringOr(json, "uniqueId");
  if (const auto interval = AsInteger(Member(json, "interval"))) {
    record.interval = std::chrono::seconds(*interval);
  }
  record.expires_at = TimeOf(json, "expiresAt");
  record.payload = Member(json, "payload");
  record.readable_until = TimeOf(json, "readableUntil");
  record.seen = BoolOr(json, "seen");
  record.failure = CodeNamed(StringOr(json, "failure"));
  return record;
}

Task<Result<std::optional<IntentRecord>>> FindIntent(ContextPtr context) {
  REGISTRAR_CO_ASSIGN(const auto found, co_await context->records.Find(kIntentRecord));
  if (!found) co_return std::optional<IntentRecord>();
  co_return std::optional<IntentRecord>(IntentRecord::FromJson(*found));
}

Task<Status> UpdateIntent(ContextPtr context, IntentChange change) {
  REGISTRAR_CO_ASSIGN(const auto found, co_await context->records.Find(kIntentRecord));
  if (!found) co_return Ok();
  const DocumentChange change_document = [change](const Json& current) {
    IntentRecord record = IntentRecord::FromJson(current);
    change(record);
    return record.ToJson();
  };
  const auto modified = co_await context->records.Modify(kIntentRecord, change_document);
  if (!modified) co_return modified.error();
  co_return Ok();
}

Task<Status> SettleIntent(ContextPtr context, JournalEntry entry) {
  if (entry.intent_handle.empty()) co_return co_await context->records.Remove(kIntentRecord);
  const WallTime kept = context->loop.WallNow() + kResultKept;
  const IntentChange settle = [entry, kept](IntentRecord& record) {
    if (!record.KnownAs(entry.intent_handle) || !record.payload.is_null()) return;
    record.payload = WithoutSecret(entry.registration);
    record.readable_until = std::max(record.expires_at, kept);
    record.failure.reset();
  };
  co_return co_await UpdateIntent(context, settle);
}

Task<Status> TakeStockOfIntent(ContextPtr context, bool registered) {
  REGISTRAR_CO_ASSIGN(const auto intent, co_await FindIntent(context));
  const bool open = intent && intent->open();
  // Somebody else registered the workspace meanwhile.
  if (registered && open) co_return co_await context->records.Remove(kIntentRecord);
  if (registered) co_return Ok();
  REGISTRAR_CO_ASSIGN(const auto status, co_await context->status.Find());
  const bool waiting = status && status->state == WorkspaceState::kIntent;
  if (open == waiting) co_return Ok();
  const WallTime now = context->loop.WallNow();
  const StatusChange agree = [open, intent, now](StatusRecord& record) {
    if (open) {
      record.EnterIntent(intent->email, intent->expires_at, now);
    } else {
      record.Apply(Event::kIntentEnded, now);
      record.intent = nullptr;
    }
  };
  co_return co_await context->status.Update(agree);
}

}  // namespace registrar
