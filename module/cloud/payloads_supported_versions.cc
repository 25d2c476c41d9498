#include "module/cloud/payload_reader.h"
#include "module/cloud/payloads.h"

namespace registrar {
namespace {

ObjectReader::EachElement EachIsVersion(PayloadReader& report) {
  return [&report](const Json& json, const std::string& path) {
    if (!json.is_object()) return report.Fail(path, "an object", &json);
    ObjectReader version(report, &json, path);
    version.NonEmptyString("version");
    version.NonEmptyString("expiration");
  };
}

}  // namespace

Result<Json> ParseSupportedVersions(const Json& json) {
  PayloadReader reader(ErrorCode::kResponseSchema);
  ObjectReader answer = reader.Root(json);
  answer.NonEmptyString("timestamp");
  answer.Array("versions", EachIsVersion(reader));
  ObjectReader exceptions = answer.NullableObject("exceptions");
  if (exceptions.present()) exceptions.Array("versions", EachIsVersion(reader));
  answer.NonEmptyString("signed");
  if (reader.failed()) return reader.error();
  return json;
}

}  // namespace registrar
