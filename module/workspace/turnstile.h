#ifndef REGISTRAR_MODULE_WORKSPACE_TURNSTILE_H_
#define REGISTRAR_MODULE_WORKSPACE_TURNSTILE_H_

#include <deque>
#include <memory>
#include <utility>

#include "module/async/cancel.h"
#include "module/async/completion.h"
#include "module/async/task.h"

namespace registrar {

// Lets one flow through at a time, in the order of asking: whoever changes or uses the
// registration takes a turn, so that a sync never writes into a registration being taken apart.
class Turnstile {
 private:
  struct Queue {
    bool taken = false;
    std::deque<Completion<Status>::Ptr> waiting;

    void PassOn() {
      while (!waiting.empty()) {
        const auto next = std::move(waiting.front());
        waiting.pop_front();
        if (next->Complete(Ok())) return;
      }
      taken = false;
    }
  };

 public:
  // The right to go on; ends with the object.
  class [[nodiscard]] Turn {
   public:
    explicit Turn(std::shared_ptr<Queue> queue) : queue_(std::move(queue)) {}
    Turn(Turn&&) noexcept = default;
    Turn& operator=(Turn&&) = delete;
    ~Turn() { End(); }

    // Ends the turn before the object goes.
    void End() {
      if (const auto queue = std::exchange(queue_, nullptr)) queue->PassOn();
    }

   private:
    std::shared_ptr<Queue> queue_;
  };

  // Waits for a turn. Errors: the token's reason when it is cancelled meanwhile.
  Task<Result<Turn>> Take(CancelToken cancel) {
    const auto queue = queue_;
    if (queue->taken) {
      const auto called = Completion<Status>::Create();
      queue->waiting.push_back(called);
      const auto registration =
          cancel.OnCancel([called](const Error& why) { called->Complete(why); });
      REGISTRAR_CO_TRY(co_await Completion<Status>::Wait(called));
    }
    queue->taken = true;
    co_return Turn(queue);
  }

 private:
  std::shared_ptr<Queue> queue_ = std::make_shared<Queue>();
};

}  // namespace registrar

#endif  // REGISTRAR_MODULE_WORKSPACE_TURNSTILE_H_
