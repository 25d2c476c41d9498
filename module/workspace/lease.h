#ifndef REGISTRAR_MODULE_WORKSPACE_LEASE_H_
#define REGISTRAR_MODULE_WORKSPACE_LEASE_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "module/async/cancel.h"
#include "module/async/loop.h"
#include "module/async/task.h"
#include "module/base/result.h"
#include "module/workspace/instances.h"
#include "module/workspace/records.h"

namespace registrar {

// The holder renews this often, and others look as often.
inline constexpr Duration kLeaseRenewal = std::chrono::seconds(20);
// The holder believes in its lease for this long after it began the last renewal. Others take over
// only after kStandstill, so that the holder has stopped before, whatever the clocks say.
inline constexpr Duration kLeaseTrust = std::chrono::seconds(50);

// Whether another instance's lease may be taken.
//   unmoved  how long its document has stood still for whoever looks
//   gone     the holder has surely ended
constexpr bool LeaseIsFree(bool has_holder, Duration unmoved, bool gone) {
  return !has_holder || gone || unmoved >= kStandstill;
}

// Asked before each write of a piece of work: whether it may still be done. An empty one allows it.
using Permit = std::function<Task<Status>()>;
inline Task<Status> Ask(Permit permit) {
  if (!permit) co_return Ok();
  co_return co_await permit();
}

// The right of one instance to do what is done by itself, for all of them. One document {holder,
// fence} that is replaced by compare-and-set; nobody compares clocks: an observer takes over when
// the document has not moved for kStandstill while it looked. The fence grows with every holder.
class Lease : public std::enable_shared_from_this<Lease> {
 public:
  Lease(Loop& loop, Host& host, Records& records, Instances& instances, CancelToken stop)
      : loop_(loop),
        host_(host),
        records_(records),
        instances_(instances),
        stop_(std::move(stop)) {}

  // Looks once, taking the lease if it is free, then goes on renewing or watching until the stop.
  //   on_change  called when this instance got or lost the lease
  //   on_held    called after every look while it holds it
  // A database that does not answer is no error: it is looked at again.
  Task<Status> Start(std::function<void()> on_change, std::function<void()> on_held);

  // Whether this instance holds the lease, as far as it can know without asking.
  bool held() const { return fence_ > 0 && loop_.Now() < trusted_until_; }

  // Asks the database whether this instance still holds the lease: before each write of work that
  // only the holder does, for a process can be paused at any point. Errors: kNotHolder, kHostRead.
  Task<Status> Confirm();

  // A permit that asks Confirm().
  Permit PermitOfHolder() {
    return [self = shared_from_this()] { return self->Confirm(); };
  }

  // Who held it when this instance looked last; "" when nobody did.
  const std::string& holder() const { return holder_; }

  // Gives it back, so that another instance need not wait. Called once after the stop; nobody
  // waits for it.
  //   host  the server itself: that of the flows is cut off by then
  void Release(Host& host);

 private:
  // The document, read or about to be written.
  struct Content {
    InstanceName holder;
    int64_t fence = 0;
    int64_t rev = 0;
  };
  static Json DocumentOf(const Content& content);

  Task<Status> Run();
  Task<Status> Look();
  // Logs the first of several failures of the database.
  void TellFailure(const Status& looked);
  Task<Result<Content>> Read();
  // LeaseIsFree() for what was read.
  bool IsFree(const Content& content);
  Task<Status> Write(Content content);
  void Note(const std::string& holder);
  void Lose();

  Loop& loop_;
  Host& host_;
  Records& records_;
  Instances& instances_;
  CancelToken stop_;
  std::function<void()> on_change_;
  std::function<void()> on_held_;
  std::string holder_;
  int64_t fence_ = 0;  // of the lease that this instance holds, 0: it holds none
  int64_t rev_ = 0;    // of the document as this instance wrote it last
  bool told_held_ = false;
  bool failing_ = false;  // the database did, at the last look
  MonotonicTime trusted_until_;
};

}  // namespace registrar

#endif  // REGISTRAR_MODULE_WORKSPACE_LEASE_H_
