#include "module/net/tcp_stream.h"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "module/base/secret.h"
#include "module/net/uv_error.h"

namespace registrar {
namespace {

// More than this is not taken from the system before somebody reads it.
constexpr size_t kReceiveLimit = size_t{256} * 1024;

}  // namespace

// libuv owns this memory until the close callback.
struct TcpStream::Socket {
  uv_tcp_t handle{};
  std::shared_ptr<UvLoop::Hold> hold;
  TcpStream* owner = nullptr;
  std::array<char, 16384> buffer{};

  uv_stream_t* stream() { return reinterpret_cast<uv_stream_t*>(&handle); }

  void Close() {
    owner = nullptr;
    uv_close(reinterpret_cast<uv_handle_t*>(&handle), [](uv_handle_t* closed) {
      const std::unique_ptr<Socket> freed(static_cast<Socket*>(closed->data));
    });
  }
};

struct TcpStream::ConnectRequest {
  std::shared_ptr<UvLoop::Hold> hold;
  uv_connect_t request{};
  Completion<Status>::Ptr done = Completion<Status>::Create();
};

struct TcpStream::WriteRequest {
  WriteRequest() = default;
  WriteRequest(const WriteRequest&) = delete;
  WriteRequest& operator=(const WriteRequest&) = delete;
  ~WriteRequest() { ClearMemory(bytes); }

