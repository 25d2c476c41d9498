#include "module/net/stream.h"

#include <utility>

namespace registrar {

Task<Result<size_t>> Stream::Read(std::span<char> buffer, CancelToken cancel) {
  const auto registration = cancel.OnCancel([this](const Error& reason) { Close(reason); });
  for (;;) {
    if (auto outcome = TryRead(buffer)) co_return *std::move(outcome);
    co_await NextArrival();
  }
}

void Stream::Arrived() {
  if (const auto waiting = std::exchange(waiting_, nullptr)) {
    waiting->Complete(true);
  } else if (const auto callback = on_arrival_) {
    callback();
  }
}

Task<void> Stream::NextArrival() {
  const auto arrival = Completion<bool>::Create();
  waiting_ = arrival;
  co_await Completion<bool>::Wait(arrival);
}

}  // namespace registrar
