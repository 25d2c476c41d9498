#ifndef REGISTRAR_HOOKS_REMINDER_H_
#define REGISTRAR_HOOKS_REMINDER_H_

#include "hooks/policy_store.h"
#include "module/async/loop.h"
#include "module/async/task.h"
#include "module/base/result.h"
#include "module/host/host.h"

namespace registrar {

// Reminds administrators of the registration that is due: a banner and a line in the log, once per
// period for all instances together. Host's errors pass through.
class Reminder {
 public:
  // All references must outlive it.
  Reminder(Loop& loop, Host& host, PolicyStore& store) : loop_(loop), host_(host), store_(store) {}

  // Reminds if the last time was a period ago. Result: when the next time is.
  Task<Result<WallTime>> Remind(Duration period);

  // Takes the banner away, if there is one.
  Task<Status> Clear();

 private:
  Loop& loop_;
  Host& host_;
  PolicyStore& store_;
};

}  // namespace registrar

#endif  // REGISTRAR_HOOKS_REMINDER_H_
