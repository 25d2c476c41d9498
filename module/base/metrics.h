#ifndef REGISTRAR_MODULE_BASE_METRICS_H_
#define REGISTRAR_MODULE_BASE_METRICS_H_

#include <array>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>

#include "module/base/json.h"

namespace registrar {

// What the module has counted since it was made: numbers by name. A name is made of words of the
// code (of calls, of errors), never of anything that came from outside, so that there is a bounded
// number of them; js-shim/metrics.js tells them to Prometheus.
class Metrics {
 public:
  // Upper bounds of the histogram's buckets, in milliseconds; a last bucket has no bound.
  static constexpr std::array<int64_t, 9> kBoundsMs = {10,  25,   50,   100,  250,
                                                       500, 1000, 2500, 10000};

  // One request to the cloud that has ended.
  //   call      which of the cloud's calls, e.g. "sync"
  //   code      "ok", or why it failed: "http-4xx" or a code of the error catalogue
  //   ms        how long it took, in milliseconds
  //   sent      bytes of the request's body
  //   received  bytes of the answer's body
  void CountRequest(std::string_view call, std::string_view code, int64_t ms, uint64_t sent,
                    uint64_t received);

  // One sync that has ended; `code` is "ok" or that of its error.
  void CountSync(std::string_view code) { Add({"sync", code}, 1); }

  // One access token that was wanted: at hand, or asked of the cloud.
  void CountToken(bool at_hand) { Add({"token", at_hand ? "hit" : "miss"}, 1); }

  // An object of numbers: "request/<call>/<code>", "sent/<call>", "received/<call>", "ms/<call>",
  // "bucket/<call>/<number of the bucket>", "sync/<code>", "token/hit", "token/miss". What never
  // happened is not there. The buckets do not include the ones below them.
  Json ToJson() const { return counts_; }

 private:
  void Add(std::initializer_list<std::string_view> words, uint64_t amount);

  std::map<std::string, uint64_t> counts_;
};

}  // namespace registrar

#endif  // REGISTRAR_MODULE_BASE_METRICS_H_
