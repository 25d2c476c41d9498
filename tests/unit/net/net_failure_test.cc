#include <array>
#include <condition_variable>
#include <mutex>

#include "tests/unit/net/net_fixture.h"
#include "tests/unit/net/test_ports.h"

namespace registrar {
namespace {

class NetFailureTest : public NetFixture {
 protected:
  void ExpectFailure(const Result<HttpResponse>& response, ErrorCode code, bool sent,
                     const std::string& peer) {
    ASSERT_FALSE(response);
    const Error& error = response.error();
    EXPECT_EQ(error.info().code, Describe(code).code) << error.Message();
    EXPECT_EQ(error.request_sent, sent) << error.Message();
    EXPECT_EQ(error.peer, peer) << error.Message();
  }

  static std::string PeerOf(const TestServer& server) {
    return "127.0.0.1:" + std::to_string(server.port());
  }

  // What `bytes`, followed by the end of the connection, come to as an answer.
  Result<HttpResponse> AnswerWith(const std::string& bytes) {
    TestServer& server = Serve();
    server.on_request = [bytes](TestPeer& peer, const std::string&) {
      peer.Write(bytes);
      peer.CloseWhenWritten();
    };
    HttpRequest request = Get(server.Url());
    request.max_response_bytes = 100;
    return Send(std::move(request));
  }
};

// Keeps libuv's pool busy, so that a name lookup cannot begin.
class BusyPool {
 public:
  explicit BusyPool(uv_loop_t* loop) {
    for (uv_work_t& job : jobs_) {
      job.data = this;
      uv_queue_work(
          loop, &job,
          [](uv_work_t* work) {
            auto* const self = static_cast<BusyPool*>(work->data);
            std::unique_lock lock(self->mutex_);
            self->changed_.wait(lock, [self] { return self->released_; });
          },
          nullptr);
    }
  }
  void Release() {
    const std::lock_guard lock(mutex_);
    released_ = true;
    changed_.notify_all();
  }

