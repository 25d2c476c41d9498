#include <array>
#include <ctime>
#include <string>
#include <vector>

#include "tests/unit/workspace/server.h"

namespace registrar {
namespace {

class DiagnosisTest : public WorkspaceTest {
 protected:
  static ProbeReport GoodWay() {
    ProbeReport report;
    for (const char* name : {"lookup", "connect", "tls"}) {
      report.steps.push_back({name, Duration(3), std::string("about ") + name, std::nullopt});
    }
    return report;
  }

  static Json Diagnose(Server& server) {
    const auto result = server.Run(server.workspace->Diagnose());
    EXPECT_TRUE(result.has_value());
    return result.value()["checks"];
  }

  // "lookup ok", … in the order of the checks.
  static std::vector<std::string> Verdicts(const Json& checks) {
    std::vector<std::string> verdicts;
    for (const Json& check : checks) {
      EXPECT_TRUE(check["ms"].is_number() && check["detail"].is_string()) << check;
      verdicts.push_back(check["name"].get<std::string>() + " " +
                         check["verdict"].get<std::string>());
    }
    return verdicts;
  }

  static Json Check(const Json& checks, const std::string& name) {
    for (const Json& check : checks) {
      if (check["name"] == name) return check;
    }
    return nullptr;
  }

  // A value of a Date header that many seconds before the loop's time.
  std::string DateBehind(std::chrono::seconds difference) const {
    const std::time_t then = std::chrono::system_clock::to_time_t(loop.WallNow() - difference);
    std::tm parts{};
    gmtime_r(&then, &parts);
    std::array<char, 40> text{};
    const size_t size =
        std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
    return {text.data(), size};
  }
};

TEST_F(DiagnosisTest, FindsNothingWrongOnAGoodWay) {
  const auto server = Registered();
  server->cloud.probe = GoodWay();
  server->cloud.date = DateBehind(std::chrono::seconds(0));
  const Json checks = Diagnose(*server);
  EXPECT_EQ(Verdicts(checks),
            (std::vector<std::string>{"proxy ok", "lookup ok", "connect ok", "tls ok", "answer ok",
                                      "clock ok", "token ok"}));
  EXPECT_EQ(Check(checks, "proxy")["detail"], "none");
  EXPECT_EQ(Check(checks, "lookup")["detail"], "about lookup");
  EXPECT_EQ(Check(checks, "lookup")["ms"], 3);
  EXPECT_EQ(Check(checks, "answer")["detail"], "HTTP status 404");
  EXPECT_EQ(Check(checks, "clock")["detail"], "no difference");
  EXPECT_EQ(checks.dump().find("access-"), std::string::npos) << "no token in it";
}

TEST_F(DiagnosisTest, SkipsWhatFollowsAFailedStep) {
  const auto server = Registered();
  server->cloud.calls.clear();
  server->cloud.probe.steps = {
      {"lookup", Duration(4000), "", Error(ErrorCode::kDnsTimeout, "", "cloud.test:443")}};
  const Json checks = Diagnose(*server);
  EXPECT_EQ(Verdicts(checks),
            (std::vector<std::string>{"proxy ok", "lookup failed", "connect skipped", "tls skipped",
                                      "answer skipped", "clock skipped", "token skipped"}));
  EXPECT_EQ(Check(checks, "lookup")["error"]["code"], "cloud.dns.timeout");
  EXPECT_TRUE(server->cloud.calls.empty());
}

TEST_F(DiagnosisTest, NamesTheProxyAndItsTunnel) {
  const auto server = Registered();
  server->cloud.probe = GoodWay();
  server->cloud.probe.proxy = "proxy.test:3128";
  server->cloud.probe.steps.pop_back();
  server->cloud.probe.steps.push_back(
      {"tunnel", Duration(5), "", Error(ErrorCode::kProxyAuth, "", "proxy.test:3128")});
  const Json checks = Diagnose(*server);
  EXPECT_EQ(Verdicts(checks),
            (std::vector<std::string>{"proxy ok", "lookup ok", "connect ok", "tunnel failed",
                                      "tls skipped", "answer skipped", "clock skipped",
                                      "token skipped"}));
  EXPECT_EQ(Check(checks, "proxy")["detail"], "proxy.test:3128");
}

TEST_F(DiagnosisTest, WarnsOfAClockThatIsFiveMinutesOff) {
  const auto server = Registered();
  server->cloud.probe = GoodWay();
  server->cloud.date = DateBehind(std::chrono::seconds(299));
  EXPECT_EQ(Check(Diagnose(*server), "clock")["verdict"], "ok");
  server->cloud.date = DateBehind(std::chrono::seconds(300));
  Json clock = Check(Diagnose(*server), "clock");
  EXPECT_EQ(clock["verdict"], "warning");
  EXPECT_EQ(clock["detail"], "300 s ahead of the cloud");
  EXPECT_EQ(clock["error"]["code"], "host.clock-off");
  server->cloud.date = DateBehind(std::chrono::seconds(-3600));
  EXPECT_EQ(Check(Diagnose(*server), "clock")["detail"], "3600 s behind the cloud");
  server->cloud.date.clear();
  EXPECT_EQ(Check(Diagnose(*server), "clock")["verdict"], "skipped");
}

TEST_F(DiagnosisTest, TellsThatTheTokenCannotBeHad) {
  const auto server = Registered();
  server->cloud.probe = GoodWay();
  cloud.clients.clear();
  const Json token = Check(Diagnose(*server), "token");
  EXPECT_EQ(token["verdict"], "failed");
  EXPECT_EQ(token["error"]["code"], "cloud.client.unknown");
}

TEST_F(DiagnosisTest, TellsACloudInTrouble) {
  const auto server = Registered();
  server->cloud.probe = GoodWay();
  server->cloud.instead["front"] = [] { return JsonAnswer(502, Json::object()); };
  const Json checks = Diagnose(*server);
  EXPECT_EQ(Check(checks, "answer")["verdict"], "warning");
  EXPECT_EQ(Check(checks, "answer")["error"]["httpStatus"], 502);
  EXPECT_EQ(Check(checks, "token")["verdict"], "ok");
  server->cloud.instead["front"] = []() -> Result<HttpResponse> {
    return Error(ErrorCode::kResponseTimeout, "", "cloud.test:443");
  };
  EXPECT_EQ(Verdicts(Diagnose(*server)).at(4), "answer failed");
}

TEST_F(DiagnosisTest, WorksWithoutARegistration) {
  const auto server = Started();
  server->cloud.probe = GoodWay();
  const Json checks = Diagnose(*server);
  EXPECT_EQ(Check(checks, "token")["verdict"], "skipped");
  EXPECT_EQ(Check(checks, "token")["detail"], "the workspace is not registered");
}

TEST_F(DiagnosisTest, NamesAnAddressThatCannotBeUsed) {
  const auto server = Registered();
  store.settings["Cloud_Url"] = "cloud.test";
  const Json checks = Diagnose(*server);
  EXPECT_EQ(Verdicts(checks),
            (std::vector<std::string>{"address failed", "proxy skipped", "lookup skipped",
                                      "connect skipped", "tls skipped", "answer skipped",
                                      "clock skipped", "token skipped"}));
  EXPECT_EQ(checks[0]["error"]["code"], "cloud.url.invalid");
}

}  // namespace
}  // namespace registrar
