#include "module/net/tls_stream.h"

#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "module/net/certificate_text.h"
#include "module/net/socket_address.h"
#include "module/net/tls_error.h"

namespace registrar {
namespace {

constexpr std::array<unsigned char, 9> kAlpn = {8, 'h', 't', 't', 'p', '/', '1', '.', '1'};

// The callbacks of an SSL find their stream here.
TlsStream* StreamOf(const SSL* ssl) { return static_cast<TlsStream*>(SSL_get_ex_data(ssl, 0)); }

int ClampToInt(size_t size) {
  return static_cast<int>(std::min(size, size_t{std::numeric_limits<int>::max()}));
}

}  // namespace

Task<Result<std::unique_ptr<TlsStream>>> TlsStream::Handshake(TlsContext& context,
                                                              std::unique_ptr<Stream> lower,
                                                              std::string host, std::string key,
                                                              CancelToken cancel) {
  SslPtr ssl = context.NewSsl();
  if (!ssl) co_return Error(ErrorCode::kTlsFailed, "out of memory");
  auto stream =
      std::make_unique<TlsStream>(context, std::move(lower), std::move(ssl), std::move(key));
  if (!stream->SetUp(host)) co_return Error(ErrorCode::kTlsFailed, "the host name cannot be used");
  REGISTRAR_CO_TRY(co_await stream->ShakeHands(std::move(cancel)));
  co_return std::move(stream);
}

void TlsStream::InstallCallbacks(SSL_CTX* context) {
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, &TlsStream::OnVerify);
  SSL_CTX_sess_set_new_cb(context, &TlsStream::OnSession);
}

TlsStream::TlsStream(TlsContext& context, std::unique_ptr<Stream> lower, SslPtr ssl,
                     std::string key)
    : context_(context), lower_(std::move(lower)), ssl_(std::move(ssl)), key_(std::move(key)) {
  lower_->OnArrival([this] { Arrived(); });
}

