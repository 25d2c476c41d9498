#ifndef REGISTRAR_MODULE_NODE_JS_HOST_H_
#define REGISTRAR_MODULE_NODE_JS_HOST_H_

#include <v8.h>

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "module/host/host.h"
#include "module/node/js_environment.h"
#include "module/node/js_promise.h"

namespace registrar {

// The host port over a JavaScript object: each function of Host calls the method of the same name
// (in lowerCamelCase) with one plain object, and takes a value or a promise of one.
class JsHost final : public Host {
 public:
  JsHost(std::shared_ptr<JsEnvironment> environment, v8::Local<v8::Object> port);
  ~JsHost() override;

  // Ends every call that is under way with kStopping, and every later one at once.
  void Close();

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
  // Calls `method` and waits for what it gives. Errors: `failure` with the server's own message,
  // or the catalogue's error whose code the rejection carries.
  Task<Result<Json>> Call(std::string method, Json argument, ErrorCode failure);
  Task<Status> Do(std::string method, Json argument, ErrorCode failure);
  // The call itself; completes `completion`, at once or later.
  void Invoke(const std::string& method, const Json& argument,
              const Completion<JsOutcome>::Ptr& completion);

  std::shared_ptr<JsEnvironment> environment_;
  v8::Global<v8::Object> port_;
  std::set<Completion<JsOutcome>::Ptr> open_;
  bool closed_ = false;
};

}  // namespace registrar

#endif  // REGISTRAR_MODULE_NODE_JS_HOST_H_
