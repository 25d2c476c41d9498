#include "module/workspace/poll_pace.h"

#include <algorithm>

#include "module/workspace/backoff.h"

namespace registrar {
namespace {

constexpr Duration kShortest = std::chrono::seconds(1);
constexpr Duration kLongest = std::chrono::seconds(60);

Duration Within(Duration wait) { return std::clamp(wait, kShortest, kLongest); }

}  // namespace

WallTime PollPace::Next(std::chrono::seconds interval) {
  const WallTime now = loop_.WallNow();
  if (!next_) WaitFor(Within(interval));
  // A clock that was set back must not silence the polls.
  if (*next_ - now > wait_) WaitFor(wait_);
  return *next_;
}

void PollPace::Answered(std::chrono::seconds interval) {
  failures_ = 0;
  WaitFor(Within(interval));
}

int PollPace::Failed(std::chrono::seconds interval, const Error& error) {
  ++failures_;
  const Duration backoff = Within(BackoffDelay(loop_, failures_, std::nullopt));
  const Duration asked_for = error.retry_after.value_or(std::chrono::seconds(0));
  WaitFor(std::max({Within(interval), backoff, asked_for}));
  return failures_;
}

void PollPace::WaitFor(Duration wait) {
  wait_ = wait;
  next_ = loop_.WallNow() + wait;
}

}  // namespace registrar
