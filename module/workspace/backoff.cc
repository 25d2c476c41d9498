#include "module/workspace/backoff.h"

#include <algorithm>

namespace registrar {

Duration BackoffDelay(Loop& loop, int failures, std::optional<std::chrono::seconds> retry_after) {
  Duration limit = kBackoffBase;
  for (int i = 1; i < failures && limit < kBackoffCap; ++i) limit *= 2;
  limit = std::min(limit, kBackoffCap);
  // At least a second: a delay of nothing would be no delay.
  const Duration jittered(
      static_cast<Duration::rep>(loop.Random(static_cast<uint64_t>(limit.count()))));
  const Duration delay = std::max<Duration>(jittered, std::chrono::seconds(1));
  return retry_after ? std::max<Duration>(delay, *retry_after) : delay;
}

}  // namespace registrar
