#include "tests/unit/matrix/memory_stream.h"

#include <algorithm>
#include <utility>

namespace registrar {

MemoryStream::MemoryStream(Loop& loop, Peer peer, int& open)
    : loop_(loop), peer_(std::move(peer)), open_(open) {
  ++open_;
}

MemoryStream::~MemoryStream() { --open_; }

std::optional<Result<size_t>> MemoryStream::TryRead(std::span<char> buffer) {
  if (closed_) return *closed_;
  size_t count = 0;
  while (count < buffer.size() && Available() > 0) {
    const size_t room = std::min(buffer.size() - count, Available());
    if (read_ < answer_.bytes.size()) {
      const size_t part = std::min(room, answer_.bytes.size() - read_);
      std::copy_n(answer_.bytes.begin() + static_cast<std::ptrdiff_t>(read_), part,
                  buffer.begin() + static_cast<std::ptrdiff_t>(count));
      count += part;
      read_ += part;
    } else {
      std::fill_n(buffer.begin() + static_cast<std::ptrdiff_t>(count), room, 'x');
      count += room;
      read_ += room;
    }
  }
  if (count > 0) return count;
  if (!ended_) return std::nullopt;
  if (reset_) return Error(ErrorCode::kConnectReset);
  return size_t{0};
}

void MemoryStream::Send(std::string_view bytes) {
  written_ += bytes.size();
  received_ += bytes;
  if (!receiving_) receiving_ = loop_.CallAfter(Duration::zero(), [this] { Receive(); });
}

Task<Status> MemoryStream::Flush(CancelToken cancel) {
  if (const Error* reason = cancel.reason()) {
    const Error why = *reason;
    Close(why);
    co_return why;
  }
  if (closed_) co_return *closed_;
  co_return Ok();
}

void MemoryStream::Close(const Error& reason) {
  if (closed_) return;
  closed_ = reason;
  receiving_.reset();
  answering_.reset();
  Arrived();
}

void MemoryStream::Receive() {
  receiving_.reset();
  if (closed_ || ended_) return;
  std::optional<WireAnswer> answer = peer_(received_);
  if (!answer) return;
  received_.clear();
  const Duration delay = answer->delay;
  answering_ = loop_.CallAfter(delay, [this, made = *std::move(answer)] { Begin(made); });
}

void MemoryStream::Begin(WireAnswer answer) {
  answer_ = std::move(answer);
  shown_ = 0;
  read_ = 0;
  answering_.reset();
  if (answer_.per_byte > Duration::zero()) return Drip();
  Show(answer_.bytes.size() + answer_.filling);
}

void MemoryStream::Drip() {
  const size_t whole = answer_.bytes.size() + answer_.filling;
  if (shown_ < whole) {
    answering_ = loop_.CallAfter(answer_.per_byte, [this] { Drip(); });
  }
  Show(std::min<size_t>(whole - shown_, 1));
}

// The stream may be gone afterwards.
void MemoryStream::Show(size_t count) {
  shown_ += count;
  const bool whole = shown_ == answer_.bytes.size() + answer_.filling;
  if (whole && answer_.end != WireAnswer::End::kSilent && answer_.end != WireAnswer::End::kKeep) {
    ended_ = true;
    reset_ = answer_.end == WireAnswer::End::kReset;
  }
  if (count > 0 || ended_) Arrived();
}

}  // namespace registrar
