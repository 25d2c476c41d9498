#ifndef REGISTRAR_SETTINGS_SETTINGS_H_
#define REGISTRAR_SETTINGS_SETTINGS_H_

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "module/base/error.h"
#include "module/base/json.h"
#include "module/base/secret.h"

namespace registrar {

// What happens to a workspace whose wizard is completed and that is not registered.
enum class Policy { kForce, kRemind, kOff };

// "force", "remind" or "off".
std::string_view NameOf(Policy policy);

// The settings of the module itself (settings.json), validated.
struct ModuleSettings {
  Secret token;  // Registrar_Token; may be empty
  Policy policy = Policy::kForce;
  std::chrono::hours remind_every{24};
  bool agree_terms = false;  // consent that was given; false says nothing
  bool ignore_support_window = false;
  bool sync_enabled = true;
  std::chrono::hours sync_every{12};
  Secret proxy;         // instead of the environment's; may be empty
  std::string ca_file;  // besides the environment's; may be empty
  std::vector<std::string> allowed_hosts = {"*.rocket.chat"};
  std::chrono::seconds connect_deadline{5};  // of a connection, and of its TLS handshake
  std::chrono::seconds deadline{9};          // of one request to the cloud as a whole

  // One kInvalidSetting for each value that was not usable; its default is used instead. It names
  // the setting, or the variable of the environment that gives it, and never a secret.
  std::vector<Error> problems;
};

// Ids of the settings that ParseModuleSettings reads, and kEnvironmentValues.
const std::vector<std::string>& ModuleSettingIds();

// Reads the module's settings from `values` (Host::ReadSettings). A missing value means its
// default; a value that is not allowed is replaced by it and named in `problems`.
ModuleSettings ParseModuleSettings(const std::map<std::string, Json>& values);

}  // namespace registrar

#endif  // REGISTRAR_SETTINGS_SETTINGS_H_
