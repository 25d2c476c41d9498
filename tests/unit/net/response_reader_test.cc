#include "module/net/response_reader.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/unit/fakes/counted_memory.h"

namespace registrar {
namespace {

constexpr size_t kLimit = 1000;

// Feeds `bytes` in pieces of `step`. Result: as Feed() at the end of the bytes or of the answer.
Result<bool> FeedInSteps(ResponseReader& reader, std::string_view bytes, size_t step) {
  Result<bool> complete = false;
  for (size_t at = 0; at < bytes.size() && complete && !complete.value(); at += step) {
    complete = reader.Feed(bytes.substr(at, step));
  }
  return complete;
}

class StepTest : public ::testing::TestWithParam<size_t> {
 protected:
  // The answer that `bytes` are.
  HttpResponse Read(std::string_view bytes) {
    ResponseReader reader(kLimit, ResponseReader::Body::kAllowed);
    const auto complete = FeedInSteps(reader, bytes, GetParam());
    EXPECT_TRUE(complete) << complete.error().Message();
    EXPECT_TRUE(complete.value()) << bytes;
    keep_alive = reader.keep_alive();
    return reader.Take();
  }

  ErrorCode FailureOf(std::string_view bytes) {
    ResponseReader reader(kLimit, ResponseReader::Body::kAllowed);
    const auto complete = FeedInSteps(reader, bytes, GetParam());
    return complete ? ErrorCode::kInternal : complete.error().code;
  }

