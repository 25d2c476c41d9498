#include "module/base/json.h"

namespace registrar {

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

std::string StringOr(const Json& object, std::string_view key, std::string_view fallback) {
  if (object.is_object()) {
    const auto found = object.find(key);
    if (found != object.end() && found->is_string()) return found->get<std::string>();
  }
  return std::string(fallback);
}

}  // namespace registrar
