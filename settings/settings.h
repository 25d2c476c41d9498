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

// The settings of the module itself (settings.json), validated.
struct ModuleSettings {
  Secret token;  // Registrar_Token; may be empty
  Policy policy = Policy::kForce;
  std::vector<std::string> allowed_hosts = {"*.rocket.chat"};
  std::chrono::seconds deadline{9};  // of one request to the cloud

  // One kInvalidSetting for each value that was not usable; its default is used instead.
  std::vector<Error> problems;
};

// Ids of the settings that ParseModuleSettings reads.
const std::vector<std::string>& ModuleSettingIds();

// Reads the module's settings from `values` (Host::ReadSettings). A missing value means its
// default; a value that is not allowed is replaced by it and named in `problems`.
ModuleSettings ParseModuleSettings(const std::map<std::string, Json>& values);

}  // namespace registrar

#endif  // REGISTRAR_SETTINGS_SETTINGS_H_
