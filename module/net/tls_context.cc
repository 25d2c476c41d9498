#include "module/net/tls_context.h"

#include <uv.h>

#include <string_view>
#include <utility>

#include "module/async/completion.h"
#include "module/async/loop.h"
#include "module/async/spawn.h"
#include "module/net/tls_stream.h"

namespace registrar {
namespace {

// How long parsing certificates may hold the loop in one turn.
constexpr uint64_t kSliceNanoseconds = 2'000'000;

// Kept sessions; more hosts than this are not spoken to.
constexpr size_t kMaxSessions = 64;

SslCtxPtr MakeContext() {
  const OpensslErrorScope errors;
  SslCtxPtr context(SSL_CTX_new(TLS_client_method()));
  if (!context) return nullptr;
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  SSL_CTX_set_options(context.get(), SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
  // The sessions are kept by host in TlsContext, not in OpenSSL's cache, which goes by session id.
  SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
  TlsStream::InstallCallbacks(context.get());
  return context;
}

// OpenSSL's view of text.
const unsigned char* BytesOf(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());  // NOLINT: for a C interface
}
unsigned char* BytesOf(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());  // NOLINT: for a C interface
}

}  // namespace

TlsContext::TlsContext(UvLoop& loop, TrustSources sources)
    : loop_(loop), sources_(std::move(sources)) {}

TlsContext::~TlsContext() { stop_.Cancel(Error(ErrorCode::kStopping)); }

Task<Status> TlsContext::Prepare(CancelToken cancel) {
  if (ready_) co_return Ok();
  // A caller that gives up leaves the loading to the others.
  const auto done = Completion<Status>::Create();
  const auto registration =
      cancel.OnCancel([done](const Error& reason) { done->Complete(reason); });
  Spawn<Status>(loading_.Do(0, [this] { return Load(); }),
                [done](Status status) { done->Complete(std::move(status)); });
  co_return co_await Completion<Status>::Wait(done);
}

Task<Status> TlsContext::Load() {
  auto context = MakeContext();
  if (!context) co_return Error(ErrorCode::kTlsFailed, "OpenSSL gave no TLS context");
  TrustLoader loader(SSL_CTX_get_cert_store(context.get()), std::move(sources_));
  const CancelToken stopped = stop_.token();
  for (bool more = true; more;) {
    const uint64_t slice_end = uv_hrtime() + kSliceNanoseconds;
    while (more && uv_hrtime() < slice_end) more = loader.Step();
    if (more) REGISTRAR_CO_TRY(co_await Sleep(loop_, Duration::zero(), stopped));
  }
  trust_summary_ = loader.Summary();
  context_ = std::move(context);
  ready_ = true;
  co_return Ok();
}

SslPtr TlsContext::NewSsl() const {
  const OpensslErrorScope errors;
  return SslPtr(SSL_new(context_.get()));
}

SslSessionPtr TlsContext::Session(const std::string& key) const {
  const auto found = sessions_.find(key);
  if (found == sessions_.end()) return nullptr;
  const OpensslErrorScope errors;
  const std::string_view stored = found->second.Expose();
  const unsigned char* at = BytesOf(stored);
  SslSessionPtr session(d2i_SSL_SESSION(nullptr, &at, static_cast<long>(stored.size())));
  if (!session || SSL_SESSION_is_resumable(session.get()) != 1) return nullptr;
  return session;
}

void TlsContext::Remember(const std::string& key, SSL_SESSION* session) {
  if (sessions_.size() >= kMaxSessions && !sessions_.contains(key)) sessions_.clear();
  const int size = i2d_SSL_SESSION(session, nullptr);
  if (size <= 0) return;
  std::string stored(static_cast<size_t>(size), '\0');
  unsigned char* at = BytesOf(stored);
  if (i2d_SSL_SESSION(session, &at) != size) return;
  sessions_[key] = Secret(std::move(stored));
}

}  // namespace registrar
