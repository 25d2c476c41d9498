#ifndef REGISTRAR_MODULE_NET_TCP_STREAM_H_
#define REGISTRAR_MODULE_NET_TCP_STREAM_H_

#include <memory>
#include <string>

#include "module/async/uv_loop.h"
#include "module/net/socket_address.h"
#include "module/net/stream.h"

namespace registrar {

// A TCP connection over libuv. It reads all the time, so that the end of an idle connection is
// seen when it comes.
class TcpStream final : public Stream {
 public:
  // Opens a connection to one address.
  // Errors: cloud.connect.*, detail names the address; the token's reason.
  static Task<Result<std::unique_ptr<Stream>>> Connect(UvLoop& loop, SocketAddress address,
                                                       CancelToken cancel);

  explicit TcpStream(UvLoop& loop);
  ~TcpStream() override;

  std::optional<Result<size_t>> TryRead(std::span<char> buffer) override;
  void Send(std::string_view bytes) override;
  Task<Status> Flush(CancelToken cancel) override;
  void Close(const Error& reason) override;
  bool Silent() const override;
  size_t bytes_written() const override { return bytes_written_; }

 private:
  struct Socket;
  struct ConnectRequest;
  struct WriteRequest;

  static void OnAllocate(uv_handle_t* handle, size_t suggested, uv_buf_t* buffer);
  static void OnRead(uv_stream_t* handle, ssize_t count, const uv_buf_t* buffer);
  static void OnConnect(uv_connect_t* request, int status);
  static void OnWrite(uv_write_t* request, int status);

  Task<Status> Dial(const SocketAddress& address, CancelToken cancel);
  void StartReading();
  void Queue(std::string_view bytes);

  Socket* socket_;  // libuv's until its close callback; nullptr once closed
  std::string received_;
  size_t taken_ = 0;  // of received_
  bool reading_ = false;
  bool ended_ = false;
  size_t bytes_written_ = 0;
  size_t pending_writes_ = 0;
  std::optional<Error> read_failure_;
  std::optional<Error> write_failure_;
};

}  // namespace registrar

#endif  // REGISTRAR_MODULE_NET_TCP_STREAM_H_
