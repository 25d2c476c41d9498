#include "module/net/resolver.h"

#include <memory>
#include <utility>

#include "module/async/completion.h"
#include "module/net/uv_error.h"

namespace registrar {
namespace {

using Addresses = Result<std::vector<SocketAddress>>;

// The memory of one uv_getaddrinfo. It lives until libuv has called back, also when nobody waits
// any more: a lookup that a thread of libuv's pool has begun cannot be taken back.
struct Lookup {
  uv_getaddrinfo_t request{};
  std::shared_ptr<UvLoop::Hold> hold;
  Completion<Addresses>::Ptr done = Completion<Addresses>::Create();
  uint16_t port = 0;
};

Addresses Collect(int status, const addrinfo* list, uint16_t port) {
  if (status < 0) return Error(ErrorCode::kDnsFailed, UvText(status));
  std::vector<SocketAddress> addresses;
  for (const addrinfo* entry = list; entry != nullptr; entry = entry->ai_next) {
    if (auto address = SocketAddress::From(entry->ai_addr, port)) addresses.push_back(*address);
  }
  if (addresses.empty()) return Error(ErrorCode::kDnsFailed, "the name has no address");
  return addresses;
}

void OnLookup(uv_getaddrinfo_t* request, int status, addrinfo* list) {
  const std::unique_ptr<Lookup> lookup(static_cast<Lookup*>(request->data));
  const BusyClock::Turn turn = lookup->hold->Busy();
  Addresses addresses = Collect(status, list, lookup->port);
  uv_freeaddrinfo(list);
  lookup->done->Complete(std::move(addresses));
}

}  // namespace

Task<Addresses> Resolve(UvLoop& loop, std::string host, uint16_t port, CancelToken cancel) {
  if (const Error* reason = cancel.reason()) co_return *reason;
  if (const auto literal = SocketAddress::FromText(host, port)) co_return std::vector{*literal};

  auto lookup = std::make_unique<Lookup>();
  lookup->hold = loop.hold();
  lookup->port = port;
  lookup->request.data = lookup.get();
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  const int started =
      uv_getaddrinfo(loop.uv(), &lookup->request, &OnLookup, host.c_str(), nullptr, &hints);
  if (started < 0) co_return Error(ErrorCode::kDnsFailed, UvText(started));

  const auto done = lookup->done;
  Lookup* const pending = lookup.release();
  // The request is only touched while nobody has completed: afterwards it may be gone.
  const auto registration = cancel.OnCancel([done, pending](const Error& reason) {
    if (done->done()) return;
    uv_cancel(reinterpret_cast<uv_req_t*>(&pending->request));
    done->Complete(reason);
  });
  co_return co_await Completion<Addresses>::Wait(done);
}

}  // namespace registrar
