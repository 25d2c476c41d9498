#ifndef REGISTRAR_MODULE_BASE_JSON_H_
#define REGISTRAR_MODULE_BASE_JSON_H_

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace registrar {

using Json = nlohmann::json;

// Parses UTF-8 text without throwing and without deep recursion.
//   text       the whole document
//   max_depth  arrays and objects nested deeper than this are refused
// Result: the value, or nothing when the text is not JSON, is not UTF-8, or is nested too deep.
std::optional<Json> ParseJson(std::string_view text, int max_depth = 64);

// The member `key` if `object` is an object that has it as a string, else `fallback`.
std::string StringOr(const Json& object, std::string_view key, std::string_view fallback = "");

}  // namespace registrar

#endif  // REGISTRAR_MODULE_BASE_JSON_H_
