// Holds the typed reading against settings.json, the one source of the definitions.
#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "module/host/host.h"
#include "settings/settings.h"

namespace registrar {
namespace {

Json Definitions() {
  std::ifstream file(REGISTRAR_SETTINGS_FILE);
  return Json::parse(file);
}

// The settings that an administrator gives, and that flows read.
std::vector<Json> GivenSettings() {
  std::vector<Json> given;
  const Json definitions = Definitions();
  for (const Json& section : definitions["sections"]) {
    for (const Json& setting : section["settings"]) {
      const bool shown_only = setting.value("readonly", false);
      // The answer is read by the action that applies it.
      const bool of_action = setting["id"] == "Registrar_Offline_Answer";
      if (setting["type"] != "action" && !shown_only && !of_action) given.push_back(setting);
    }
  }
  return given;
}

size_t Problems(const std::string& id, const Json& value) {
  return ParseModuleSettings({{id, value}}).problems.size();
}

TEST(SettingDefinitionsTest, AreReadAllOfThem) {
  std::set<std::string> defined = {kEnvironmentValues};
  for (const Json& setting : GivenSettings()) defined.insert(setting["id"]);
  const std::vector<std::string>& ids = ModuleSettingIds();
  EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()), defined);
}

TEST(SettingDefinitionsTest, HaveDefaultsThatAreThoseOfTheReading) {
  std::map<std::string, Json> values;
  for (const Json& setting : GivenSettings()) values[setting["id"]] = setting["default"];
  const ModuleSettings read = ParseModuleSettings(values);
  const ModuleSettings unset;
  EXPECT_TRUE(read.problems.empty());
  EXPECT_TRUE(read.token == unset.token);
  EXPECT_EQ(read.policy, unset.policy);
  EXPECT_EQ(read.remind_every, unset.remind_every);
  EXPECT_EQ(read.agree_terms, unset.agree_terms);
  EXPECT_EQ(read.ignore_support_window, unset.ignore_support_window);
  EXPECT_EQ(read.sync_enabled, unset.sync_enabled);
  EXPECT_EQ(read.sync_every, unset.sync_every);
  EXPECT_TRUE(read.proxy == unset.proxy);
  EXPECT_EQ(read.ca_file, unset.ca_file);
  EXPECT_EQ(read.allowed_hosts, unset.allowed_hosts);
  EXPECT_EQ(read.connect_deadline, unset.connect_deadline);
  EXPECT_EQ(read.deadline, unset.deadline);
}

TEST(SettingDefinitionsTest, HaveTheLimitsOfTheReading) {
  for (const Json& setting : GivenSettings()) {
    const std::string id = setting["id"];
    if (setting["type"] == "int") {
      const int least = setting["min"];
      const int most = setting["max"];
      EXPECT_EQ(Problems(id, least - 1), 1U) << id;
      EXPECT_EQ(Problems(id, least), 0U) << id;
      EXPECT_EQ(Problems(id, most), 0U) << id;
      EXPECT_EQ(Problems(id, most + 1), 1U) << id;
    } else if (setting["type"] == "boolean") {
      EXPECT_EQ(Problems(id, true) + Problems(id, false), 0U) << id;
      EXPECT_EQ(Problems(id, "perhaps"), 1U) << id;
    } else if (setting["type"] == "select") {
      for (const Json& value : setting["values"]) EXPECT_EQ(Problems(id, value["key"]), 0U) << id;
      EXPECT_EQ(Problems(id, "something else"), 1U) << id;
    } else {
      EXPECT_EQ(Problems(id, 4), 1U) << id;
    }
  }
}

}  // namespace
}  // namespace registrar
