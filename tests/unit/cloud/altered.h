#ifndef REGISTRAR_TESTS_UNIT_CLOUD_ALTERED_H_
#define REGISTRAR_TESTS_UNIT_CLOUD_ALTERED_H_

#include <string>
#include <utility>

#include "module/base/json.h"

namespace registrar {

// `json` with `value` as its member `key`.
inline Json With(Json json, const std::string& key, Json value) {
  json[key] = std::move(value);
  return json;
}

// `json` without its member `key`.
inline Json Without(Json json, const std::string& key) {
  json.erase(key);
  return json;
}

}  // namespace registrar

#endif  // REGISTRAR_TESTS_UNIT_CLOUD_ALTERED_H_
