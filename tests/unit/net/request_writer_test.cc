#include "module/net/request_writer.h"

#include <gtest/gtest.h>

namespace registrar {
namespace {

HttpRequest RequestTo(const std::string& url) {
  HttpRequest request;
  request.url = ParseUrl(url).value();
  return request;
}

std::string Written(const HttpRequest& request, bool through_proxy = false) {
  return std::string(WriteRequest(request, "Test/1", through_proxy, Secret()).Expose());
}

TEST(RequestWriterTest, WritesAGetWithoutLength) {
  EXPECT_EQ(Written(RequestTo("https://a.b/x?y=1")),
            "GET /x?y=1 HTTP/1.1\r\nHost: a.b\r\nUser-Agent: Test/1\r\n"
            "Accept: application/json, */*;q=0.5\r\nAccept-Encoding: identity\r\n"
            "Connection: keep-alive\r\n\r\n");
}

TEST(RequestWriterTest, WritesTheLengthOfAnEmptyPost) {
  HttpRequest request = RequestTo("https://a.b/");
  request.method = "POST";
  EXPECT_NE(Written(request).find("\r\nContent-Length: 0\r\n\r\n"), std::string::npos);
}

TEST(RequestWriterTest, PutsTheSecretQueryBehindTheOther) {
  HttpRequest request = RequestTo("https://a.b/x");
  request.secret_query = Secret("code=1");
  EXPECT_EQ(Written(request).substr(0, 22), "GET /x?code=1 HTTP/1.1");
  request.url = ParseUrl("https://a.b/x?y").value();
  EXPECT_EQ(Written(request).substr(0, 24), "GET /x?y&code=1 HTTP/1.1");
}

TEST(RequestWriterTest, WritesTheAbsoluteFormForAProxy) {
  EXPECT_EQ(Written(RequestTo("http://a.b:8080/x"), true).substr(0, 35),
            "GET http://a.b:8080/x HTTP/1.1\r\nHos");
}

TEST(RequestWriterTest, RefusesWhatBreaksOutOfItsLine) {
  EXPECT_TRUE(CheckRequest(RequestTo("https://a.b/")));
  std::vector<HttpRequest> bad(8, RequestTo("https://a.b/"));
  bad[0].method = "GET /";
  bad[1].method = "";
  bad[2].url.target = "/x\r\ny";
  bad[3].secret_query = Secret("a b");
  bad[4].bearer = Secret("a\nb");
  bad[5].content_type = "a\r\nb";
  bad[6].headers = {{"A:", "b"}};
  bad[7].headers = {{"A", "b\r\nC: d"}};
  for (const HttpRequest& request : bad) {
    const Status status = CheckRequest(request);
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().code, ErrorCode::kBadArgument);
  }
}

}  // namespace
}  // namespace registrar
