#include "tests/unit/fakes/fake_http_client.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace registrar {
namespace {

bool Matches(const RecordedRequest& request, std::string_view method, std::string_view path) {
  const std::string_view target = request.url.target;
  return request.method == method && target.substr(0, target.find('?')).ends_with(path);
}

RecordedRequest Record(const HttpRequest& request) {
  RecordedRequest record;
  record.method = request.method;
  record.url = request.url;
  record.secret_query = request.secret_query.Expose();
  record.bearer = request.bearer.Expose();
  record.headers = request.headers;
  record.content_type = request.content_type;
  record.body = request.body.Expose();
  record.deadlines = request.deadlines;
  record.repeatable = request.repeatable;
  return record;
}

}  // namespace

std::string RecordedRequest::Line() const {
  return method + " " + url.scheme + "://" + url.host + ":" + std::to_string(url.port) + url.target;
}

Json RecordedRequest::JsonBody() const { return ParseJson(body).value_or(Json()); }

FakeAnswer AnswerJson(int status, const Json& body) {
  return AnswerText(status, "application/json; charset=utf-8", body.dump());
}

FakeAnswer AnswerText(int status, std::string content_type, std::string body) {
  HttpResponse response;
  response.status = status;
  response.headers = {{"content-type", std::move(content_type)}};
  response.body = std::move(body);
  return response;
}

FakeAnswer AnswerStatus(int status, std::vector<std::pair<std::string, std::string>> headers) {
  HttpResponse response;
  response.status = status;
  response.headers = std::move(headers);
  return response;
}

FakeAnswer AnswerFailure(ErrorCode code, bool request_sent) {
  Error error(code, "", "cloud.test:443");
  error.request_sent = request_sent;
  return error;
}

FakeAnswer StaySilent() { return std::nullopt; }

void FakeHttpClient::Answer(std::string method, std::string path, FakeAnswer answer) {
  scripts_[{std::move(method), std::move(path)}].next.push_back(std::move(answer));
}

void FakeHttpClient::AnswerAlways(std::string method, std::string path, FakeAnswer answer) {
  scripts_[{std::move(method), std::move(path)}].always = std::move(answer);
}

void FakeHttpClient::FailSilent(const Error& reason) {
  for (const auto& one : std::exchange(silent_, {})) one->Complete(reason);
}

std::vector<std::string> FakeHttpClient::Lines() const {
  std::vector<std::string> lines;
  for (const auto& request : requests_) lines.push_back(request.Line());
  return lines;
}

size_t FakeHttpClient::Count(std::string_view method, std::string_view path) const {
  return static_cast<size_t>(
      std::count_if(requests_.begin(), requests_.end(),
                    [&](const RecordedRequest& one) { return Matches(one, method, path); }));
}

RecordedRequest FakeHttpClient::Last(std::string_view method, std::string_view path) const {
  const auto found = std::find_if(requests_.rbegin(), requests_.rend(),
                                  [&](const auto& one) { return Matches(one, method, path); });
  if (found != requests_.rend()) return *found;
  ADD_FAILURE() << "no request " << method << " " << path << " came";
  return {};
}

FakeAnswer FakeHttpClient::TakeAnswer(const RecordedRequest& request) {
  Script* best = nullptr;
  size_t best_length = 0;
  for (auto& [route, script] : scripts_) {
    const bool usable = !script.next.empty() || script.always.has_value();
    if (!usable || !Matches(request, route.first, route.second)) continue;
    if (best != nullptr && route.second.size() < best_length) continue;
    best = &script;
    best_length = route.second.size();
  }
  if (best == nullptr) {
    ADD_FAILURE() << "no answer is scripted for " << request.Line();
    return Error(ErrorCode::kInternal, "no answer is scripted for " + request.Line());
  }
  if (best->next.empty()) return *best->always;
  FakeAnswer answer = std::move(best->next.front());
  best->next.pop_front();
  return answer;
}

Task<Result<HttpResponse>> FakeHttpClient::Send(HttpRequest request, CancelToken cancel) {
  if (const Error* reason = cancel.reason()) co_return *reason;
  const RecordedRequest record = Record(request);
  requests_.push_back(record);
  FakeAnswer answer = TakeAnswer(record);
  const auto fail_as_sent = [](Error reason) {
    reason.request_sent = true;
    return reason;
  };
  if (!answer) {
    const auto pending = Pending::Create();
    silent_.push_back(pending);
    const auto registration = cancel.OnCancel(
        [pending, fail_as_sent](const Error& why) { pending->Complete(fail_as_sent(why)); });
    co_return co_await Pending::Wait(pending);
  }
  if (loop_ != nullptr) {
    Status slept = co_await Sleep(*loop_, latency_, cancel);
    if (!slept) co_return fail_as_sent(slept.error());
  }
  co_return *std::move(answer);
}

Task<ProbeReport> FakeHttpClient::Probe(HttpRequest /*request*/, CancelToken /*cancel*/) {
  co_return probe;
}

}  // namespace registrar
