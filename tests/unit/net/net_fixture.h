#ifndef REGISTRAR_TESTS_UNIT_NET_NET_FIXTURE_H_
#define REGISTRAR_TESTS_UNIT_NET_NET_FIXTURE_H_

#include <gtest/gtest.h>
#include <uv.h>

#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>

#include "module/async/uv_loop.h"
#include "module/net/net_client.h"
#include "tests/unit/net/test_certificates.h"
#include "tests/unit/net/test_server.h"

namespace registrar {

// A libuv loop with a client on it. At the end of each test everything is taken down, and libuv
// must have got back every handle.
class NetFixture : public ::testing::Test {
 protected:
  NetFixture();
  ~NetFixture() override;
  void TearDown() override;

  // Does what TearDown() does, for tests that own what is in the loop.
  void TearDownLoop();

  // Runs the loop until `done`; fails the test when that does not come about.
  void RunUntil(const std::function<bool()>& done);
  // Lets the loop turn until nothing is ready.
  void Settle();

  // Makes the client, once. Trusts authority() only.
  HttpClient& Client();
  NetConfig config;

  // Sends and runs the loop until the answer.
  Result<HttpResponse> Send(HttpRequest request, CancelToken cancel = {});
  // Sends, to be waited for with RunUntil().
  void Start(HttpRequest request, std::function<void(Result<HttpResponse>)> done,
             CancelToken cancel = {});
  static HttpRequest Get(const std::string& url);
  static HttpRequest Post(const std::string& url, const std::string& body);
  static const TestIdentity& authority();
  // A certificate of authority() for localhost, 127.0.0.1 and ::1.
  static const TestIdentity& identity();
  TestServer::Options Tls() const;

  // `size` characters.
  static std::string Filler(size_t size);

  // A complete answer.
  static std::string Answer(const std::string& body, const std::string& status = "200 OK");

  // Forgets the client; what was in flight ends.
  void StopClient() { client_.reset(); }

  uv_loop_t* loop() { return &uv_; }
  UvLoop& Loop() { return *loop_; }
  // Servers live until the loop is taken down.
  TestServer& Serve(const TestServer::Options& options = {});

 private:
  uv_loop_t uv_{};
  uv_async_t keeper_{};
  bool down_ = false;
  std::unique_ptr<UvLoop> loop_;
  std::unique_ptr<HttpClient> client_;
  std::list<std::unique_ptr<TestServer>> servers_;
};

}  // namespace registrar

#endif  // REGISTRAR_TESTS_UNIT_NET_NET_FIXTURE_H_
