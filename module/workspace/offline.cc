#include "module/workspace/offline.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "module/cloud/iso_date_time.h"
#include "module/cloud/offline_blob.h"
#include "module/net/url.h"
#include "module/workspace/grant.h"
#include "module/workspace/recovery.h"
#include "module/workspace/registration_data.h"
#include "module/workspace/time_text.h"

namespace registrar {
namespace {

// The host of an address; people and licenses leave the scheme out. "" when it is none.
// The hosts that the answer was made for.
std::vector<std::string> HostsOf(const RegistrationPayload& answer) {
  std::vector<std::string> hosts;
  for (const std::string& uri : answer.redirect_uris) hosts.push_back(HostOf(uri));
  std::erase(hosts, std::string());
  return hosts;
}

Status CheckWorkspace(const RegistrationPayload& answer, const CloudSettings& settings) {
  const std::string here = HostOf(settings.site_url);
  if (here.empty()) return Ok();
  const std::vector<std::string> hosts = HostsOf(answer);
  const bool fits = std::find(hosts.begin(), hosts.end(), here) != hosts.end();
  if (!hosts.empty() && !fits) {
    return Error(ErrorCode::kOfflineOtherWorkspace,
                 "it is for " + hosts.front() + ", this is " + here);
  }
  const std::string licensed = HostOf(StringOr(answer.license_data, "address"));
  if (!licensed.empty() && licensed != here) {
    return Error(ErrorCode::kOfflineOtherWorkspace,
                 "its license is for " + licensed + ", this is " + here);
  }
  // Without an address only the id can tell, if this workspace has been given one.
  const bool known = fits || !licensed.empty() || settings.workspace_id.empty();
  if (!known && settings.workspace_id != answer.workspace_id) {
    return Error(ErrorCode::kOfflineOtherWorkspace, "its workspace id is another one");
  }
  return Ok();
}

Status CheckLicense(const RegistrationPayload& answer, WallTime now) {
  const std::string expires = StringOr(answer.license_data, "expireAt");
  if (!IsIsoDateTime(expires)) return Ok();
  // Both are times in UTC of one form, of which the seconds may be left out: text compares as time.
  constexpr size_t kToMinutes = std::string_view("2026-01-01T00:00").size();
  if (expires.substr(0, kToMinutes) >= IsoTime(now).substr(0, kToMinutes)) return Ok();
  return Error(ErrorCode::kOfflineLicenseExpired, "since " + expires);
}

// What became of the license that came along.
Task<Result<Json>> RegisteredAnswer(ContextPtr context, std::string workspace_id) {
  REGISTRAR_CO_ASSIGN(const auto record, co_await context->status.Find());
  Json result{{"workspaceId", std::move(workspace_id)}};
  if (record && record->license.is_object()) {
    Json license = record->license;
    Remove(license, "at");
    Put(result, "license", std::move(license));
  }
  co_return result;
}

}  // namespace

Status CheckOfflineAnswer(const RegistrationPayload& answer, const CloudSettings& settings,
                          WallTime now) {
  const Status workspace = CheckWorkspace(answer, settings);
  return workspace ? CheckLicense(answer, now) : workspace;
}

Task<Result<Json>> MakeOfflineData(ContextPtr context) {
  REGISTRAR_CO_ASSIGN(const CloudSettings settings, co_await ReadCloudSettings(context->host));
  REGISTRAR_CO_ASSIGN(const std::string email, co_await context->host.ContactEmail());
  REGISTRAR_CO_ASSIGN(const Secret data,
                      co_await BuildRegistrationData(context, settings, false, email));
  REGISTRAR_CO_TRY(co_await context->history.Note("registration", "offline-data-made"));
  co_return Json{{"blob", MakeOfflineBlob(data.Expose())}};
}

namespace {

Task<Result<Json>> Apply(ContextPtr context, Result<RegistrationPayload> answer) {
  if (!answer) co_return answer.error();
  REGISTRAR_CO_ASSIGN(const Entry entry, co_await Enter(context, context->stop.token()));
  if (entry.finished == JournalEntry::Kind::kOffline) {
    // It was granted by an earlier call and is committed only now.
    co_return co_await RegisteredAnswer(context, entry.settings.workspace_id);
  }
  REGISTRAR_CO_TRY(co_await CheckMayRegister(context, entry.settings));
  REGISTRAR_CO_TRY(CheckOfflineAnswer(answer.value(), entry.settings, context->loop.WallNow()));
  Grant grant;
  grant.registration = answer.value();
  grant.pasted = true;
  REGISTRAR_CO_ASSIGN(const Registered registered, co_await Commit(context, entry.settings, grant));
  co_return co_await RegisteredAnswer(context, registered.workspace_id);
}

}  // namespace

Task<Result<Json>> RegisterOffline(ContextPtr context, Result<RegistrationPayload> answer) {
  auto applied = co_await Apply(context, std::move(answer));
  if (!applied && !context->stop.token().cancelled()) {
    const Error error = applied.error();
    REGISTRAR_CO_TRY(
        co_await context->history.Note("registration", "failed", "by offline answer", error));
  }
  co_return std::move(applied);
}

}  // namespace registrar