  uv_write_t request{};
  std::string bytes;
};

Task<Result<std::unique_ptr<Stream>>> TcpStream::Connect(UvLoop& loop, SocketAddress address,
                                                         CancelToken cancel) {
  if (const Error* reason = cancel.reason()) co_return *reason;
  auto stream = std::make_unique<TcpStream>(loop);
  Status connected = co_await stream->Dial(address, cancel);
  if (!connected) co_return std::move(connected).error();
  co_return std::unique_ptr<Stream>(std::move(stream));
}

TcpStream::TcpStream(UvLoop& loop) {
  auto socket = std::make_unique<Socket>();
  socket->hold = loop.hold();
  socket->owner = this;
  socket->handle.data = socket.get();
  // Does not fail: without flags it makes no file descriptor yet.
  uv_tcp_init(loop.uv(), &socket->handle);
  uv_unref(reinterpret_cast<uv_handle_t*>(&socket->handle));
  socket_ = socket.release();
}

TcpStream::~TcpStream() {
  if (socket_ != nullptr) socket_->Close();
}

Task<Status> TcpStream::Dial(const SocketAddress& address, CancelToken cancel) {
  auto request = std::make_unique<ConnectRequest>();
  request->hold = socket_->hold;
  request->request.data = request.get();
  const int started =
      uv_tcp_connect(&request->request, &socket_->handle, address.get(), &TcpStream::OnConnect);
  if (started < 0) co_return SocketError(started, address.ToString());
  const auto done = request.release()->done;
  const auto registration = cancel.OnCancel([this, done](const Error& reason) {
    Close(reason);
    done->Complete(reason);
  });
  Status connected = co_await Completion<Status>::Wait(done);
  if (!connected) {
    Error error = std::move(connected).error();
    if (!cancel.cancelled()) error.detail = address.ToString() + ": " + error.detail;
    co_return error;
  }
  uv_tcp_nodelay(&socket_->handle, 1);
  StartReading();
  co_return Ok();
}

void TcpStream::OnConnect(uv_connect_t* request, int status) {
  const std::unique_ptr<ConnectRequest> freed(static_cast<ConnectRequest*>(request->data));
  const BusyClock::Turn turn = freed->hold->Busy();
  freed->done->Complete(status < 0 ? Status(SocketError(status)) : Ok());
}

void TcpStream::StartReading() {
  const int started = uv_read_start(socket_->stream(), &TcpStream::OnAllocate, &TcpStream::OnRead);
  reading_ = started == 0;
  if (!reading_) read_failure_ = SocketError(started);
}

void TcpStream::OnAllocate(uv_handle_t* handle, size_t /*suggested*/, uv_buf_t* buffer) {
  auto& memory = static_cast<Socket*>(handle->data)->buffer;
  *buffer = uv_buf_init(memory.data(), static_cast<unsigned int>(memory.size()));
}

void TcpStream::OnRead(uv_stream_t* handle, ssize_t count, const uv_buf_t* buffer) {
  TcpStream* const self = static_cast<Socket*>(handle->data)->owner;
  if (self == nullptr || count == 0) return;
  const BusyClock::Turn turn = static_cast<Socket*>(handle->data)->hold->Busy();
  if (count > 0) {
    self->received_.append(buffer->base, static_cast<size_t>(count));
    if (self->received_.size() - self->taken_ >= kReceiveLimit) {
      uv_read_stop(handle);
      self->reading_ = false;
    }
  } else {
    uv_read_stop(handle);
    self->ended_ = count == UV_EOF;
    if (!self->ended_) self->read_failure_ = SocketError(static_cast<int>(count));
  }
  self->Arrived();  // may destroy the stream
}

std::optional<Result<size_t>> TcpStream::TryRead(std::span<char> buffer) {
  const size_t count = std::min(buffer.size(), received_.size() - taken_);
  if (count > 0) {
    std::copy_n(received_.data() + taken_, count, buffer.data());
    taken_ += count;
    if (taken_ == received_.size()) {
      received_.clear();
      taken_ = 0;
      if (socket_ != nullptr && !reading_ && !ended_ && !read_failure_) StartReading();
    }
    return Result<size_t>(count);
  }
  if (read_failure_) return Result<size_t>(*read_failure_);
  if (ended_) return Result<size_t>(size_t{0});
  return std::nullopt;
}

void TcpStream::Send(std::string_view bytes) {
  if (socket_ == nullptr || write_failure_ || bytes.empty()) return;
  if (pending_writes_ == 0) {
    // Tried at once, because this tells how much the system took.
    const auto buffer =
        uv_buf_init(const_cast<char*>(bytes.data()), static_cast<unsigned int>(bytes.size()));
    const int written = uv_try_write(socket_->stream(), &buffer, 1);
    if (written < 0 && written != UV_EAGAIN) {
      write_failure_ = SocketError(written);
      return;
    }
    if (written > 0) {
      bytes_written_ += static_cast<size_t>(written);
      bytes.remove_prefix(static_cast<size_t>(written));
    }
  }
  if (!bytes.empty()) Queue(bytes);
}

void TcpStream::Queue(std::string_view bytes) {
  auto request = std::make_unique<WriteRequest>();
  request->bytes = bytes;
  request->request.data = request.get();
  const auto buffer =
      uv_buf_init(request->bytes.data(), static_cast<unsigned int>(request->bytes.size()));
  const int started =
      uv_write(&request->request, socket_->stream(), &buffer, 1, &TcpStream::OnWrite);
  if (started < 0) {
    write_failure_ = SocketError(started);
    return;
  }
  // From here on the system may take them at any time.
  bytes_written_ += bytes.size();
  ++pending_writes_;
  static_cast<void>(request.release());  // OnWrite frees it
}

void TcpStream::OnWrite(uv_write_t* request, int status) {
  uv_stream_t* const handle = request->handle;
  const std::unique_ptr<WriteRequest> freed(static_cast<WriteRequest*>(request->data));
  TcpStream* const self = static_cast<Socket*>(handle->data)->owner;
  if (self == nullptr) return;
  const BusyClock::Turn turn = static_cast<Socket*>(handle->data)->hold->Busy();
  --self->pending_writes_;
  if (status < 0 && !self->write_failure_) self->write_failure_ = SocketError(status);
  if (self->pending_writes_ == 0 || self->write_failure_) self->Arrived();
}

Task<Status> TcpStream::Flush(CancelToken cancel) {
  const auto registration = cancel.OnCancel([this](const Error& reason) { Close(reason); });
  while (!write_failure_ && pending_writes_ > 0 && received_.empty() && !ended_ && !read_failure_) {
    co_await NextArrival();
  }
  if (write_failure_) co_return *write_failure_;
  co_return Ok();
}

bool TcpStream::Silent() const {
  if (socket_ == nullptr || !received_.empty() || ended_ || read_failure_) return false;
  uv_os_fd_t descriptor = -1;
  if (uv_fileno(reinterpret_cast<const uv_handle_t*>(&socket_->handle), &descriptor) != 0) {
    return false;
  }
  char byte = 0;
  const ssize_t count = ::recv(descriptor, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return count < 0 && errno == EAGAIN;
}

void TcpStream::Close(const Error& reason) {
  if (socket_ == nullptr) return;
  std::exchange(socket_, nullptr)->Close();
  received_.clear();
  taken_ = 0;
  read_failure_ = reason;
  write_failure_ = reason;
  Arrived();
}

}  // namespace registrar
