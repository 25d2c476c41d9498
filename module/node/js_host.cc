#include "module/node/js_host.h"

#include <array>
#include <utility>

namespace registrar {
namespace {

constexpr std::string_view kStoppingCode = "module.stopping";

Error ErrorOf(const JsRejection& rejection, ErrorCode failure) {
  for (const ErrorInfo& info : ErrorCatalogue()) {
    if (info.code == rejection.code) return Error(info.id, rejection.message);
  }
  return Error(failure, rejection.message);
}

Json MillisecondsOf(WallTime time) { return time.time_since_epoch().count(); }

}  // namespace

JsHost::JsHost(std::shared_ptr<JsEnvironment> environment, v8::Local<v8::Object> port)
    : environment_(std::move(environment)), port_(environment_->isolate(), port) {}

JsHost::~JsHost() { Close(); }

void JsHost::Close() {
  closed_ = true;
  for (const auto& call : std::exchange(open_, {})) {
    call->Complete(JsRejection{"the server stops", std::string(kStoppingCode)});
  }
}

void JsHost::Invoke(const std::string& method, const Json& argument,
                    const Completion<JsOutcome>::Ptr& completion) {
  const JsScope scope(*environment_);
  v8::Isolate* const isolate = environment_->isolate();
  const v8::Local<v8::Context> context = scope.context();
  v8::TryCatch caught(isolate);
  const v8::Local<v8::Object> port = port_.Get(isolate);
  v8::Local<v8::Value> function;
  v8::Local<v8::Value> value;
  v8::Local<v8::Value> result;
  if (!port->Get(context, ToJs(isolate, method)).ToLocal(&function) || !function->IsFunction() ||
      !ToJs(context, argument).ToLocal(&value)) {
    completion->Complete(JsRejection{"the port has no function " + method, ""});
    return;
  }
  if (!function.As<v8::Function>()->Call(context, port, 1, &value).ToLocal(&result)) {
    completion->Complete(caught.HasTerminated()
                             ? JsRejection{"the server stops", std::string(kStoppingCode)}
                             : RejectionFromJs(context, caught.Exception()));
    return;
  }
  Settle(context, result, completion, environment_->busy());
}

Task<Result<Json>> JsHost::Call(std::string method, Json argument, ErrorCode failure) {
  if (closed_ || environment_->closed()) co_return Error(ErrorCode::kStopping);
  const auto completion = Completion<JsOutcome>::Create();
  open_.insert(completion);
  Invoke(method, argument, completion);
  JsOutcome outcome = co_await Completion<JsOutcome>::Wait(completion);
  open_.erase(completion);
  if (const auto* const rejection = std::get_if<JsRejection>(&outcome)) {
    co_return ErrorOf(*rejection, failure);
  }
  co_return std::move(*std::get_if<Json>(&outcome));
}

Task<Status> JsHost::Do(std::string method, Json argument, ErrorCode failure) {
  REGISTRAR_CO_TRY(co_await Call(std::move(method), std::move(argument), failure));
  co_return Ok();
}

Task<Result<std::map<std::string, Json>>> JsHost::ReadSettings(std::vector<std::string> ids) {
  Json argument{{"ids", std::move(ids)}};
  REGISTRAR_CO_ASSIGN(const Json values,
                      co_await Call("readSettings", std::move(argument), ErrorCode::kHostRead));
  const Json::object_t& members = Members(values);
  co_return std::map<std::string, Json>(members.begin(), members.end());
}

Task<Status> JsHost::WriteSetting(std::string id, Json value) {
  return Do("writeSetting", {{"id", std::move(id)}, {"value", std::move(value)}},
            ErrorCode::kHostWrite);
}

Task<Status> JsHost::WriteSecretSetting(std::string id, Secret value) {
  return Do("writeSetting", {{"id", std::move(id)}, {"value", std::string(value.Expose())}},
            ErrorCode::kHostWrite);
}

Task<Status> JsHost::ClearSetting(std::string id) {
  return Do("clearSetting", {{"id", std::move(id)}}, ErrorCode::kHostWrite);
}

Task<Status> JsHost::RefreshSettings(std::vector<std::string> ids) {
  Json argument{{"ids", std::move(ids)}};
  return Do("refreshSettings", std::move(argument), ErrorCode::kHostFailed);
}

Task<Result<std::optional<Json>>> JsHost::FindDocument(std::string id) {
  Json argument{{"id", std::move(id)}};
  REGISTRAR_CO_ASSIGN(Json document,
                      co_await Call("findDocument", std::move(argument), ErrorCode::kHostRead));
  if (document.is_null()) co_return std::optional<Json>();
  co_return std::optional<Json>(std::move(document));
}

Task<Result<bool>> JsHost::ReplaceDocument(std::string id, Json document, int64_t expected_rev) {
  Json argument{
      {"id", std::move(id)}, {"document", std::move(document)}, {"expectedRev", expected_rev}};
  REGISTRAR_CO_ASSIGN(const Json replaced,
                      co_await Call("replaceDocument", std::move(argument), ErrorCode::kHostWrite));
  co_return replaced == true;
}

Task<Result<bool>> JsHost::DeleteDocument(std::string id, int64_t expected_rev) {
  Json argument{{"id", std::move(id)}, {"expectedRev", expected_rev}};
  REGISTRAR_CO_ASSIGN(const Json deleted,
                      co_await Call("deleteDocument", std::move(argument), ErrorCode::kHostWrite));
  co_return deleted == true;
}

Task<Result<Json>> JsHost::RegistrationData(std::string contact_email) {
  return Call("registrationData", {{"contactEmail", std::move(contact_email)}},
              ErrorCode::kHostFailed);
}

Task<Result<std::string>> JsHost::ContactEmail() {
  REGISTRAR_CO_ASSIGN(const Json email,
                      co_await Call("contactEmail", Json::object(), ErrorCode::kHostRead));
  const std::string* const text = AsText(email);
  co_return text == nullptr ? std::string() : *text;
}

Task<Result<std::optional<StoredToken>>> JsHost::FindToken(std::string scope) {
  Json argument{{"scope", std::move(scope)}};
  REGISTRAR_CO_ASSIGN(const Json token,
                      co_await Call("findToken", std::move(argument), ErrorCode::kHostRead));
  const std::optional<int64_t> expires_at = AsInteger(Member(token, "expiresAt"));
  if (!expires_at) co_return std::optional<StoredToken>();
  StoredToken stored{Secret(StringOr(token, "token")), WallTime(Duration(*expires_at))};
  co_return std::optional<StoredToken>(std::move(stored));
}

Task<Status> JsHost::StoreToken(std::string scope, StoredToken token) {
  return Do("storeToken",
            {{"scope", std::move(scope)},
             {"token", std::string(token.token.Expose())},
             {"expiresAt", MillisecondsOf(token.expires_at)}},
            ErrorCode::kHostWrite);
}

Task<Status> JsHost::RemoveTokens() {
  return Do("removeTokens", Json::object(), ErrorCode::kHostWrite);
}

Task<Result<std::optional<UserLogin>>> JsHost::FindUserLogin(std::string user_id) {
  Json argument{{"userId", std::move(user_id)}};
  REGISTRAR_CO_ASSIGN(const Json found,
                      co_await Call("findUserLogin", std::move(argument), ErrorCode::kHostRead));
  if (!found.is_object()) co_return std::optional<UserLogin>();
  UserLogin login;
  login.access_token = Secret(StringOr(found, "accessToken"));
  login.expires_at = WallTime(Duration(IntegerOr(found, "expiresAt")));
  login.scope = StringOr(found, "scope");
  login.token_type = StringOr(found, "tokenType");
  login.refresh_token = Secret(StringOr(found, "refreshToken"));
  co_return std::optional<UserLogin>(std::move(login));
}

Task<Status> JsHost::StoreUserLogin(std::string user_id, UserLogin login) {
  return Do("storeUserLogin",
            {{"userId", std::move(user_id)},
             {"accessToken", std::string(login.access_token.Expose())},
             {"expiresAt", MillisecondsOf(login.expires_at)},
             {"scope", std::move(login.scope)},
             {"tokenType", std::move(login.token_type)},
             {"refreshToken", std::string(login.refresh_token.Expose())}},
            ErrorCode::kHostWrite);
}

Task<Status> JsHost::RemoveUserLogin(std::string user_id) {
  return Do("removeUserLogin", {{"userId", std::move(user_id)}}, ErrorCode::kHostWrite);
}

Task<Result<LicenseOutcome>> JsHost::ApplyLicense(std::string license) {
  constexpr std::array<std::pair<std::string_view, LicenseOutcome>, 5> kOutcomes{{
      {"applied", LicenseOutcome::kApplied},
      {"unchanged", LicenseOutcome::kUnchanged},
      {"pending", LicenseOutcome::kPending},
      {"unreadable", LicenseOutcome::kUnreadable},
      {"notValid", LicenseOutcome::kNotValid},
  }};
  Json argument{{"license", std::move(license)}};
  REGISTRAR_CO_ASSIGN(const Json outcome,
                      co_await Call("applyLicense", std::move(argument), ErrorCode::kHostFailed));
  for (const auto& [name, value] : kOutcomes) {
    if (outcome == name) co_return value;
  }
  co_return Error(ErrorCode::kHostFailed, "unknown license outcome");
}

Task<Status> JsHost::RemoveLicense() {
  return Do("removeLicense", Json::object(), ErrorCode::kHostFailed);
}

Task<Status> JsHost::ApplyAnnouncements(Json announcements) {
  return Do("applyAnnouncements", {{"announcements", std::move(announcements)}},
            ErrorCode::kHostFailed);
}

Task<Status> JsHost::ApplyNps(Json nps) {
  return Do("applyNps", {{"nps", std::move(nps)}}, ErrorCode::kHostFailed);
}

Task<Status> JsHost::ApplyBanners(Json banners) {
  return Do("applyBanners", {{"banners", std::move(banners)}}, ErrorCode::kHostFailed);
}

Task<Status> JsHost::ApplySupportedVersions(Json supported_versions) {
  return Do("applySupportedVersions", {{"supportedVersions", std::move(supported_versions)}},
            ErrorCode::kHostFailed);
}

Task<Status> JsHost::NotifyAdmins(Notice notice) {
  return Do("notifyAdmins",
            {{"id", std::move(notice.id)},
             {"title", std::move(notice.title)},
             {"text", std::move(notice.text)},
             {"link", std::move(notice.link)}},
            ErrorCode::kHostFailed);
}

Task<Status> JsHost::ClearNotice(std::string id) {
  return Do("clearNotice", {{"id", std::move(id)}}, ErrorCode::kHostFailed);
}

Task<Result<Json>> JsHost::SupportSources() {
  return Call("supportSources", Json::object(), ErrorCode::kHostFailed);
}

Task<Result<Json>> JsHost::UsageReport() {
  return Call("usageReport", Json::object(), ErrorCode::kHostFailed);
}

void JsHost::PublishStatus(const Json& status) {
  if (closed_ || environment_->closed()) return;
  Invoke("publishStatus", {{"status", status}}, Completion<JsOutcome>::Create());
}

void JsHost::Log(LogLevel level, const Json& record) {
  if (closed_ || environment_->closed()) return;
  constexpr std::array<const char*, 4> kNames{"debug", "info", "warn", "error"};
  Invoke("log", {{"level", kNames.at(static_cast<size_t>(level))}, {"record", record}},
         Completion<JsOutcome>::Create());
}

}  // namespace registrar
