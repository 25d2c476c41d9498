#ifndef REGISTRAR_TESTS_UNIT_WORKSPACE_STUB_CLOUD_H_
#define REGISTRAR_TESTS_UNIT_WORKSPACE_STUB_CLOUD_H_

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "module/async/completion.h"
#include "module/net/http_client.h"
#include "tests/unit/fakes/fake_host.h"

namespace registrar {

// What the cloud knows; it outlives the processes of the workspace.
struct CloudState {
  std::set<std::string> good_tokens = {"token-1", "token-2", "token-3"};
  std::set<std::string> used_tokens;
  // Client ids that the cloud knows; the secret of <id> is "secret-of-<id>".
  std::set<std::string> clients;
  int registrations = 0;
  int access_tokens = 0;
  // Access tokens that are accepted.
  std::set<std::string> valid;
  // connectionDisable of the last sync.
  std::optional<bool> disabled;
  std::string license = "LICENSE";
  bool remove_license = false;
  // The rest of what the old sync answers.
  Json old_sync = Json::object();
  int user_tokens = 0;
  std::string license_of_registration;
  int64_t token_seconds = 3600;
  std::string token_scope = "workspace:client:write";
  // What the secret of a client begins with; another one: it was given to somebody else.
  std::string secret_prefix = "secret-of-";
  // What a sync calls the workspace; empty: as it was registered.
  std::string renamed;
  Json announcements;  // null: none
  // E-mails with a link, by their device code.
  struct Intent {
    bool confirmed = false;
    bool fetched = false;
  };
  std::map<std::string, Intent> intents;
  std::string latest_intent;
};

// The cloud as one HttpClient: keeps one account of tokens and clients, so that a flow that is
// repeated meets what an earlier one left. Answers come within the call.
class StubCloud final : public HttpClient {
 public:
  explicit StubCloud(CloudState& state, CrashPlan* crash = nullptr)
      : state_(state), crash_(crash) {}

  // One request: "connect", "preIntent", "intent", "poll", "register", "token", "user token",
  // "revoke", "sync", "old sync", "downgrade", "checkout", "comms", "license", "front", "window".
  struct Call {
    std::string name;
    std::string bearer;
    std::string body;
    std::string query;  // the secret one
  };
  std::vector<Call> calls;
  // Answers instead of the ordinary ones, by the name of the call.
  std::map<std::string, std::function<Result<HttpResponse>()>> instead;
  // Calls that are never answered.
  std::set<std::string> silent;
  // Calls that take effect and whose answer does not arrive.
  std::set<std::string> lose_answers;
  // Answers the silent ones as usual.
  void AnswerSilent();
  int closed_idle = 0;
  ProbeReport probe;
  // Value of the Date header of the cloud's front page; empty: none.
  std::string date;

  int Count(const std::string& name) const;
  std::vector<std::string> Names() const;

  Task<Result<HttpResponse>> Send(HttpRequest request, CancelToken cancel) override;
  // Yields `probe`.
  Task<ProbeReport> Probe(HttpRequest request, CancelToken cancel) override;
  void CloseIdle() override { ++closed_idle; }

 private:
  using Pending = Completion<Status>;

  Result<HttpResponse> Answer(const Call& call);
  Result<HttpResponse> Connect(const Call& call);
  Result<HttpResponse> MakeIntent();
  Result<HttpResponse> Poll(const Call& call);
  // A new registration, as the cloud hands it out.
  Json GrantRegistration();
  Result<HttpResponse> Token(const Call& call);
  Result<HttpResponse> UserToken(const Call& call);
  Result<HttpResponse> OldSync() const;
  Result<HttpResponse> FrontPage() const;
  bool KnowsClient(const std::string& form) const;
  Result<HttpResponse> Sync(const Call& call);

  CloudState& state_;
  CrashPlan* crash_;
  std::vector<Pending::Ptr> waiting_;
};

// The name of the call, as in StubCloud::Call.
std::string NameOfCall(const HttpRequest& request);
// A complete answer.
HttpResponse JsonAnswer(int status, const Json& body);
// A failure before the request went out.
Error Unreachable();

}  // namespace registrar

#endif  // REGISTRAR_TESTS_UNIT_WORKSPACE_STUB_CLOUD_H_
