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

WallTime TimeOf(const Json& object, const char* key) {
  if (!object.is_object()) return {};
  const auto found = object.find(key);
  if (found == object.end() || !found->is_number()) return {};
  return WallTime(Duration(found->get<int64_t>()));
}

}  // namespace registrar
