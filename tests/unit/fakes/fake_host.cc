#include "tests/unit/fakes/fake_host.h"

#include <algorithm>

namespace registrar {
namespace {

// Of a document that is there and has none: a number that nobody expects.
constexpr int64_t kNoRevision = -1;

int64_t RevisionOf(const std::map<std::string, Json>& documents, const std::string& id) {
  const auto found = documents.find(id);
  return found == documents.end() ? 0 : IntegerOr(found->second, "rev", kNoRevision);
}

}  // namespace

FakeStore FakeStore::Fresh(const std::string& cloud_url) {
  FakeStore store;
  store.settings = {{"Cloud_Url", cloud_url},
                    {"Site_Url", "https://chat.test/"},
                    {"Site_Name", "Chat"},
                    {"Organization_Email", "org@workspace.test"},
                    {"uniqueID", "unique-1"},
                    {"Register_Server", false},
                    {"Cloud_Service_Agree_PrivacyTerms", true},
                    {"Cloud_Sync_Announcement_Payload", ""},
                    {"Show_Setup_Wizard", "completed"}};
  return store;
}

std::string FakeStore::Text(const std::string& id) const {
  const auto found = settings.find(id);
  return found != settings.end() && found->second.is_string() ? found->second.get<std::string>()
                                                              : "";
}

bool FakeStore::Registered() const {
  return !Text("Cloud_Workspace_Client_Id").empty() &&
         !Text("Cloud_Workspace_Client_Secret").empty();
}

Json FakeStore::Document(const std::string& id) const {
  const auto found = documents.find(id);
  return found == documents.end() ? Json() : found->second;
}

bool CrashPlan::Pass(const std::string& name) {
  if (dead_) return false;
  passed_.push_back(name);
  dead_ = static_cast<int>(passed_.size()) == at_;
  return !dead_;
}

FakeHost::~FakeHost() {
  // Whoever still waits lets go of its frame.
  stop_.Cancel(Error(ErrorCode::kHostFailed, "the process ended"));
  for (const auto& one : std::exchange(hung_, {})) one->Complete(true);
  Resume();
}

int FakeHost::CountLogged(std::string_view beginning) const {
  const auto begins = [beginning](const Json& line) {
    return StringOr(line, "msg").starts_with(beginning);
  };
  return static_cast<int>(std::count_if(logged.begin(), logged.end(), begins));
}

bool FakeHost::Answers(const char* function) const {
  return !(crash_ != nullptr && crash_->dead()) && !silent.contains(function);
}

Task<bool> FakeHost::WaitForEnd() {
  const auto hung = Hung::Create();
  hung_.push_back(hung);
  co_return co_await Hung::Wait(hung);
}

Task<Trouble> FakeHost::Meet(std::string name) {
  Trouble met = trouble(name);
  if (met.delay > Duration::zero()) {
    const Status slept = co_await Sleep(*loop, met.delay, stop_.token());
    if (!slept) met.error = slept.error();
    if (!slept) met.takes_effect = false;
  }
  constexpr std::string_view kDocument = "document ";
  if (met.outrun && name.starts_with(kDocument)) {
    Json& document = store_.documents[name.substr(kDocument.size())];
    if (document.is_null()) document = Json::object();
    document["rev"] = document.value("rev", int64_t{0}) + 1;
  }
  co_return met;
}

template <typename T>
Task<Result<T>> FakeHost::Write(const char* function, std::string name,
                                std::function<Result<T>()> effect) {
  const Error ended(ErrorCode::kHostWrite, "the process ended");
  if (!Answers(function) || (crash_ != nullptr && !crash_->Pass("before " + name))) {
    co_await WaitForEnd();
    co_return ended;
  }
  if (const auto found = failing.find(function); found != failing.end()) co_return found->second;
  Trouble met;
  if (trouble) met = co_await Meet(name);
  if (met.error && !met.takes_effect) co_return *met.error;
  writes.push_back(name);
  Result<T> result = effect();
  if (crash_ != nullptr && !crash_->Pass("after " + name)) {
    co_await WaitForEnd();
    co_return ended;
  }
  if (met.error) co_return *met.error;
  co_return std::move(result);
}

template <typename T>
Task<Result<T>> FakeHost::Read(const char* function, std::function<Result<T>()> answer) {
  if (!Answers(function)) {
    co_await WaitForEnd();
    co_return Error(ErrorCode::kHostRead, "the process ended");
  }
  if (const auto found = failing.find(function); found != failing.end()) co_return found->second;
  Trouble met;
  if (trouble) met = co_await Meet(function);
  if (met.error) co_return *met.error;
  co_return answer();
}

Status FakeHost::Put(const std::string& id, Json value) {
  if (blocked.contains(id) || cache_lags) ++struck;
  if (blocked.contains(id)) return Error(ErrorCode::kHostWriteBlocked, id);
  // A server that writes the value that is there already tells nobody.
  const bool changed = !store_.settings.contains(id) || store_.settings[id] != value;
  store_.settings[id] = std::move(value);
  if (!cache_lags) cache[id] = store_.settings[id];
  if (on_setting && changed) on_setting(id, store_.settings[id]);
  return Ok();
}

Task<Result<std::map<std::string, Json>>> FakeHost::ReadSettings(std::vector<std::string> ids) {
  return Read<std::map<std::string, Json>>("ReadSettings",
                                           [this, ids]() -> Result<std::map<std::string, Json>> {
                                             std::map<std::string, Json> values;
                                             for (const auto& id : ids) {
                                               if (store_.settings.contains(id))
                                                 values[id] = store_.settings.at(id);
                                             }
                                             return values;
                                           });
}

void FakeHost::Resume() {
  hold.clear();
  if (const auto held = std::exchange(held_, nullptr)) held->Complete(true);
}

Task<Status> FakeHost::WriteSetting(std::string id, Json value) {
  if (hold == "WriteSetting " + id) {
    held_ = Hung::Create();
    co_await Hung::Wait(held_);
  }
  co_return co_await PutSetting(std::move(id), std::move(value));
}

Task<Status> FakeHost::PutSetting(std::string id, Json value) {
  return Write<void>("WriteSetting", "setting " + id,
                     [this, id, value]() -> Status { return Put(id, value); });
}

Task<Status> FakeHost::WriteSecretSetting(std::string id, Secret value) {
  return Write<void>("WriteSecretSetting", "setting " + id, [this, id, value]() -> Status {
    return Put(id, std::string(value.Expose()));
  });
}

Task<Status> FakeHost::ClearSetting(std::string id) {
  return Write<void>("ClearSetting", "setting " + id,
                     [this, id]() -> Status { return Put(id, ""); });
}

Task<Status> FakeHost::RefreshSettings(std::vector<std::string> ids) {
  return Read<void>("RefreshSettings", [this, ids]() -> Status {
    ++refreshed;
    for (const auto& id : ids) {
      if (!cache_lags && store_.settings.contains(id)) cache[id] = store_.settings.at(id);
    }
    return Ok();
  });
}

Task<Result<std::optional<Json>>> FakeHost::FindDocument(std::string id) {
  return Read<std::optional<Json>>("FindDocument", [this, id]() -> Result<std::optional<Json>> {
    if (!store_.documents.contains(id)) return std::optional<Json>();
    return std::optional<Json>(store_.documents.at(id));
  });
}

Task<Result<bool>> FakeHost::ReplaceDocument(std::string id, Json document, int64_t expected_rev) {
  return Write<bool>("ReplaceDocument", "document " + id,
                     [this, id, document, expected_rev]() -> Result<bool> {
                       if (RevisionOf(store_.documents, id) != expected_rev) return false;
                       Json& place = store_.documents[id];
                       place = document;
                       place["rev"] = expected_rev + 1;
                       return true;
                     });
}

Task<Result<bool>> FakeHost::DeleteDocument(std::string id, int64_t expected_rev) {
  return Write<bool>("DeleteDocument", "delete " + id, [this, id, expected_rev]() -> Result<bool> {
    if (!store_.documents.contains(id)) return true;
    if (RevisionOf(store_.documents, id) != expected_rev) return false;
    store_.documents.erase(id);
    return true;
  });
}

Task<Result<Json>> FakeHost::RegistrationData(std::string contact_email) {
  return Read<Json>("RegistrationData", [this, contact_email]() -> Result<Json> {
    ++registration_data_built;
    Json data = registration_data;
    data["contactEmail"] = contact_email;
    if (cache.contains("Cloud_Workspace_Id")) data["workspaceId"] = cache["Cloud_Workspace_Id"];
    return data;
  });
}

Task<Result<std::string>> FakeHost::ContactEmail() {
  return Read<std::string>("ContactEmail", [this]() -> Result<std::string> { return email; });
}

Task<Result<std::optional<StoredToken>>> FakeHost::FindToken(std::string scope) {
  return Read<std::optional<StoredToken>>(
      "FindToken", [this, scope]() -> Result<std::optional<StoredToken>> {
        if (!store_.tokens.contains(scope)) return std::optional<StoredToken>();
        return std::optional<StoredToken>(store_.tokens.at(scope));
      });
}

Task<Status> FakeHost::StoreToken(std::string scope, StoredToken token) {
  return Write<void>("StoreToken", "token", [this, scope, token]() -> Status {
    store_.tokens[scope] = token;
    return Ok();
  });
}

Task<Status> FakeHost::RemoveTokens() {
  return Write<void>("RemoveTokens", "remove tokens", [this]() -> Status {
    store_.tokens.clear();
    return Ok();
  });
}

Task<Result<std::optional<UserLogin>>> FakeHost::FindUserLogin(std::string user_id) {
  return Read<std::optional<UserLogin>>(
      "FindUserLogin", [this, user_id]() -> Result<std::optional<UserLogin>> {
        const auto found = store_.users.find(user_id);
        return found == store_.users.end() ? std::optional<UserLogin>() : found->second;
      });
}

Task<Status> FakeHost::StoreUserLogin(std::string user_id, UserLogin login) {
  return Write<void>("StoreUserLogin", "login " + user_id, [this, user_id, login]() -> Status {
    if (!store_.users.contains(user_id)) return Error(ErrorCode::kHostWrite, "no such user");
    store_.users[user_id] = login;
    return Ok();
  });
}

Task<Status> FakeHost::RemoveUserLogin(std::string user_id) {
  return Write<void>("RemoveUserLogin", "remove login " + user_id, [this, user_id]() -> Status {
    if (store_.users.contains(user_id)) store_.users[user_id].reset();
    return Ok();
  });
}

Task<Result<LicenseOutcome>> FakeHost::ApplyLicense(std::string license) {
  return Write<LicenseOutcome>("ApplyLicense", "license",
                               [this, license]() -> Result<LicenseOutcome> {
                                 licenses.push_back(license);
                                 store_.license = license;
                                 if (license_outcome != LicenseOutcome::kApplied) ++struck;
                                 return license_outcome;
                               });
}

Task<Status> FakeHost::RemoveLicense() {
  return Write<void>("RemoveLicense", "remove license", [this]() -> Status {
    ++licenses_removed;
    store_.license.clear();
    return Ok();
  });
}

Task<Status> FakeHost::ApplyAnnouncements(Json given) {
  return Write<void>("ApplyAnnouncements", "announcements", [this, given]() -> Status {
    announcements.push_back(given);
    return Ok();
  });
}

Task<Status> FakeHost::ApplyNps(Json nps) {
  return Write<void>("ApplyNps", "survey", [this, nps]() -> Status {
    surveys.push_back(nps);
    return Ok();
  });
}

Task<Status> FakeHost::ApplyBanners(Json given) {
  return Write<void>("ApplyBanners", "banners", [this, given]() -> Status {
    banners.push_back(given);
    return Ok();
  });
}

Task<Status> FakeHost::ApplySupportedVersions(Json supported_versions) {
  return Write<void>("ApplySupportedVersions", "support window",
                     [this, supported_versions]() -> Status {
                       windows.push_back(supported_versions);
                       return Ok();
                     });
}

Task<Status> FakeHost::NotifyAdmins(Notice notice) {
  return Write<void>("NotifyAdmins", "notice " + notice.id, [this, notice]() -> Status {
    ++reminders;
    notices[notice.id] = notice;
    return Ok();
  });
}

Task<Status> FakeHost::ClearNotice(std::string id) {
  return Write<void>("ClearNotice", "clear notice " + id, [this, id]() -> Status {
    notices.erase(id);
    return Ok();
  });
}

Task<Result<Json>> FakeHost::SupportSources() {
  return Read<Json>("SupportSources", [this]() -> Result<Json> { return support_sources; });
}

Task<Result<Json>> FakeHost::UsageReport() {
  return Read<Json>("UsageReport", [this]() -> Result<Json> { return usage_report; });
}

void FakeHost::PublishStatus(const Json& status) {
  if (crash_ == nullptr || !crash_->dead()) published.push_back(status);
}

void FakeHost::Log(LogLevel /*level*/, const Json& record) {
  if (crash_ != nullptr && crash_->dead()) return;
  if (log_fails) {
    ++struck;
    return;
  }
  logged.push_back(record);
}

}  // namespace registrar
