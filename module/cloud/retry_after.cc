#include "module/cloud/retry_after.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace registrar {
namespace {

using std::chrono::seconds;

constexpr seconds kLongestWait = std::chrono::hours(24);

// The value of `text` if it consists of digits only; more than a day's seconds count as a day.
std::optional<int> ParseDigits(std::string_view text) {
  const bool digits = !text.empty() && std::all_of(text.begin(), text.end(),
                                                   [](char c) { return c >= '0' && c <= '9'; });
  if (!digits) return std::nullopt;
  int value = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  if (parsed.ec == std::errc::result_out_of_range) return static_cast<int>(kLongestWait.count());
  return value;
}

std::optional<unsigned> ParseMonth(std::string_view name) {
  constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto found = std::find(kMonths.begin(), kMonths.end(), name);
  if (found == kMonths.end()) return std::nullopt;
  return static_cast<unsigned>(found - kMonths.begin()) + 1;
}

// "08:49:37"
std::optional<seconds> ParseTimeOfDay(std::string_view text) {
  if (text.size() != 8 || text[2] != ':' || text[5] != ':') return std::nullopt;
  const auto hour = ParseDigits(text.substr(0, 2));
  const auto minute = ParseDigits(text.substr(3, 2));
  const auto second = ParseDigits(text.substr(6, 2));
  if (!hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 60) {
    return std::nullopt;
  }
  return std::chrono::hours(*hour) + std::chrono::minutes(*minute) + seconds(*second);
}

}  // namespace

std::optional<std::chrono::sys_seconds> ParseHttpDate(std::string_view text) {
  constexpr size_t kLength = 29;
  if (text.size() != kLength || text.substr(3, 2) != ", " || !text.ends_with(" GMT")) {
    return std::nullopt;
  }
  const auto day = ParseDigits(text.substr(5, 2));
  const auto month = ParseMonth(text.substr(8, 3));
  const auto year = ParseDigits(text.substr(12, 4));
  const auto time = ParseTimeOfDay(text.substr(17, 8));
  if (!day || !month || !year || !time) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(*month),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date) + *time;
}

std::optional<seconds> ParseRetryAfter(std::string_view retry_after, std::string_view date) {
  const auto bounded = [](seconds wait) { return std::clamp(wait, seconds::zero(), kLongestWait); };
  if (const auto count = ParseDigits(retry_after)) return bounded(seconds(*count));
  const auto then = ParseHttpDate(retry_after);
  const auto now = ParseHttpDate(date);
  if (!then || !now) return std::nullopt;
  return bounded(*then - *now);
}

}  // namespace registrar
