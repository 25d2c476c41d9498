#ifndef REGISTRAR_MODULE_NET_STREAM_H_
#define REGISTRAR_MODULE_NET_STREAM_H_

#include <functional>
#include <optional>
#include <span>
#include <string_view>

#include "module/async/cancel.h"
#include "module/async/completion.h"
#include "module/async/task.h"
#include "module/base/result.h"

namespace registrar {

// Bytes in both directions: TCP, or TLS over another stream. At most one coroutine waits on a
// stream at a time. Whoever destroys a stream has cancelled that coroutine before.
class Stream {
 public:
  Stream() = default;
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  virtual ~Stream() = default;

  // What has arrived, without waiting.
  // Result: number of bytes put into `buffer`, 0 when the other side has ended, nothing when
  // nothing is there yet. Errors: kConnectReset and others of the transport; the reason of Close().
  virtual std::optional<Result<size_t>> TryRead(std::span<char> buffer) = 0;

  // Hands `bytes` over for sending, in order. A failure shows in Flush().
  virtual void Send(std::string_view bytes) = 0;

  // Waits until everything is handed to the system, or until the other side has sent something
  // (which may be an answer that makes the rest pointless).
  // Errors: as TryRead; the token's reason, which also closes the stream.
  virtual Task<Status> Flush(CancelToken cancel) = 0;

  // Gives the socket back at once; a waiting coroutine resumes with `reason`. The first call
  // counts.
  virtual void Close(const Error& reason) = 0;

  // Whether nothing has arrived, also not in the system's buffer, where the loop will find it in
  // its next turn.
  virtual bool Silent() const = 0;

  // Bytes handed to the socket so far.
  virtual size_t bytes_written() const = 0;

  // Waits for bytes. Result as TryRead, but never nothing.
  // Errors: as TryRead; the token's reason, which also closes the stream.
  Task<Result<size_t>> Read(std::span<char> buffer, CancelToken cancel);

  // Calls `callback` when something may have arrived while no coroutine waits; nullptr: no longer.
  // The callback may destroy the stream.
  void OnArrival(std::function<void()> callback) { on_arrival_ = std::move(callback); }

 protected:
  // Resumes the waiting coroutine, else calls the callback. The stream may be gone afterwards.
  void Arrived();

  // Waits for the next Arrived().
  Task<void> NextArrival();

 private:
  Completion<bool>::Ptr waiting_;
  std::function<void()> on_arrival_;
};

}  // namespace registrar

#endif  // REGISTRAR_MODULE_NET_STREAM_H_
