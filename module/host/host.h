#ifndef REGISTRAR_MODULE_HOST_HOST_H_
#define REGISTRAR_MODULE_HOST_HOST_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "module/async/loop.h"
#include "module/async/task.h"
#include "module/base/json.h"
#include "module/base/result.h"
#include "module/base/secret.h"

namespace registrar {

// An id that Host::ReadSettings takes besides those of settings: what the environment gives for the
// module's own settings that are read with it, as {<id>: {variable, text}}; "text" is missing for
// secrets.
inline constexpr const char* kEnvironmentValues = "@environment";

enum class LogLevel { kDebug, kInfo, kWarn, kError };

// What became of a license that was handed over.
enum class LicenseOutcome {
  kApplied,
  kUnchanged,   // the server has it already
  kPending,     // stored, applied when the server's license code is ready
  kUnreadable,  // cannot be decrypted or parsed
  kNotValid,    // readable, but not valid for this workspace
};

// An access token as the server stores it.
struct StoredToken {
  Secret token;
  WallTime expires_at;
};

// Something that administrators are to know, shown until they close it.
struct Notice {
  std::string id;  // of its kind, e.g. "registration"; a new one replaces one of the same id
  std::string title;
  std::string text;
  std::string link;  // path of a page of the server; may be empty
};

// A user's login at the cloud as the server keeps it with the user.
struct UserLogin {
  Secret access_token;
  WallTime expires_at;
  std::string scope;
  std::string token_type;
  Secret refresh_token;
};

// What the module asks of any chat server: the one port between the flows and the server. All
// calls come from the loop's thread; none may call back into the flows before it suspends.
//
// Errors, if a function says nothing else: kHostRead for reads, kHostWrite for writes, kHostFailed
// for services. A write whose answer got lost may have happened.
class Host {
 public:
  virtual ~Host() = default;

  // Values of settings, read from the database and not from a cache. Ids that do not exist are
  // absent from the result. Secret settings come like the others: keep them short-lived.
  virtual Task<Result<std::map<std::string, Json>>> ReadSettings(std::vector<std::string> ids) = 0;

  // Writes one setting durably, makes it known to this instance's cache, to the clients and to the
  // other instances, and reads it back.
  // Errors: kHostWriteBlocked when the value read back is another one.
  virtual Task<Status> WriteSetting(std::string id, Json value) = 0;
  virtual Task<Status> WriteSecretSetting(std::string id, Secret value) = 0;

  // Puts the setting back to its package's value, which is empty for all cloud settings; as
  // WriteSetting otherwise. A value that the environment forces is overwritten with the empty one.
  virtual Task<Status> ClearSetting(std::string id) = 0;

  // Puts what the database has of these settings into this instance's cache, where another instance
  // changed them. Ids that do not exist, or that the environment forces, are left alone.
  virtual Task<Status> RefreshSettings(std::vector<std::string> ids) = 0;

  // One document of the module's own collection, read from the primary; nothing when absent.
  // Documents have a number "rev" that ReplaceDocument keeps.
  virtual Task<Result<std::optional<Json>>> FindDocument(std::string id) = 0;

  // Compare-and-set of one document, durable on a majority when it answers.
  //   expected_rev  "rev" of the document that is replaced; 0: there must be none yet
  // Result: false when the document was changed or made by somebody else meanwhile. The new
  // document has "rev" expected_rev + 1.
  virtual Task<Result<bool>> ReplaceDocument(std::string id, Json document,
                                             int64_t expected_rev) = 0;

  // Deletes the document if its "rev" is `expected_rev`. Result: whether it did, or none was there.
  virtual Task<Result<bool>> DeleteDocument(std::string id, int64_t expected_rev) = 0;

  // The server's registration data (buildWorkspaceRegistrationData), an object.
  //   contact_email  the e-mail to put in; empty: none
  virtual Task<Result<Json>> RegistrationData(std::string contact_email) = 0;

  // E-mail address of the workspace's organization or, when none is set, of its oldest user.
  virtual Task<Result<std::string>> ContactEmail() = 0;

  // Access tokens, where the release stores them. `scope` is never empty: the default scopes are
  // spelled out, joined by spaces. FindToken gives the one of `scope` that is valid
  // longest. StoreToken keeps exactly one of the scope.
  virtual Task<Result<std::optional<StoredToken>>> FindToken(std::string scope) = 0;
  virtual Task<Status> StoreToken(std::string scope, StoredToken token) = 0;
  virtual Task<Status> RemoveTokens() = 0;

  // The login at the cloud of one user; nothing when there is none or no such user.
  virtual Task<Result<std::optional<UserLogin>>> FindUserLogin(std::string user_id) = 0;
  // Errors: kHostWrite also when there is no such user.
  virtual Task<Status> StoreUserLogin(std::string user_id, UserLogin login) = 0;
  virtual Task<Status> RemoveUserLogin(std::string user_id) = 0;

  // Effects of a sync. Each is handed the cloud's own, validated JSON.
  virtual Task<Result<LicenseOutcome>> ApplyLicense(std::string license) = 0;
  virtual Task<Status> RemoveLicense() = 0;
  virtual Task<Status> ApplyAnnouncements(Json announcements) = 0;
  virtual Task<Status> ApplyNps(Json nps) = 0;
  virtual Task<Status> ApplyBanners(Json banners) = 0;
  virtual Task<Status> ApplySupportedVersions(Json supported_versions) = 0;

  // Shows every administrator a banner, in the server's language where the module's texts have it,
  // also those who closed an earlier one of the same id.
  virtual Task<Status> NotifyAdmins(Notice notice) = 0;
  // Takes the banners of that id away.
  virtual Task<Status> ClearNotice(std::string id) = 0;

  // What the server itself knows of the support window: {build, license}, each data as the cloud's
  // or null.
  virtual Task<Result<Json>> SupportSources() = 0;

  // How near the server is to its read-only mode: {hasValidLicense, airGappedDaysLeft?,
  // lastReportAt?}; the days as the server counts them, -1: it does not.
  virtual Task<Result<Json>> UsageReport() = 0;

  // Tells the server what the module's status is now, for display; never waited for.
  virtual void PublishStatus(const Json& status) = 0;

  // One line in the server's own log. `record` has "msg" and plain fields, never a secret.
  virtual void Log(LogLevel level, const Json& record) = 0;
};

}  // namespace registrar

#endif  // REGISTRAR_MODULE_HOST_HOST_H_
