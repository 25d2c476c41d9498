#include "tests/unit/net/net_fixture.h"

#include <csignal>
#include <utility>

#include "module/async/spawn.h"

namespace registrar {
namespace {

constexpr uint64_t kPatienceMs = 20'000;

}  // namespace

NetFixture::NetFixture() {
  // As in a Node process: a write to a closed connection is an error, not the end.
  EXPECT_NE(std::signal(SIGPIPE, SIG_IGN), SIG_ERR);
  uv_loop_init(&uv_);
  // The client's handles do not keep the loop alive; this one does.
  uv_async_init(&uv_, &keeper_, nullptr);
  loop_ = std::make_unique<UvLoop>(&uv_);
  config.root_certificates = authority().Pem();
  config.system_store = false;
}

NetFixture::~NetFixture() = default;

void NetFixture::TearDown() {
  if (!down_) TearDownLoop();
}

void NetFixture::TearDownLoop() {
  down_ = true;
  client_.reset();
  bool idle = false;
  loop_->OnIdle([&idle] { idle = true; });
  servers_.clear();
  uv_close(reinterpret_cast<uv_handle_t*>(&keeper_), nullptr);
  for (int turn = 0; turn < 1000 && !idle; ++turn) uv_run(&uv_, UV_RUN_NOWAIT);
  // A lookup that is under way in libuv's pool is given back when it ends.
  uv_run(&uv_, UV_RUN_DEFAULT);
  EXPECT_TRUE(idle) << "a handle of the client is still open";
  loop_.reset();
  EXPECT_EQ(uv_loop_close(&uv_), 0) << "a handle is still open";
}

void NetFixture::RunUntil(const std::function<bool()>& done) {
  uv_timer_t guard{};
  bool expired = false;
  uv_timer_init(&uv_, &guard);
  guard.data = &expired;
  uv_timer_start(
      &guard, [](uv_timer_t* timer) { *static_cast<bool*>(timer->data) = true; }, kPatienceMs, 0);
  while (!done() && !expired) uv_run(&uv_, UV_RUN_ONCE);
  uv_close(reinterpret_cast<uv_handle_t*>(&guard),
           [](uv_handle_t* handle) { handle->data = nullptr; });
  while (guard.data != nullptr) uv_run(&uv_, UV_RUN_NOWAIT);
  ASSERT_FALSE(expired) << "what the test waits for does not happen";
}

void NetFixture::Settle() {
  for (int turn = 0; turn < 50; ++turn) uv_run(&uv_, UV_RUN_NOWAIT);
}

HttpClient& NetFixture::Client() {
  if (!client_) client_ = MakeNetClient(*loop_, config);
  return *client_;
}

Result<HttpResponse> NetFixture::Send(HttpRequest request, CancelToken cancel) {
  auto result = std::make_shared<std::optional<Result<HttpResponse>>>();
  Start(
      std::move(request),
      [result](Result<HttpResponse> response) { result->emplace(std::move(response)); },
      std::move(cancel));
  RunUntil([&] { return result->has_value(); });
  if (!result->has_value()) return Error(ErrorCode::kInternal, "no result");
  return std::move(**result);
}

void NetFixture::Start(HttpRequest request, std::function<void(Result<HttpResponse>)> done,
                       CancelToken cancel) {
  Spawn<Result<HttpResponse>>(Client().Send(std::move(request), std::move(cancel)),
                              std::move(done));
}

HttpRequest NetFixture::Get(const std::string& url) {
  HttpRequest request;
  request.url = ParseUrl(url).value();
  return request;
}

HttpRequest NetFixture::Post(const std::string& url, const std::string& body) {
  HttpRequest request = Get(url);
  request.method = "POST";
  request.content_type = "application/json";
  request.body = Secret(body);
  return request;
}

const TestIdentity& NetFixture::authority() {
  static const TestIdentity made = MakeTestAuthority();
  return made;
}

const TestIdentity& NetFixture::identity() {
  static const TestIdentity made = MakeTestIdentity({}, &authority());
  return made;
}

TestServer::Options NetFixture::Tls() const {
  TestServer::Options options;
  options.identity = &identity();
  return options;
}

std::string NetFixture::Filler(size_t size) {
  std::string text;
  text.resize(size, 'x');
  return text;
}

std::string NetFixture::Answer(const std::string& body, const std::string& status) {
  return "HTTP/1.1 " + status + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
         body;
}

TestServer& NetFixture::Serve(const TestServer::Options& options) {
  servers_.push_back(std::make_unique<TestServer>(&uv_, options));
  return *servers_.back();
}

}  // namespace registrar
