#ifndef REGISTRAR_MODULE_WORKSPACE_BACKOFF_H_
#define REGISTRAR_MODULE_WORKSPACE_BACKOFF_H_

#include <chrono>
#include <optional>

#include "module/async/loop.h"

namespace registrar {

inline constexpr Duration kBackoffBase = std::chrono::seconds(30);
inline constexpr Duration kBackoffCap = std::chrono::hours(1);

// How long to wait before the next try: exponential with full jitter, so that a fleet does not come
// back at once, and never shorter than the other side asked for.
//   failures     tries that failed in a row, 1 or more
//   retry_after  what the other side asked for (Error::retry_after)
Duration BackoffDelay(Loop& loop, int failures, std::optional<std::chrono::seconds> retry_after);

}  // namespace registrar

#endif  // REGISTRAR_MODULE_WORKSPACE_BACKOFF_H_
