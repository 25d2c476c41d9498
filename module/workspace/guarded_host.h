#ifndef REGISTRAR_MODULE_WORKSPACE_GUARDED_HOST_H_
#define REGISTRAR_MODULE_WORKSPACE_GUARDED_HOST_H_

#include "module/async/cancel.h"
#include "module/host/host.h"

namespace registrar {

// The port as the flows see it: every call ends with the reason of `stop` when that is cancelled,
// also one that the chat server never answers, and nothing reaches the server afterwards. A call
// that was under way goes on in the server and finds nobody waiting.
class GuardedHost final : public Host {
 public:
  // `host` must outlive this object.
  GuardedHost(Host& host, CancelToken stop) : host_(host), stop_(std::move(stop)) {}

  Task<Result<std::map<std::string, Json>>> ReadSettings(std::vector<std::string> ids) override;
  Task<Status> WriteSetting(std::string id, Json value) override;
  Task<Status> WriteSecretSetting(std::string id, Secret value) override;
  Task<Status> ClearSetting(std::string id) override;
  Task<Status> RefreshSettings(std::vector<std::string> ids) override;
  Task<Result<std::optional<Json>>> FindDocument(std::string id) override;
  Task<Result<bool>> ReplaceDocument(std::string id, Json document, int64_t expected_rev) override;
  Task<Result<bool>> DeleteDocument(std::string id, int64_t expected_rev) override;
  Task<Result<Json>> RegistrationData(std::string contact_email) override;
  Task<Result<std::string>> ContactEmail() override;
  Task<Result<std::optional<StoredToken>>> FindToken(std::string scope) override;
  Task<Status> StoreToken(std::string scope, StoredToken token) override;
  Task<Status> RemoveTokens() override;
  Task<Result<std::optional<UserLogin>>> FindUserLogin(std::string user_id) override;
  Task<Status> StoreUserLogin(std::string user_id, UserLogin login) override;
  Task<Status> RemoveUserLogin(std::string user_id) override;
  Task<Result<LicenseOutcome>> ApplyLicense(std::string license) override;
  Task<Status> RemoveLicense() override;
  Task<Status> ApplyAnnouncements(Json announcements) override;
  Task<Status> ApplyNps(Json nps) override;
  Task<Status> ApplyBanners(Json banners) override;
  Task<Status> ApplySupportedVersions(Json supported_versions) override;
  Task<Status> NotifyAdmins(Notice notice) override;
  Task<Status> ClearNotice(std::string id) override;
  Task<Result<Json>> SupportSources() override;
  Task<Result<Json>> UsageReport() override;
  void PublishStatus(const Json& status) override;
  void Log(LogLevel level, const Json& record) override;

 private:
  Host& host_;
  CancelToken stop_;
};

}  // namespace registrar

#endif  // REGISTRAR_MODULE_WORKSPACE_GUARDED_HOST_H_
