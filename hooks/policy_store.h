#ifndef REGISTRAR_HOOKS_POLICY_STORE_H_
#define REGISTRAR_HOOKS_POLICY_STORE_H_

#include <functional>

#include "hooks/policy.h"
#include "module/async/task.h"
#include "module/base/result.h"
#include "module/host/host.h"
#include "module/workspace/records.h"

namespace registrar {

// Id of the document in the module's own collection.
inline constexpr const char* kPolicyRecord = "policy";

// Changes the record if that is to be done now. It may be asked more than once, each time with the
// newest record. Result: whether it did.
using PolicyClaim = std::function<bool(PolicyRecord&)>;

// The policy's durable memory. Host's errors pass through.
class PolicyStore {
 public:
  // `host` must outlive it.
  explicit PolicyStore(Host& host) : records_(host) {}

  Task<Result<PolicyRecord>> Read();

  // Lets one of several instances do a thing that is to happen once.
  // Result: whether it is for this one to do.
  Task<Result<bool>> Claim(PolicyClaim claim);

  Task<Status> NoteProbe(bool good, WallTime now);

 private:
  Records records_;
};

}  // namespace registrar

#endif  // REGISTRAR_HOOKS_POLICY_STORE_H_
