#include "settings/settings.h"

#include <gtest/gtest.h>

namespace registrar {
namespace {

TEST(SettingsTest, DefaultsHoldWithoutValues) {
  const ModuleSettings settings = ParseModuleSettings({});
  EXPECT_TRUE(settings.token.empty());
  EXPECT_EQ(settings.policy, Policy::kForce);
  EXPECT_EQ(settings.allowed_hosts, std::vector<std::string>{"*.rocket.chat"});
  EXPECT_EQ(settings.deadline, std::chrono::seconds(9));
  EXPECT_TRUE(settings.problems.empty());
}

TEST(SettingsTest, GoodValuesAreTaken) {
  const ModuleSettings settings =
      ParseModuleSettings({{"Registrar_Token", " token \n"},
                           {"Registrar_Policy", "remind"},
                           {"Registrar_Allowed_Hosts", "*.example.org, Cloud.Example.com,"},
                           {"Registrar_Request_Deadline", 4}});
  EXPECT_TRUE(settings.token == Secret("token"));
  EXPECT_EQ(settings.policy, Policy::kRemind);
  EXPECT_EQ(settings.allowed_hosts,
            (std::vector<std::string>{"*.example.org", "cloud.example.com"}));
  EXPECT_EQ(settings.deadline, std::chrono::seconds(4));
  EXPECT_TRUE(settings.problems.empty());
}

TEST(SettingsTest, PoliciesHaveTheirNames) {
  const auto policy = [](const char* name) {
    return ParseModuleSettings({{"Registrar_Policy", name}}).policy;
  };
  EXPECT_EQ(policy("force"), Policy::kForce);
  EXPECT_EQ(policy("remind"), Policy::kRemind);
  EXPECT_EQ(policy("off"), Policy::kOff);
}

struct BadValue {
  const char* id;
  Json value;
  const char* named;  // is in the error's detail
};

class BadValueTest : public testing::TestWithParam<BadValue> {};

TEST_P(BadValueTest, IsNamedAndItsDefaultIsUsed) {
  const ModuleSettings settings = ParseModuleSettings({{GetParam().id, GetParam().value}});
  ASSERT_EQ(settings.problems.size(), 1U);
  const Error& problem = settings.problems.front();
  EXPECT_EQ(problem.code, ErrorCode::kInvalidSetting);
  EXPECT_NE(problem.detail.find(GetParam().id), std::string::npos) << problem.detail;
  EXPECT_NE(problem.detail.find(GetParam().named), std::string::npos) << problem.detail;
  EXPECT_NE(problem.detail.find("allowed: "), std::string::npos) << problem.detail;
  const ModuleSettings defaults;
  EXPECT_EQ(settings.policy, defaults.policy);
  EXPECT_EQ(settings.allowed_hosts, defaults.allowed_hosts);
  EXPECT_EQ(settings.deadline, defaults.deadline);
}

INSTANTIATE_TEST_SUITE_P(Values, BadValueTest,
                         testing::Values(BadValue{"Registrar_Policy", "froce", "froce"},
                                         BadValue{"Registrar_Policy", 3, "3"},
                                         BadValue{"Registrar_Allowed_Hosts", "https://cloud.test",
                                                  "https://cloud.test"},
                                         BadValue{"Registrar_Allowed_Hosts", "*", "*"},
                                         BadValue{"Registrar_Allowed_Hosts", true, "true"},
                                         BadValue{"Registrar_Request_Deadline", 0, "0"},
                                         BadValue{"Registrar_Request_Deadline", 61, "61"},
                                         BadValue{"Registrar_Request_Deadline", 1e300, "1e+300"},
                                         BadValue{"Registrar_Request_Deadline", "9", "9"},
                                         BadValue{"Registrar_Token", 12345, "a text"}));

TEST(SettingsTest, ATokenOfTheWrongKindIsNotQuoted) {
  const ModuleSettings settings = ParseModuleSettings({{"Registrar_Token", 12345}});
  ASSERT_EQ(settings.problems.size(), 1U);
  EXPECT_EQ(settings.problems.front().detail.find("12345"), std::string::npos);
}

}  // namespace
}  // namespace registrar
