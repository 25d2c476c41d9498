#include "module/workspace/diagnosis.h"

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "module/cloud/exchange.h"
#include "module/cloud/retry_after.h"

namespace registrar {
namespace {

// The checks as they come about.
class Checks {
 public:
  void Ok(std::string_view name, Duration took, std::string detail) {
    Add(name, "ok", took, std::move(detail));
  }
  void Warn(std::string_view name, Duration took, const Error& error) {
    Add(name, "warning", took, error.detail, &error);
  }
  void Fail(std::string_view name, Duration took, const Error& error) {
    Add(name, "failed", took, error.Message(), &error);
  }
  void Skip(std::string_view name, std::string reason) {
    Add(name, "skipped", Duration::zero(), std::move(reason));
  }

  Json Take() { return Json{{"checks", std::move(checks_)}}; }

 private:
  void Add(std::string_view name, const char* verdict, Duration took, std::string detail,
           const Error* error = nullptr) {
    Json check{
        {"name", name}, {"verdict", verdict}, {"ms", took.count()}, {"detail", std::move(detail)}};
    if (error != nullptr) Put(check, "error", error->ToJson());
    Append(checks_, std::move(check));
  }

  Json checks_ = Json::array();
};

constexpr const char* kAfterFailure = "an earlier step failed";

// Proxy, lookup, connect, tunnel and TLS. Result: whether there is a connection.
bool TellConnection(Checks& checks, const ProbeReport& report) {
  bool failed = false;
  for (const std::string_view check : {"proxy", "lookup", "connect", "tunnel", "tls"}) {
    const auto step = std::find_if(report.steps.begin(), report.steps.end(),
                                   [check](const ProbeStep& one) { return one.name == check; });
    if (step != report.steps.end() && step->error) {
      checks.Fail(check, step->took, *step->error);
      failed = true;
    } else if (step != report.steps.end()) {
      checks.Ok(check, step->took, step->detail);
    } else if (check == "tunnel" && report.proxy.empty()) {
      continue;
    } else if (failed) {
      checks.Skip(check, kAfterFailure);
    } else if (check == "proxy") {
      checks.Ok(check, Duration::zero(), report.proxy.empty() ? "none" : report.proxy);
    } else {
      checks.Skip(check, "the address is plain http");
    }
  }
  return !failed;
}

std::string Seconds(std::chrono::seconds difference) {
  const auto count = difference.count();
  if (count == 0) return "no difference";
  return std::to_string(count < 0 ? -count : count) +
         (count > 0 ? " s ahead of the cloud" : " s behind the cloud");
}

// `now` is between the cloud's reading of its clock and a latency later.
void TellClock(Checks& checks, const HttpResponse& answer, WallTime now) {
  const auto date = ParseHttpDate(answer.Header("date"));
  if (!date) return checks.Skip("clock", "the answer has no date");
  const auto ahead = std::chrono::floor<std::chrono::seconds>(now) - *date;
  if (std::chrono::abs(ahead) < kClockTolerance) {
    return checks.Ok("clock", Duration::zero(), Seconds(ahead));
  }
  checks.Warn("clock", Duration::zero(), Error(ErrorCode::kClockOff, Seconds(ahead)));
}

// Asks for the cloud's front page: any whole answer will do, and it brings the cloud's time.
// Result: whether there was one.
Task<bool> TellAnswer(Checks* checks, ContextPtr context, HttpRequest request) {
  const MonotonicTime began = context->loop.Now();
  const RequestContext about = ContextOf(request);
  const auto answer = co_await context->http.Send(std::move(request), context->stop.token());
  const Duration took = context->loop.Now() - began;
  if (!answer) {
    checks->Fail("answer", took, answer.error());
    checks->Skip("clock", kAfterFailure);
    co_return false;
  }
  if (answer.value().status >= 500) {
    checks->Warn("answer", took, ErrorOfStatus(answer.value(), about));
  } else {
    checks->Ok("answer", took, "HTTP status " + std::to_string(answer.value().status));
  }
  TellClock(*checks, answer.value(), context->loop.WallNow());
  co_return true;
}

// A new token, for a kept one says nothing about today.
Task<bool> TellToken(Checks* checks, ContextPtr context, bool registered) {
  if (!registered) {
    checks->Skip("token", "the workspace is not registered");
    co_return true;
  }
  AccessTokenRequest request;
  request.force_new = true;
  const MonotonicTime began = context->loop.Now();
  const auto token = co_await context->tokens->Get(request);
  const Duration took = context->loop.Now() - began;
  if (!token) {
    checks->Fail("token", took, token.error());
    co_return false;
  }
  checks->Ok("token", took, "the cloud gave an access token");
  co_return true;
}

void SkipAll(Checks& checks, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) checks.Skip(name, kAfterFailure);
}

}  // namespace

Task<Result<Json>> DiagnoseWorkspace(ContextPtr context) {
  REGISTRAR_CO_ASSIGN(const CloudSettings settings, co_await ReadCloudSettings(context->host));
  const CloudEndpoints endpoints = EndpointsOf(settings, context->config);
  Checks checks;
  const Result<Url> url = CredentialUrl(endpoints, endpoints.cloud_url, "Cloud_Url", "/");
  if (!url) {
    checks.Fail("address", Duration::zero(), url.error());
    SkipAll(checks, {"proxy", "lookup", "connect", "tls", "answer", "clock", "token"});
    co_return checks.Take();
  }
  HttpRequest request = GetRequest(endpoints, url.value(), Secret());
  request.call = "diagnose";
  const ProbeReport report = co_await context->http.Probe(request, context->stop.token());
  if (!TellConnection(checks, report)) {
    SkipAll(checks, {"answer", "clock", "token"});
    co_return checks.Take();
  }
  if (!co_await TellAnswer(&checks, context, request)) {
    SkipAll(checks, {"token"});
    co_return checks.Take();
  }
  co_await TellToken(&checks, context, settings.has_credentials());
  co_return checks.Take();
}

}  // namespace registrar
