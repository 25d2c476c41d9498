#include "settings/settings.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace registrar {
namespace {

constexpr std::string_view kToken = "Registrar_Token";
constexpr std::string_view kPolicy = "Registrar_Policy";
constexpr std::string_view kAllowedHosts = "Registrar_Allowed_Hosts";
constexpr std::string_view kDeadline = "Registrar_Request_Deadline";

constexpr int kLeastDeadline = 1;
constexpr int kMostDeadline = 60;

using Values = std::map<std::string, Json>;

// The value of `id`, or nullptr when it is not set: absent, null or an empty text.
const Json* Find(const Values& values, std::string_view id) {
  const auto found = values.find(std::string(id));
  if (found == values.end() || found->second.is_null()) return nullptr;
  if (found->second.is_string() && found->second.get_ref<const std::string&>().empty()) {
    return nullptr;
  }
  return &found->second;
}

Error Problem(std::string_view id, const Json& value, std::string_view allowed) {
  return Error(ErrorCode::kInvalidSetting,
               std::string(id) + " is " +
                   value.dump(-1, ' ', true, Json::error_handler_t::replace) +
                   ", allowed: " + std::string(allowed));
}

std::string_view Trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const size_t first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

// A host name, or "*." before one: what CheckCredentialTarget understands.
bool IsHostPattern(std::string_view pattern) {
  if (pattern.starts_with("*.")) pattern.remove_prefix(2);
  return !pattern.empty() && !pattern.starts_with('.') && !pattern.ends_with('.') &&
         std::all_of(pattern.begin(), pattern.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
         });
}

void ReadToken(const Values& values, ModuleSettings& into) {
  const Json* value = Find(values, kToken);
  if (value == nullptr) return;
  if (!value->is_string()) {
    // The value is a secret, whatever its kind: it is not quoted.
    into.problems.emplace_back(ErrorCode::kInvalidSetting,
                               std::string(kToken) + " has a wrong kind, allowed: a text");
    return;
  }
  into.token = Secret(std::string(Trimmed(value->get_ref<const std::string&>())));
}

void ReadPolicy(const Values& values, ModuleSettings& into) {
  const Json* value = Find(values, kPolicy);
  if (value == nullptr) return;
  if (*value == "force") {
    into.policy = Policy::kForce;
  } else if (*value == "remind") {
    into.policy = Policy::kRemind;
  } else if (*value == "off") {
    into.policy = Policy::kOff;
  } else {
    into.problems.push_back(Problem(kPolicy, *value, "force, remind, off"));
  }
}

void ReadAllowedHosts(const Values& values, ModuleSettings& into) {
  const Json* value = Find(values, kAllowedHosts);
  if (value == nullptr) return;
  constexpr std::string_view kAllowed = "host names with commas between, \"*.\" for a domain";
  if (!value->is_string()) {
    into.problems.push_back(Problem(kAllowedHosts, *value, kAllowed));
    return;
  }
  std::vector<std::string> hosts;
  std::string_view rest = value->get_ref<const std::string&>();
  while (!rest.empty()) {
    const size_t comma = std::min(rest.find(','), rest.size());
    std::string host(Trimmed(rest.substr(0, comma)));
    rest.remove_prefix(std::min(comma + 1, rest.size()));
    std::transform(host.begin(), host.end(), host.begin(), [](unsigned char c) {
      return static_cast<char>(c < 128 ? std::tolower(c) : c);
    });
    if (host.empty()) continue;
    if (!IsHostPattern(host)) {
      into.problems.push_back(Problem(kAllowedHosts, *value, kAllowed));
      return;
    }
    hosts.push_back(std::move(host));
  }
  if (!hosts.empty()) into.allowed_hosts = std::move(hosts);
}

void ReadDeadline(const Values& values, ModuleSettings& into) {
  const Json* value = Find(values, kDeadline);
  if (value == nullptr) return;
  if (!value->is_number() || value->get<double>() < kLeastDeadline ||
      value->get<double>() > kMostDeadline) {
    into.problems.push_back(Problem(kDeadline, *value, "1 to 60 seconds"));
    return;
  }
  into.deadline = std::chrono::seconds(value->get<int>());
}

}  // namespace

const std::vector<std::string>& ModuleSettingIds() {
  static const std::vector<std::string> ids = {std::string(kToken), std::string(kPolicy),
                                               std::string(kAllowedHosts), std::string(kDeadline)};
  return ids;
}

ModuleSettings ParseModuleSettings(const Values& values) {
  ModuleSettings settings;
  ReadToken(values, settings);
  ReadPolicy(values, settings);
  ReadAllowedHosts(values, settings);
  ReadDeadline(values, settings);
  return settings;
}

}  // namespace registrar
