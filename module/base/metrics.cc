#include "module/base/metrics.h"

#include <algorithm>

namespace registrar {

void Metrics::CountRequest(std::string_view call, std::string_view code, int64_t ms, uint64_t sent,
                           uint64_t received) {
  const auto* const bound = std::lower_bound(kBoundsMs.begin(), kBoundsMs.end(), ms);
  Add({"request", call, code}, 1);
  Add({"bucket", call, std::to_string(bound - kBoundsMs.begin())}, 1);
  Add({"ms", call}, static_cast<uint64_t>(ms));
  Add({"sent", call}, sent);
  Add({"received", call}, received);
}

void Metrics::Add(std::initializer_list<std::string_view> words, uint64_t amount) {
  std::string name;
  for (const std::string_view word : words) {
    if (!name.empty()) name += '/';
    name += word;
  }
  counts_[name] += amount;
}

}  // namespace registrar
