#include "tests/unit/net/net_fixture.h"
#include "tests/unit/net/test_ports.h"

namespace registrar {
namespace {

class NetProxyTest : public NetFixture {
 protected:
  TestServer& ServeTarget(const TestServer::Options& options) {
    TestServer& server = Serve(options);
    server.on_request = [](TestPeer& peer, const std::string&) { peer.Write(Answer("target")); };
    return server;
  }

  // A proxy that opens every tunnel to `target`.
  TestServer& ServeProxy(const TestServer& target) {
    TestServer& proxy = Serve();
    proxy.on_request = [this, port = target.port()](TestPeer& peer, const std::string& request) {
      asked = request;
      peer.Write("HTTP/1.1 200 Connection established\r\nVia: test\r\n\r\n");
      peer.PipeTo(port);
    };
    return proxy;
  }

  // A proxy that answers everything with `answer`.
  TestServer& ServeAnswer(const std::string& answer) {
    TestServer& proxy = Serve();
    proxy.on_request = [this, answer](TestPeer& peer, const std::string& request) {
      asked = request;
      peer.Write(answer);
    };
    return proxy;
  }

  static std::string Address(const TestServer& proxy) {
    return "127.0.0.1:" + std::to_string(proxy.port());
  }

  std::string asked;
};

TEST_F(NetProxyTest, TunnelsTls) {
  TestServer& target = ServeTarget(Tls());
  TestServer& proxy = ServeProxy(target);
  config.https_proxy = "http://us%65r:p%40ss@" + Address(proxy);
  const std::string url = target.Url("localhost");
  const auto first = Send(Post(url, "{}"));
  ASSERT_TRUE(first) << first.error().Message();
  EXPECT_EQ(first.value().body, "target");
  EXPECT_TRUE(first.value().proxied);
  const std::string host = "localhost:" + std::to_string(target.port());
  EXPECT_EQ(asked, "CONNECT " + host + " HTTP/1.1\r\nHost: " + host +
                       "\r\nProxy-Authorization: Basic dXNlcjpwQHNz\r\n\r\n");
  const auto second = Send(Post(url, "{}"));
  ASSERT_TRUE(second);
  EXPECT_TRUE(second.value().connection_reused);
}

TEST_F(NetProxyTest, ForwardsPlainHttp) {
  TestServer& proxy = ServeAnswer(Answer("from the proxy"));
  config.http_proxy = "u:p@" + Address(proxy);
  const auto response = Send(Get("http://cloud.example/path?x=1"));
  ASSERT_TRUE(response) << response.error().Message();
  EXPECT_EQ(response.value().body, "from the proxy");
  EXPECT_TRUE(response.value().proxied);
  EXPECT_EQ(asked.substr(0, asked.find("\r\n")), "GET http://cloud.example/path?x=1 HTTP/1.1");
  EXPECT_NE(asked.find("\r\nHost: cloud.example\r\n"), std::string::npos);
  EXPECT_NE(asked.find("\r\nProxy-Authorization: Basic dTpw\r\n"), std::string::npos);
}

TEST_F(NetProxyTest, ARequestsOwnProxyComesBeforeThatOfTheProcess) {
  TestServer& target = ServeTarget(Tls());
  TestServer& proxy = ServeProxy(target);
  config.https_proxy = "http://127.0.0.1:1";
  HttpRequest request = Get(target.Url("localhost"));
  request.proxy = Secret("http://user:hidden@" + Address(proxy));
  const auto response = Send(request);
  ASSERT_TRUE(response) << response.error().Message();
  EXPECT_TRUE(response.value().proxied);
}

TEST_F(NetProxyTest, ARequestsOwnProxyLeavesOutWhatIsExempt) {
  TestServer& target = ServeTarget(Tls());
  config.no_proxy = "localhost";
  HttpRequest request = Get(target.Url("localhost"));
  request.proxy = Secret("http://127.0.0.1:1");
  const auto response = Send(request);
  ASSERT_TRUE(response) << response.error().Message();
  EXPECT_FALSE(response.value().proxied);
}

TEST_F(NetProxyTest, GoesDirectlyToWhatIsExempt) {
  TestServer& target = ServeTarget(Tls());
  config.https_proxy = "http://127.0.0.1:1";
  config.no_proxy = "localhost,example.com";
  const auto response = Send(Get(target.Url("localhost")));
  ASSERT_TRUE(response) << response.error().Message();
  EXPECT_FALSE(response.value().proxied);
}

TEST_F(NetProxyTest, TellsAProxyThatWantsCredentials) {
  TestServer& proxy =
      ServeAnswer("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
  config.https_proxy = config.http_proxy = "http://u:secret-word@" + Address(proxy);
  for (const char* const url : {"https://cloud.example/", "http://cloud.example/"}) {
    const auto response = Send(Get(url));
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().code, ErrorCode::kProxyAuth) << response.error().Message();
    EXPECT_EQ(response.error().http_status, 407);
    EXPECT_EQ(response.error().detail, "through the proxy " + Address(proxy));
    EXPECT_EQ(response.error().Message().find("secret-word"), std::string::npos);
  }
}

TEST_F(NetProxyTest, TellsAProxyThatRefuses) {
  for (const char* const answer :
       {"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 3\r\n\r\nbad", "HTTP/1.1 403 No\r\n\r\n"}) {
    TestServer& proxy = ServeAnswer(answer);
    config.https_proxy = "http://" + Address(proxy);
    const auto response = Send(Get("https://cloud.example/"));
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().code, ErrorCode::kProxyRefused) << response.error().Message();
    EXPECT_EQ(response.error().http_status, std::stoi(std::string(answer).substr(9, 3)));
    EXPECT_EQ(response.error().peer, "cloud.example:443");
    EXPECT_FALSE(response.error().request_sent);
    StopClient();
  }
}

TEST_F(NetProxyTest, TellsAProxyThatAnswersNonsense) {
  for (const char* const answer : {"hello\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\nand more"}) {
    TestServer& proxy = ServeAnswer(answer);
    config.https_proxy = "http://" + Address(proxy);
    const auto response = Send(Get("https://cloud.example/"));
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().code, ErrorCode::kProxyRefused) << response.error().Message();
    StopClient();
  }
}

