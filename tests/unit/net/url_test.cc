#include "module/net/url.h"

#include <gtest/gtest.h>

namespace registrar {
namespace {

struct GoodUrl {
  const char* text;
  const char* authority;
  const char* host_header;
  const char* target;
};

class GoodUrlTest : public ::testing::TestWithParam<GoodUrl> {};

TEST_P(GoodUrlTest, IsTakenApart) {
  const auto url = ParseUrl(GetParam().text);
  ASSERT_TRUE(url) << url.error().Message();
  EXPECT_EQ(url.value().authority(), GetParam().authority);
  EXPECT_EQ(url.value().host_header(), GetParam().host_header);
  EXPECT_EQ(url.value().target, GetParam().target);
}

INSTANTIATE_TEST_SUITE_P(
    Urls, GoodUrlTest,
    ::testing::Values(
        GoodUrl{"https://cloud.rocket.chat", "cloud.rocket.chat:443", "cloud.rocket.chat", "/"},
        GoodUrl{"HTTPS://Cloud.Rocket.Chat/", "cloud.rocket.chat:443", "cloud.rocket.chat", "/"},
        GoodUrl{"https://a.b:443/x", "a.b:443", "a.b", "/x"},
        GoodUrl{"https://a.b:80/x", "a.b:80", "a.b:80", "/x"},
        GoodUrl{"http://a.b:/x", "a.b:80", "a.b", "/x"},
        GoodUrl{"http://a_b-c.d:8080/x/y?z=1&w=%20#f", "a_b-c.d:8080", "a_b-c.d:8080",
                "/x/y?z=1&w=%20"},
        GoodUrl{"https://a?q", "a:443", "a", "/?q"}, GoodUrl{"https://a#f", "a:443", "a", "/"},
        GoodUrl{"https://127.0.0.1:65535/", "127.0.0.1:65535", "127.0.0.1:65535", "/"},
        GoodUrl{"https://[::1]/x", "[::1]:443", "[::1]", "/x"},
        GoodUrl{"http://[2001:DB8::1]:81", "[2001:db8::1]:81", "[2001:db8::1]:81", "/"},
        GoodUrl{"https://a/\xC3\xA4", "a:443", "a", "/%C3%A4"},
        GoodUrl{"https://a/x@y:z", "a:443", "a", "/x@y:z"}));

class BadUrlTest : public ::testing::TestWithParam<const char*> {};

TEST_P(BadUrlTest, IsRefused) {
  const auto url = ParseUrl(GetParam());
  ASSERT_FALSE(url);
  EXPECT_EQ(url.error().code, ErrorCode::kUrlInvalid);
  EXPECT_FALSE(url.error().detail.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Urls, BadUrlTest,
    ::testing::Values("", "cloud.rocket.chat", "//host/", "/path", "ftp://host/", "https:/host/",
                      "https://", "https:///path", "https://:443/", "https://user@host/",
                      "https://user:password@host/", "https://host:0/", "https://host:65536/",
                      "https://host:x/", "https://host:-1/", "https://host:+1/", "https://ho st/",
                      "https://host/a b", "https://host/a\r\nb", "https://host/\x7F",
                      "https://.host/", "https://a..b/", "https://h\xC3\xB6st/", "https://a%20b/",
                      "https://[::1/", "https://[]/", "https://[::1]x/", "https://[zz::1]/",
                      "https://host\\@evil/", " https://host/", "https://host/\t"));

TEST(UrlTest, RefusesAHostThatIsTooLong) {
  EXPECT_TRUE(ParseUrl("https://" + std::string(253, 'a') + "/"));
  EXPECT_FALSE(ParseUrl("https://" + std::string(254, 'a') + "/"));
}

TEST(UrlTest, KnowsThisMachine) {
  for (const char* const host : {"localhost", "LOCALHOST", "127.0.0.1", "127.1.2.3", "[::1]"}) {
    EXPECT_TRUE(ParseUrl("http://" + std::string(host) + "/").value().loopback()) << host;
  }
  for (const char* const host : {"localhost.evil.com", "128.0.0.1", "127.0.0.1.evil.com", "127.1",
                                 "127.0.0.256", "1270.0.0.1", "[::2]", "notlocalhost"}) {
    EXPECT_FALSE(ParseUrl("http://" + std::string(host) + "/").value().loopback()) << host;
  }
}

TEST(UrlTest, PutsAPathBehindABase) {
  struct Row {
    const char* base;
    const char* path;
    const char* target;
  };
  for (const Row& row : {Row{"https://a", "/x", "/x"}, Row{"https://a/", "/x", "/x"},
                         Row{"https://a//", "/x?y=1", "/x?y=1"}, Row{"https://a/b", "/x", "/b/x"},
                         Row{"https://a/b/", "/x", "/b/x"}, Row{"https://a/b", "x", "/b/x"}}) {
    const auto url = ParseUrl(row.base, row.path);
    ASSERT_TRUE(url) << row.base;
    EXPECT_EQ(url.value().target, row.target) << row.base;
  }
  for (const char* const base : {"", "https://", "https://a?q=1", "https://a/#f", "a.b"}) {
    EXPECT_FALSE(ParseUrl(base, "/x")) << base;
  }
}

TEST(UrlTest, TellsTheHostOfWhatPeopleWrite) {
  EXPECT_EQ(HostOf("https://Chat.Example.com:3000/path?a=b"), "chat.example.com");
  EXPECT_EQ(HostOf("chat.example.com/path"), "chat.example.com");
  EXPECT_EQ(HostOf("http://[::1]:3000"), "::1");
  EXPECT_EQ(HostOf("ftp://example.com"), "");
  EXPECT_EQ(HostOf(""), "");
}

TEST(UrlTest, EncodesEverythingButUnreservedCharacters) {
  EXPECT_EQ(PercentEncode("AZaz09-._~"), "AZaz09-._~");
  EXPECT_EQ(PercentEncode("a b&c=d/e?f+g%"), "a%20b%26c%3Dd%2Fe%3Ff%2Bg%25");
  EXPECT_EQ(PercentEncode("\xC3\xA4\n"), "%C3%A4%0A");
  EXPECT_EQ(PercentEncode(""), "");
}

}  // namespace
}  // namespace registrar
