#include "module/workspace/status.h"

#include <utility>

#include "module/async/spawn.h"
#include "module/workspace/time_text.h"

namespace registrar {
namespace {

// A copy for people: "at" as ISO text.
Json WithIsoTime(Json json) {
  if (json.is_object() && json.contains("at")) Put(json, "at", IsoTime(TimeOf(json, "at")));
  return json;
}

Json PushGateway(const CloudSettings& settings, bool registered) {
  const auto off = [](const char* reason) { return Json{{"on", false}, {"reason", reason}}; };
  if (!registered) return off("The workspace is not registered.");
  if (!settings.register_server) return off("The setting Register_Server is off.");
  if (!settings.agree_privacy_terms) {
    return off("The terms are not accepted: the setting Cloud_Service_Agree_PrivacyTerms is off.");
  }
  return Json{{"on", true}, {"reason", "The workspace is registered and the terms are accepted."}};
}

}  // namespace

bool StatusRecord::Apply(Event event, WallTime now) {
  const std::optional<WorkspaceState> next = Next(state, event);
  if (!next) return false;
  if (*next != state) since = now;
  state = *next;
  return true;
}

void StatusRecord::SetError(const Error& error, WallTime now) {
  last_error = error.ToJson();
  Put(last_error, "at", StoredTime(now));
}

void StatusRecord::EnterIntent(const std::string& email, WallTime expires_at, WallTime now) {
  if (!Apply(Event::kIntentStarted, now)) return;
  intent = Json{{"email", email}, {"expiresAt", StoredTime(expires_at)}};
  last_error = nullptr;
}

Json StatusRecord::ToJson() const {
  Json json{
      {"state", NameOf(state)},     {"uniqueId", unique_id}, {"workspaceId", workspace_id},
      {"since", StoredTime(since)}, {"lastSync", last_sync}, {"lastError", last_error},
      {"license", license},         {"failures", failures},  {"registrationDue", registration_due}};
  Put(json, "intent", intent);
  Put(json, "supportWindow", support_window);
  Put(json, "readOnly", read_only);
  Put(json, "windowWarned", window_warned);
  Put(json, "readOnlyWarned", read_only_warned);
  PutTime(json, "nextSync", next_sync);
  PutTime(json, "lastGoodSync", last_good_sync);
  PutTime(json, "lastWindow", last_window);
  PutTime(json, "unknownSince", unknown_since);
  PutTime(json, "keptTried", kept_tried);
  PutTime(json, "wizardDue", wizard_due);
  return json;
}

StatusRecord StatusRecord::FromJson(const Json& json) {
  StatusRecord record;
  record.state = StateNamed(StringOr(json, "state")).value_or(WorkspaceState::kUnregistered);
  record.unique_id = StringOr(json, "uniqueId");
  record.workspace_id = StringOr(json, "workspaceId");
  record.since = TimeOf(json, "since");
  record.last_sync = Member(json, "lastSync");
  record.last_error = Member(json, "lastError");
  record.license = Member(json, "license");
  record.support_window = Member(json, "supportWindow");
  record.read_only = Member(json, "readOnly");
  record.window_warned = AsInt(Member(json, "windowWarned")).value_or(0);
  record.read_only_warned = BoolOr(json, "readOnlyWarned");
  record.next_sync = OptionalTime(json, "nextSync");
  record.last_good_sync = OptionalTime(json, "lastGoodSync");
  record.last_window = OptionalTime(json, "lastWindow");
  record.unknown_since = OptionalTime(json, "unknownSince");
  record.kept_tried = OptionalTime(json, "keptTried");
  record.wizard_due = OptionalTime(json, "wizardDue");
  record.intent = Member(json, "intent");
  record.failures = AsInt(Member(json, "failures")).value_or(0);
  record.registration_due = BoolOr(json, "registrationDue");
  return record;
}

WorkspaceState StateOf(const StatusRecord& record, const CloudSettings& settings) {
  const Event found =
      settings.has_credentials() ? Event::kFoundCredentials : Event::kFoundNoCredentials;
  return Next(record.state, found).value_or(record.state);
}

Json PublicStatus(const StatusRecord& record, const CloudSettings& settings) {
  const WorkspaceState state = StateOf(record, settings);
  const bool registered = HoldsCredentials(state);
  Json json{{"state", NameOf(state)},
            {"registered", registered},
            {"policy", NameOf(settings.module.policy)},
            {"workspaceId", registered ? settings.workspace_id : record.workspace_id},
            {"since", IsoTime(record.since)},
            {"lastSync", WithIsoTime(record.last_sync)},
            {"lastError", WithIsoTime(record.last_error)},
            {"nextSync", nullptr},
            {"license", WithIsoTime(record.license)},
            {"registrationDue", record.registration_due},
            {"pushGateway", PushGateway(settings, registered)}};
  if (record.last_good_sync) Put(json, "lastGoodSync", IsoTime(*record.last_good_sync));
  if (record.next_sync) Put(json, "nextSync", IsoTime(*record.next_sync));
  if (state == WorkspaceState::kIntent && record.intent.is_object()) {
    Put(json, "intent",
        Json{{"email", StringOr(record.intent, "email")},
             {"expiresAt", IsoTime(TimeOf(record.intent, "expiresAt"))}});
  }
  if (record.unknown_since) Put(json, "unknownSince", IsoTime(*record.unknown_since));
  if (!record.support_window.is_null()) Put(json, "supportWindow", record.support_window);
  if (!record.read_only.is_null()) Put(json, "readOnly", record.read_only);
  if (registered && !settings.fingerprint_accepted) {
    Put(json, "elsewhere", Error(ErrorCode::kElsewhere).ToJson());
  }
  Json problems = Json::array();
  for (const Error& problem : settings.module.problems) Append(problems, problem.ToJson());
  Put(json, "invalidSettings", std::move(problems));
  return json;
}

Task<Result<std::optional<StatusRecord>>> StatusStore::Find() {
  REGISTRAR_CO_ASSIGN(const std::optional<Json> found, co_await records_.Find(kStatusRecord));
  if (!found) co_return std::optional<StatusRecord>();
  co_return std::optional<StatusRecord>(StatusRecord::FromJson(*found));
}

Task<Status> StatusStore::Update(StatusChange change) {
  const DocumentChange change_document = [change](const Json& current) {
    StatusRecord record = StatusRecord::FromJson(current);
    change(record);
    return record.ToJson();
  };
  const auto modified = co_await records_.Modify(kStatusRecord, change_document);
  if (!modified) co_return modified.error();
  unpublished_ = StatusRecord::FromJson(modified.value());
  if (!publishing_) Spawn(PublishNewest());
  co_return Ok();
}

Task<Status> StatusStore::PublishNewest() {
  publishing_ = true;
  while (unpublished_) {
    // Of several changes in a row only the last is shown. What cannot be read is only not shown.
    const auto settings = co_await ReadCloudSettings(host_);
    const StatusRecord record = *std::exchange(unpublished_, std::nullopt);
    if (settings) host_.PublishStatus(WithAddition(PublicStatus(record, settings.value())));
  }
  publishing_ = false;
  co_return Ok();
}

Task<Status> StatusStore::RecordError(std::string what, Error error) {
  LogError(host_, LogLevel::kError, what, error);
  const WallTime now = loop_.WallNow();
  const StatusChange change = [error, now](StatusRecord& record) { record.SetError(error, now); };
  co_return co_await Update(change);
}

Task<Status> StatusStore::Publish() {
  REGISTRAR_CO_ASSIGN(const Json status, co_await Public());
  host_.PublishStatus(status);
  co_return Ok();
}

Task<Result<Json>> StatusStore::Public() {
  REGISTRAR_CO_ASSIGN(const CloudSettings settings, co_await ReadCloudSettings(host_));
  REGISTRAR_CO_ASSIGN(const std::optional<StatusRecord> record, co_await Find());
  co_return WithAddition(PublicStatus(record.value_or(StatusRecord()), settings));
}

Json StatusStore::WithAddition(Json status) const {
  if (addition_) PutAll(status, addition_());
  // What was judged earlier ages.
  Json window = Member(status, "supportWindow");
  if (const auto until = TimeFromIso(StringOr(window, "until"))) {
    const WallTime now = loop_.WallNow();
    Put(window, "daysLeft", std::chrono::floor<std::chrono::days>(*until - now).count());
    Put(window, "supported", *until > now);
    Put(status, "supportWindow", std::move(window));
  }
  return status;
}

void LogError(Host& host, LogLevel level, const std::string& what, const Error& error) {
  host.Log(level, Json{{"msg", what + " failed: " + error.Message()},
                       {"code", error.info().code},
                       {"remedy", error.info().remedy}});
}

}  // namespace registrar
