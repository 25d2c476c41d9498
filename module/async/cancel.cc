#include "module/async/cancel.h"

namespace registrar {

namespace internal {

struct CancelState {
  std::optional<Error> reason;
  std::list<std::function<void(const Error&)>> callbacks;

  // Entries stay in the list from here on, so that a registration which is dropped by another
  // entry's callback still finds its own to clear.
  void Cancel(const Error& why) {
    if (reason) return;
    reason = why;
    for (auto& entry : callbacks) {
      if (const auto callback = std::exchange(entry, nullptr)) callback(*reason);
    }
  }
};

}  // namespace internal

void CancelRegistration::Reset() {
  const auto state = std::exchange(state_, nullptr);
  if (!state) return;
  if (state->reason) {
    *position_ = nullptr;
  } else {
    state->callbacks.erase(position_);
  }
}

const Error* CancelToken::reason() const {
  return state_ && state_->reason ? &*state_->reason : nullptr;
}

CancelRegistration CancelToken::OnCancel(std::function<void(const Error&)> callback) const {
  if (!state_) return {};
  if (state_->reason) {
    callback(*state_->reason);
    return {};
  }
  state_->callbacks.push_front(std::move(callback));
  return {state_, state_->callbacks.begin()};
}

CancelSource::CancelSource() : state_(std::make_shared<internal::CancelState>()) {}

CancelSource::CancelSource(const CancelToken& parent) : CancelSource() {
  parent_ = parent.OnCancel([state = state_](const Error& why) { state->Cancel(why); });
}

CancelSource::~CancelSource() = default;

void CancelSource::Cancel(const Error& reason) {
  // A callback may destroy this source.
  const auto state = state_;
  state->Cancel(reason);
}

}  // namespace registrar
