#include "settings/settings.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <optional>
#include <string_view>
#include <utility>

#include "module/host/host.h"

namespace registrar {
namespace {

constexpr std::string_view kToken = "Registrar_Token";
constexpr std::string_view kPolicy = "Registrar_Policy";
constexpr std::string_view kRemindEvery = "Registrar_Remind_Every";
constexpr std::string_view kAgreeTerms = "Registrar_Agree_Terms";
constexpr std::string_view kIgnoreSupportWindow = "Registrar_Ignore_Support_Window";
constexpr std::string_view kSyncEnabled = "Registrar_Sync_Enabled";
constexpr std::string_view kSyncEvery = "Registrar_Sync_Every";
constexpr std::string_view kProxy = "Registrar_Proxy";
constexpr std::string_view kCaFile = "Registrar_CA_File";
constexpr std::string_view kAllowedHosts = "Registrar_Allowed_Hosts";
constexpr std::string_view kConnectDeadline = "Registrar_Connect_Deadline";
constexpr std::string_view kDeadline = "Registrar_Request_Deadline";

using Values = std::map<std::string, Json>;

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

// Whether it may be the address of an HTTP proxy; the rest is seen when it is used.
bool IsProxyAddress(std::string_view text) {
  if (text.starts_with("http://")) text.remove_prefix(7);
  return !text.empty() && text.find("://") == std::string_view::npos &&
         std::none_of(text.begin(), text.end(),
                      [](unsigned char c) { return std::iscntrl(c) != 0 || c == ' '; });
}

std::optional<std::vector<std::string>> HostPatterns(std::string_view rest) {
  std::vector<std::string> hosts;
  while (!rest.empty()) {
    const size_t comma = std::min(rest.find(','), rest.size());
    std::string host(Trimmed(rest.substr(0, comma)));
    rest.remove_prefix(std::min(comma + 1, rest.size()));
    std::transform(host.begin(), host.end(), host.begin(), [](unsigned char c) {
      return static_cast<char>(c < 128 ? std::tolower(c) : c);
    });
    if (host.empty()) continue;
    if (!IsHostPattern(host)) return std::nullopt;
    hosts.push_back(std::move(host));
  }
  return hosts;
}

// Takes the settings one by one and notes those that are of no use.
class Reader {
 public:
  Reader(const Values& values, std::vector<Error>& problems)
      : values_(values), problems_(problems) {}

  void Read(std::string_view id, bool& into) {
    const std::optional<Json> value = FindTyped(id);
    if (!value) return;
    if (value->is_boolean()) {
      into = *value == true;
    } else {
      NoteProblem(id, *value, "true, false");
    }
  }

  // A whole number of `Unit`.
  template <typename Unit>
  void Read(std::string_view id, int least, int most, const char* unit, Unit& into) {
    const std::optional<Json> value = FindTyped(id);
    if (!value) return;
    const double number = AsNumber(*value).value_or(NAN);
    if (number >= least && number <= most && number == std::floor(number)) {
      into = Unit(static_cast<int>(number));
      return;
    }
    NoteProblem(id, *value, std::to_string(least) + " to " + std::to_string(most) + " " + unit);
  }

  // A text without the blanks around it. Result: nothing when there is none.
  std::optional<std::string> Text(std::string_view id, std::string_view allowed) {
    const Json* value = Find(id);
    if (value == nullptr) return std::nullopt;
    if (!value->is_string()) {
      NoteProblem(id, *value, allowed);
      return std::nullopt;
    }
    return std::string(Trimmed(*AsText(*value)));
  }

  // A text that must never be shown.
  std::optional<Secret> SecretText(std::string_view id, std::string_view allowed) {
    const Json* value = Find(id);
    if (value == nullptr) return std::nullopt;
    if (!value->is_string()) {
      NoteSecret(id, allowed);
      return std::nullopt;
    }
    return Secret(std::string(Trimmed(*AsText(*value))));
  }

  void NoteProblem(std::string_view id, const Json& value, std::string_view allowed) {
    Note(NameOf(id) + " is " + WriteAsciiJson(value), allowed);
  }
  void NoteSecret(std::string_view id, std::string_view allowed) {
    Note(NameOf(id) + " has a value of the wrong form", allowed);
  }

 private:
  // The value of `id`, or nullptr when it is not set: absent, null or an empty text.
  const Json* Find(std::string_view id) const {
    const auto found = values_.find(std::string(id));
    if (found == values_.end() || found->second.is_null() || found->second == "") return nullptr;
    return &found->second;
  }

  // The same of a number or a yes-or-no. One that the server could not convert is lost in its
  // database: then the environment's text tells what was meant.
  std::optional<Json> FindTyped(std::string_view id) const {
    if (const Json* value = Find(id)) return *value;
    const Json* given = Environment(id);
    const std::string text = given == nullptr ? "" : StringOr(*given, "text");
    if (text.empty()) return std::nullopt;
    const std::optional<Json> meant = ParseJson(text);
    return meant && (meant->is_number() || meant->is_boolean()) ? *meant : Json(text);
  }