TEST_F(NetProxyTest, TellsAProxyThatHangsUp) {
  TestServer& proxy = Serve();
  proxy.on_request = [](TestPeer& peer, const std::string&) { peer.Close(); };
  config.https_proxy = "http://" + Address(proxy);
  const auto response = Send(Get("https://cloud.example/"));
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, ErrorCode::kProxyRefused) << response.error().Message();
}

TEST_F(NetProxyTest, TellsAProxyThatIsNotThere) {
  const DeafPort port;
  const std::string address = "127.0.0.1:" + std::to_string(port.number());
  config.https_proxy = "http://" + address;
  const auto response = Send(Get("https://cloud.example/"));
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, ErrorCode::kProxyUnreachable) << response.error().Message();
  EXPECT_EQ(response.error().peer, address);
}

TEST_F(NetProxyTest, TellsAProxyWhoseNameIsUnknown) {
  config.https_proxy = "http://" + UnknownName() + ":3128";
  const auto response = Send(Get("https://cloud.example/"));
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, ErrorCode::kProxyUnreachable) << response.error().Message();
  EXPECT_EQ(response.error().peer, UnknownName() + ":3128");
}

TEST_F(NetProxyTest, TellsAProxyThatIsSilentAtConnect) {
  TestServer& proxy = Serve();
  config.https_proxy = "http://" + Address(proxy);
  // The same limit holds for reaching the proxy, which must not be the one that is exceeded.
  HttpRequest request = Get("https://cloud.example/");
  request.deadlines.connect = Duration(500);
  const auto response = Send(std::move(request));
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, ErrorCode::kConnectTimeout) << response.error().Message();
  EXPECT_NE(response.error().detail.find("through the proxy " + Address(proxy)), std::string::npos);
}

TEST_F(NetProxyTest, NamesTheProxyWhenTlsFailsBehindIt) {
  const TestIdentity own = MakeTestIdentity({}, nullptr);
  TestServer::Options options;
  options.identity = &own;
  TestServer& target = ServeTarget(options);
  TestServer& proxy = ServeProxy(target);
  config.https_proxy = "http://" + Address(proxy);
  const auto response = Send(Get(target.Url()));
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, ErrorCode::kTlsUntrusted);
  EXPECT_NE(response.error().detail.find("through the proxy " + Address(proxy)), std::string::npos);
}

TEST_F(NetProxyTest, TellsAnAddressThatCannotBeUsed) {
  config.https_proxy = "socks5://u:secret-word@127.0.0.1:1080";
  const auto response = Send(Get("https://cloud.example/"));
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, ErrorCode::kProxyInvalid);
  EXPECT_EQ(response.error().Message().find("secret-word"), std::string::npos);
}

TEST_F(NetProxyTest, KeepsSecretsOffAProxyOnAnotherMachine) {
  config.http_proxy = "http://192.0.2.1:3128";
  const auto response = Send(Post("http://127.0.0.1:3000/", "{}"));
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, ErrorCode::kUrlInsecure);
  EXPECT_NE(response.error().detail.find("192.0.2.1:3128"), std::string::npos);
}

}  // namespace
}  // namespace registrar
