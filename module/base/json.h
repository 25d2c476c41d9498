#ifndef REGISTRAR_MODULE_BASE_JSON_H_
#define REGISTRAR_MODULE_BASE_JSON_H_

#include "module/base/misuse.h"

// Where nlohmann::json would throw. That it does not convert to other types by itself, which may
// throw as well, is said for the rooms alone, in CMakeLists.txt.
#define JSON_THROW_USER(exception) ::registrar::EndOnMisuse("a JSON value of another type")

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace registrar {

using Json = nlohmann::json;

// Json is read, changed and written by the functions below. They take any value and never throw:
// the library is compiled without exceptions, and those members of nlohmann::json that throw when
// the value is of another type than expected would end the process. .ci/lint knows them by name.

// Parses UTF-8 text without deep recursion.
//   text       the whole document
//   max_depth  arrays and objects nested deeper than this are refused
// Result: the value, or nothing when the text is not JSON, is not UTF-8, or is nested too deep.
std::optional<Json> ParseJson(std::string_view text, int max_depth = 64);

// The value as text; what is not UTF-8 in it becomes U+FFFD.
std::string WriteJson(const Json& value);
// The same in ASCII.
std::string WriteAsciiJson(const Json& value);

// The member `key`; null when there is none or `object` is no object. It lives as long as `object`.
const Json& Member(const Json& object, std::string_view key);
Json Member(Json&& object, std::string_view key) = delete;

// The elements of an array, the members of an object; none of any other value. They live as long as
// `value`.
const Json::array_t& Elements(const Json& value);
const Json::object_t& Members(const Json& value);
Json::array_t Elements(Json&& value) = delete;
Json::object_t Members(Json&& value) = delete;

// The text of a string, else nullptr. It lives as long as `value`.
const std::string* AsText(const Json& value);
// The number, without its fraction and held within those that JavaScript counts without gaps
// (±(2^53 - 1)), else nothing.
std::optional<int64_t> AsInteger(const Json& value);
std::optional<int> AsInt(const Json& value);
std::optional<double> AsNumber(const Json& value);

// The member `key` if `object` is an object that has it as a string, else `fallback`.
std::string StringOr(const Json& object, std::string_view key, std::string_view fallback = "");
// The same of a number, as AsInteger reads it.
int64_t IntegerOr(const Json& object, std::string_view key, int64_t fallback = 0);
// Whether the member `key` is `true`; `fallback` when it is no boolean.
bool BoolOr(const Json& object, std::string_view key, bool fallback = false);

// Sets the member `key`. What is no object becomes one first.
void Put(Json& object, std::string_view key, Json value);
// Sets all members of `other`, if it is an object.
void PutAll(Json& object, const Json& other);
// Takes the member `key` out. Result: whether there was one.
bool Remove(Json& object, std::string_view key);

// Adds `value` at the end. What is no array becomes an empty one first.
void Append(Json& array, Json value);
// Takes elements out at the beginning until there are at most `most`.
void KeepLast(Json& array, size_t most);

}  // namespace registrar

#endif  // REGISTRAR_MODULE_BASE_JSON_H_
