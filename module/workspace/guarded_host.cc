#include "module/workspace/guarded_host.h"

#include <utility>

#include "module/workspace/abandon.h"

namespace registrar {

Task<Result<std::map<std::string, Json>>> GuardedHost::ReadSettings(std::vector<std::string> ids) {
  return UnlessCancelled(host_.ReadSettings(std::move(ids)), stop_);
}

Task<Status> GuardedHost::WriteSetting(std::string id, Json value) {
  return UnlessCancelled(host_.WriteSetting(std::move(id), std::move(value)), stop_);
}

Task<Status> GuardedHost::WriteSecretSetting(std::string id, Secret value) {
  return UnlessCancelled(host_.WriteSecretSetting(std::move(id), std::move(value)), stop_);
}

Task<Status> GuardedHost::ClearSetting(std::string id) {
  return UnlessCancelled(host_.ClearSetting(std::move(id)), stop_);
}

Task<Status> GuardedHost::RefreshSettings(std::vector<std::string> ids) {
  return UnlessCancelled(host_.RefreshSettings(std::move(ids)), stop_);
}

Task<Result<std::optional<Json>>> GuardedHost::FindDocument(std::string id) {
  return UnlessCancelled(host_.FindDocument(std::move(id)), stop_);
}

Task<Result<bool>> GuardedHost::ReplaceDocument(std::string id, Json document,
                                                int64_t expected_rev) {
  return UnlessCancelled(host_.ReplaceDocument(std::move(id), std::move(document), expected_rev),
                         stop_);
}

Task<Result<bool>> GuardedHost::DeleteDocument(std::string id, int64_t expected_rev) {
  return UnlessCancelled(host_.DeleteDocument(std::move(id), expected_rev), stop_);
}

Task<Result<Json>> GuardedHost::RegistrationData(std::string contact_email) {
  return UnlessCancelled(host_.RegistrationData(std::move(contact_email)), stop_);
}

Task<Result<std::string>> GuardedHost::ContactEmail() {
  return UnlessCancelled(host_.ContactEmail(), stop_);
}

Task<Result<std::optional<StoredToken>>> GuardedHost::FindToken(std::string scope) {
  return UnlessCancelled(host_.FindToken(std::move(scope)), stop_);
}

Task<Status> GuardedHost::StoreToken(std::string scope, StoredToken token) {
  return UnlessCancelled(host_.StoreToken(std::move(scope), std::move(token)), stop_);
}

Task<Status> GuardedHost::RemoveTokens() { return UnlessCancelled(host_.RemoveTokens(), stop_); }

Task<Result<std::optional<UserLogin>>> GuardedHost::FindUserLogin(std::string user_id) {
  return UnlessCancelled(host_.FindUserLogin(std::move(user_id)), stop_);
}

Task<Status> GuardedHost::StoreUserLogin(std::string user_id, UserLogin login) {
  return UnlessCancelled(host_.StoreUserLogin(std::move(user_id), std::move(login)), stop_);
}

Task<Status> GuardedHost::RemoveUserLogin(std::string user_id) {
  return UnlessCancelled(host_.RemoveUserLogin(std::move(user_id)), stop_);
}

Task<Result<LicenseOutcome>> GuardedHost::ApplyLicense(std::string license) {
  return UnlessCancelled(host_.ApplyLicense(std::move(license)), stop_);
}

Task<Status> GuardedHost::RemoveLicense() { return UnlessCancelled(host_.RemoveLicense(), stop_); }

Task<Status> GuardedHost::ApplyAnnouncements(Json announcements) {
  return UnlessCancelled(host_.ApplyAnnouncements(std::move(announcements)), stop_);
}

Task<Status> GuardedHost::ApplyNps(Json nps) {
  return UnlessCancelled(host_.ApplyNps(std::move(nps)), stop_);
}

Task<Status> GuardedHost::ApplyBanners(Json banners) {
  return UnlessCancelled(host_.ApplyBanners(std::move(banners)), stop_);
}

Task<Status> GuardedHost::ApplySupportedVersions(Json supported_versions) {
  return UnlessCancelled(host_.ApplySupportedVersions(std::move(supported_versions)), stop_);
}

Task<Status> GuardedHost::NotifyAdmins(Notice notice) {
  return UnlessCancelled(host_.NotifyAdmins(std::move(notice)), stop_);
}

Task<Status> GuardedHost::ClearNotice(std::string id) {
  return UnlessCancelled(host_.ClearNotice(std::move(id)), stop_);
}

Task<Result<Json>> GuardedHost::SupportSources() {
  return UnlessCancelled(host_.SupportSources(), stop_);
}

Task<Result<Json>> GuardedHost::UsageReport() {
  return UnlessCancelled(host_.UsageReport(), stop_);
}

void GuardedHost::PublishStatus(const Json& status) {
  if (!stop_.cancelled()) host_.PublishStatus(status);
}

void GuardedHost::Log(LogLevel level, const Json& record) {
  if (!stop_.cancelled()) host_.Log(level, record);
}

}  // namespace registrar
