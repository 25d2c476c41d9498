#ifndef REGISTRAR_MODULE_CLOUD_PAYLOAD_READER_H_
#define REGISTRAR_MODULE_CLOUD_PAYLOAD_READER_H_

#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "module/base/json.h"
#include "module/base/result.h"

namespace registrar {

class ObjectReader;

// Reads a payload field by field and keeps the first field that is wrong, so that a Parse function
// lists its fields and asks once at the end. Values never get into the error: they may be secret.
//
//   PayloadReader reader(ErrorCode::kResponseSchema);
//   ObjectReader answer = reader.Root(json);
//   payload.workspace_id = answer.String("workspaceId");
//   if (reader.failed()) return reader.error();
class PayloadReader {
 public:
  // `code` is the code of the error.
  explicit PayloadReader(ErrorCode code) : code_(code) {}

  // Reads `json`, which must outlive the reader, as the outermost object.
  ObjectReader Root(const Json& json);

  // Records that the field at `path` ("" is the whole answer) is not `expected` ("a string").
  // `found` is the value there, nullptr when there is none. Only the first call counts.
  void Fail(const std::string& path, std::string_view expected, const Json* found);

  bool failed() const { return error_.has_value(); }
  // The first failure, e.g. detail "announcements.create[0].view: a string is expected, null is
  // there". Only when failed().
  const Error& error() const { return *error_; }

 private:
  ErrorCode code_;
  std::optional<Error> error_;
};

// One object of a payload. The functions that read a member report it when it is missing (unless
// the function says "optional") or of another type, and then yield an empty value.
class ObjectReader {
 public:
  // `json` is nullptr when there is no such object, which has been reported then: every read yields
  // an empty value.
  ObjectReader(PayloadReader& report, const Json* json, std::string path)
      : report_(&report), json_(json), path_(std::move(path)) {}

  // Whether there is an object.
  bool present() const { return json_ != nullptr; }

  std::string String(std::string_view key);
  std::string NonEmptyString(std::string_view key);
  std::optional<std::string> OptionalString(std::string_view key);
  // A string; "" when it is missing or null.
  std::string NullableString(std::string_view key);
  // One of `allowed`.
  void OneOf(std::string_view key, std::initializer_list<std::string_view> allowed);
  double Number(std::string_view key);
  // A number of seconds, also as text ("3600"): OAuth servers write both. Nothing when it is
  // missing or null.
  std::optional<double> OptionalSeconds(std::string_view key);
  bool Bool(std::string_view key);
  std::optional<bool> OptionalBool(std::string_view key);
  // ISO 8601 in UTC, as IsIsoDateTime (iso_date_time.h) says; it stays text.
  void Timestamp(std::string_view key);
  void OptionalTimestamp(std::string_view key);
  // Anything, also nothing.
  Json Any(std::string_view key);

  // An array; `each` is called with every element and the element's path.
  using EachElement = std::function<void(const Json& element, const std::string& path)>;
  void Array(std::string_view key, const EachElement& each);
  void OptionalArray(std::string_view key, const EachElement& each);

  ObjectReader Object(std::string_view key);
  // An object; not present() when the member is missing.
  ObjectReader OptionalObject(std::string_view key);
  // An object, or null; not present() for both.
  ObjectReader NullableObject(std::string_view key);

  // The member without any demand; nullptr when there is none.
  const Json* Find(std::string_view key) const;
  // Path of a member: "announcements.create".
  std::string PathOf(std::string_view key) const;
  // Reports the member `key`, wherever a demand is special.
  void Fail(std::string_view key, std::string_view expected);

  // A copy with the members that were read through this reader: unknown ones are left out.
  const Json& known() const { return known_; }
  // Puts `value` into known() in place of the member as it came.
  void SetKnown(std::string_view key, Json value) { Put(known_, key, std::move(value)); }

 private:
  // The member for a read: kept in known().
  const Json* Read(std::string_view key);

  PayloadReader* report_;
  const Json* json_;
  std::string path_;
  Json known_ = Json::object();
};

// Reports every element that is not a string; for ObjectReader::Array.
ObjectReader::EachElement EachIsString(PayloadReader& report);

}  // namespace registrar

#endif  // REGISTRAR_MODULE_CLOUD_PAYLOAD_READER_H_
