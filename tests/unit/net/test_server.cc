#include "tests/unit/net/test_server.h"

#include <algorithm>
#include <array>
#include <utility>

#include "module/net/socket_address.h"

namespace registrar {
namespace {

constexpr int kBacklog = 64;

size_t ContentLength(const std::string& header) {
  const size_t at = header.find("Content-Length: ");
  return at == std::string::npos ? 0 : std::stoul(header.substr(at + 16));
}

}  // namespace

struct TestPeer::Socket {
  uv_tcp_t handle{};
  TestPeer* owner = nullptr;
  std::array<char, 16384> buffer{};
};

TestPeer::TestPeer(TestServer* server) : server_(server) {
  auto socket = std::make_unique<Socket>();
  uv_tcp_init(server->loop_, &socket->handle);
  socket->handle.data = socket.get();
  socket->owner = this;
  socket_ = socket.release();
}

TestPeer::~TestPeer() {
  if (ssl_) SSL_set_shutdown(ssl_.get(), SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
  socket_->owner = nullptr;
  auto* const handle = reinterpret_cast<uv_handle_t*>(&socket_->handle);
  if (uv_is_closing(handle) == 0) {
    uv_close(handle, [](uv_handle_t* closed) {
      const std::unique_ptr<Socket> freed(static_cast<Socket*>(closed->data));
    });
  }
}

uv_stream_t* TestPeer::stream() const { return reinterpret_cast<uv_stream_t*>(&socket_->handle); }

void TestPeer::Start() {
  uv_read_start(
      stream(),
      [](uv_handle_t* handle, size_t, uv_buf_t* buffer) {
        auto& memory = static_cast<Socket*>(handle->data)->buffer;
        *buffer = uv_buf_init(memory.data(), static_cast<unsigned int>(memory.size()));
      },
      &TestPeer::OnRead);
}

void TestPeer::OnRead(uv_stream_t* stream, ssize_t count, const uv_buf_t* buffer) {
  TestPeer* const self = static_cast<Socket*>(stream->data)->owner;
  if (self == nullptr) return;
  if (count < 0) {
    if (self->piped_ != nullptr) {
      TestPeer* const other = std::exchange(self->piped_, nullptr);
      other->piped_ = nullptr;
      other->Drop();
    }
    self->Drop();
  } else if (count > 0) {
    self->TakeBytes(buffer->base, static_cast<size_t>(count));
  }
}

void TestPeer::TakeBytes(const char* bytes, size_t count) {
  if (server_->on_bytes) {
    server_->on_bytes(*this);
  } else if (piped_ != nullptr) {
    piped_->WriteRaw({bytes, count});
  } else if (ssl_) {
    TakeCiphertext(bytes, count);
  } else {
    TakeText({bytes, count});
  }
}

void TestPeer::TakeCiphertext(const char* bytes, size_t count) {
  const OpensslErrorScope errors;
  BIO_write(SSL_get_rbio(ssl_.get()), bytes, static_cast<int>(count));
  std::string text;
  std::array<char, 16384> buffer{};
  int read = 0;
  while ((read = SSL_read(ssl_.get(), buffer.data(), static_cast<int>(buffer.size()))) > 0) {
    text.append(buffer.data(), static_cast<size_t>(read));
  }
  const int state = SSL_get_error(ssl_.get(), read);
  PushCiphertext();
  if (!text.empty()) {
    TakeText(text);
  } else if (state != SSL_ERROR_WANT_READ) {
    Drop();
  }
}

void TestPeer::PushCiphertext() {
  std::array<char, 16384> buffer{};
  int count = 0;
  while ((count = BIO_read(SSL_get_wbio(ssl_.get()), buffer.data(),
                           static_cast<int>(buffer.size()))) > 0) {
    WriteRaw({buffer.data(), static_cast<size_t>(count)});
  }
}

void TestPeer::TakeText(const std::string& text) {
  text_ += text;
  const size_t header_end = text_.find("\r\n\r\n");
  if (header_end == std::string::npos) return;
  const size_t size = header_end + 4 + ContentLength(text_.substr(0, header_end));
  if (text_.size() < size) return;
  const std::string request = text_.substr(0, size);
  text_.erase(0, size);
  ++requests_;
  if (server_->on_request) server_->on_request(*this, request);
}

void TestPeer::Write(const std::string& bytes) {
  if (!ssl_) {
    WriteRaw(bytes);
    return;
  }
  const OpensslErrorScope errors;
  SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size()));
  PushCiphertext();
}

void TestPeer::WriteRaw(const std::string& bytes) {
  struct Request {
    uv_write_t request{};
    std::string bytes;
  };
  auto request = std::make_unique<Request>();
  request->bytes = bytes;
  request->request.data = request.get();
  const auto buffer =
      uv_buf_init(request->bytes.data(), static_cast<unsigned int>(request->bytes.size()));
  const int started =
      uv_write(&request->request, stream(), &buffer, 1, [](uv_write_t* done, int /*status*/) {
        const std::unique_ptr<Request> freed(static_cast<Request*>(done->data));
      });
  if (started == 0) static_cast<void>(request.release());
}

