#include <cstdio>
#include <fstream>

#include "tests/unit/net/net_fixture.h"

namespace registrar {
namespace {

class NetTlsTest : public NetFixture {
 protected:
  // A server with a certificate of its own, which answers every request.
  TestServer& ServeWith(const TestIdentity& own, int max_version = TLS1_3_VERSION,
                        int min_version = TLS1_2_VERSION) {
    TestServer::Options options;
    options.identity = &own;
    options.max_tls_version = max_version;
    options.min_tls_version = min_version;
    TestServer& server = Serve(options);
    server.on_request = [](TestPeer& peer, const std::string&) { peer.Write(Answer("ok")); };
    return server;
  }

  // The failure that a certificate of `spec`, signed by `issuer`, leads to.
  Error FailureOf(const TestCertificateSpec& spec, const TestIdentity* issuer = &authority(),
                  const std::string& host = "127.0.0.1") {
    made = MakeTestIdentity(spec, issuer);
    TestServer& server = ServeWith(made);
    const auto response = Send(Get(server.Url(host)));
    if (response) return Error(ErrorCode::kInternal, "the certificate was accepted");
    EXPECT_FALSE(response.error().request_sent);
    EXPECT_EQ(response.error().peer, host + ":" + std::to_string(server.port()));
    return response.error();
  }

  static bool Contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
  }

