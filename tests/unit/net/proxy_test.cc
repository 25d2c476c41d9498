#include "module/net/proxy.h"

#include <gtest/gtest.h>

namespace registrar {
namespace {

struct NoProxyRow {
  const char* list;
  const char* url;
  bool exempt;
};

class NoProxyTest : public ::testing::TestWithParam<NoProxyRow> {};

TEST_P(NoProxyTest, Decides) {
  EXPECT_EQ(ExemptFromProxy(GetParam().list, ParseUrl(GetParam().url).value()), GetParam().exempt)
      << GetParam().list << " " << GetParam().url;
}

INSTANTIATE_TEST_SUITE_P(
    Rows, NoProxyTest,
    ::testing::Values(
        NoProxyRow{"", "https://a.b/", false}, NoProxyRow{"*", "https://a.b/", true},
        NoProxyRow{"x, *", "https://a.b/", true}, NoProxyRow{"a.b", "https://a.b/", true},
        NoProxyRow{"A.B", "https://a.b/", true}, NoProxyRow{"a.b", "https://x.a.b/", true},
        NoProxyRow{"a.b", "https://xa.b/", false}, NoProxyRow{".a.b", "https://x.a.b/", true},
        NoProxyRow{".a.b", "https://a.b/", true}, NoProxyRow{"*.a.b", "https://x.a.b/", true},
        NoProxyRow{"a.b.", "https://a.b/", true}, NoProxyRow{"a.b", "https://a.b./", true},
        NoProxyRow{"a.b:443", "https://a.b/", true}, NoProxyRow{"a.b:444", "https://a.b/", false},
        NoProxyRow{"a.b:80", "http://x.a.b/", true}, NoProxyRow{"b", "https://a.b/", true},
        NoProxyRow{"x,y  z\ta.b,", "https://a.b/", true}, NoProxyRow{",, ,", "https://a.b/", false},
        NoProxyRow{".", "https://a.b/", false}, NoProxyRow{"localhost", "http://localhost/", true},
        NoProxyRow{"localhost", "http://127.0.0.1/", false},
        NoProxyRow{"127.0.0.1", "http://127.0.0.1/", true},
        NoProxyRow{"0.0.1", "http://127.0.0.1/", false},
        NoProxyRow{"127.0.0.1:81", "http://127.0.0.1/", false},
        NoProxyRow{"10.0.0.0/8", "https://10.20.30.40/", true},
        NoProxyRow{"10.0.0.0/8", "https://11.0.0.1/", false},
        NoProxyRow{"10.20.16.0/20", "https://10.20.31.255/", true},
        NoProxyRow{"10.20.16.0/20", "https://10.20.32.0/", false},
        NoProxyRow{"0.0.0.0/0", "https://1.2.3.4/", true},
        NoProxyRow{"10.0.0.0/33", "https://10.0.0.1/", false},
        NoProxyRow{"10.0.0.0/x", "https://10.0.0.0/", false},
        NoProxyRow{"10.0.0.0/8", "https://ten.example/", false},
        NoProxyRow{"::1", "https://[::1]/", true}, NoProxyRow{"[::1]", "https://[::1]/", true},
        NoProxyRow{"[::1]:443", "https://[::1]/", true},
        NoProxyRow{"[::1]:444", "https://[::1]/", false},
        NoProxyRow{"0:0:0:0:0:0:0:1", "https://[::1]/", true},
        NoProxyRow{"fd00::/8", "https://[fd12::1]/", true},
        NoProxyRow{"fd00::/8", "https://[fe80::1]/", false}));

struct ProxyRow {
  const char* text;
  const char* authority;
  const char* authorization;
};

class GoodProxyTest : public ::testing::TestWithParam<ProxyRow> {};

TEST_P(GoodProxyTest, IsTakenApart) {
  const auto proxy = ParseProxy(GetParam().text);
  ASSERT_TRUE(proxy) << proxy.error().Message();
  EXPECT_EQ(proxy.value().authority(), GetParam().authority);
  EXPECT_EQ(proxy.value().authorization.Expose(), GetParam().authorization);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, GoodProxyTest,
    ::testing::Values(ProxyRow{"http://p:3128", "p:3128", ""}, ProxyRow{"p:3128/", "p:3128", ""},
                      ProxyRow{"http://p", "p:80", ""}, ProxyRow{"[::1]:3128", "[::1]:3128", ""},
                      ProxyRow{"http://user:password@p:1", "p:1", "Basic dXNlcjpwYXNzd29yZA=="},
                      ProxyRow{"http://user@p:1", "p:1", "Basic dXNlcjo="},
                      ProxyRow{"u:p@p:1", "p:1", "Basic dTpw"},
                      ProxyRow{"http://u%3A:%40%zz%@p:1", "p:1", "Basic dTo6QCV6eiU="},
                      ProxyRow{"http://u:p@ss@p:1", "p:1", "Basic dTpwQHNz"}));

TEST(ProxyTest, RefusesWhatIsNoHttpProxy) {
  for (const char* const text :
       {"", "https://u:secret@p:1", "socks5://u:secret@p:1", "http://u:secret@", "http://p:99999",
        "http://p:1/path", "http://u:secret@p q:1"}) {
    const auto proxy = ParseProxy(text);
    ASSERT_FALSE(proxy) << text;
    EXPECT_EQ(proxy.error().code, ErrorCode::kProxyInvalid);
    EXPECT_EQ(proxy.error().detail.find("secret"), std::string::npos) << proxy.error().detail;
  }
}

TEST(Base64Test, PadsAsTheStandardSays) {
  // RFC 4648, section 10.
  EXPECT_EQ(Base64(""), "");
  EXPECT_EQ(Base64("f"), "Zg==");
  EXPECT_EQ(Base64("fo"), "Zm8=");
  EXPECT_EQ(Base64("foo"), "Zm9v");
  EXPECT_EQ(Base64("foob"), "Zm9vYg==");
  EXPECT_EQ(Base64("\xFB\xFF\xFE"), "+//+");
}

}  // namespace
}  // namespace registrar
