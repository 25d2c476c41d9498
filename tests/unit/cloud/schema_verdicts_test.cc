// Holds the module's checks against the verdicts of the vendor's own schemas on good payloads and
// on each of them with one place changed.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <utility>

#include "module/cloud/payloads.h"

namespace registrar {
namespace {

Json LoadVerdicts() {
  const auto file = std::filesystem::path(REGISTRAR_TEST_DATA) / "schema_verdicts.json";
  std::ifstream stream(file);
  EXPECT_TRUE(stream) << file << " cannot be read";
  return Json::parse(stream);
}

// `good` with the change that `verdict` describes.
Json Changed(const Json& good, const Json& verdict) {
  const std::string at = verdict["at"].get<std::string>();
  if (verdict.contains("value") && at.empty()) return verdict["value"];
  Json change{{"path", at}, {"op", "remove"}};
  if (verdict.contains("value")) {
    // "replace" demands that something is there, "add" puts a further element into an array.
    change["op"] = good.contains(Json::json_pointer(at)) ? "replace" : "add";
    change["value"] = verdict["value"];
  }
  return good.patch(Json::array({change}));
}

using ErrorOf = std::function<std::optional<Error>(const Json&)>;

template <typename T>
std::optional<Error> ErrorIn(const Result<T>& result) {
  if (result.has_value()) return std::nullopt;
  return result.error();
}

// How the detail begins that names the place `wrong`.
std::string DetailStart(const std::string& wrong) {
  return (wrong.empty() ? "the answer" : wrong) + ":";
}

void ExpectSameVerdicts(const Json& payload, const ErrorOf& check) {
  EXPECT_FALSE(check(payload["good"]).has_value()) << payload["good"];
  ASSERT_FALSE(payload["verdicts"].empty());
  for (const Json& verdict : payload["verdicts"]) {
    const std::optional<Error> error = check(Changed(payload["good"], verdict));
    EXPECT_EQ(error.has_value(), verdict.contains("wrong")) << verdict;
    if (!error || !verdict.contains("wrong")) continue;
    EXPECT_EQ(error->code, ErrorCode::kResponseSchema);
    EXPECT_TRUE(error->detail.starts_with(DetailStart(verdict["wrong"].get<std::string>())))
        << error->detail << " for " << verdict;
  }
}

void ExpectSameVerdictsOnAll(const std::string& name, const ErrorOf& check) {
  const Json payloads = LoadVerdicts()[name];
  ASSERT_FALSE(payloads.empty());
  for (const Json& payload : payloads) ExpectSameVerdicts(payload, check);
}

TEST(SchemaVerdicts, AreTheModulesOnTheAnswerOfASync) {
  ExpectSameVerdictsOnAll("sync", [](const Json& json) { return ErrorIn(ParseSync(json)); });
}

TEST(SchemaVerdicts, AreTheModulesOnCommunications) {
  ExpectSameVerdictsOnAll("comms", [](const Json& json) { return ErrorIn(ParseComms(json)); });
}

TEST(SchemaVerdicts, AreTheModulesOnTheOldSync) {
  ExpectSameVerdictsOnAll("legacy",
                          [](const Json& json) { return ErrorIn(ParseLegacySync(json)); });
}

TEST(SchemaVerdicts, AreTheModulesOnALicense) {
  ExpectSameVerdictsOnAll("license", [](const Json& json) { return ErrorIn(ParseLicense(json)); });
}

}  // namespace
}  // namespace registrar
