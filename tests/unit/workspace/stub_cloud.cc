#include "tests/unit/workspace/stub_cloud.h"

#include <algorithm>

namespace registrar {
namespace {

// The value of `field` in a form body; its characters need no decoding here.
std::string FormField(const std::string& body, const std::string& field) {
  const size_t at = ("&" + body).find("&" + field + "=");
  if (at == std::string::npos) return "";
  const size_t begin = at + field.size() + 1;
  return body.substr(begin, body.find('&', begin) - begin);
}

Json Window() {
  return {{"timestamp", "2026-01-01T00:00:00.000Z"},
          {"versions", Json::array({{{"version", "8.6"},
                                     {"expiration", "2027-01-01T00:00:00.000Z"},
                                     {"security", true},
                                     {"infoUrl", "https://info.test"}}})},
          {"signed", "SIGNED"}};
}

}  // namespace

std::string NameOfCall(const HttpRequest& request) {
  const std::string path = request.url.target.substr(0, request.url.target.find('?'));
  if (path == "/api/oauth/clients") return "connect";
  if (path == "/") return "front";
  if (path == "/api/oauth/revoke") return "revoke";
  if (path == "/api/oauth/token") {
    const bool workspace = request.body.Expose().find("client_credentials") != std::string::npos;
    return workspace ? "token" : "user token";
  }
  if (path == "/api/v2/checkout") return "checkout";
  if (path.ends_with("/client/downgrade")) return "downgrade";
  if (path.ends_with("/client")) return "old sync";
  if (path == "/api/v2/register/workspace/intent") return "intent";
  if (path == "/api/v2/register/workspace/poll") return "poll";
  if (path == "/api/v2/register/workspace") return "register";
  if (path == "/api/v3/comms/workspace") return "comms";
  if (path == "/api/v2/register/workspace/pre-intent") return "preIntent";
  if (path.ends_with("/sync")) return "sync";
  if (path.ends_with("/license")) return "license";
  return "window";
}

HttpResponse JsonAnswer(int status, const Json& body) {
  HttpResponse response;
  response.status = status;
  response.headers = {{"content-type", "application/json"}};
  response.body = body.dump();
  return response;
}

Error Unreachable() { return Error(ErrorCode::kConnectRefused, "", "cloud.test:443"); }

int StubCloud::Count(const std::string& name) const {
  return static_cast<int>(
      std::count_if(calls.begin(), calls.end(), [&](const Call& one) { return one.name == name; }));
}

std::vector<std::string> StubCloud::Names() const {
  std::vector<std::string> names;
  for (const Call& one : calls) names.push_back(one.name);
  return names;
}

void StubCloud::AnswerSilent() {
  silent.clear();
  for (const auto& one : std::exchange(waiting_, {})) one->Complete(Ok());
}

Task<Result<HttpResponse>> StubCloud::Send(HttpRequest request, CancelToken cancel) {
  if (const Error* why = cancel.reason()) co_return *why;
  const Call call{NameOfCall(request), std::string(request.bearer.Expose()),
                  std::string(request.body.Expose()), std::string(request.secret_query.Expose())};
  const bool reached = crash_ == nullptr || crash_->Pass("before request " + call.name);
  if (reached) calls.push_back(call);
  std::optional<Result<HttpResponse>> answer;
  if (reached && !silent.contains(call.name)) answer = Answer(call);
  const bool answered =
      reached && (crash_ == nullptr || crash_->Pass("after request " + call.name));
  if (answer && answered && lose_answers.contains(call.name)) {
    Error lost(ErrorCode::kConnectReset, "", "cloud.test:443");
    lost.request_sent = true;
    co_return lost;
  }
  if (answer && answered) co_return *std::move(answer);

  const auto pending = Pending::Create();
  if (answered) waiting_.push_back(pending);
  const auto registration = cancel.OnCancel([pending](const Error& why) {
    Error sent = why;
    sent.request_sent = true;
    pending->Complete(sent);
  });
  REGISTRAR_CO_TRY(co_await Pending::Wait(pending));
  co_return Answer(call);
}

Result<HttpResponse> StubCloud::Answer(const Call& call) {
  if (const auto found = instead.find(call.name); found != instead.end()) return found->second();
  if (call.name == "connect") return Connect(call);
  if (call.name == "intent") return MakeIntent();
  if (call.name == "poll") return Poll(call);
  if (call.name == "register") return JsonAnswer(200, {{"id", "pending-1"}});
  if (call.name == "token") return Token(call);
  if (call.name == "preIntent") return JsonAnswer(200, Json::object());
  if (call.name == "window") return JsonAnswer(200, Window());
  if (call.name == "front") return FrontPage();
  if (call.name == "user token") return UserToken(call);
  if (call.name == "revoke") return JsonAnswer(200, Json::object());
  if (!state_.valid.contains(call.bearer)) return JsonAnswer(401, {{"error", "unauthorized"}});
  if (call.name == "sync") return Sync(call);
  if (call.name == "old sync") return OldSync();
  if (call.name == "downgrade") {
    state_.remove_license = true;
    return JsonAnswer(200, Json::object());
  }
  if (call.name == "checkout") return JsonAnswer(200, {{"url", "https://shop.test/w1"}});
  if (call.name == "license") {
    return JsonAnswer(200, {{"version", 3},
                            {"address", "https://chat.test"},
                            {"license", state_.license},
                            {"updatedAt", "2026-01-01T00:00:00.000Z"},
                            {"expireAt", "2027-01-01T00:00:00.000Z"}});
  }
  Json comms = Json::object();
  if (!state_.announcements.is_null()) comms["announcements"] = state_.announcements;
  return JsonAnswer(200, comms);
}

Result<HttpResponse> StubCloud::Connect(const Call& call) {
  if (state_.used_tokens.contains(call.bearer)) {
    return JsonAnswer(400, {{"error", "token_already_used"}});
  }
  if (!state_.good_tokens.contains(call.bearer)) {
    return JsonAnswer(401, {{"error", "invalid_token"}});
  }
  state_.used_tokens.insert(call.bearer);
  return JsonAnswer(200, GrantRegistration());
}

Result<HttpResponse> StubCloud::MakeIntent() {
  const std::string number = std::to_string(state_.intents.size() + 1);
  state_.latest_intent = "device-" + number;
  state_.intents[state_.latest_intent] = {};
  return JsonAnswer(200, {{"device_code", state_.latest_intent},
                          {"user_code", "USER-" + number},
                          {"interval", 5},
                          {"expires_in", 900}});
}

Result<HttpResponse> StubCloud::Poll(const Call& call) {
  const auto found = state_.intents.find(FormField(call.query, "token"));
  if (found == state_.intents.end()) return JsonAnswer(400, {{"error", "device_code_invalid"}});
  if (found->second.fetched) return JsonAnswer(400, {{"error", "device_code_used"}});
  if (!found->second.confirmed) return JsonAnswer(200, {{"status", "authorization_pending"}});
  found->second.fetched = true;
  return JsonAnswer(200, {{"successful", true}, {"payload", GrantRegistration()}});
}

Json StubCloud::GrantRegistration() {
  const std::string id = "client-" + std::to_string(++state_.registrations);
  state_.clients.insert(id);
  Json payload{{"workspaceId", "workspace-" + std::to_string(state_.registrations)},
               {"client_name", "Chat"},
               {"client_id", id},
               {"client_secret", "secret-of-" + id},
               {"client_secret_expires_at", 0},
               {"redirect_uris", Json::array({"https://chat.test/admin/cloud/oauth-callback"})},
               {"publicKey", "PUBLIC"},
               {"registration_client_uri", "https://cloud.test/api/oauth/clients/" + id}};
  if (!state_.license_of_registration.empty()) {
    payload["licenseData"] = {{"version", 3},
                              {"address", "https://chat.test"},
                              {"license", state_.license_of_registration},
                              {"updatedAt", "2026-01-01T00:00:00.000Z"},
                              {"expireAt", "2027-01-01T00:00:00.000Z"}};
  }
  return payload;
}

Result<HttpResponse> StubCloud::Token(const Call& call) {
  if (!KnowsClient(call.body)) {
    return JsonAnswer(400, {{"error", "oauth_invalid_client_credentials"}});
  }
  const std::string token = "access-" + std::to_string(++state_.access_tokens);
  state_.valid.insert(token);
  return JsonAnswer(200, {{"access_token", token},
                          {"expires_in", state_.token_seconds},
                          {"scope", state_.token_scope},
                          {"token_type", "bearer"}});
}

bool StubCloud::KnowsClient(const std::string& form) const {
  const std::string id = FormField(form, "client_id");
  return state_.clients.contains(id) &&
         FormField(form, "client_secret") == state_.secret_prefix + id;
}

Result<HttpResponse> StubCloud::UserToken(const Call& call) {
  if (!KnowsClient(call.query + "&" + call.body)) {
    return JsonAnswer(401, {{"error", "oauth_invalid_client_credentials"}});
  }
  const std::string number = std::to_string(++state_.user_tokens);
  return JsonAnswer(200, {{"access_token", "user-" + number},
                          {"expires_in", state_.token_seconds},
                          {"scope", "openid offline_access"},
                          {"token_type", "Bearer"},
                          {"refresh_token", "refresh-" + number}});
}

Result<HttpResponse> StubCloud::OldSync() const {
  Json answer = state_.old_sync;
  answer["workspaceId"] = "workspace-" + std::to_string(state_.registrations);
  return JsonAnswer(200, answer);
}

Result<HttpResponse> StubCloud::FrontPage() const {
  HttpResponse page = JsonAnswer(404, {{"error", "not_found"}});
  if (!date.empty()) page.headers.emplace_back("date", date);
  return page;
}

Task<ProbeReport> StubCloud::Probe(HttpRequest /*request*/, CancelToken /*cancel*/) {
  co_return probe;
}

Result<HttpResponse> StubCloud::Sync(const Call& call) {
  const Json body = ParseJson(call.body).value_or(Json::object());
  state_.disabled = body.value("connectionDisable", false);
  const std::string own = "workspace-" + std::to_string(state_.registrations);
  return JsonAnswer(200, {{"workspaceId", state_.renamed.empty() ? own : state_.renamed},
                          {"publicKey", "PUBLIC"},
                          {"license", state_.license},
                          {"removeLicense", state_.remove_license},
                          {"cloudSyncAnnouncement", nullptr}});
}

}  // namespace registrar
