#include "tests/unit/net/net_fixture.h"

namespace registrar {
namespace {

// A request that is stopped at each point of its way. Where it stands is told by the server.
class NetShutdownTest : public NetFixture {
 protected:
  void SetUp() override { plain = &Serve(); }

  void Begin(HttpRequest request) {
    Start(
        std::move(request),
        [this](Result<HttpResponse> response) {
          failure = response ? Error(ErrorCode::kInternal, "it was answered") : response.error();
        },
        source.token());
  }

  void ExpectEndsWith(ErrorCode code) {
    ASSERT_TRUE(failure.has_value()) << "the coroutine does not resume at once";
    EXPECT_EQ(failure->info().code, Describe(code).code) << failure->Message();
  }

  // Runs until `server` has the connection, the request, or whatever `count` counts.
  void RunUntilConnected(const TestServer& server) {
    RunUntil([&] { return server.connections() > 0; });
    Settle();
  }

  std::string TlsUrl() const { return "https://127.0.0.1:" + std::to_string(plain->port()) + "/"; }

  TestServer* plain = nullptr;
  CancelSource source;
  std::optional<Error> failure;
};

TEST_F(NetShutdownTest, CancelledBeforeItBegins) {
  source.Cancel(Error(ErrorCode::kCancelled));
  Begin(Get(plain->Url()));
  ExpectEndsWith(ErrorCode::kCancelled);
  Settle();
  EXPECT_EQ(plain->connections(), 0);
}

TEST_F(NetShutdownTest, CancelledInTheNameLookup) {
  Begin(Get(plain->Url("localhost")));
  source.Cancel(Error(ErrorCode::kCancelled));
  ExpectEndsWith(ErrorCode::kCancelled);
}

TEST_F(NetShutdownTest, CancelledWhileConnecting) {
  Begin(Get(plain->Url()));
  source.Cancel(Error(ErrorCode::kCancelled));
  ExpectEndsWith(ErrorCode::kCancelled);
}

TEST_F(NetShutdownTest, CancelledInTheHandshake) {
  Begin(Get(TlsUrl()));
  RunUntilConnected(*plain);
  source.Cancel(Error(ErrorCode::kCancelled));
  ExpectEndsWith(ErrorCode::kCancelled);
  EXPECT_FALSE(failure->request_sent);
  RunUntil([&] { return plain->open() == 0; });
}

TEST_F(NetShutdownTest, CancelledWhileWaitingForTheAnswer) {
  for (const bool tls : {false, true}) {
    CancelSource stopper;
    TestServer& server = Serve(tls ? Tls() : TestServer::Options());
    bool asked = false;
    server.on_request = [&](TestPeer&, const std::string&) { asked = true; };
    std::optional<Error> ended_with;
    Start(
        Post(server.Url(), "{}"),
        [&](Result<HttpResponse> response) {
          ended_with = response ? Error(ErrorCode::kInternal) : response.error();
        },
        stopper.token());
    RunUntil([&] { return asked; });
    stopper.Cancel(Error(ErrorCode::kCancelled));
    ASSERT_TRUE(ended_with);
    EXPECT_EQ(ended_with->code, ErrorCode::kCancelled);
    EXPECT_TRUE(ended_with->request_sent);
    RunUntil([&] { return server.open() == 0; });
  }
}

TEST_F(NetShutdownTest, CancelledInsideTheAnswer) {
  plain->on_request = [](TestPeer& peer, const std::string&) {
    peer.Write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
  };
  Begin(Get(plain->Url()));
  RunUntilConnected(*plain);
  source.Cancel(Error(ErrorCode::kCancelled));
  ExpectEndsWith(ErrorCode::kCancelled);
  RunUntil([&] { return plain->open() == 0; });
}

TEST_F(NetShutdownTest, CancelledBehindAProxy) {
  config.https_proxy = "http://127.0.0.1:" + std::to_string(plain->port());
  Begin(Get("https://cloud.example/"));
  RunUntilConnected(*plain);
  source.Cancel(Error(ErrorCode::kCancelled));
  ExpectEndsWith(ErrorCode::kCancelled);
}

TEST_F(NetShutdownTest, HandlesDoNotKeepTheLoopAlive) {
  TestServer& answering = Serve();
  answering.on_request = [](TestPeer& peer, const std::string&) { peer.Write(Answer("ok")); };
  ASSERT_TRUE(Send(Get(answering.Url())));  // leaves an idle connection
  Begin(Get(TlsUrl()));                     // stays in the handshake
  RunUntilConnected(*plain);
  size_t kept = 0;
  uv_walk(
      loop(),
      [](uv_handle_t* handle, void* count) {
        if (uv_has_ref(handle) != 0) ++*static_cast<size_t*>(count);
      },
      &kept);
  // The test's own: one of the fixture, two listeners and what they have accepted.
  EXPECT_EQ(kept, 3 + plain->open() + answering.open());
  StopClient();
}

TEST_F(NetShutdownTest, StoppedInTheNameLookup) {
  Begin(Get(plain->Url("localhost")));
  StopClient();
  ExpectEndsWith(ErrorCode::kStopping);
}

TEST_F(NetShutdownTest, StoppedWhileConnecting) {
  Begin(Get(plain->Url()));
  StopClient();
  ExpectEndsWith(ErrorCode::kStopping);
}

TEST_F(NetShutdownTest, StoppedWhileReadingAuthorities) {
  std::string roots;
  for (int i = 0; i < 200; ++i) roots += authority().Pem();
  config.root_certificates = roots;
  Begin(Get(TlsUrl()));
  RunUntil([&] { return plain->connections() > 0; });
  StopClient();
  ExpectEndsWith(ErrorCode::kStopping);
}

TEST_F(NetShutdownTest, StoppedInTheHandshake) {
  Begin(Get(TlsUrl()));
  RunUntilConnected(*plain);
  StopClient();
  ExpectEndsWith(ErrorCode::kStopping);
}

TEST_F(NetShutdownTest, StoppedWhileWaitingForTheAnswer) {
  Begin(Get(plain->Url()));
  RunUntilConnected(*plain);
  StopClient();
  ExpectEndsWith(ErrorCode::kStopping);
  EXPECT_TRUE(failure->request_sent);
}

TEST_F(NetShutdownTest, StoppedWhileSending) {
  plain->on_connection = [](TestPeer& peer) { peer.StopReading(); };
  Begin(Post(plain->Url(), Filler(30'000'000)));
  RunUntilConnected(*plain);
  StopClient();
  ExpectEndsWith(ErrorCode::kStopping);
}

TEST_F(NetShutdownTest, StoppedWithSeveralInFlight) {
  int ended = 0;
  for (int i = 0; i < 5; ++i) {
    Start(Get(i % 2 == 0 ? plain->Url() : TlsUrl()), [&](const Result<HttpResponse>& response) {
      EXPECT_EQ(response.error().code, ErrorCode::kStopping);
      ++ended;
    });
  }
  RunUntilConnected(*plain);
  StopClient();
  EXPECT_EQ(ended, 5);
}

TEST_F(NetShutdownTest, StoppedByTheReceiverOfAnAnswer) {
  for (const bool tls : {false, true}) {
    TestServer& server = Serve(tls ? Tls() : TestServer::Options());
    server.on_request = [](TestPeer& peer, const std::string&) { peer.Write(Answer("ok")); };
    bool ended = false;
    Start(Get(server.Url()), [&](const Result<HttpResponse>& response) {
      EXPECT_TRUE(response);
      StopClient();
      ended = true;
    });
    RunUntil([&] { return ended; });
  }
}

TEST_F(NetShutdownTest, StoppedByTheReceiverOfATimeout) {
  bool ended = false;
  HttpRequest request = Get(TlsUrl());
  request.deadlines.handshake = Duration(50);
  Start(std::move(request), [&](const Result<HttpResponse>& response) {
    EXPECT_EQ(response.error().code, ErrorCode::kTlsTimeout);
    StopClient();
    ended = true;
  });
  RunUntil([&] { return ended; });
}

}  // namespace
}  // namespace registrar
