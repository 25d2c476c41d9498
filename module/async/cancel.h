#ifndef REGISTRAR_MODULE_ASYNC_CANCEL_H_
#define REGISTRAR_MODULE_ASYNC_CANCEL_H_

#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <utility>

#include "module/base/error.h"

namespace registrar {

namespace internal {
struct CancelState;
}

// Runs a callback when a CancelSource is cancelled; forgets it when destroyed first.
class [[nodiscard]] CancelRegistration {
 public:
  CancelRegistration() = default;
  CancelRegistration(CancelRegistration&& other) noexcept = default;
  CancelRegistration& operator=(CancelRegistration&& other) noexcept {
    if (this != &other) {
      Reset();
      state_ = std::move(other.state_);
      position_ = other.position_;
    }
    return *this;
  }
  ~CancelRegistration() { Reset(); }

  // Forgets the callback.
  void Reset();

 private:
  friend class CancelToken;
  using Callbacks = std::list<std::function<void(const Error&)>>;
  CancelRegistration(std::shared_ptr<internal::CancelState> state, Callbacks::iterator position)
      : state_(std::move(state)), position_(position) {}

  std::shared_ptr<internal::CancelState> state_;
  Callbacks::iterator position_;
};

// The listening side of a cancellation. An empty token is never cancelled. Cheap to copy.
class CancelToken {
 public:
  CancelToken() = default;

  // Why it was cancelled, or nullptr while it is not.
  const Error* reason() const;
  bool cancelled() const { return reason() != nullptr; }

  // Runs `callback` with the reason when the source is cancelled, at once when it is already.
  CancelRegistration OnCancel(std::function<void(const Error&)> callback) const;

 private:
  friend class CancelSource;
  explicit CancelToken(std::shared_ptr<internal::CancelState> state) : state_(std::move(state)) {}
  std::shared_ptr<internal::CancelState> state_;
};

// The ordering side. A source made from a parent token is cancelled together with the parent.
class CancelSource {
 public:
  CancelSource();
  explicit CancelSource(const CancelToken& parent);
  CancelSource(const CancelSource&) = delete;
  CancelSource& operator=(const CancelSource&) = delete;
  ~CancelSource();

  // Runs the registered callbacks with `reason`, each once. Later calls do nothing.
  void Cancel(const Error& reason);

  CancelToken token() const { return CancelToken(state_); }

 private:
  std::shared_ptr<internal::CancelState> state_;
  CancelRegistration parent_;
};

}  // namespace registrar

#endif  // REGISTRAR_MODULE_ASYNC_CANCEL_H_