void TestPeer::Close() {
  if (ssl_) {
    const OpensslErrorScope errors;
    SSL_shutdown(ssl_.get());
    PushCiphertext();
  }
  Drop();
}

void TestPeer::CloseWhenWritten() {
  if (ssl_) {
    const OpensslErrorScope errors;
    SSL_shutdown(ssl_.get());
    PushCiphertext();
  }
  DropWhenWritten();
}

void TestPeer::DropWhenWritten() {
  struct Request {
    uv_shutdown_t request{};
  };
  auto request = std::make_unique<Request>();
  request->request.data = request.get();
  // Half-closes behind the last byte; the client then closes its side, which drops this one.
  uv_shutdown(&request->request, stream(), [](uv_shutdown_t* done, int /*status*/) {
    const std::unique_ptr<Request> freed(static_cast<Request*>(done->data));
  });
  static_cast<void>(request.release());
}

void TestPeer::StopReading() { uv_read_stop(stream()); }

void TestPeer::Drop() {
  server_->peers_.remove_if([this](const auto& peer) { return peer.get() == this; });
}

void TestPeer::Reset() {
  uv_tcp_close_reset(&socket_->handle, [](uv_handle_t* closed) {
    const std::unique_ptr<Socket> freed(static_cast<Socket*>(closed->data));
  });
  Drop();
}

void TestPeer::PipeTo(int port) {
  TestServer* const server = server_;
  server->peers_.push_back(std::make_unique<TestPeer>(server));
  TestPeer* const other = server->peers_.back().get();
  piped_ = other;
  other->piped_ = this;
  struct Request {
    uv_connect_t request{};
    TestPeer* peer = nullptr;
  };
  auto request = std::make_unique<Request>();
  request->peer = other;
  request->request.data = request.get();
  const auto address = SocketAddress::FromText("127.0.0.1", static_cast<uint16_t>(port));
  uv_tcp_connect(&request->request, &other->socket_->handle, address->get(),
                 [](uv_connect_t* done, int status) {
                   const std::unique_ptr<Request> freed(static_cast<Request*>(done->data));
                   if (status == 0) freed->peer->Start();
                 });
  static_cast<void>(request.release());
}

TestServer::TestServer(uv_loop_t* loop, const Options& options) : loop_(loop) {
  if (options.identity != nullptr) MakeContext(options);
  listener_ = std::make_unique<uv_tcp_t>().release();
  uv_tcp_init(loop, listener_);
  listener_->data = this;
  const auto address =
      SocketAddress::FromText(options.address, static_cast<uint16_t>(options.port));
  uv_tcp_bind(listener_, address->get(), 0);
  uv_listen(reinterpret_cast<uv_stream_t*>(listener_), kBacklog, &TestServer::OnConnection);
  sockaddr_storage bound{};
  int size = sizeof bound;
  uv_tcp_getsockname(listener_, reinterpret_cast<sockaddr*>(&bound), &size);
  // The port is at the same place in both families.
  port_ = ntohs(reinterpret_cast<const sockaddr_in*>(&bound)->sin_port);
}

TestServer::~TestServer() {
  peers_.clear();
  uv_close(reinterpret_cast<uv_handle_t*>(listener_), [](uv_handle_t* closed) {
    const std::unique_ptr<uv_tcp_t> freed(reinterpret_cast<uv_tcp_t*>(closed));
  });
}

void TestServer::MakeContext(const Options& options) {
  context_.reset(SSL_CTX_new(TLS_server_method()));
  // Old versions are only offered below security level 1.
  SSL_CTX_set_security_level(context_.get(), 0);
  SSL_CTX_set_min_proto_version(context_.get(), options.min_tls_version);
  SSL_CTX_set_max_proto_version(context_.get(), options.max_tls_version);
  SSL_CTX_use_certificate(context_.get(), options.identity->certificate.get());
  SSL_CTX_use_PrivateKey(context_.get(), options.identity->key.get());
}

void TestServer::OnConnection(uv_stream_t* listener, int status) {
  if (status == 0) static_cast<TestServer*>(listener->data)->Accept();
}

void TestServer::Accept() {
  ++connections_;
  peers_.push_back(std::make_unique<TestPeer>(this));
  TestPeer* const peer = peers_.back().get();
  uv_accept(reinterpret_cast<uv_stream_t*>(listener_), peer->stream());
  if (context_) {
    peer->ssl_.reset(SSL_new(context_.get()));
    SSL_set_bio(peer->ssl_.get(), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
    SSL_set_accept_state(peer->ssl_.get());
  }
  peer->Start();
  if (on_connection) on_connection(*peer);
}

std::string TestServer::Url(const std::string& host, const std::string& path) const {
  return std::string(context_ ? "https://" : "http://") + host + ":" + std::to_string(port_) + path;
}

void TestServer::CloseAll() {
  while (!peers_.empty()) peers_.front()->Close();
}

}  // namespace registrar
