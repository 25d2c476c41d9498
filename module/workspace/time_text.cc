#include "module/workspace/time_text.h"

#include <array>
#include <cstdio>
#include <ctime>

namespace registrar {

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

std::optional<WallTime> TimeFromIso(const std::string& text) {
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  int hour = 0;
  int minute = 0;
  double second = 0;
  const int read = std::sscanf(text.c_str(), "%4d-%2u-%2uT%2d:%2d:%lf", &year, &month, &day, &hour,
                               &minute, &second);
  if (read != 3 && read < 5) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                         std::chrono::day(day)};
  const bool in_day =
      hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 61;
  if (!date.ok() || !in_day) return std::nullopt;
  return WallTime(std::chrono::sys_days(date).time_since_epoch() + std::chrono::hours(hour) +
                  std::chrono::minutes(minute) +
                  Duration(static_cast<Duration::rep>(second * 1000)));
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
