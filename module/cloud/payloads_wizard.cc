#include <algorithm>

#include "module/cloud/payload_reader.h"
#include "module/cloud/payloads.h"

namespace registrar {
namespace {

// What a client waits between two polls when the cloud does not say (RFC 8628, 3.2).
constexpr double kUsualInterval = 5;

// A number of seconds above 0; more than `longest` counts as `longest`.
std::chrono::seconds ReadSeconds(ObjectReader& answer, std::string_view key, double otherwise,
                                 std::chrono::seconds longest) {
  const double seconds = answer.OptionalSeconds(key).value_or(otherwise);
  if (!(seconds > 0)) {
    answer.Fail(key, "a number of seconds above 0");
    return {};
  }
  const auto limit = static_cast<double>(longest.count());
  // Below a second is still a second: an interval of nothing would never let go.
  return std::chrono::seconds(static_cast<int64_t>(std::clamp(seconds, 1.0, limit)));
}

// The wizard's page takes whatever is no success for a wait; so does this, where it is said.
bool IsPending(const Json& json) {
  return StringOr(json, "status") == "authorization_pending" || Member(json, "successful") == false;
}

}  // namespace

Result<IntentPayload> ParseIntent(const Json& json) {
  PayloadReader reader(ErrorCode::kResponseSchema);
  ObjectReader answer = reader.Root(json);
  IntentPayload payload;
  payload.device_code = Secret(answer.NonEmptyString("device_code"));
  payload.user_code = answer.NonEmptyString("user_code");
  payload.verification_url = answer.NullableString("verification_url");
  payload.interval = ReadSeconds(answer, "interval", kUsualInterval, std::chrono::minutes(1));
  payload.expires_in = ReadSeconds(answer, "expires_in", 0, std::chrono::hours(30 * 24));
  if (reader.failed()) return reader.error();
  return payload;
}

Result<PollPayload> ParsePoll(const Json& json) {
  if (IsPending(json)) return PollPayload();
  PayloadReader reader(ErrorCode::kResponseSchema);
  ObjectReader answer = reader.Root(json);
  if (answer.OptionalBool("successful") != true) {
    answer.Fail(answer.Find("successful") == nullptr ? "status" : "successful",
                R"("authorization_pending" or a success)");
  }
  if (reader.failed()) return reader.error();
  const Json* granted = answer.Find("payload");
  Result<RegistrationPayload> registration =
      ParseRegistrationPayload(granted == nullptr ? Json() : *granted);
  if (!registration) {
    Error error = std::move(registration).error();
    error.detail = "payload: " + error.detail;
    return error;
  }
  return PollPayload{std::move(registration).value()};
}

Result<std::string> ParseRegisterByEmail(const Json& json) {
  PayloadReader reader(ErrorCode::kResponseSchema);
  std::string id = reader.Root(json).NonEmptyString("id");
  if (reader.failed()) return reader.error();
  return id;
}

}  // namespace registrar
