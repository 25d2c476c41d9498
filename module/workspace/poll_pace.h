#ifndef REGISTRAR_MODULE_WORKSPACE_POLL_PACE_H_
#define REGISTRAR_MODULE_WORKSPACE_POLL_PACE_H_

#include <chrono>
#include <optional>

#include "module/async/loop.h"
#include "module/base/error.h"

namespace registrar {

// How often the cloud is asked whether an e-mail was confirmed, whoever wants to know: at the
// interval that the cloud gave, within limits; after failures less often, but never less often than
// once a minute unless the cloud asks for that.
class PollPace {
 public:
  explicit PollPace(Loop& loop) : loop_(loop) {}

  // When the cloud may be asked next. The first time after a start that is one interval away: an
  // earlier process may just have asked.
  //   interval  that the cloud gave
  WallTime Next(std::chrono::seconds interval);
  bool Due(std::chrono::seconds interval) { return Next(interval) <= loop_.WallNow(); }

  // The cloud was asked and answered, or sent the e-mail just now.
  void Answered(std::chrono::seconds interval);
  // Whether it was asked in vain the last time.
  bool failing() const { return failures_ > 0; }
  // It was asked in vain. Result: failures in a row.
  int Failed(std::chrono::seconds interval, const Error& error);

 private:
  void WaitFor(Duration wait);

  Loop& loop_;
  std::optional<WallTime> next_;
  Duration wait_{0};
  int failures_ = 0;
};

}  // namespace registrar

#endif  // REGISTRAR_MODULE_WORKSPACE_POLL_PACE_H_
