#include "module/base/json.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace registrar {
namespace {

// What a double counts up to without gaps, so that a next number is always another one, and none
// overflows.
constexpr int64_t kMostInteger = (int64_t{1} << 53) - 1;

// The nearest integer that `number` has within the bounds; nothing for NaN.
std::optional<int64_t> Truncated(double number) {
  constexpr auto kMost = static_cast<double>(kMostInteger);
  if (number != number) return std::nullopt;
  return static_cast<int64_t>(std::clamp(number, -kMost, kMost));
}

std::string Write(const Json& value, bool ascii) {
  return value.dump(-1, ' ', ascii, Json::error_handler_t::replace);
}

Json::object_t& ObjectIn(Json& json) {
  if (!json.is_object()) json = Json::object();
  return *json.get_ptr<Json::object_t*>();
}

}  // namespace

std::optional<Json> ParseJson(std::string_view text, int max_depth) {
  bool too_deep = false;
  const auto guard = [&](int outer, Json::parse_event_t event, Json& /*value*/) {
    const bool opens =
        event == Json::parse_event_t::object_start || event == Json::parse_event_t::array_start;
    // `outer` counts the levels around the one that opens.
    if (opens && outer >= max_depth) too_deep = true;
    return !too_deep;
  };
  Json value = Json::parse(text, guard, /*allow_exceptions=*/false);
  if (too_deep || value.is_discarded()) return std::nullopt;
  return value;
}

std::string WriteJson(const Json& value) { return Write(value, false); }

std::string WriteAsciiJson(const Json& value) { return Write(value, true); }

const Json& Member(const Json& object, std::string_view key) {
  static const Json null;
  const Json::object_t& members = Members(object);
  const auto found = members.find(key);
  return found == members.end() ? null : found->second;
}

const Json::array_t& Elements(const Json& value) {
  static const Json::array_t none;
  const auto* const elements = value.get_ptr<const Json::array_t*>();
  return elements == nullptr ? none : *elements;
}

const Json::object_t& Members(const Json& value) {
  static const Json::object_t none;
  const auto* const members = value.get_ptr<const Json::object_t*>();
  return members == nullptr ? none : *members;
}

const std::string* AsText(const Json& value) { return value.get_ptr<const std::string*>(); }

std::optional<int64_t> AsInteger(const Json& value) {
  if (value.is_number_unsigned()) {
    constexpr auto kMost = static_cast<uint64_t>(kMostInteger);
    return static_cast<int64_t>(std::min(*value.get_ptr<const uint64_t*>(), kMost));
  }
  if (value.is_number_integer()) {
    return std::clamp(*value.get_ptr<const int64_t*>(), -kMostInteger, kMostInteger);
  }
  if (value.is_number_float()) return Truncated(*value.get_ptr<const double*>());
  return std::nullopt;
}

std::optional<int> AsInt(const Json& value) {
  constexpr int64_t kLeast = std::numeric_limits<int>::min();
  constexpr int64_t kMost = std::numeric_limits<int>::max();
  const auto number = AsInteger(value);
  if (!number) return std::nullopt;
  return static_cast<int>(std::clamp(*number, kLeast, kMost));
}

std::optional<double> AsNumber(const Json& value) {
  if (value.is_number_float()) return *value.get_ptr<const double*>();
  if (value.is_number_unsigned()) return static_cast<double>(*value.get_ptr<const uint64_t*>());
  if (value.is_number_integer()) return static_cast<double>(*value.get_ptr<const int64_t*>());
  return std::nullopt;
}

std::string StringOr(const Json& object, std::string_view key, std::string_view fallback) {
  const std::string* const text = AsText(Member(object, key));
  return text == nullptr ? std::string(fallback) : *text;
}

int64_t IntegerOr(const Json& object, std::string_view key, int64_t fallback) {
  return AsInteger(Member(object, key)).value_or(fallback);
}

bool BoolOr(const Json& object, std::string_view key, bool fallback) {
  const bool* const value = Member(object, key).get_ptr<const bool*>();
  return value == nullptr ? fallback : *value;
}

void Put(Json& object, std::string_view key, Json value) {
  ObjectIn(object).insert_or_assign(std::string(key), std::move(value));
}

void PutAll(Json& object, const Json& other) {
  for (const auto& [key, value] : Members(other)) Put(object, key, value);
}

bool Remove(Json& object, std::string_view key) {
  auto* const members = object.get_ptr<Json::object_t*>();
  return members != nullptr && members->erase(std::string(key)) > 0;
}

void Append(Json& array, Json value) {
  if (!array.is_array()) array = Json::array();
  array.get_ptr<Json::array_t*>()->push_back(std::move(value));
}

void KeepLast(Json& array, size_t most) {
  auto* const elements = array.get_ptr<Json::array_t*>();
  if (elements == nullptr || elements->size() <= most) return;
  const auto surplus = static_cast<Json::array_t::difference_type>(elements->size() - most);
  elements->erase(elements->begin(), elements->begin() + surplus);
}

}  // namespace registrar
