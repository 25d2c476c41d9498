#include "module/net/net_client.h"

#include "tests/unit/net/net_fixture.h"

namespace registrar {
namespace {

class NetClientTest : public NetFixture {
 protected:
  // A server that answers every request with its number on that connection.
  TestServer& ServeCounting(const TestServer::Options& options = {}) {
    TestServer& server = Serve(options);
    server.on_request = [](TestPeer& peer, const std::string&) {
      peer.Write(Answer(std::to_string(peer.requests())));
    };
    return server;
  }
};

TEST_F(NetClientTest, CarriesARequestAndItsAnswer) {
  TestServer& server = Serve();
  std::string seen;
  server.on_request = [&](TestPeer& peer, const std::string& request) {
    seen = request;
    peer.Write("HTTP/1.1 201 Created\r\nX-Test: yes\r\nContent-Length: 2\r\n\r\nok");
  };
  HttpRequest request = Post(server.Url("127.0.0.1", "/a?b=c"), "{\"x\":1}");
  request.bearer = Secret("token-1");
  request.secret_query = Secret("code=abc");
  request.headers = {{"X-Own", "1"}};
  const auto response = Send(std::move(request));
  ASSERT_TRUE(response) << response.error().Message();
  EXPECT_EQ(response.value().status, 201);
  EXPECT_EQ(response.value().body, "ok");
  EXPECT_EQ(response.value().Header("x-test"), "yes");
  EXPECT_FALSE(response.value().connection_reused);
  EXPECT_FALSE(response.value().proxied);
  EXPECT_EQ(seen,
            "POST /a?b=c&code=abc HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(server.port()) +
                "\r\nUser-Agent: Registrar\r\nAccept: application/json, */*;q=0.5\r\n"
                "Accept-Encoding: identity\r\nConnection: keep-alive\r\n"
                "Authorization: Bearer token-1\r\nX-Own: 1\r\n"
                "Content-Type: application/json\r\nContent-Length: 7\r\n\r\n{\"x\":1}");
}

TEST_F(NetClientTest, ReusesAConnection) {
  for (const bool tls : {false, true}) {
    TestServer& server = ServeCounting(tls ? Tls() : TestServer::Options());
    const auto first = Send(Get(server.Url()));
    const auto second = Send(Post(server.Url(), "{}"));
    ASSERT_TRUE(first && second);
    EXPECT_FALSE(first.value().connection_reused);
    EXPECT_TRUE(second.value().connection_reused);
    EXPECT_EQ(second.value().body, "2");
    EXPECT_EQ(server.connections(), 1);
  }
}

TEST_F(NetClientTest, OpensConnectionsForRequestsAtOnce) {
  TestServer& server = ServeCounting();
  int open = 3;
  for (int i = 0; i < 3; ++i) {
    Start(Get(server.Url()), [&](Result<HttpResponse> response) {
      EXPECT_TRUE(response);
      --open;
    });
  }
  RunUntil([&] { return open == 0; });
  EXPECT_EQ(server.connections(), 3);
  EXPECT_EQ(server.open(), 3U);
}

TEST_F(NetClientTest, KeepsNoMoreIdleConnectionsThanAllowed) {
  config.max_idle_per_host = 1;
  TestServer& server = ServeCounting();
  int open = 2;
  for (int i = 0; i < 2; ++i) {
    Start(Get(server.Url()), [&](const Result<HttpResponse>&) { --open; });
  }
  RunUntil([&] { return open == 0 && server.open() == 1; });
}

TEST_F(NetClientTest, ClosesAConnectionThatIsIdleTooLong) {
  config.idle_limit = Duration(20);
  TestServer& server = ServeCounting();
  ASSERT_TRUE(Send(Get(server.Url())));
  RunUntil([&] { return server.open() == 0; });
}

TEST_F(NetClientTest, ClosesIdleConnectionsWhenTold) {
  TestServer& server = ServeCounting(Tls());
  ASSERT_TRUE(Send(Get(server.Url())));
  Client().CloseIdle();
  RunUntil([&] { return server.open() == 0; });
  const auto again = Send(Get(server.Url()));
  ASSERT_TRUE(again);
  EXPECT_FALSE(again.value().connection_reused);
}

TEST_F(NetClientTest, DoesNotKeepAConnectionThatTheServerWantsClosed) {
  TestServer& server = Serve();
  server.on_request = [](TestPeer& peer, const std::string&) {
    peer.Write("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok");
  };
  ASSERT_TRUE(Send(Get(server.Url())));
  RunUntil([&] { return server.open() == 0; });
}

TEST_F(NetClientTest, NoticesTheEndOfAnIdleConnection) {
  for (const bool tls : {false, true}) {
    TestServer& server = ServeCounting(tls ? Tls() : TestServer::Options());
    ASSERT_TRUE(Send(Get(server.Url())));
    server.CloseAll();
    Settle();
    // A POST is not repeated: it succeeds because the dead connection is no longer offered.
    const auto second = Send(Post(server.Url(), "{}"));
    ASSERT_TRUE(second) << second.error().Message();
    EXPECT_FALSE(second.value().connection_reused);
    EXPECT_EQ(server.connections(), 2);
  }
}

TEST_F(NetClientTest, DoesNotUseAConnectionWhoseEndIsOnlyKnownToTheSystem) {
  for (const bool tls : {false, true}) {
    for (const bool reset : {false, true}) {
      TestServer& server = Serve(tls ? Tls() : TestServer::Options());
      TestPeer* last = nullptr;
      server.on_request = [&](TestPeer& peer, const std::string&) {
        last = &peer;
        peer.Write(Answer("ok"));
      };
      ASSERT_TRUE(Send(Get(server.Url())));
      if (reset) {
        last->Reset();
      } else {
        last->Close();
      }
      // The loop does not turn between the end and this request.
      const auto second = Send(Post(server.Url(), "{}"));
      ASSERT_TRUE(second) << second.error().Message();
      EXPECT_FALSE(second.value().connection_reused);
    }
  }
}

TEST_F(NetClientTest, DropsAnIdleConnectionOnWhichSomethingArrives) {
  TestServer& server = Serve();
  TestPeer* last = nullptr;
  server.on_request = [&](TestPeer& peer, const std::string&) {
    last = &peer;
    peer.Write(Answer("ok"));
  };
  ASSERT_TRUE(Send(Get(server.Url())));
  last->Write(Answer("nobody asked"));
  RunUntil([&] { return server.open() == 0; });
  const auto second = Send(Get(server.Url()));
  ASSERT_TRUE(second);
  EXPECT_EQ(second.value().body, "ok");
}

TEST_F(NetClientTest, RepeatsARequestWhoseKeptConnectionDies) {
  for (const bool tls : {false, true}) {
    TestServer& server = Serve(tls ? Tls() : TestServer::Options());
    server.on_request = [](TestPeer& peer, const std::string&) {
      if (peer.requests() == 2) {
        peer.Close();
      } else {
        peer.Write(Answer("ok"));
      }
    };
    ASSERT_TRUE(Send(Get(server.Url())));
    const auto get = Send(Get(server.Url()));
    ASSERT_TRUE(get) << get.error().Message();
    EXPECT_FALSE(get.value().connection_reused);
    const auto post = Send(Post(server.Url(), "{}"));
    ASSERT_TRUE(post) << post.error().Message();
    EXPECT_FALSE(post.value().connection_reused);
    EXPECT_EQ(server.connections(), 3);
  }
}

TEST_F(NetClientTest, RepeatsARequestOnlyOnce) {
  TestServer& server = Serve();
  server.on_request = [&server](TestPeer& peer, const std::string&) {
    if (server.connections() > 1 || peer.requests() == 2) {
      peer.Close();
    } else {
      peer.Write(Answer("ok"));
    }
  };
  ASSERT_TRUE(Send(Get(server.Url())));
  const auto second = Send(Post(server.Url(), "{}"));
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::kConnectReset);
  EXPECT_TRUE(second.error().request_sent);
  EXPECT_EQ(server.connections(), 2);
}

TEST_F(NetClientTest, TakesANewConnectionForWhatMustNotComeTwice) {
  TestServer& server = ServeCounting();
  ASSERT_TRUE(Send(Get(server.Url())));
  HttpRequest request = Post(server.Url(), "{}");
  request.repeatable = false;
  const auto response = Send(std::move(request));
  ASSERT_TRUE(response) << response.error().Message();
  EXPECT_FALSE(response.value().connection_reused);
  EXPECT_EQ(response.value().body, "1");
  EXPECT_EQ(server.connections(), 2);
}

TEST_F(NetClientTest, DoesNotRepeatAGetOnAFreshConnection) {
  TestServer& server = Serve();
  server.on_request = [](TestPeer& peer, const std::string&) { peer.Close(); };
  const auto response = Send(Get(server.Url()));
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, ErrorCode::kConnectReset);
  EXPECT_EQ(server.connections(), 1);
}

