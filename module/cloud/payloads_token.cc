#include <algorithm>

#include "module/cloud/bearer_text.h"
#include "module/cloud/payload_reader.h"
#include "module/cloud/payloads.h"

namespace registrar {

Result<AccessTokenPayload> ParseAccessToken(const Json& json) {
  PayloadReader reader(ErrorCode::kResponseSchema);
  ObjectReader answer = reader.Root(json);
  AccessTokenPayload payload;
  payload.access_token = Secret(answer.NonEmptyString("access_token"));
  if (!IsBearerText(payload.access_token)) {
    answer.Fail("access_token", "text that fits a header");
  }
  const double seconds = answer.Number("expires_in");
  if (!(seconds >= 0)) answer.Fail("expires_in", "a number of seconds from 0 on");
  if (reader.failed()) return reader.error();
  // Longer than any token lives, and far from an overflow when it is added to a date.
  constexpr double kLongest = 10.0 * 365 * 24 * 3600;
  payload.expires_in = std::chrono::seconds(static_cast<int64_t>(std::min(seconds, kLongest)));
  payload.scope = StringOr(json, "scope");
  return payload;
}

}  // namespace registrar
