#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "module/cloud/cloud_client.h"

namespace registrar {
namespace {

struct Target {
  const char* cloud_url;
  const char* url;
  std::optional<ErrorCode> refusal;
};

constexpr std::optional<ErrorCode> kAllowed;

TEST(CredentialTarget, IsTheCloudAnAllowedHostOrThisMachine) {
  const Target targets[] = {
      {"https://cloud.rocket.chat", "https://cloud.rocket.chat/x", kAllowed},
      {"https://cloud.rocket.chat", "https://releases.rocket.chat/x", kAllowed},
      {"https://cloud.rocket.chat", "https://a.b.rocket.chat:8443/x", kAllowed},
      {"https://cloud.rocket.chat", "https://CLOUD.Rocket.Chat/x", kAllowed},
      {"https://cloud.rocket.chat", "https://rocket.chat/x", ErrorCode::kUrlNotAllowed},
      {"https://cloud.rocket.chat", "https://evilrocket.chat/x", ErrorCode::kUrlNotAllowed},
      {"https://cloud.rocket.chat", "https://rocket.chat.evil.test/", ErrorCode::kUrlNotAllowed},
      {"https://cloud.rocket.chat", "https://evil.test/.rocket.chat", ErrorCode::kUrlNotAllowed},
      {"https://cloud.rocket.chat", "http://cloud.rocket.chat/x", ErrorCode::kUrlInsecure},
      {"https://cloud.own.test", "https://cloud.own.test:8443/x", kAllowed},
      {"https://cloud.own.test", "https://www.cloud.own.test/x", ErrorCode::kUrlNotAllowed},
      {"https://cloud.own.test", "https://own.test/x", ErrorCode::kUrlNotAllowed},
      {"https://cloud.own.test", "https://extra.test/x", kAllowed},
      {"https://cloud.own.test", "https://sub.extra.test/x", ErrorCode::kUrlNotAllowed},
      {"https://cloud.own.test", "https://one.upper.test/x", kAllowed},
      {"https://cloud.own.test", "http://localhost:3000/x", kAllowed},
      {"https://cloud.own.test", "http://127.0.0.1/x", kAllowed},
      {"https://cloud.own.test", "http://[::1]:3000/x", kAllowed},
      {"https://cloud.own.test", "http://localhost.evil.test/", ErrorCode::kUrlInsecure},
      {"https://cloud.own.test", "https://localhost/x", kAllowed},
      {"https://localhost:3443", "https://localhost:3443/x", kAllowed},
      {"not an address", "https://cloud.rocket.chat/x", kAllowed},
      {"not an address", "https://evil.test/x", ErrorCode::kUrlInvalid},
  };
  CloudEndpoints endpoints;
  endpoints.allowed_hosts = {"*.rocket.chat", "extra.test", "*.UPPER.test", "", "*", "*."};
  for (const Target& target : targets) {
    endpoints.cloud_url = target.cloud_url;
    const Result<Url> url = ParseUrl(target.url);
    ASSERT_TRUE(url.has_value()) << target.url;
    const Status status = CheckCredentialTarget(endpoints, url.value());
    EXPECT_EQ(status.has_value(), !target.refusal.has_value()) << target.url;
    if (status.has_value() || !target.refusal) continue;
    EXPECT_EQ(status.error().info().code, Describe(*target.refusal).code) << target.url;
    EXPECT_EQ(status.error().peer, url.value().authority());
  }
}

}  // namespace
}  // namespace registrar