  TestIdentity made;
};

// A file that is deleted with it.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& text)
      : path_(::testing::TempDir() + "registrar-ca.pem") {
    std::ofstream(path_) << text;
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() { [[maybe_unused]] const int removed = std::remove(path_.c_str()); }

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

TEST_F(NetTlsTest, AcceptsNamesAndAddresses) {
  TestServer& server = ServeWith(identity());
  for (const char* const host : {"localhost", "127.0.0.1"}) {
    const auto response = Send(Get(server.Url(host)));
    EXPECT_TRUE(response) << response.error().Message();
  }
}

TEST_F(NetTlsTest, TellsAnotherName) {
  TestCertificateSpec spec;
  spec.names = {"DNS:proxy.local", "IP:10.0.0.1"};
  const Error by_address = FailureOf(spec);
  EXPECT_EQ(by_address.code, ErrorCode::kTlsNameMismatch) << by_address.Message();
  EXPECT_EQ(by_address.detail, "certificate names: proxy.local, 10.0.0.1");
  const Error by_name = FailureOf(spec, &authority(), "localhost");
  EXPECT_EQ(by_name.code, ErrorCode::kTlsNameMismatch) << by_name.Message();
}

TEST_F(NetTlsTest, TellsAnUnknownAuthority) {
  const TestIdentity stranger = MakeTestAuthority("Strange Authority");
  const Error error = FailureOf({}, &stranger);
  EXPECT_EQ(error.code, ErrorCode::kTlsUntrusted) << error.Message();
  EXPECT_TRUE(Contains(error.detail, "Strange Authority")) << error.detail;
  EXPECT_TRUE(Contains(error.detail, "trusted: bundled roots (1)")) << error.detail;
}

TEST_F(NetTlsTest, TellsASelfSignedCertificate) {
  const Error error = FailureOf({}, nullptr);
  EXPECT_EQ(error.code, ErrorCode::kTlsUntrusted) << error.Message();
}

TEST_F(NetTlsTest, TellsACertificateOutOfItsTime) {
  TestCertificateSpec expired;
  expired.from_days = -30;
  expired.to_days = -1;
  const Error past = FailureOf(expired);
  EXPECT_EQ(past.code, ErrorCode::kTlsExpired) << past.Message();
  EXPECT_TRUE(Contains(past.detail, "valid from 2")) << past.detail;
  TestCertificateSpec early;
  early.from_days = 1;
  const Error future = FailureOf(early);
  EXPECT_EQ(future.code, ErrorCode::kTlsExpired) << future.Message();
  EXPECT_TRUE(Contains(future.detail, "not yet valid")) << future.detail;
}

TEST_F(NetTlsTest, TellsAnOldVersion) {
  TestServer& server = ServeWith(identity(), TLS1_1_VERSION, TLS1_VERSION);
  const auto response = Send(Get(server.Url()));
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, ErrorCode::kTlsVersion) << response.error().Message();
}

TEST_F(NetTlsTest, TrustsAnExtraFile) {
  const TestIdentity company = MakeTestAuthority("Company Authority");
  const TemporaryFile file("some text\n" + company.Pem());
  config.extra_ca_files = {file.path()};
  const TestIdentity own = MakeTestIdentity({}, &company);
  TestServer& server = ServeWith(own);
  const auto response = Send(Get(server.Url()));
  EXPECT_TRUE(response) << response.error().Message();
}

TEST_F(NetTlsTest, TrustsTheFileOfARequestForThatRequestAlone) {
  const TestIdentity other = MakeTestAuthority("Company Authority");
  made = MakeTestIdentity({}, &other);
  const TemporaryFile file(other.Pem());
  TestServer& server = ServeWith(made);
  HttpRequest request = Get(server.Url());
  request.ca_file = file.path();
  EXPECT_TRUE(Send(request));
  const auto without = Send(Get(server.Url()));
  ASSERT_FALSE(without);
  EXPECT_EQ(without.error().code, ErrorCode::kTlsUntrusted);
}

TEST_F(NetTlsTest, ReadsTheFileOfARequestAgainWhenItIsThere) {
  const TestIdentity other = MakeTestAuthority("Company Authority");
  made = MakeTestIdentity({}, &other);
  TestServer& server = ServeWith(made);
  HttpRequest request = Get(server.Url());
  request.ca_file = ::testing::TempDir() + "registrar-ca.pem";
  const auto missing = Send(request);
  ASSERT_FALSE(missing);
  EXPECT_TRUE(Contains(missing.error().detail, request.ca_file)) << missing.error().detail;
  const TemporaryFile file(other.Pem());
  EXPECT_TRUE(Send(request));
}

TEST_F(NetTlsTest, NamesAnExtraFileThatCannotBeUsed) {
  const TemporaryFile empty("no certificate here");
  config.extra_ca_files = {"/nonexistent/ca.pem", empty.path()};
  const Error error = FailureOf({}, nullptr);
  EXPECT_EQ(error.code, ErrorCode::kTlsUntrusted);
  EXPECT_TRUE(Contains(error.detail, "/nonexistent/ca.pem (could not be read: no such file"))
      << error.detail;
  EXPECT_TRUE(Contains(error.detail, empty.path() + " (holds no certificate)")) << error.detail;
}

TEST_F(NetTlsTest, ReadsManyRootsOverSeveralTurns) {
  std::string roots;
  for (int i = 0; i < 100; ++i) roots += MakeTestAuthority("Root " + std::to_string(i)).Pem();
  config.root_certificates = roots + authority().Pem();
  TestServer& server = ServeWith(identity());
  int open = 2;
  for (int i = 0; i < 2; ++i) {
    Start(Get(server.Url()), [&](Result<HttpResponse> response) {
      EXPECT_TRUE(response) << response.error().Message();
      --open;
    });
  }
  RunUntil([&] { return open == 0; });
}

class NetTlsVersionTest : public NetTlsTest, public ::testing::WithParamInterface<int> {};

TEST_P(NetTlsVersionTest, ResumesASession) {
  TestServer& server = ServeWith(identity(), GetParam());
  const auto first = Send(Get(server.Url()));
  ASSERT_TRUE(first) << first.error().Message();
  EXPECT_FALSE(first.value().tls_resumed);
  Client().CloseIdle();
  const auto second = Send(Get(server.Url()));
  ASSERT_TRUE(second) << second.error().Message();
  EXPECT_FALSE(second.value().connection_reused);
  EXPECT_TRUE(second.value().tls_resumed);
}

TEST_P(NetTlsVersionTest, ResumesOneSessionAfterTheOther) {
  TestServer& server = ServeWith(identity(), GetParam());
  ASSERT_TRUE(Send(Get(server.Url())));
  for (int connection = 2; connection <= 5; ++connection) {
    Client().CloseIdle();
    const auto response = Send(Get(server.Url()));
    ASSERT_TRUE(response) << response.error().Message();
    EXPECT_TRUE(response.value().tls_resumed) << "connection " << connection;
  }
}

TEST_P(NetTlsVersionTest, ResumesASessionOnSeveralConnectionsAtOnce) {
  TestServer& server = ServeWith(identity(), GetParam());
  ASSERT_TRUE(Send(Get(server.Url())));
  Client().CloseIdle();
  int open = 3;
  for (int i = 0; i < 3; ++i) {
    Start(Get(server.Url()), [&](Result<HttpResponse> response) {
      ASSERT_TRUE(response) << response.error().Message();
      EXPECT_TRUE(response.value().tls_resumed);
      --open;
    });
  }
  RunUntil([&] { return open == 0; });
}

TEST_P(NetTlsVersionTest, ForgetsASessionThatTheServerForgot) {
  TestServer::Options options = Tls();
  options.max_tls_version = GetParam();
  const auto answer = [](TestPeer& peer, const std::string&) { peer.Write(Answer("ok")); };
  auto before = std::make_unique<TestServer>(loop(), options);
  before->on_request = answer;
  ASSERT_TRUE(Send(Get(before->Url())));
  Client().CloseIdle();
  options.port = before->port();
  before.reset();
  Settle();
  TestServer& after = Serve(options);  // with other ticket keys
  after.on_request = answer;
  const auto second = Send(Get(after.Url()));
  ASSERT_TRUE(second) << second.error().Message();
  EXPECT_FALSE(second.value().tls_resumed);
}

INSTANTIATE_TEST_SUITE_P(Versions, NetTlsVersionTest,
                         ::testing::Values(TLS1_2_VERSION, TLS1_3_VERSION));

}  // namespace
}  // namespace registrar
