#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "module/async/spawn.h"
#include "tests/unit/net/net_fixture.h"

namespace registrar {
namespace {

class NetProbeTest : public NetFixture {
 protected:
  ProbeReport Probe(const std::string& url) {
    std::optional<ProbeReport> report;
    const std::function<void(ProbeReport)> take = [&report](ProbeReport one) {
      report = std::move(one);
    };
    Spawn(Client().Probe(Get(url), {}), take);
    RunUntil([&report] { return report.has_value(); });
    return report.value_or(ProbeReport());
  }

  static std::vector<std::string> Names(const ProbeReport& report) {
    std::vector<std::string> names;
    for (const ProbeStep& step : report.steps) names.push_back(step.name);
    return names;
  }
};

TEST_F(NetProbeTest, TellsLookupConnectionAndCertificates) {
  TestServer& server = Serve(Tls());
  const ProbeReport report = Probe(server.Url("localhost"));
  EXPECT_EQ(Names(report), (std::vector<std::string>{"lookup", "connect", "tls"}));
  for (const ProbeStep& step : report.steps) {
    EXPECT_FALSE(step.error.has_value()) << step.name;
    EXPECT_FALSE(step.detail.empty()) << step.name;
  }
  const std::string& tls = report.steps.back().detail;
  EXPECT_TRUE(tls.starts_with("TLSv1.")) << tls;
  for (const char* part : {"subject ", "issuer ", "valid from "}) {
    EXPECT_NE(tls.find(part), std::string::npos) << tls;
  }
  EXPECT_EQ(report.proxy, "");
}

TEST_F(NetProbeTest, ShowsCertificatesThoughASessionCouldBeResumed) {
  TestServer& server = Serve(Tls());
  server.on_request = [](TestPeer& peer, const std::string&) { peer.Write(Answer("ok")); };
  ASSERT_TRUE(Send(Get(server.Url("localhost"))));
  Client().CloseIdle();
  const ProbeReport report = Probe(server.Url("localhost"));
  ASSERT_EQ(report.steps.size(), 3U);
  EXPECT_NE(report.steps.back().detail.find("subject "), std::string::npos);
}

TEST_F(NetProbeTest, SendsNothingAndLeavesNoConnection) {
  TestServer& server = Serve(Tls());
  bool asked = false;
  server.on_request = [&asked](TestPeer&, const std::string&) { asked = true; };
  EXPECT_EQ(Probe(server.Url("localhost")).steps.size(), 3U);
  RunUntil([&server] { return server.open() == 0; });
  EXPECT_FALSE(asked);
}

TEST_F(NetProbeTest, PlainHttpHasNoTls) {
  TestServer& server = Serve();
  EXPECT_EQ(Names(Probe(server.Url())), (std::vector<std::string>{"lookup", "connect"}));
}

TEST_F(NetProbeTest, EndsAtTheStepThatFails) {
  const ProbeReport refused = Probe("https://127.0.0.1:1/");
  EXPECT_EQ(Names(refused), (std::vector<std::string>{"lookup", "connect"}));
  ASSERT_TRUE(refused.steps.back().error.has_value());
  EXPECT_EQ(refused.steps.back().error->code, ErrorCode::kConnectRefused);

  TestServer& server = Serve();
  server.on_bytes = [](TestPeer& peer) { peer.Close(); };
  const ProbeReport closed = Probe(server.Url("localhost").replace(0, 4, "https"));
  EXPECT_EQ(Names(closed), (std::vector<std::string>{"lookup", "connect", "tls"}));
  EXPECT_TRUE(closed.steps.back().error.has_value());
}

TEST_F(NetProbeTest, NamesTheProxyWithoutItsCredentials) {
  TestServer& proxy = Serve();
  proxy.on_request = [](TestPeer& peer, const std::string&) {
    peer.Write("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
  };
  const std::string address = "127.0.0.1:" + std::to_string(proxy.port());
  config.https_proxy = "http://someone:pass-word@" + address;
  const ProbeReport report = Probe("https://cloud.example/");
  EXPECT_EQ(report.proxy, address);
  EXPECT_EQ(Names(report), (std::vector<std::string>{"lookup", "connect", "tunnel"}));
  ASSERT_TRUE(report.steps.back().error.has_value());
  EXPECT_EQ(report.steps.back().error->code, ErrorCode::kProxyAuth);
  for (const ProbeStep& step : report.steps) {
    EXPECT_EQ(step.detail.find("pass-word"), std::string::npos);
  }
  EXPECT_EQ(report.steps.back().error->ToJson().dump().find("pass-word"), std::string::npos);
}

TEST_F(NetProbeTest, AProxyThatCannotBeUsedIsAStepOfItsOwn) {
  config.https_proxy = "socks5://127.0.0.1:1080";
  const ProbeReport report = Probe("https://cloud.example/");
  EXPECT_EQ(Names(report), std::vector<std::string>{"proxy"});
  ASSERT_TRUE(report.steps.back().error.has_value());
  EXPECT_EQ(report.steps.back().error->code, ErrorCode::kProxyInvalid);
}

}  // namespace
}  // namespace registrar
