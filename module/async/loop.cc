#include "module/async/loop.h"

#include "module/async/completion.h"

namespace registrar {

Task<Status> Sleep(Loop& loop, Duration delay, CancelToken cancel) {
  const auto done = Completion<Status>::Create();
  const auto timer = loop.CallAfter(delay, [done] { done->Complete(Ok()); });
  const auto registration =
      cancel.OnCancel([done](const Error& reason) { done->Complete(reason); });
  co_return co_await Completion<Status>::Wait(done);
}

Deadline::Deadline(Loop& loop, const CancelToken& parent, Duration limit, Error reason)
    : source_(parent),
      timer_(loop.CallAfter(limit, [this, why = std::move(reason)] { source_.Cancel(why); })) {}

}  // namespace registrar