  bool keep_alive = false;
};

TEST_P(StepTest, ReadsABodyOfKnownLength) {
  const HttpResponse response = Read(
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nX-A: 1\r\nx-a: 2\r\n"
      "Content-Length: 5\r\n\r\nhello");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "hello");
  EXPECT_EQ(response.Header("content-type"), "application/json");
  EXPECT_EQ(response.Header("x-a"), "1");
  EXPECT_EQ(response.Header("x-b"), "");
  EXPECT_TRUE(keep_alive);
}

TEST_P(StepTest, ReadsAChunkedBody) {
  const HttpResponse response = Read(
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;name=value\r\nhello\r\n"
      "1\r\n \r\n05\r\nworld\r\n0\r\nTrailer: x\r\n\r\n");
  EXPECT_EQ(response.body, "hello world");
  EXPECT_TRUE(keep_alive);
}

TEST_P(StepTest, ReadsAnAnswerWithoutABody) {
  EXPECT_EQ(Read("HTTP/1.1 204 No Content\r\n\r\n").status, 204);
  EXPECT_TRUE(keep_alive);
  EXPECT_EQ(Read("HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n").status, 500);
}

TEST_P(StepTest, SkipsInterimAnswers) {
  const HttpResponse response = Read(
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "ok");
  EXPECT_EQ(response.Header("link"), "");
}

TEST_P(StepTest, KnowsWhenTheConnectionIsOver) {
  Read("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok");
  EXPECT_FALSE(keep_alive);
  Read("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok");
  EXPECT_FALSE(keep_alive);
}

TEST_P(StepTest, RefusesWhatIsTooLarge) {
  const std::string much(kLimit + 1, 'x');
  EXPECT_EQ(FailureOf("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n" + much),
            ErrorCode::kResponseTooLarge);
  EXPECT_EQ(FailureOf("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n" + much),
            ErrorCode::kResponseTooLarge);
  EXPECT_EQ(FailureOf("HTTP/1.1 200 OK\r\n\r\n" + much), ErrorCode::kResponseTooLarge);
  EXPECT_EQ(FailureOf("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;" +
                      std::string(100'000, 'x')),
            ErrorCode::kResponseTooLarge);
}

// Beast would ask for the memory, or throw at what its 16 bits do not count.
TEST_P(StepTest, RefusesLengthsThatNobodyHasMemoryFor) {
  for (const char* const length :
       {"4000000000000000000", "1000000000000", "18446744073709551615"}) {
    EXPECT_EQ(FailureOf(std::string("HTTP/1.1 200 OK\r\nContent-Length: ") + length + "\r\n\r\nx"),
              ErrorCode::kResponseTooLarge)
        << length;
  }
}

TEST_P(StepTest, RefusesFieldsThatAreTooLong) {
  const std::string plain = "HTTP/1.1 200 OK\r\n";
  const std::string trailer = plain + "Transfer-Encoding: chunked\r\n\r\n0\r\n";
  for (const size_t size : {65'531U, 65'534U, 70'000U}) {
    const std::string much(size, 'x');
    for (std::string bytes : {plain, trailer}) {
      std::string name = bytes;
      bytes.append("X: ").append(much).append("\r\n\r\n");
      name.append(much).append(": 1\r\n\r\n");
      EXPECT_EQ(FailureOf(bytes), ErrorCode::kResponseTooLarge) << size;
      EXPECT_EQ(FailureOf(name), ErrorCode::kResponseTooLarge) << size;
    }
  }
}

TEST_P(StepTest, TakesAnEmptyChunkedBody) {
  const std::string bytes = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
  ResponseReader reader(kLimit, ResponseReader::Body::kAllowed);
  const auto complete = FeedInSteps(reader, bytes, GetParam());
  ASSERT_TRUE(complete) << complete.error().Message();
  EXPECT_TRUE(complete.value());
  EXPECT_EQ(reader.Take().body, "");
}

TEST_P(StepTest, RefusesWhatIsNotHttp) {
  for (const char* const bytes :
       {"hello\r\n\r\n", "HTTP/1.1\r\n\r\n", "HTTP/1.1 99999 X\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "HTTP/1.1 101 Switching Protocols\r\n\r\n"}) {
    EXPECT_EQ(FailureOf(bytes), ErrorCode::kResponseMalformed) << bytes;
  }
}

INSTANTIATE_TEST_SUITE_P(Steps, StepTest, ::testing::Values(1, 2, 3, 7, 16, 100'000'000));

TEST(ResponseReaderTest, AcceptsABodyOfExactlyTheLimit) {
  ResponseReader reader(4, ResponseReader::Body::kAllowed);
  const auto complete = reader.Feed("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfour");
  ASSERT_TRUE(complete) << complete.error().Message();
  EXPECT_TRUE(complete.value());
}

TEST(ResponseReaderTest, MakesNoRoomForABodyThatIsOnlyAnnounced) {
  for (const char* const length : {"104857600", "4000000000000000000"}) {
    ResetPeakBytes();
    const int64_t before = PeakBytes();
    ResponseReader reader(kLimit, ResponseReader::Body::kAllowed);
    const auto complete =
        reader.Feed("HTTP/1.1 200 OK\r\nContent-Length: " + std::string(length) + "\r\n\r\n{");
    ASSERT_FALSE(complete);
    EXPECT_EQ(complete.error().code, ErrorCode::kResponseTooLarge);
    EXPECT_LT(PeakBytes() - before, 1024 * 1024);
  }
}

TEST(ResponseReaderTest, EndsABodyOfUnknownLengthWithTheConnection) {
  ResponseReader reader(kLimit, ResponseReader::Body::kAllowed);
  EXPECT_FALSE(reader.Feed("HTTP/1.1 200 OK\r\n\r\nall").value());
  EXPECT_TRUE(reader.End());
  EXPECT_FALSE(reader.keep_alive());
  EXPECT_EQ(reader.Take().body, "all");
}

TEST(ResponseReaderTest, TellsAnEndBeforeTheAnswerFromOneInside) {
  ResponseReader before(kLimit, ResponseReader::Body::kAllowed);
  EXPECT_EQ(before.End().error().code, ErrorCode::kConnectReset);
  for (const char* const bytes :
       {"H", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n",
        "HTTP/1.1 100 Continue\r\n\r\n"}) {
    ResponseReader inside(kLimit, ResponseReader::Body::kAllowed);
    ASSERT_TRUE(inside.Feed(bytes));
    const Status end = inside.End();
    ASSERT_FALSE(end) << bytes;
    EXPECT_EQ(end.error().code, ErrorCode::kResponseTruncated) << bytes;
  }
}

TEST(ResponseReaderTest, ExpectsNoBodyAfterHead) {
  ResponseReader reader(kLimit, ResponseReader::Body::kNone);
  EXPECT_TRUE(reader.Feed("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n").value());
  EXPECT_TRUE(reader.empty_behind());
  EXPECT_TRUE(reader.keep_alive());
}

TEST(ResponseReaderTest, NoticesBytesBehindTheAnswer) {
  ResponseReader reader(kLimit, ResponseReader::Body::kAllowed);
  EXPECT_TRUE(reader.Feed("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP").value());
  EXPECT_FALSE(reader.empty_behind());
  EXPECT_FALSE(reader.keep_alive());
}

TEST(ResponseReaderTest, GivesUpOnEndlessInterimAnswers) {
  ResponseReader reader(kLimit, ResponseReader::Body::kAllowed);
  std::string bytes;
  for (int i = 0; i < 20; ++i) bytes += "HTTP/1.1 100 Continue\r\n\r\n";
  const auto complete = reader.Feed(bytes);
  ASSERT_FALSE(complete);
  EXPECT_EQ(complete.error().code, ErrorCode::kResponseMalformed);
}

}  // namespace
}  // namespace registrar
