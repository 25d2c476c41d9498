#include "module/cloud/payload_reader.h"

#include <algorithm>
#include <utility>

#include "module/cloud/iso_date_time.h"

namespace registrar {
namespace {

std::string_view TypeName(const Json* value) {
  if (value == nullptr) return "nothing";
  switch (value->type()) {
    case Json::value_t::null:
      return "null";
    case Json::value_t::object:
      return "an object";
    case Json::value_t::array:
      return "an array";
    case Json::value_t::string:
      return AsText(*value)->empty() ? "an empty string" : "a string";
    case Json::value_t::boolean:
      return "a boolean";
    default:
      return "a number";
  }
}

}  // namespace

ObjectReader PayloadReader::Root(const Json& json) {
  if (json.is_object()) return {*this, &json, ""};
  Fail("", "an object", &json);
  return {*this, nullptr, ""};
}

void PayloadReader::Fail(const std::string& path, std::string_view expected, const Json* found) {
  if (error_) return;
  std::string detail = path.empty() ? "the answer" : path;
  detail.append(": ").append(expected).append(" is expected, ");
  detail.append(TypeName(found)).append(" is there");
  error_.emplace(code_, std::move(detail));
}

const Json* ObjectReader::Find(std::string_view key) const {
  if (json_ == nullptr) return nullptr;
  const Json::object_t& members = Members(*json_);
  const auto found = members.find(key);
  return found == members.end() ? nullptr : &found->second;
}

std::string ObjectReader::PathOf(std::string_view key) const {
  std::string path = path_;
  if (!path.empty()) path += '.';
  return path.append(key);
}

void ObjectReader::Fail(std::string_view key, std::string_view expected) {
  if (json_ != nullptr) report_->Fail(PathOf(key), expected, Find(key));
}

const Json* ObjectReader::Read(std::string_view key) {
  const Json* value = Find(key);
  if (value != nullptr) Put(known_, key, *value);
  return value;
}

std::string ObjectReader::String(std::string_view key) {
  const Json* value = Read(key);
  if (value != nullptr && value->is_string()) return *AsText(*value);
  Fail(key, "a string");
  return {};
}

std::string ObjectReader::NonEmptyString(std::string_view key) {
  std::string text = String(key);
  if (text.empty()) Fail(key, "a string that is not empty");
  return text;
}

std::optional<std::string> ObjectReader::OptionalString(std::string_view key) {
  if (Find(key) == nullptr) return std::nullopt;
  return String(key);
}

std::string ObjectReader::NullableString(std::string_view key) {
  const Json* value = Find(key);
  return value == nullptr || value->is_null() ? std::string() : String(key);
}

void ObjectReader::OneOf(std::string_view key, std::initializer_list<std::string_view> allowed) {
  const Json* value = Read(key);
  const bool fits = value != nullptr && value->is_string() &&
                    std::find(allowed.begin(), allowed.end(), *AsText(*value)) != allowed.end();
  if (fits) return;
  std::string expected = "one of the words";
  for (const std::string_view one : allowed) expected.append(" \"").append(one).append("\"");
  Fail(key, expected);
}

double ObjectReader::Number(std::string_view key) {
  const Json* value = Read(key);
  if (value != nullptr && value->is_number()) return *AsNumber(*value);
  Fail(key, "a number");
  return 0;
}

std::optional<double> ObjectReader::OptionalSeconds(std::string_view key) {
  const Json* value = Read(key);
  if (value == nullptr || value->is_null()) return std::nullopt;
  if (value->is_number()) return AsNumber(*value);
  const std::optional<Json> text = value->is_string() ? ParseJson(*AsText(*value)) : std::nullopt;
  if (text && text->is_number()) return AsNumber(*text);
  Fail(key, "a number of seconds");
  return std::nullopt;
}

bool ObjectReader::Bool(std::string_view key) {
  const std::optional<bool> value = OptionalBool(key);
  if (!value) Fail(key, "a boolean");
  return value.value_or(false);
}

std::optional<bool> ObjectReader::OptionalBool(std::string_view key) {
  const Json* value = Read(key);
  if (value == nullptr) return std::nullopt;
  if (value->is_boolean()) return *value == true;
  Fail(key, "a boolean");
  return std::nullopt;
}

void ObjectReader::Timestamp(std::string_view key) {
  const Json* value = Read(key);
  const bool fits = value != nullptr && value->is_string() && IsIsoDateTime(*AsText(*value));
  if (!fits) Fail(key, "a date and time in UTC (ISO 8601)");
}

void ObjectReader::OptionalTimestamp(std::string_view key) {
  if (Find(key) != nullptr) Timestamp(key);
}

Json ObjectReader::Any(std::string_view key) {
  const Json* value = Read(key);
  return value == nullptr ? Json() : *value;
}

void ObjectReader::Array(std::string_view key, const EachElement& each) {
  const Json* value = Read(key);
  if (value == nullptr || !value->is_array()) return Fail(key, "an array");
  size_t i = 0;
  for (const Json& element : Elements(*value)) {
    each(element, PathOf(key) + "[" + std::to_string(i++) + "]");
  }
}

void ObjectReader::OptionalArray(std::string_view key, const EachElement& each) {
  if (Find(key) != nullptr) Array(key, each);
}

ObjectReader ObjectReader::Object(std::string_view key) {
  if (Find(key) == nullptr) Fail(key, "an object");
  return OptionalObject(key);
}

ObjectReader ObjectReader::OptionalObject(std::string_view key) {
  const Json* value = Read(key);
  if (value != nullptr && value->is_object()) return {*report_, value, PathOf(key)};
  if (value != nullptr) Fail(key, "an object");
  return {*report_, nullptr, ""};
}

ObjectReader ObjectReader::NullableObject(std::string_view key) {
  const Json* value = Find(key);
  if (value != nullptr && value->is_null()) return {*report_, nullptr, ""};
  return OptionalObject(key);
}

ObjectReader::EachElement EachIsString(PayloadReader& report) {
  return [&report](const Json& element, const std::string& path) {
    if (!element.is_string()) report.Fail(path, "a string", &element);
  };
}

}  // namespace registrar
