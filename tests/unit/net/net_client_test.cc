#include "module/net/net_client.h"

#include "module/async/spawn.h"
#include "tests/unit/net/net_fixture.h"

namespace registrar {
namespace {

using NetClientTest = NetFixture;

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

TEST_F(NetClientTest, SpeaksTlsToAName) {
  TestServer& server = Serve(Tls());
  server.on_request = [&](TestPeer& peer, const std::string&) { peer.Write(Answer("ok")); };
  const auto response = Send(Get(server.Url("localhost")));
  ASSERT_TRUE(response) << response.error().Message();
  EXPECT_EQ(response.value().body, "ok");
}

TEST_F(NetClientTest, SpeaksTlsToAnAddress) {
  TestServer& server = Serve(Tls());
  server.on_request = [&](TestPeer& peer, const std::string&) { peer.Write(Answer("ok")); };
  const auto response = Send(Get(server.Url("127.0.0.1")));
  ASSERT_TRUE(response) << response.error().Message();
}

}  // namespace
}  // namespace registrar