  const Json* Environment(std::string_view id) const {
    const auto found = values_.find(kEnvironmentValues);
    if (found == values_.end()) return nullptr;
    const Json& given = Member(found->second, id);
    return given.is_object() ? &given : nullptr;
  }

  // The variable that gives the setting, else the setting itself.
  std::string NameOf(std::string_view id) const {
    const Json* given = Environment(id);
    return given == nullptr ? std::string(id) : StringOr(*given, "variable", std::string(id));
  }

  void Note(std::string what, std::string_view allowed) {
    problems_.emplace_back(ErrorCode::kInvalidSetting,
                           std::move(what) + ", allowed: " + std::string(allowed));
  }

  const Values& values_;
  std::vector<Error>& problems_;
};

void ReadPolicy(Reader& reader, ModuleSettings& into) {
  constexpr std::string_view kAllowed = "force, remind, off";
  const auto text = reader.Text(kPolicy, kAllowed);
  if (!text) return;
  for (const Policy policy : {Policy::kForce, Policy::kRemind, Policy::kOff}) {
    if (*text == NameOf(policy)) {
      into.policy = policy;
      return;
    }
  }
  reader.NoteProblem(kPolicy, *text, kAllowed);
}

// A token of more than one word would not even be sent.
void ReadToken(Reader& reader, ModuleSettings& into) {
  constexpr std::string_view kAllowed = "a token from the cloud console";
  auto token = reader.SecretText(kToken, kAllowed);
  if (!token) return;
  const std::string_view text = token->Expose();
  if (std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; })) {
    into.token = *std::move(token);
  } else {
    reader.NoteSecret(kToken, kAllowed);
  }
}

void ReadProxy(Reader& reader, ModuleSettings& into) {
  constexpr std::string_view kAllowed = "http://[user:password@]host:port";
  auto proxy = reader.SecretText(kProxy, kAllowed);
  if (!proxy || proxy->empty()) return;
  if (IsProxyAddress(proxy->Expose())) {
    into.proxy = *std::move(proxy);
  } else {
    reader.NoteSecret(kProxy, kAllowed);
  }
}

void ReadCaFile(Reader& reader, ModuleSettings& into) {
  constexpr std::string_view kAllowed = "an absolute path";
  auto path = reader.Text(kCaFile, kAllowed);
  if (!path || path->empty()) return;
  if (path->starts_with('/')) {
    into.ca_file = *std::move(path);
  } else {
    reader.NoteProblem(kCaFile, *path, kAllowed);
  }
}

void ReadAllowedHosts(Reader& reader, ModuleSettings& into) {
  constexpr std::string_view kAllowed = "host names with commas between, \"*.\" for a domain";
  const auto text = reader.Text(kAllowedHosts, kAllowed);
  if (!text) return;
  auto hosts = HostPatterns(*text);
  if (!hosts) {
    reader.NoteProblem(kAllowedHosts, *text, kAllowed);
  } else if (!hosts->empty()) {
    into.allowed_hosts = *std::move(hosts);
  }
}

}  // namespace

std::string_view NameOf(Policy policy) {
  switch (policy) {
    case Policy::kForce:
      return "force";
    case Policy::kRemind:
      return "remind";
    case Policy::kOff:
      return "off";
  }
  return "";
}

const std::vector<std::string>& ModuleSettingIds() {
  static const std::vector<std::string> ids = [] {
    std::vector<std::string> all;
    for (const std::string_view id :
         {kToken, kPolicy, kRemindEvery, kAgreeTerms, kIgnoreSupportWindow, kSyncEnabled,
          kSyncEvery, kProxy, kCaFile, kAllowedHosts, kConnectDeadline, kDeadline}) {
      all.emplace_back(id);
    }
    all.emplace_back(kEnvironmentValues);
    return all;
  }();
  return ids;
}

ModuleSettings ParseModuleSettings(const Values& values) {
  ModuleSettings settings;
  Reader reader(values, settings.problems);
  ReadToken(reader, settings);
  ReadPolicy(reader, settings);
  reader.Read(kRemindEvery, 1, 720, "hours", settings.remind_every);
  reader.Read(kAgreeTerms, settings.agree_terms);
  reader.Read(kIgnoreSupportWindow, settings.ignore_support_window);
  reader.Read(kSyncEnabled, settings.sync_enabled);
  reader.Read(kSyncEvery, 1, 168, "hours", settings.sync_every);
  ReadProxy(reader, settings);
  ReadCaFile(reader, settings);
  ReadAllowedHosts(reader, settings);
  reader.Read(kConnectDeadline, 1, 60, "seconds", settings.connect_deadline);
  reader.Read(kDeadline, 1, 60, "seconds", settings.deadline);
  return settings;
}

}  // namespace registrar
