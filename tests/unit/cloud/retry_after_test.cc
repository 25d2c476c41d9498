#include "module/cloud/retry_after.h"

#include <gtest/gtest.h>

namespace registrar {
namespace {

using std::chrono::seconds;

constexpr const char* kNow = "Sun, 06 Nov 1994 08:49:37 GMT";

TEST(RetryAfter, IsANumberOfSeconds) {
  EXPECT_EQ(ParseRetryAfter("0", ""), seconds(0));
  EXPECT_EQ(ParseRetryAfter("120", ""), seconds(120));
  EXPECT_EQ(ParseRetryAfter("120", kNow), seconds(120));
}

TEST(RetryAfter, IsADateHeldAgainstTheAnswersOwn) {
  EXPECT_EQ(ParseRetryAfter("Sun, 06 Nov 1994 08:49:37 GMT", kNow), seconds(0));
  EXPECT_EQ(ParseRetryAfter("Sun, 06 Nov 1994 08:51:07 GMT", kNow), seconds(90));
  EXPECT_EQ(ParseRetryAfter("Mon, 07 Nov 1994 00:00:00 GMT", kNow), seconds(54623));
  EXPECT_EQ(ParseRetryAfter("Sun, 06 Nov 1994 08:00:00 GMT", kNow), seconds(0));
}

TEST(RetryAfter, IsADayAtMost) {
  EXPECT_EQ(ParseRetryAfter("86401", ""), seconds(86400));
  EXPECT_EQ(ParseRetryAfter("99999999999999999999999999", ""), seconds(86400));
  EXPECT_EQ(ParseRetryAfter("Tue, 06 Nov 2035 08:49:37 GMT", kNow), seconds(86400));
}

TEST(RetryAfter, IsIgnoredWhenItMakesNoSense) {
  for (const char* value : {"", "-1", "+5", "1.5", "soon", "10 s", " 10", "0x10",
                            "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 UTC",
                            "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 nov 1994 08:49:37 GMT",
                            "Sun, 06 Nov 1994 24:49:37 GMT", "Sun, 06 Nov 1994 08-49-37 GMT",
                            "Sun, xx Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT"}) {
    EXPECT_FALSE(ParseRetryAfter(value, kNow).has_value()) << value;
  }
}

TEST(RetryAfter, IsIgnoredAsADateWithoutOneToHoldItAgainst) {
  EXPECT_FALSE(ParseRetryAfter(kNow, "").has_value());
  EXPECT_FALSE(ParseRetryAfter(kNow, "yesterday").has_value());
}

}  // namespace
}  // namespace registrar
