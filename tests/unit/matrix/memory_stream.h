#ifndef REGISTRAR_TESTS_UNIT_MATRIX_MEMORY_STREAM_H_
#define REGISTRAR_TESTS_UNIT_MATRIX_MEMORY_STREAM_H_

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "module/async/loop.h"
#include "module/net/stream.h"

namespace registrar {

// What the other side of a connection does with one request: bytes, and how they come.
struct WireAnswer {
  enum class End {
    kKeep,    // the connection stays
    kClose,   // it ends in order
    kReset,   // it ends without a word, as TLS without close_notify does
    kSilent,  // nothing more comes, and no end either
  };

  std::string bytes;
  size_t filling = 0;    // so many bytes more, made as they are read
  Duration delay{5};     // before the first byte
  Duration per_byte{0};  // zero: all at once
  End end = End::kKeep;
};

// One side of a connection whose other side is a function in this process. Time is the loop's.
class MemoryStream final : public Stream {
 public:
  // What the other side does with the bytes that came since its last answer; nothing: it waits for
  // more. Never called from within Send().
  using Peer = std::function<std::optional<WireAnswer>(std::string_view received)>;

  // `loop` must outlive it. `open` counts the streams that exist.
  MemoryStream(Loop& loop, Peer peer, int& open);
  ~MemoryStream() override;
  MemoryStream(const MemoryStream&) = delete;
  MemoryStream& operator=(const MemoryStream&) = delete;

  std::optional<Result<size_t>> TryRead(std::span<char> buffer) override;
  void Send(std::string_view bytes) override;
  Task<Status> Flush(CancelToken cancel) override;
  void Close(const Error& reason) override;
  bool Silent() const override { return !closed_ && Available() == 0 && !ended_; }
  size_t bytes_written() const override { return written_; }

  // Another one takes the place of the other side, as behind a proxy's tunnel.
  void SetPeer(Peer peer) { peer_ = std::move(peer); }

 private:
  size_t Available() const { return shown_ - read_; }
  void Receive();
  void Begin(WireAnswer answer);
  void Drip();
  void Show(size_t count);

  Loop& loop_;
  Peer peer_;
  int& open_;
  std::string received_;
  size_t written_ = 0;
  WireAnswer answer_;
  size_t shown_ = 0;  // bytes of the answer that have arrived
  size_t read_ = 0;   // and those that were read
  bool ended_ = false;
  bool reset_ = false;
  std::optional<Error> closed_;
  std::unique_ptr<Timer> receiving_;
  std::unique_ptr<Timer> answering_;
};

}  // namespace registrar

#endif  // REGISTRAR_TESTS_UNIT_MATRIX_MEMORY_STREAM_H_
