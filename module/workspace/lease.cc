#include "module/workspace/lease.h"

#include "module/async/spawn.h"
#include "module/workspace/status.h"

namespace registrar {
namespace {

// Nobody waits for it, and its failure only makes others wait longer.
Task<Status> GiveBack(Host& host, Json document, int64_t rev) {
  const auto given = co_await host.ReplaceDocument(kLeaseRecord, std::move(document), rev);
  if (!given) co_return given.error();
  co_return Ok();
}

}  // namespace

Json Lease::DocumentOf(const Content& content) {
  return Json{{"v", kRecordVersion}, {"holder", content.holder.ToJson()}, {"fence", content.fence}};
}

Task<Status> Lease::Start(std::function<void()> on_change, std::function<void()> on_held) {
  on_change_ = std::move(on_change);
  on_held_ = std::move(on_held);
  const auto self = shared_from_this();
  const Status looked = co_await Look();
  TellFailure(looked);
  Spawn(self->Run());
  co_return looked;
}

Task<Status> Lease::Run() {
  const auto self = shared_from_this();
  while (true) {
    REGISTRAR_CO_TRY(co_await Sleep(loop_, kLeaseRenewal, stop_));
    // A database that fails is looked at again; the lease runs out by itself meanwhile.
    const Status looked = co_await Look();
    if (stop_.cancelled()) co_return Ok();
    if (!looked) Note(holder_);
    TellFailure(looked);
    if (held()) on_held_();
  }
}

void Lease::TellFailure(const Status& looked) {
  const bool failed = !looked && looked.error().code != ErrorCode::kNotHolder;
  if (failed && !failing_) {
    LogError(host_, LogLevel::kWarn, "Looking which instance does the scheduled work",
             looked.error());
  }
  failing_ = failed;
}

Task<Status> Lease::Look() {
  REGISTRAR_CO_ASSIGN(Content content, co_await Read());
  const bool mine = instances_.IsSelf(content.holder);
  if (fence_ > 0 && (!mine || content.fence != fence_)) Lose();
  if (mine) co_return co_await Write(content);
  if (!IsFree(content)) {
    Note(content.holder.id);
    co_return Ok();
  }
  content.holder = instances_.self();
  ++content.fence;
  co_return co_await Write(content);
}

Task<Result<Lease::Content>> Lease::Read() {
  REGISTRAR_CO_ASSIGN(const std::optional<Json> found, co_await records_.Find(kLeaseRecord));
  Content content;
  if (found) {
    content.holder = InstanceName::FromJson(Member(*found, "holder"));
    content.fence = IntegerOr(*found, "fence");
    content.rev = IntegerOr(*found, "rev");
  }
  co_return content;
}

bool Lease::IsFree(const Content& content) {
  const std::string mark = std::to_string(content.rev);
  return LeaseIsFree(!content.holder.id.empty(), instances_.Unmoved(kLeaseRecord, mark),
                     instances_.SurelyGone(content.holder));
}

Task<Status> Lease::Write(Content content) {
  // Counted from before the write: others see it move later.
  const MonotonicTime trusted_until = loop_.Now() + kLeaseTrust;
  Json document = DocumentOf(content);
  REGISTRAR_CO_ASSIGN(const bool written, co_await host_.ReplaceDocument(
                                              kLeaseRecord, std::move(document), content.rev));
  if (!written) {
    // Somebody else was quicker; the next look tells who.
    Lose();
    co_return Error(ErrorCode::kNotHolder);
  }
  // One that had run out is got anew.
  if (!held()) told_held_ = false;
  fence_ = content.fence;
  rev_ = content.rev + 1;
  trusted_until_ = trusted_until;
  Note(content.holder.id);
  co_return Ok();
}

void Lease::Note(const std::string& holder) {
  const bool changed = holder != holder_ || told_held_ != held();
  holder_ = holder;
  told_held_ = held();
  if (changed) on_change_();
}

void Lease::Lose() {
  fence_ = 0;
  trusted_until_ = MonotonicTime();
  Note("");
}

Task<Status> Lease::Confirm() {
  const auto self = shared_from_this();
  if (!held()) co_return Error(ErrorCode::kNotHolder);
  REGISTRAR_CO_ASSIGN(const Content content, co_await Read());
  if (instances_.IsSelf(content.holder) && content.fence == fence_) co_return Ok();
  Lose();
  co_return Error(ErrorCode::kNotHolder, "the instance " + content.holder.id + " has taken over");
}

void Lease::Release(Host& host) {
  if (fence_ == 0) return;
  Content content;
  content.fence = fence_;
  fence_ = 0;
  Spawn(GiveBack(host, DocumentOf(content), rev_));
}

}  // namespace registrar
