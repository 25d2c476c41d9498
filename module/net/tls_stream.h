#ifndef REGISTRAR_MODULE_NET_TLS_STREAM_H_
#define REGISTRAR_MODULE_NET_TLS_STREAM_H_

#include <memory>
#include <string>

#include "module/net/openssl_ptr.h"
#include "module/net/stream.h"
#include "module/net/tls_context.h"

namespace registrar {

// TLS client over another stream. OpenSSL sees only memory: what arrives below is put into one
// BIO, what it wants to send is taken from another.
class TlsStream final : public Stream {
 public:
  // Shakes hands over `lower`, resuming the last session with that server.
  //   context  must outlive the stream; prepared
  //   host     name or address that the certificate must be for
  //   key      under which the session is kept
  // Errors: cloud.tls.*, kConnectReset; the token's reason.
  static Task<Result<std::unique_ptr<TlsStream>>> Handshake(TlsContext& context,
                                                            std::unique_ptr<Stream> lower,
                                                            std::string host, std::string key,
                                                            CancelToken cancel);

  // Makes connections of `context` report certificates and sessions to their TlsStream.
  static void InstallCallbacks(SSL_CTX* context);

  TlsStream(TlsContext& context, std::unique_ptr<Stream> lower, SslPtr ssl, std::string key);
  ~TlsStream() override;

  // Whether the handshake resumed a session.
  bool resumed() const { return SSL_session_reused(ssl_.get()) == 1; }

  // The version spoken and the certificates that the other side showed, its own first.
  std::string Description() const;

  std::optional<Result<size_t>> TryRead(std::span<char> buffer) override;
  void Send(std::string_view bytes) override;
  Task<Status> Flush(CancelToken cancel) override;
  void Close(const Error& reason) override;
  bool Silent() const override { return !failure_ && lower_->Silent(); }
  size_t bytes_written() const override { return lower_->bytes_written(); }

 private:
  static int OnVerify(int accepted, X509_STORE_CTX* store);
  static int OnSession(SSL* ssl, SSL_SESSION* session);

  bool SetUp(const std::string& host);
  Task<Status> ShakeHands(CancelToken cancel);
  // What became of the handshake so far: Ok, a failure, or nothing while it waits for bytes.
  std::optional<Status> TryHandshake();
  // Whether bytes were taken from below; nothing when none are there.
  std::optional<Status> PullCiphertext();
  void PushCiphertext();

  TlsContext& context_;
  std::unique_ptr<Stream> lower_;
  SslPtr ssl_;
  BIO* incoming_ = nullptr;  // ssl_'s
  BIO* outgoing_ = nullptr;  // ssl_'s
  std::string key_;
  bool established_ = false;
  std::optional<Error> certificate_error_;
  std::optional<Error> failure_;
};

}  // namespace registrar

#endif  // REGISTRAR_MODULE_NET_TLS_STREAM_H_
