#ifndef REGISTRAR_MODULE_WORKSPACE_TIME_TEXT_H_
#define REGISTRAR_MODULE_WORKSPACE_TIME_TEXT_H_

#include <optional>
#include <string>
#include <string_view>

#include "module/async/loop.h"
#include "module/base/json.h"

namespace registrar {

// "2026-01-01T00:00:00.000Z": the form in which times leave the module.
std::string IsoTime(WallTime time);

// Milliseconds since the epoch: the form in which the module's documents keep times.
int64_t StoredTime(WallTime time);

// The time that `object` keeps under `key`; the epoch when it keeps none.
WallTime TimeOf(const Json& object, const char* key);

// The same; nothing when it keeps none.
std::optional<WallTime> OptionalTime(const Json& object, const char* key);

// Keeps the time under `key`; without one `object` stays as it is.
void PutTime(Json& object, const char* key, const std::optional<WallTime>& time);

// The time of a text that begins as ISO 8601 writes it: a date, or date and time in UTC. Nothing
// when it does not.
std::optional<WallTime> TimeFromIso(std::string_view text);

}  // namespace registrar

#endif  // REGISTRAR_MODULE_WORKSPACE_TIME_TEXT_H_
