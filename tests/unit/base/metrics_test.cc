#include "module/base/metrics.h"

#include <gtest/gtest.h>

namespace registrar {
namespace {

TEST(MetricsTest, NothingCountedYet) { EXPECT_EQ(Metrics().ToJson(), Json::object()); }

TEST(MetricsTest, RequestsAreCountedByCallAndCode) {
  Metrics metrics;
  metrics.CountRequest("sync", "ok", 30, 100, 2000);
  metrics.CountRequest("sync", "ok", 40, 100, 1000);
  metrics.CountRequest("sync", "http-5xx", 20, 100, 0);
  metrics.CountRequest("token", "cloud.response.timeout", 9000, 50, 0);
  const Json json = metrics.ToJson();
  EXPECT_EQ(json["request/sync/ok"], 2);
  EXPECT_EQ(json["request/sync/http-5xx"], 1);
  EXPECT_EQ(json["request/token/cloud.response.timeout"], 1);
  EXPECT_EQ(json["sent/sync"], 300);
  EXPECT_EQ(json["received/sync"], 3000);
  EXPECT_EQ(json["ms/sync"], 90);
}

TEST(MetricsTest, ADurationFallsIntoTheBucketThatItsBoundIncludes) {
  Metrics metrics;
  for (const int64_t ms : {0, 10, 11, 10000, 10001}) metrics.CountRequest("sync", "ok", ms, 0, 0);
  const Json json = metrics.ToJson();
  EXPECT_EQ(json["bucket/sync/0"], 2);
  EXPECT_EQ(json["bucket/sync/1"], 1);
  EXPECT_FALSE(json.contains("bucket/sync/2"));
  EXPECT_EQ(json["bucket/sync/8"], 1);
  EXPECT_EQ(json["bucket/sync/9"], 1);
}

TEST(MetricsTest, SyncsByCodeAndTokens) {
  Metrics metrics;
  metrics.CountSync("ok");
  metrics.CountSync("ok");
  metrics.CountSync("cloud.dns.failed");
  metrics.CountToken(true);
  metrics.CountToken(false);
  metrics.CountToken(true);
  EXPECT_EQ(
      metrics.ToJson(),
      (Json{{"sync/ok", 2}, {"sync/cloud.dns.failed", 1}, {"token/hit", 2}, {"token/miss", 1}}));
}

}  // namespace
}  // namespace registrar
