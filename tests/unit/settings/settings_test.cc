#include "settings/settings.h"

#include <gtest/gtest.h>

#include "module/host/host.h"

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

INSTANTIATE_TEST_SUITE_P(
    Values, BadValueTest,
    testing::Values(BadValue{"Registrar_Policy", "froce", "froce"},
                    BadValue{"Registrar_Policy", 3, "3"},
                    BadValue{"Registrar_Allowed_Hosts", "https://cloud.test", "https://cloud.test"},
                    BadValue{"Registrar_Allowed_Hosts", "*", "*"},
                    BadValue{"Registrar_Allowed_Hosts", true, "true"},
                    BadValue{"Registrar_Request_Deadline", 0, "0"},
                    BadValue{"Registrar_Request_Deadline", 61, "61"},
                    BadValue{"Registrar_Request_Deadline", 1e300, "1e+300"},
                    BadValue{"Registrar_Request_Deadline", "9", "9"},
                    BadValue{"Registrar_Request_Deadline", 4.5, "4.5"},
                    BadValue{"Registrar_Connect_Deadline", true, "true"},
                    BadValue{"Registrar_Remind_Every", 721, "1 to 720 hours"},
                    BadValue{"Registrar_Sync_Every", 169, "1 to 168 hours"},
                    BadValue{"Registrar_Sync_Enabled", "yes", "true, false"},
                    BadValue{"Registrar_Agree_Terms", 1, "true, false"},
                    BadValue{"Registrar_CA_File", "ca.pem", "ca.pem"},
                    BadValue{"Registrar_Proxy", "https://proxy:3128", "http://"},
                    BadValue{"Registrar_Token", 12345, "a token"},
                    BadValue{"Registrar_Token", "two words", "wrong form"}));

TEST(SettingsTest, AProxyOfTheWrongFormIsNotQuoted) {
  const ModuleSettings settings =
      ParseModuleSettings({{"Registrar_Proxy", "socks5://user:hidden@proxy:1080"}});
  ASSERT_EQ(settings.problems.size(), 1U);
  EXPECT_EQ(settings.problems.front().detail.find("hidden"), std::string::npos);
  EXPECT_TRUE(settings.proxy.empty());
}

TEST(SettingsTest, TheVariableOfTheEnvironmentIsNamed) {
  const Json environment = {
      {"Registrar_Policy",
       {{"variable", "OVERWRITE_SETTING_Registrar_Policy"}, {"text", "froce"}}}};
  const ModuleSettings settings =
      ParseModuleSettings({{"Registrar_Policy", "froce"}, {kEnvironmentValues, environment}});
  ASSERT_EQ(settings.problems.size(), 1U);
  EXPECT_EQ(settings.problems.front().detail,
            "OVERWRITE_SETTING_Registrar_Policy is \"froce\", allowed: force, remind, off");
}

TEST(SettingsTest, WhatTheServerCouldNotConvertIsToldFromTheEnvironment) {
  const Json environment = {
      {"Registrar_Sync_Every", {{"variable", "Registrar_Sync_Every"}, {"text", "daily"}}},
      {"Registrar_Request_Deadline", {{"variable", "Registrar_Request_Deadline"}, {"text", "7"}}}};
  const ModuleSettings settings =
      ParseModuleSettings({{"Registrar_Sync_Every", nullptr}, {kEnvironmentValues, environment}});
  ASSERT_EQ(settings.problems.size(), 1U);
  EXPECT_EQ(settings.problems.front().detail,
            "Registrar_Sync_Every is \"daily\", allowed: 1 to 168 hours");
  EXPECT_EQ(settings.sync_every, std::chrono::hours(12));
  EXPECT_EQ(settings.deadline, std::chrono::seconds(7));
}

TEST(SettingsTest, ATokenOfTheWrongKindIsNotQuoted) {
  const ModuleSettings settings = ParseModuleSettings({{"Registrar_Token", 12345}});
  ASSERT_EQ(settings.problems.size(), 1U);
  EXPECT_EQ(settings.problems.front().detail.find("12345"), std::string::npos);
}

}  // namespace
}  // namespace registrar
