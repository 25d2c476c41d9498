#include "module/workspace/time_text.h"

#include <array>
#include <charconv>
#include <cstdio>
#include <ctime>

namespace registrar {
namespace {

// Takes `c` off the front; false when something else stands there.
bool Take(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

// Takes a number of up to `digits` digits off the front; nothing when none stands there.
std::optional<unsigned> TakeNumber(std::string_view& text, size_t digits) {
  const std::string_view most = text.substr(0, digits);
  unsigned number = 0;
  const auto [end, error] = std::from_chars(most.data(), most.data() + most.size(), number);
  if (error != std::errc()) return std::nullopt;
  text.remove_prefix(static_cast<size_t>(end - most.data()));
  return number;
}

// "2026-01-31"
std::optional<std::chrono::year_month_day> TakeDate(std::string_view& text) {
  const auto year = TakeNumber(text, 4);
  if (!year || !Take(text, '-')) return std::nullopt;
  const auto month = TakeNumber(text, 2);
  if (!month || !Take(text, '-')) return std::nullopt;
  const auto day = TakeNumber(text, 2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(*year)),
                                         std::chrono::month(*month), std::chrono::day(*day)};
  return date.ok() ? std::optional(date) : std::nullopt;
}

// "12:34", "12:34:56" or "12:34:56.789"
std::optional<Duration> TakeTimeOfDay(std::string_view& text) {
  const auto hour = TakeNumber(text, 2);
  if (!hour || *hour > 23 || !Take(text, ':')) return std::nullopt;
  const auto minute = TakeNumber(text, 2);
  if (!minute || *minute > 59) return std::nullopt;
  Duration time = std::chrono::hours(*hour) + std::chrono::minutes(*minute);
  if (!Take(text, ':')) return time;
  const auto second = TakeNumber(text, 2);
  // A leap second is written as the 60th.
  if (!second || *second > 60) return std::nullopt;
  time += std::chrono::seconds(*second);
  unsigned weight = 100;
  for (bool fraction = Take(text, '.'); fraction && weight > 0; weight /= 10) {
    const auto digit = TakeNumber(text, 1);
    if (!digit) break;
    time += Duration(*digit * weight);
  }
  return time;
}

}  // namespace

std::string IsoTime(WallTime time) {
  const int64_t milliseconds = StoredTime(time);
  const int64_t fraction = ((milliseconds % 1000) + 1000) % 1000;
  const std::time_t seconds = (milliseconds - fraction) / 1000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 80> text{};
  const int length =
      std::snprintf(text.data(), text.size(), "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ",
                    parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday, parts.tm_hour,
                    parts.tm_min, parts.tm_sec, static_cast<int>(fraction));
  return {text.data(), static_cast<size_t>(length)};
}

int64_t StoredTime(WallTime time) { return time.time_since_epoch().count(); }

std::optional<WallTime> TimeFromIso(std::string_view text) {
  const auto date = TakeDate(text);
  if (!date) return std::nullopt;
  Duration of_day{};
  if (Take(text, 'T')) {
    const auto time = TakeTimeOfDay(text);
    if (!time) return std::nullopt;
    of_day = *time;
  }
  return WallTime(std::chrono::sys_days(*date).time_since_epoch() + of_day);
}

WallTime TimeOf(const Json& object, const char* key) {
  return WallTime(Duration(IntegerOr(object, key)));
}

std::optional<WallTime> OptionalTime(const Json& object, const char* key) {
  if (!object.contains(key)) return std::nullopt;
  return TimeOf(object, key);
}

void PutTime(Json& object, const char* key, const std::optional<WallTime>& time) {
  if (time) Put(object, key, StoredTime(*time));
}

}  // namespace registrar
