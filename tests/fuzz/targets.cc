#include "tests/fuzz/targets.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <map>
#include <optional>
#include <string>

#include "module/cloud/exchange.h"
#include "module/cloud/offline_blob.h"
#include "module/cloud/payloads.h"
#include "module/cloud/retry_after.h"
#include "module/net/proxy.h"
#include "module/net/proxy_tunnel.h"
#include "module/net/response_reader.h"
#include "module/net/url.h"
#include "settings/settings.h"
#include "tests/unit/cloud/run_now.h"

namespace registrar {
namespace {

constexpr size_t kMaxBody = 4096;

void Demand(bool promise) {
  if (!promise) std::abort();
}

// The answer that `bytes` make when they come in pieces of `piece` bytes, and nothing more comes.
std::optional<HttpResponse> ReadInPieces(std::string_view bytes, size_t piece) {
  ResponseReader reader(kMaxBody, ResponseReader::Body::kAllowed);
  while (!bytes.empty()) {
    const auto complete = reader.Feed(bytes.substr(0, piece));
    if (!complete) return std::nullopt;
    bytes.remove_prefix(std::min(piece, bytes.size()));
    if (complete.value()) return reader.Take();
  }
  if (!reader.End()) return std::nullopt;
  return reader.Take();
}

void FeedResponse(std::string_view bytes) {
  for (const size_t piece : {size_t{1}, size_t{7}, size_t{65536}}) {
    const auto response = ReadInPieces(bytes, piece);
    if (response) Demand(response->body.size() <= kMaxBody);
  }
}

void FeedChunkedBody(std::string_view bytes) {
  FeedResponse("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + std::string(bytes));
}

// An error status with `bytes` as body: nothing of a secret that the body repeats gets out.
void FeedErrorBody(std::string_view bytes) {
  HttpResponse response;
  response.status = 400;
  response.body = std::string(bytes);
  const RequestContext context{"cloud.test:443", true, {Secret("marked-secret")}};
  const std::string told = ErrorOfStatus(response, context).ToJson().dump();
  Demand(told.find("marked-secret") == std::string::npos);
}

template <auto kParse>
void FeedPayload(std::string_view bytes) {
  HttpResponse response;
  response.status = 200;
  response.body = std::string(bytes);
  const Result<Json> json = JsonOfAnswer(response, {"cloud.test:443", false, {}});
  if (!json) return;
  const auto parsed = kParse(json.value());
  if (!parsed) Demand(!parsed.error().ToJson().dump().empty());
}

void FeedOfflineBlob(std::string_view bytes) {
  static_cast<void>(ParseOfflineBlob(Secret(std::string(bytes))));
  // Also as what the text would stand for.
  static_cast<void>(ParseOfflineBlob(Secret(MakeOfflineBlob(bytes))));
}

// The other end of a connection, that says `bytes` and ends.
class SayingStream final : public Stream {
 public:
  explicit SayingStream(std::string_view bytes) : bytes_(bytes) {}
  std::optional<Result<size_t>> TryRead(std::span<char> buffer) override {
    const size_t count = bytes_.copy(buffer.data(), std::min(buffer.size(), kPiece));
    bytes_.remove_prefix(count);
    return Result<size_t>(count);
  }
  void Send(std::string_view bytes) override { written_ += bytes.size(); }
  Task<Status> Flush(CancelToken /*cancel*/) override { co_return Ok(); }
  void Close(const Error& /*reason*/) override {}
  bool Silent() const override { return bytes_.empty(); }
  size_t bytes_written() const override { return written_; }

 private:
  static constexpr size_t kPiece = 11;
  std::string_view bytes_;
  size_t written_ = 0;
};

void FeedProxyAnswer(std::string_view bytes) {
  SayingStream stream(bytes);
  const Proxy proxy = ParseProxy("http://user:marked-secret@proxy.test:3128").value();
  const Url url = ParseUrl("https://cloud.test").value();
  const Status opened = RunNow(OpenTunnel(stream, proxy, url, {}));
  if (opened) {
    Demand(bytes.starts_with("HTTP/1."));
  } else {
    const std::string told = opened.error().ToJson().dump();
    Demand(told.find("marked-secret") == std::string::npos);
  }
}

void FeedUrl(std::string_view bytes) {
  const Result<Url> url = ParseUrl(bytes);
  if (!url) return;
  const Url& once = url.value();
  Demand(!once.host.empty() && once.port != 0 && once.target.starts_with('/'));
  const Result<Url> again = ParseUrl(once.scheme + "://" + once.authority() + once.target);
  Demand(again.has_value() && again.value().host == once.host && again.value().port == once.port &&
         again.value().target == once.target);
}

void FeedProxyAddress(std::string_view bytes) {
  const Result<Proxy> proxy = ParseProxy(bytes);
  if (!proxy) return;
  Demand(!proxy.value().url.host.empty());
  Demand(proxy.value().authorization.Expose().find_first_of("\r\n") == std::string_view::npos);
}

void FeedNoProxy(std::string_view bytes) {
  for (const char* const address :
       {"https://cloud.rocket.chat", "http://10.1.2.3:8080", "https://[2001:db8::1]:444"}) {
    static_cast<void>(ExemptFromProxy(bytes, ParseUrl(address).value()));
  }
}

void FeedRetryAfter(std::string_view bytes) {
  const auto wait = ParseRetryAfter(bytes, "Sun, 06 Nov 1994 08:49:37 GMT");
  if (wait) Demand(wait->count() >= 0 && *wait <= std::chrono::hours(24));
  static_cast<void>(ParseRetryAfter("Sun, 06 Nov 1994 08:49:37 GMT", bytes));
}

// The settings as the JSON object of their values.
void FeedSettings(std::string_view bytes) {
  const std::optional<Json> json = ParseJson(bytes);
  if (!json || !json->is_object()) return;
  const ModuleSettings settings = ParseModuleSettings(json->get<std::map<std::string, Json>>());
  const auto within = [](auto value, auto least, auto most) {
    Demand(value.count() >= least && value.count() <= most);
  };
  within(settings.remind_every, 1, 720);
  within(settings.sync_every, 1, 168);
  within(settings.connect_deadline, 1, 60);
  within(settings.deadline, 1, 60);
  Demand(!settings.allowed_hosts.empty());
  for (const Error& problem : settings.problems) static_cast<void>(problem.ToJson().dump());
}

constexpr auto kTargets = std::to_array<FuzzTarget>({
    {"http_response", &FeedResponse},
    {"chunked_body", &FeedChunkedBody},
    {"error_body", &FeedErrorBody},
    {"registration", &FeedPayload<ParseRegistrationPayload>},
    {"token", &FeedPayload<ParseAccessToken>},
    {"user_token", &FeedPayload<ParseUserToken>},
    {"sync", &FeedPayload<ParseSync>},
    {"comms", &FeedPayload<ParseComms>},
    {"legacy_sync", &FeedPayload<ParseLegacySync>},
    {"license", &FeedPayload<ParseLicense>},
    {"support_window", &FeedPayload<ParseSupportedVersions>},
    {"intent", &FeedPayload<ParseIntent>},
    {"poll", &FeedPayload<ParsePoll>},
    {"register_by_email", &FeedPayload<ParseRegisterByEmail>},
    {"checkout", &FeedPayload<ParseCheckout>},
    {"offline_blob", &FeedOfflineBlob},
    {"proxy_answer", &FeedProxyAnswer},
    {"proxy_address", &FeedProxyAddress},
    {"url", &FeedUrl},
    {"no_proxy", &FeedNoProxy},
    {"retry_after", &FeedRetryAfter},
    {"settings", &FeedSettings},
});

}  // namespace

std::span<const FuzzTarget> FuzzTargets() { return kTargets; }

}  // namespace registrar