TlsStream::~TlsStream() {
  lower_->OnArrival(nullptr);
  const OpensslErrorScope errors;
  if (established_ && !failure_) {
    SSL_shutdown(ssl_.get());
    PushCiphertext();
  }
  // Without this OpenSSL would take the kept session for a broken one.
  SSL_set_shutdown(ssl_.get(), SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
}

bool TlsStream::SetUp(const std::string& host) {
  const OpensslErrorScope errors;
  std::string name = host;
  if (name.ends_with('.')) name.pop_back();
  X509_VERIFY_PARAM* const param = SSL_get0_param(ssl_.get());
  if (SocketAddress::FromText(name, 0)) {
    if (X509_VERIFY_PARAM_set1_ip_asc(param, name.c_str()) != 1) return false;
  } else {
    X509_VERIFY_PARAM_set_hostflags(param, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    if (X509_VERIFY_PARAM_set1_host(param, name.c_str(), name.size()) != 1) return false;
    // What SSL_set_tlsext_host_name stands for.
    if (SSL_ctrl(ssl_.get(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
                 name.data()) != 1) {
      return false;
    }
  }
  BioPtr incoming(BIO_new(BIO_s_mem()));
  BioPtr outgoing(BIO_new(BIO_s_mem()));
  if (!incoming || !outgoing) return false;
  incoming_ = incoming.get();
  outgoing_ = outgoing.get();
  SSL_set_bio(ssl_.get(), incoming.release(), outgoing.release());
  SSL_set_ex_data(ssl_.get(), 0, this);
  SSL_set_alpn_protos(ssl_.get(), kAlpn.data(), static_cast<unsigned int>(kAlpn.size()));
  SSL_set_connect_state(ssl_.get());
  if (const auto session = context_.Session(key_)) SSL_set_session(ssl_.get(), session.get());
  return true;
}

std::string TlsStream::Description() const {
  std::string text = SSL_get_version(ssl_.get());
  STACK_OF(X509)* const chain = SSL_get_peer_cert_chain(ssl_.get());
  for (int i = 0; chain != nullptr && i < sk_X509_num(chain); ++i) {
    const X509* const certificate = sk_X509_value(chain, i);
    text += "; " + CertificateOrigin(certificate) + ", " + CertificateDates(certificate);
  }
  return text;
}

Task<Status> TlsStream::ShakeHands(CancelToken cancel) {
  const auto registration = cancel.OnCancel([this](const Error& reason) { Close(reason); });
  for (;;) {
    if (auto outcome = TryHandshake()) co_return *std::move(outcome);
    co_await NextArrival();
  }
}

std::optional<Status> TlsStream::TryHandshake() {
  const OpensslErrorScope errors;
  while (!failure_) {
    ERR_clear_error();
    const int result = SSL_do_handshake(ssl_.get());
    const int state = SSL_get_error(ssl_.get(), result);
    if (state == SSL_ERROR_SSL) {
      failure_ = certificate_error_ ? *certificate_error_ : HandshakeError();
      context_.Forget(key_);
    }
    PushCiphertext();
    if (result == 1) {
      established_ = true;
      return Ok();
    }
    if (failure_) break;
    const auto pulled = PullCiphertext();
    if (!pulled) return std::nullopt;
    if (!*pulled) {
      failure_ = pulled->error();
      if (failure_->code == ErrorCode::kConnectReset) failure_->detail += " during the handshake";
    }
  }
  return Status(*failure_);
}

std::optional<Status> TlsStream::PullCiphertext() {
  std::array<char, 16384> buffer;  // NOLINT: filled by the read
  auto outcome = lower_->TryRead(buffer);
  if (!outcome) return std::nullopt;
  if (!*outcome) return Status(outcome->error());
  const size_t count = outcome->value();
  if (count == 0) {
    return Status(Error(ErrorCode::kConnectReset, "the other side closed the connection"));
  }
  if (BIO_write(incoming_, buffer.data(), static_cast<int>(count)) != static_cast<int>(count)) {
    return Status(Error(ErrorCode::kTlsFailed, "out of memory"));
  }
  return Ok();
}

void TlsStream::PushCiphertext() {
  std::array<char, 16384> buffer;  // NOLINT: filled by the read
  for (;;) {
    const int count = BIO_read(outgoing_, buffer.data(), static_cast<int>(buffer.size()));
    if (count <= 0) return;
    lower_->Send({buffer.data(), static_cast<size_t>(count)});
  }
}

std::optional<Result<size_t>> TlsStream::TryRead(std::span<char> buffer) {
  const OpensslErrorScope errors;
  while (!failure_) {
    ERR_clear_error();
    const int count = SSL_read(ssl_.get(), buffer.data(), ClampToInt(buffer.size()));
    const int state = SSL_get_error(ssl_.get(), count);
    if (count <= 0 && state == SSL_ERROR_SSL) failure_ = HandshakeError();
    PushCiphertext();
    if (count > 0) return Result<size_t>(static_cast<size_t>(count));
    if (state == SSL_ERROR_ZERO_RETURN) return Result<size_t>(size_t{0});
    if (failure_) break;
    const auto pulled = PullCiphertext();
    if (!pulled) return std::nullopt;
    if (!*pulled) failure_ = pulled->error();
  }
  return Result<size_t>(*failure_);
}

void TlsStream::Send(std::string_view bytes) {
  if (failure_ || bytes.empty()) return;
  const OpensslErrorScope errors;
  while (!bytes.empty()) {
    const int count = SSL_write(ssl_.get(), bytes.data(), ClampToInt(bytes.size()));
    if (count <= 0) {
      failure_ = HandshakeError();
      return;
    }
    PushCiphertext();
    bytes.remove_prefix(static_cast<size_t>(count));
  }
}

Task<Status> TlsStream::Flush(CancelToken cancel) {
  if (failure_) co_return *failure_;
  co_return co_await lower_->Flush(std::move(cancel));
}

void TlsStream::Close(const Error& reason) {
  if (!failure_) failure_ = reason;
  // Comes back through the arrival below to whoever waits here.
  lower_->Close(reason);
}

int TlsStream::OnVerify(int accepted, X509_STORE_CTX* store) {
  if (accepted == 1) return 1;
  const auto* ssl = static_cast<const SSL*>(
      X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()));
  TlsStream* const self = StreamOf(ssl);
  self->certificate_error_ = CertificateError(store, self->context_.trust_summary());
  return 0;
}

int TlsStream::OnSession(SSL* ssl, SSL_SESSION* session) {
  TlsStream* const self = StreamOf(ssl);
  self->context_.Remember(self->key_, session);
  return 0;  // the session itself is not kept
}

}  // namespace registrar
