#include "module/net/connector.h"

#include "module/async/spawn.h"
#include "module/net/resolver.h"
#include "tests/unit/net/net_fixture.h"
#include "tests/unit/net/test_ports.h"

namespace registrar {
namespace {

SocketAddress Address(const std::string& text, int port) {
  return *SocketAddress::FromText(text, static_cast<uint16_t>(port));
}

class ConnectorTest : public NetFixture {
 protected:
  Result<std::unique_ptr<Stream>> Connect(std::vector<SocketAddress> addresses) {
    std::optional<Result<std::unique_ptr<Stream>>> result;
    Spawn<Result<std::unique_ptr<Stream>>>(
        ConnectToAny(Loop(), std::move(addresses), source.token()),
        [&](Result<std::unique_ptr<Stream>> connected) { result.emplace(std::move(connected)); });
    RunUntil([&] { return result.has_value(); });
    return std::move(*result);
  }

  TestServer& ServeIpv6() {
    TestServer::Options options;
    options.address = "::1";
    return Serve(options);
  }

  CancelSource source;
};

TEST(InterleaveTest, LetsTheFamiliesTakeTurns) {
  const std::vector<SocketAddress> mixed = {Address("::1", 1), Address("::2", 1), Address("::3", 1),
                                            Address("127.0.0.1", 1)};
  std::vector<std::string> order;
  for (const SocketAddress& address : Interleave(mixed)) order.push_back(address.ToString());
  EXPECT_EQ(order, (std::vector<std::string>{"[::1]:1", "127.0.0.1:1", "[::2]:1", "[::3]:1"}));
}

TEST_F(ConnectorTest, ConnectsOverBothFamilies) {
  TestServer& ipv4 = Serve();
  TestServer& ipv6 = ServeIpv6();
  ASSERT_TRUE(Connect({Address("127.0.0.1", ipv4.port())}));
  ASSERT_TRUE(Connect({Address("::1", ipv6.port())}));
}

TEST_F(ConnectorTest, FallsOverFromARefusalToTheOtherFamily) {
  const DeafPort port;
  const int deaf = port.number();
  TestServer& ipv4 = Serve();
  TestServer& ipv6 = ServeIpv6();
  ASSERT_TRUE(Connect({Address("127.0.0.1", deaf), Address("::1", ipv6.port())}));
  ASSERT_TRUE(Connect({Address("::1", deaf), Address("127.0.0.1", ipv4.port())}));
}

TEST_F(ConnectorTest, DoesNotWaitForAnAddressThatIsSilent) {
  const SilentPort silent;
  TestServer& server = Serve();
  const auto connected =
      Connect({Address("127.0.0.1", silent.number()), Address("127.0.0.1", server.port())});
  ASSERT_TRUE(connected) << connected.error().Message();
}

TEST_F(ConnectorTest, TellsWhatHappenedAtEachAddress) {
  const DeafPort port;
  const int deaf = port.number();
  const auto connected = Connect({Address("127.0.0.1", deaf), Address("127.0.0.2", deaf)});
  ASSERT_FALSE(connected);
  EXPECT_EQ(connected.error().code, ErrorCode::kConnectRefused);
  const std::string number = std::to_string(deaf);
  EXPECT_EQ(connected.error().detail, "127.0.0.1:" + number + ": connection refused, 127.0.0.2:" +
                                          number + ": connection refused");
}

TEST_F(ConnectorTest, EndsAllAttemptsWhenCancelled) {
  TestServer& server = Serve();
  source.Cancel(Error(ErrorCode::kCancelled));
  const auto connected = Connect({Address("127.0.0.1", server.port())});
  ASSERT_FALSE(connected);
  EXPECT_EQ(connected.error().code, ErrorCode::kCancelled);
}

class ResolverTest : public NetFixture {
 protected:
  Result<std::vector<SocketAddress>> Lookup(const std::string& host, CancelToken cancel = {}) {
    std::optional<Result<std::vector<SocketAddress>>> result;
    Spawn<Result<std::vector<SocketAddress>>>(
        Resolve(Loop(), host, 80, std::move(cancel)),
        [&](Result<std::vector<SocketAddress>> found) { result.emplace(std::move(found)); });
    RunUntil([&] { return result.has_value(); });
    return std::move(*result);
  }
};

TEST_F(ResolverTest, FindsThisMachine) {
  const auto found = Lookup("localhost");
  ASSERT_TRUE(found) << found.error().Message();
  for (const SocketAddress& address : found.value()) {
    const std::string text = address.ToString();
    EXPECT_TRUE(text == "127.0.0.1:80" || text == "[::1]:80") << text;
  }
}

TEST_F(ResolverTest, TakesAddressesAsTheyAre) {
  EXPECT_EQ(Lookup("192.0.2.1").value().front().ToString(), "192.0.2.1:80");
  EXPECT_EQ(Lookup("2001:db8::1").value().front().ToString(), "[2001:db8::1]:80");
}

TEST_F(ResolverTest, TellsAnUnknownName) {
  const auto found = Lookup(UnknownName());
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, ErrorCode::kDnsFailed);
  EXPECT_FALSE(found.error().detail.empty());
}

}  // namespace
}  // namespace registrar
