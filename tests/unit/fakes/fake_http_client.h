#ifndef REGISTRAR_TESTS_UNIT_FAKES_FAKE_HTTP_CLIENT_H_
#define REGISTRAR_TESTS_UNIT_FAKES_FAKE_HTTP_CLIENT_H_

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "module/async/completion.h"
#include "module/async/loop.h"
#include "module/net/http_client.h"

namespace registrar {

// One request as it reached the fake, with its secrets laid open for comparison.
struct RecordedRequest {
  std::string method;
  Url url;
  std::string secret_query;
  std::string bearer;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string content_type;
  std::string body;
  HttpDeadlines deadlines;
  bool repeatable = true;

  // "POST https://cloud.test:443/api/oauth/token", without the secret query.
  std::string Line() const;
  // The body as JSON; null when it is not JSON.
  Json JsonBody() const;
};

// What the fake does with one request: answers, fails, or stays silent until it is cancelled or
// FailSilent() is called.
using FakeAnswer = std::optional<Result<HttpResponse>>;

// Answers for FakeHttpClient::Answer.
FakeAnswer AnswerJson(int status, const Json& body);
FakeAnswer AnswerText(int status, std::string content_type, std::string body);
FakeAnswer AnswerStatus(int status, std::vector<std::pair<std::string, std::string>> headers = {});
// A failure below HTTP; `request_sent` as Error::request_sent.
FakeAnswer AnswerFailure(ErrorCode code, bool request_sent);
FakeAnswer StaySilent();

// An HttpClient whose answers are scripted and whose requests are recorded.
//
//   FakeHttpClient http;
//   http.Answer("POST", "/api/oauth/token", AnswerJson(200, {{"access_token", "t"}, …}));
//   http.AnswerAlways("GET", "/license", AnswerStatus(503));
//
// Answers of one route are used in the order in which they were scripted; the one for always
// follows them. A request that no route is scripted for fails the test.
class FakeHttpClient final : public HttpClient {
 public:
  // With a loop each answer comes `latency` later (zero: in the loop's next turn), as on a real
  // connection; without one it comes within Send().
  explicit FakeHttpClient(Loop* loop = nullptr, Duration latency = {})
      : loop_(loop), latency_(latency) {}

  // Scripts the next answer to requests of `method` whose target without the query ends in
  // `path`. When several routes match, the longest path wins.
  void Answer(std::string method, std::string path, FakeAnswer answer);
  // As Answer, for every further request of that route.
  void AnswerAlways(std::string method, std::string path, FakeAnswer answer);

  // Ends every silent request with `reason`.
  void FailSilent(const Error& reason);

  const std::vector<RecordedRequest>& requests() const { return requests_; }
  // Line() of every request, in order.
  std::vector<std::string> Lines() const;
  // How many requests of that route came.
  size_t Count(std::string_view method, std::string_view path) const;
  // The latest request of that route; fails the test when there is none.
  RecordedRequest Last(std::string_view method, std::string_view path) const;
  // How often CloseIdle was called.
  int closed_idle() const { return closed_idle_; }
  void ClearRequests() { requests_.clear(); }

  Task<Result<HttpResponse>> Send(HttpRequest request, CancelToken cancel) override;
  // Yields `probe`.
  Task<ProbeReport> Probe(HttpRequest request, CancelToken cancel) override;
  void CloseIdle() override { ++closed_idle_; }

  ProbeReport probe;

 private:
  using Route = std::pair<std::string, std::string>;
  struct Script {
    std::deque<FakeAnswer> next;
    std::optional<FakeAnswer> always;
  };
  using Pending = Completion<Result<HttpResponse>>;

  FakeAnswer TakeAnswer(const RecordedRequest& request);

  Loop* loop_;
  Duration latency_;
  std::map<Route, Script> scripts_;
  std::vector<RecordedRequest> requests_;
  std::vector<Pending::Ptr> silent_;
  int closed_idle_ = 0;
};

}  // namespace registrar

#endif  // REGISTRAR_TESTS_UNIT_FAKES_FAKE_HTTP_CLIENT_H_
