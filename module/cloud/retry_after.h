#ifndef REGISTRAR_MODULE_CLOUD_RETRY_AFTER_H_
#define REGISTRAR_MODULE_CLOUD_RETRY_AFTER_H_

#include <chrono>
#include <optional>
#include <string_view>

namespace registrar {

// "Sun, 06 Nov 1994 08:49:37 GMT", the one form that is still sent (RFC 9110, 5.6.7).
std::optional<std::chrono::sys_seconds> ParseHttpDate(std::string_view text);

// How long a Retry-After header asks to wait (RFC 9110, 10.2.3).
//   retry_after  value of the header: seconds or an HTTP date
//   date         value of the answer's Date header: what an HTTP date is held against, because the
//                clocks of both sides may differ; without it such a date says nothing
// Result: 0 to 24 hours; nothing when the values make no sense.
std::optional<std::chrono::seconds> ParseRetryAfter(std::string_view retry_after,
                                                    std::string_view date);

}  // namespace registrar

#endif  // REGISTRAR_MODULE_CLOUD_RETRY_AFTER_H_
