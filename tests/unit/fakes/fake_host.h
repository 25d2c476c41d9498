#ifndef REGISTRAR_TESTS_UNIT_FAKES_FAKE_HOST_H_
#define REGISTRAR_TESTS_UNIT_FAKES_FAKE_HOST_H_

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "module/async/completion.h"
#include "module/host/host.h"

namespace registrar {

// What a chat server keeps durably: survives the death of the process, that is of a FakeHost.
struct FakeStore {
  std::map<std::string, Json> settings;
  std::map<std::string, Json> documents;
  std::map<std::string, StoredToken> tokens;
  // Logins at the cloud, by user. A user without one has an entry without a value.
  std::map<std::string, std::optional<UserLogin>> users = {{"user-1", std::nullopt}};
  std::string license;
  // The processes that live on it, by their numbers.
  std::set<int64_t> processes;

  // A server that is set up and not registered, with `cloud_url` as its cloud.
  static FakeStore Fresh(const std::string& cloud_url = "https://cloud.test");

  // The setting as text; "" when it is not set.
  std::string Text(const std::string& id) const;
  // The server's own rule: client id and secret are both set.
  bool Registered() const;
  // A record of the module; null when there is none.
  Json Document(const std::string& id) const;
};

// Ends the process at a chosen point: every write and every request passes two points, before and
// after it takes effect. From the chosen one on nothing is answered and nothing takes effect.
class CrashPlan {
 public:
  // Lets the process die at the point `at`, counted from 1; 0: never.
  explicit CrashPlan(int at = 0) : at_(at) {}

  // Passes one point. Result: whether the process lives.
  bool Pass(const std::string& name);
  bool dead() const { return dead_; }
  // The points that were passed, by name.
  const std::vector<std::string>& passed() const { return passed_; }

 private:
  int at_;
  bool dead_ = false;
  std::vector<std::string> passed_;
};

// What a call of the server meets instead of its usual answer.
struct Trouble {
  Duration delay{0};  // before anything happens; needs FakeHost::loop
  // Somebody else changes the document just before it is replaced.
  bool outrun = false;
  // A write takes effect all the same, though its answer is `error`.
  bool takes_effect = false;
  std::optional<Error> error;
};

// A chat server in memory. Every call is answered within the call, unless a test says otherwise.
class FakeHost final : public Host {
 public:
  explicit FakeHost(FakeStore& store, CrashPlan* crash = nullptr) : store_(store), crash_(crash) {}
  FakeHost(const FakeHost&) = delete;
  FakeHost& operator=(const FakeHost&) = delete;
  ~FakeHost() override;

  // What a test may change.
  std::string email = "admin@workspace.test";
  Json registration_data = {{"uniqueId", "unique-1"}, {"version", "8.6.1"}};
  Json support_sources = Json::object();
  Json usage_report = {{"hasValidLicense", true}};
  LicenseOutcome license_outcome = LicenseOutcome::kApplied;
  // Settings that cannot be written (kHostWriteBlocked).
  std::set<std::string> blocked;
  // Calls that fail, by the name of the function.
  std::map<std::string, Error> failing;
  // Calls that are never answered, by the name of the function.
  std::set<std::string> silent;

  // Asked at every call, by its name: that in `writes`, or the function of a read. Empty: none.
  std::function<Trouble(const std::string& name)> trouble;
  Loop* loop = nullptr;
  // Told after every write that changes a setting.
  std::function<void(const std::string& id, const Json& value)> on_setting;
  // The server's cache of its settings, which the registration data are built from; it follows the
  // database unless it lags.
  std::map<std::string, Json> cache;
  bool cache_lags = false;
  // The disk is full: lines of the log are lost.
  bool log_fails = false;
  // How often a call met one of these: a blocked setting, a lagging cache, a lost line, a license
  // that is not applied.
  int struck = 0;

  // A write that waits until Resume(), e.g. "WriteSetting Site_Name": the process is paused there.
  std::string hold;
  void Resume();

  // What the module did.
  std::vector<std::string> writes;  // "setting Register_Server", "document journal", …
  std::vector<Json> published;
  std::vector<Json> logged;
  // How many lines of the log begin with this.
  int CountLogged(std::string_view beginning) const;
  std::vector<std::string> licenses;
  std::vector<Json> announcements;
  std::vector<Json> surveys;
  std::vector<Json> banners;
  std::vector<Json> windows;
  std::map<std::string, Notice> notices;  // those that are shown, by id
  int reminders = 0;                      // notices that were given, all together
  int registration_data_built = 0;
  int refreshed = 0;  // how often the cache was made to follow the database
  int licenses_removed = 0;

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
  Task<Status> ApplyBanners(Json given) override;
  Task<Status> ApplySupportedVersions(Json supported_versions) override;
  Task<Status> NotifyAdmins(Notice notice) override;
  Task<Status> ClearNotice(std::string id) override;
  Task<Result<Json>> SupportSources() override;
  Task<Result<Json>> UsageReport() override;
  void PublishStatus(const Json& status) override;
  void Log(LogLevel level, const Json& record) override;

 private:
  using Hung = Completion<bool>;

  // Whether the call takes place at all; otherwise it is to wait for the end.
  bool Answers(const char* function) const;
  Task<bool> WaitForEnd();
  // Carries out one write, with its two points.
  template <typename T>
  Task<Result<T>> Write(const char* function, std::string name, std::function<Result<T>()> effect);
  template <typename T>
  Task<Result<T>> Read(const char* function, std::function<Result<T>()> answer);
  // What the call of that name meets, once its delay has passed.
  Task<Trouble> Meet(std::string name);
  Status Put(const std::string& id, Json value);
  Task<Status> PutSetting(std::string id, Json value);

  FakeStore& store_;
  CrashPlan* crash_;
  std::vector<Hung::Ptr> hung_;
  Hung::Ptr held_;
  CancelSource stop_;
};

}  // namespace registrar

#endif  // REGISTRAR_TESTS_UNIT_FAKES_FAKE_HOST_H_