 private:
  std::array<uv_work_t, 16> jobs_{};
  std::mutex mutex_;
  std::condition_variable changed_;
  bool released_ = false;
};

TEST_F(NetFailureTest, NameThatDoesNotExist) {
  const auto response = Send(Get("https://" + UnknownName() + "/"));
  ExpectFailure(response, ErrorCode::kDnsFailed, false, UnknownName() + ":443");
}

TEST_F(NetFailureTest, SilentNameLookup) {
  BusyPool pool(loop());
  HttpRequest request = Get("https://localhost/");
  request.deadlines.lookup = Duration(30);
  const auto response = Send(std::move(request));
  ExpectFailure(response, ErrorCode::kDnsTimeout, false, "localhost:443");
  pool.Release();
  // What still lives in libuv is on the stack here.
  TearDownLoop();
}

TEST_F(NetFailureTest, RefusedConnection) {
  const DeafPort port;
  const std::string peer = "127.0.0.1:" + std::to_string(port.number());
  const auto response = Send(Get("https://" + peer + "/"));
  ExpectFailure(response, ErrorCode::kConnectRefused, false, peer);
  EXPECT_NE(response.error().detail.find("refused"), std::string::npos);
}

TEST_F(NetFailureTest, SilentConnection) {
  const SilentPort port;
  const std::string peer = "127.0.0.1:" + std::to_string(port.number());
  HttpRequest request = Get("https://" + peer + "/");
  request.deadlines.connect = Duration(50);
  const auto response = Send(std::move(request));
  ExpectFailure(response, ErrorCode::kConnectTimeout, false, peer);
}

TEST_F(NetFailureTest, SilentHandshake) {
  TestServer& server = Serve();
  HttpRequest request = Get("https://" + PeerOf(server) + "/");
  request.deadlines.handshake = Duration(50);
  ExpectFailure(Send(std::move(request)), ErrorCode::kTlsTimeout, false, PeerOf(server));
}

TEST_F(NetFailureTest, ResetInTheHandshake) {
  TestServer& server = Serve();
  server.on_request = nullptr;
  server.on_bytes = [](TestPeer& peer) { peer.Reset(); };
  const std::string url = "https://" + PeerOf(server) + "/";
  const auto response = Send(Get(url));
  ExpectFailure(response, ErrorCode::kConnectReset, false, PeerOf(server));
  EXPECT_NE(response.error().detail.find("handshake"), std::string::npos);
}

TEST_F(NetFailureTest, NoTlsOnThePort) {
  TestServer& server = Serve();
  server.on_bytes = [](TestPeer& peer) { peer.Write("HTTP/1.1 400 Bad Request\r\n\r\n"); };
  const std::string url = "https://" + PeerOf(server) + "/";
  ExpectFailure(Send(Get(url)), ErrorCode::kTlsFailed, false, PeerOf(server));
}

TEST_F(NetFailureTest, SilentAnswer) {
  for (const bool tls : {false, true}) {
    TestServer& server = Serve(tls ? Tls() : TestServer::Options());
    HttpRequest request = Post(server.Url(), "{}");
    request.deadlines.first_byte = Duration(50);
    ExpectFailure(Send(std::move(request)), ErrorCode::kResponseTimeout, true, PeerOf(server));
    RunUntil([&] { return server.open() == 0; });
  }
}

TEST_F(NetFailureTest, AnswerThatStalls) {
  TestServer& server = Serve();
  server.on_request = [](TestPeer& peer, const std::string&) {
    peer.Write(peer.requests() == 1 ? Answer("ok")
                                    : "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbegin");
  };
  // On a kept connection the whole time is that of the exchange.
  ASSERT_TRUE(Send(Get(server.Url())));
  HttpRequest request = Get(server.Url());
  request.deadlines.total = Duration(80);
  ExpectFailure(Send(std::move(request)), ErrorCode::kResponseTimeout, true, PeerOf(server));
}

TEST_F(NetFailureTest, ResetInsteadOfAnAnswer) {
  TestServer& server = Serve();
  server.on_request = [](TestPeer& peer, const std::string&) { peer.Reset(); };
  ExpectFailure(Send(Post(server.Url(), "{}")), ErrorCode::kConnectReset, true, PeerOf(server));
}

TEST_F(NetFailureTest, ClosedInsteadOfAnAnswer) {
  for (const bool tls : {false, true}) {
    TestServer& server = Serve(tls ? Tls() : TestServer::Options());
    server.on_request = [](TestPeer& peer, const std::string&) { peer.Close(); };
    ExpectFailure(Send(Post(server.Url(), "{}")), ErrorCode::kConnectReset, true, PeerOf(server));
  }
}

TEST_F(NetFailureTest, AnswerThatBreaksOff) {
  for (const char* const bytes :
       {"HTTP/1.1 20", "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nbegin",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nbegin\r\n"}) {
    const auto response = AnswerWith(bytes);
    ASSERT_FALSE(response) << bytes;
    EXPECT_EQ(response.error().code, ErrorCode::kResponseTruncated) << bytes;
    EXPECT_TRUE(response.error().request_sent);
  }
}

TEST_F(NetFailureTest, TlsThatBreaksOffInsideAnAnswer) {
  TestServer& server = Serve(Tls());
  server.on_request = [](TestPeer& peer, const std::string&) {
    // An answer of unknown length is only whole when TLS ends in order.
    peer.Write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nbegin");
    peer.DropWhenWritten();
  };
  ExpectFailure(Send(Get(server.Url())), ErrorCode::kResponseTruncated, true, PeerOf(server));
}

TEST_F(NetFailureTest, AnswerThatIsTooLarge) {
  const std::string much(101, 'x');
  for (const std::string& bytes :
       {Answer(much), "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n65\r\n" + much + "\r\n",
        "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + much,
        "HTTP/1.1 200 OK\r\nX: " + std::string(100'000, 'x') + "\r\n\r\n"}) {
    const auto response = AnswerWith(bytes);
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().code, ErrorCode::kResponseTooLarge) << response.error().Message();
  }
}

TEST_F(NetFailureTest, AnswerThatIsNotHttp) {
  for (const char* const bytes : {"SSH-2.0-OpenSSH_9.2\r\n", "<html>hello</html>\r\n\r\n",
                                  "HTTP/1.1 abc Bad\r\n\r\n", "HTTP/3.9 200 OK\r\n\r\n"}) {
    const auto response = AnswerWith(bytes);
    ASSERT_FALSE(response) << bytes;
    EXPECT_EQ(response.error().code, ErrorCode::kResponseMalformed) << response.error().Message();
  }
}

TEST_F(NetFailureTest, AnswerOfUnknownLengthEndsWithTheConnection) {
  const auto response = AnswerWith("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nall of it");
  ASSERT_TRUE(response) << response.error().Message();
  EXPECT_EQ(response.value().body, "all of it");
}

}  // namespace
}  // namespace registrar
