#include "module/cloud/iso_date_time.h"

#include <algorithm>
#include <chrono>

namespace registrar {
namespace {

bool AllDigits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Value of `text` (at most four digits), or -1.
int DigitsValue(std::string_view text) {
  if (!AllDigits(text)) return -1;
  int value = 0;
  for (const char c : text) value = value * 10 + (c - '0');
  return value;
}

// YYYY-MM-DD
bool IsDate(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  const int year = DigitsValue(text.substr(0, 4));
  const int month = DigitsValue(text.substr(5, 2));
  const int day = DigitsValue(text.substr(8, 2));
  if (year < 0 || month < 0 || day < 0) return false;
  return std::chrono::year_month_day(std::chrono::year(year),
                                     std::chrono::month(static_cast<unsigned>(month)),
                                     std::chrono::day(static_cast<unsigned>(day)))
      .ok();
}

// Whether `text` is two digits below `bound`.
bool IsTwoDigitsBelow(std::string_view text, int bound) {
  return text.size() == 2 && AllDigits(text) && DigitsValue(text) < bound;
}

// HH:MM[:SS[.s…]]
bool IsTime(std::string_view text) {
  if (text.size() < 5 || text[2] != ':') return false;
  if (!IsTwoDigitsBelow(text.substr(0, 2), 24)) return false;
  if (!IsTwoDigitsBelow(text.substr(3, 2), 60)) return false;
  if (text.size() == 5) return true;
  if (text.size() < 8 || text[5] != ':') return false;
  if (!IsTwoDigitsBelow(text.substr(6, 2), 60)) return false;
  return text.size() == 8 || (text[8] == '.' && AllDigits(text.substr(9)));
}

}  // namespace

bool IsIsoDateTime(std::string_view text) {
  constexpr size_t kDateLength = 10;
  if (text.size() <= kDateLength || text[kDateLength] != 'T' || text.back() != 'Z') return false;
  text.remove_suffix(1);
  return IsDate(text.substr(0, kDateLength)) && IsTime(text.substr(kDateLength + 1));
}

}  // namespace registrar
