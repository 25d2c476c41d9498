#include "module/net/connector.h"

#include <utility>

#include "module/async/completion.h"
#include "module/async/spawn.h"
#include "module/net/tcp_stream.h"

namespace registrar {
namespace {

constexpr Duration kStagger{250};  // RFC 8305, section 5

using Connected = Result<std::unique_ptr<Stream>>;

// What the attempts and the coroutine that started them share.
struct Race {
  std::unique_ptr<Stream> winner;
  std::vector<Error> failures;
  size_t open = 0;
  bool news = false;
  Completion<bool>::Ptr waiting;

  void Tell() {
    news = true;
    if (const auto completion = std::exchange(waiting, nullptr)) completion->Complete(true);
  }
};

void Start(UvLoop& loop, const SocketAddress& address, const CancelToken& cancel,
           const std::shared_ptr<Race>& race) {
  ++race->open;
  Spawn<Connected>(TcpStream::Connect(loop, address, cancel), [race](Connected connected) {
    --race->open;
    if (!connected) {
      race->failures.push_back(std::move(connected).error());
    } else if (!race->winner) {
      race->winner = std::move(connected).value();
    }
    race->Tell();
  });
}

// Waits until an attempt has ended or, with `stagger`, until the next one is due.
Task<void> WaitForNews(UvLoop& loop, std::shared_ptr<Race> race, bool stagger) {
  if (!race->news) {
    const auto completion = Completion<bool>::Create();
    race->waiting = completion;
    std::unique_ptr<Timer> timer;
    if (stagger) timer = loop.CallAfter(kStagger, [race] { race->Tell(); });
    co_await Completion<bool>::Wait(completion);
  }
  race->news = false;
}

// One failure for all: a refusal says most, then what happened first.
Error Summary(const std::vector<Error>& failures) {
  Error summary = failures.front();
  std::string detail;
  for (const Error& failure : failures) {
    if (failure.code == ErrorCode::kConnectRefused) summary.code = failure.code;
    if (!detail.empty()) detail += ", ";
    detail += failure.detail;
  }
  summary.detail = std::move(detail);
  return summary;
}

}  // namespace

std::vector<SocketAddress> Interleave(const std::vector<SocketAddress>& addresses) {
  std::vector<SocketAddress> first;
  std::vector<SocketAddress> second;
  for (const SocketAddress& address : addresses) {
    (address.ipv6() == addresses.front().ipv6() ? first : second).push_back(address);
  }
  std::vector<SocketAddress> result;
  for (size_t i = 0; i < first.size() || i < second.size(); ++i) {
    if (i < first.size()) result.push_back(first[i]);
    if (i < second.size()) result.push_back(second[i]);
  }
  return result;
}

Task<Connected> ConnectToAny(UvLoop& loop, std::vector<SocketAddress> addresses,
                             CancelToken cancel) {
  const auto race = std::make_shared<Race>();
  CancelSource attempts(cancel);
  size_t next = 0;
  while (!race->winner) {
    if (const Error* reason = cancel.reason()) co_return *reason;
    if (next < addresses.size()) {
      Start(loop, addresses[next++], attempts.token(), race);
    } else if (race->open == 0) {
      co_return Summary(race->failures);
    }
    co_await WaitForNews(loop, race, next < addresses.size());
  }
  auto winner = std::move(race->winner);
  attempts.Cancel(Error(ErrorCode::kCancelled, "another address answered first"));
  co_return winner;
}

}  // namespace registrar
