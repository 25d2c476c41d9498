#include "module/workspace/sync_queue.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "module/async/spawn.h"

namespace registrar {
namespace {

// Whether a run found the cloud out of reach, so that another one right after it would find the
// same and only keep those waiting who asked meanwhile.
bool CloudOutOfReach(const Result<Json>& result) {
  if (result) return false;
  const std::string_view code = result.error().info().code;
  constexpr std::array<std::string_view, 5> kWays = {"cloud.dns.", "cloud.connect.", "cloud.tls.",
                                                     "cloud.proxy.", "cloud.response.timeout"};
  return std::any_of(kWays.begin(), kWays.end(),
                     [code](std::string_view way) { return code.starts_with(way); });
}

}  // namespace

Task<Result<Json>> SyncQueue::Sync(SyncReason reason) {
  const auto self = shared_from_this();
  const TicketPtr ticket = TicketFor(reason);
  const auto answer = Completion<Result<Json>>::Create();
  ticket->waiting.push_back(answer);
  if (reason != SyncReason::kSchedule) ticket->run->SomebodyWaits(context_->loop, reason);
  if (current_ == nullptr) {
    Start(ticket);
  } else if (ticket == next_) {
    MakeRoom(reason);
  }
  co_return co_await Completion<Result<Json>>::Wait(answer);
}

SyncQueue::TicketPtr SyncQueue::TicketFor(SyncReason reason) {
  for (const TicketPtr& ticket : {current_, next_}) {
    if (ticket != nullptr && !ticket->run->built) return ticket;
  }
  auto ticket = std::make_shared<Ticket>();
  ticket->run = std::make_shared<SyncRun>(reason, context_->stop.token());
  if (current_ != nullptr) next_ = ticket;
  return ticket;
}

void SyncQueue::MakeRoom(SyncReason reason) {
  // Nobody waits for a scheduled run; it makes room for somebody who does.
  const auto run = current_->run;
  if (reason == SyncReason::kSchedule || run->reason != SyncReason::kSchedule) return;
  run->cancel.Cancel(Error(ErrorCode::kCancelled, "a sync that somebody waits for takes over"));
}

void SyncQueue::Start(TicketPtr ticket) {
  current_ = ticket;
  Spawn<Result<Json>>(SyncWorkspace(context_, ticket->run), [self = shared_from_this(),
                                                             ticket](Result<Json> result) {
    self->context_->metrics.CountSync(result ? "ok" : result.error().info().code);
    TicketPtr next = std::exchange(self->next_, nullptr);
    self->current_ = nullptr;
    if (next != nullptr && CloudOutOfReach(result)) {
      for (const auto& one : next->waiting) ticket->waiting.push_back(one);
    } else if (next != nullptr) {
      self->Start(std::move(next));
    }
    for (const auto& one : ticket->waiting) one->Complete(result);
  });
}

void SyncQueue::CancelRequests(const Error& reason) {
  for (const TicketPtr& ticket : {current_, next_}) {
    if (ticket != nullptr) ticket->run->cancel.Cancel(reason);
  }
}

}  // namespace registrar