TEST_F(NetClientTest, CarriesLargeBodiesBothWays) {
  const std::string large(3'000'000, 'x');
  for (const bool tls : {false, true}) {
    TestServer& server = Serve(tls ? Tls() : TestServer::Options());
    server.on_request = [](TestPeer& peer, const std::string& request) {
      peer.Write(Answer(request.substr(request.find("\r\n\r\n") + 4)));
    };
    const auto response = Send(Post(server.Url(), large));
    ASSERT_TRUE(response) << response.error().Message();
    EXPECT_EQ(response.value().body.size(), large.size());
  }
}

TEST_F(NetClientTest, TakesAnAnswerThatComesBeforeTheRequestIsRead) {
  TestServer& server = Serve();
  server.on_connection = [](TestPeer& peer) {
    peer.StopReading();
    peer.Write("HTTP/1.1 413 Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
  };
  const auto response = Send(Post(server.Url(), Filler(30'000'000)));
  ASSERT_TRUE(response) << response.error().Message();
  EXPECT_EQ(response.value().status, 413);
}

TEST_F(NetClientTest, DoesNotFollowRedirects) {
  TestServer& server = Serve();
  server.on_request = [](TestPeer& peer, const std::string&) {
    peer.Write("HTTP/1.1 302 Found\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n");
  };
  const auto response = Send(Get(server.Url()));
  ASSERT_TRUE(response);
  EXPECT_EQ(response.value().status, 302);
  EXPECT_EQ(response.value().Header("location"), "/other");
}

TEST_F(NetClientTest, KeepsSecretsOffPlainHttpToOtherMachines) {
  for (const char* const url : {"http://cloud.example/", "http://192.0.2.1:8080/"}) {
    HttpRequest with_bearer = Get(url);
    with_bearer.bearer = Secret("t");
    HttpRequest with_query = Get(url);
    with_query.secret_query = Secret("code=1");
    for (const HttpRequest& request : {with_bearer, with_query, Post(url, "{}")}) {
      const auto response = Send(request);
      ASSERT_FALSE(response);
      EXPECT_EQ(response.error().code, ErrorCode::kUrlInsecure);
      EXPECT_FALSE(response.error().request_sent);
    }
  }
}

TEST_F(NetClientTest, RefusesARequestThatWouldBreakOutOfItsLine) {
  HttpRequest request = Get("http://127.0.0.1/");
  request.bearer = Secret("a\r\nX-Evil: 1");
  const auto response = Send(request);
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, ErrorCode::kBadArgument);
}

}  // namespace
}  // namespace registrar
