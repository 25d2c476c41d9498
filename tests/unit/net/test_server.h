#ifndef REGISTRAR_TESTS_UNIT_NET_TEST_SERVER_H_
#define REGISTRAR_TESTS_UNIT_NET_TEST_SERVER_H_

#include <uv.h>

#include <functional>
#include <list>
#include <memory>
#include <string>

#include "module/net/openssl_ptr.h"
#include "tests/unit/net/test_certificates.h"

namespace registrar {

class TestServer;

// The server's side of one connection.
class TestPeer {
 public:
  explicit TestPeer(TestServer* server);
  ~TestPeer();
  TestPeer(const TestPeer&) = delete;
  TestPeer& operator=(const TestPeer&) = delete;

  void Write(const std::string& bytes);
  // Ends the connection: in order, without the end of TLS, or with a TCP reset.
  void Close();
  void Drop();
  void Reset();
  // The same as Close() and Drop(), once everything written is handed to the system.
  void CloseWhenWritten();
  void DropWhenWritten();
  void StopReading();
  // From now on carries bytes between this connection and 127.0.0.1:`port`, as a proxy does.
  void PipeTo(int port);
  // Whole requests seen on this connection.
  int requests() const { return requests_; }
  bool resumed() const { return ssl_ && SSL_session_reused(ssl_.get()) == 1; }

 private:
  friend class TestServer;
  struct Socket;

  static void OnRead(uv_stream_t* stream, ssize_t count, const uv_buf_t* buffer);
  void Start();
  void TakeBytes(const char* bytes, size_t count);
  void TakeCiphertext(const char* bytes, size_t count);
  void PushCiphertext();
  void TakeText(const std::string& text);
  void WriteRaw(const std::string& bytes);
  uv_stream_t* stream() const;

  TestServer* server_;
  Socket* socket_;
  SslPtr ssl_;
  std::string text_;
  int requests_ = 0;
  TestPeer* piped_ = nullptr;
};

// A server in this process and on the test's loop, which does what the test tells it.
class TestServer {
 public:
  struct Options {
    std::string address = "127.0.0.1";
    int port = 0;
    // Set for TLS.
    const TestIdentity* identity = nullptr;
    int max_tls_version = TLS1_3_VERSION;
    int min_tls_version = TLS1_2_VERSION;
  };

  explicit TestServer(uv_loop_t* loop) : TestServer(loop, Options()) {}
  TestServer(uv_loop_t* loop, const Options& options);
  ~TestServer();
  TestServer(const TestServer&) = delete;
  TestServer& operator=(const TestServer&) = delete;

  // Called with each whole request (header and body as text).
  std::function<void(TestPeer&, const std::string& request)> on_request;
  // Called, instead of on_request, whenever bytes arrive.
  std::function<void(TestPeer&)> on_bytes;
  // Called with each new connection, before anything is read.
  std::function<void(TestPeer&)> on_connection;

  int port() const { return port_; }
  std::string Url(const std::string& host = "127.0.0.1", const std::string& path = "/") const;
  // Connections accepted so far.
  int connections() const { return connections_; }
  // Connections that are open.
  size_t open() const { return peers_.size(); }
  // Closes every connection in order.
  void CloseAll();

 private:
  friend class TestPeer;
  static void OnConnection(uv_stream_t* listener, int status);
  void Accept();
  void MakeContext(const Options& options);

  uv_loop_t* loop_;
  uv_tcp_t* listener_;
  SslCtxPtr context_;
  int port_ = 0;
  int connections_ = 0;
  std::list<std::unique_ptr<TestPeer>> peers_;
};

}  // namespace registrar

#endif  // REGISTRAR_TESTS_UNIT_NET_TEST_SERVER_H_
