#include <algorithm>

#include "module/cloud/bearer_text.h"
#include "module/cloud/payload_reader.h"
#include "module/cloud/payloads.h"

namespace registrar {

namespace {

// Longer than any token lives, and far from an overflow when it is added to a date.
constexpr double kLongest = 10.0 * 365 * 24 * 3600;

Secret ReadBearer(ObjectReader& answer) {
  Secret token(answer.NonEmptyString("access_token"));
  if (!IsBearerText(token)) answer.Fail("access_token", "text that fits a header");
  return token;
}

std::chrono::seconds ReadLife(ObjectReader& answer) {
  // Without a life (RFC 6749 only recommends it) the token serves whoever asked, and is not kept.
  const double seconds = answer.OptionalSeconds("expires_in").value_or(0);
  if (!(seconds >= 0)) {
    answer.Fail("expires_in", "a number of seconds from 0 on");
    return {};
  }
  return std::chrono::seconds(static_cast<int64_t>(std::min(seconds, kLongest)));
}

}  // namespace

Result<AccessTokenPayload> ParseAccessToken(const Json& json) {
  PayloadReader reader(ErrorCode::kResponseSchema);
  ObjectReader answer = reader.Root(json);
  AccessTokenPayload payload;
  payload.access_token = ReadBearer(answer);
  payload.expires_in = ReadLife(answer);
  if (reader.failed()) return reader.error();
  payload.scope = StringOr(json, "scope");
  return payload;
}

Result<UserTokenPayload> ParseUserToken(const Json& json) {
  PayloadReader reader(ErrorCode::kResponseSchema);
  ObjectReader answer = reader.Root(json);
  UserTokenPayload payload;
  payload.access_token = ReadBearer(answer);
  payload.expires_in = ReadLife(answer);
  payload.scope = answer.NullableString("scope");
  payload.token_type = answer.NullableString("token_type");
  payload.refresh_token = Secret(answer.NullableString("refresh_token"));
  if (reader.failed()) return reader.error();
  return payload;
}

}  // namespace registrar
