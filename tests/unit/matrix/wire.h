#ifndef REGISTRAR_TESTS_UNIT_MATRIX_WIRE_H_
#define REGISTRAR_TESTS_UNIT_MATRIX_WIRE_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "module/async/loop.h"
#include "module/net/dialer.h"
#include "tests/unit/matrix/memory_stream.h"

namespace registrar {

// What opening a connection meets at one of its steps.
struct DialTrouble {
  std::string step;            // "lookup", "connect", "tunnel", "tls"
  std::optional<Error> error;  // none: it is only late
  Duration late{0};            // longer than any deadline: it never comes
  // Instead of the proxy's "200" to CONNECT.
  std::optional<WireAnswer> tunnel;
};

// What one request meets.
struct AnswerTrouble {
  bool takes_effect = true;  // whether the cloud gets the request at all
  // Changes the bytes of the cloud's answer; `good` is what they were made of.
  std::function<void(WireAnswer& answer, const HttpResponse& good)> spoil;
};

// The network in memory: a Dialer whose connections lead to `cloud`, over real HTTP/1.1 and, where
// a proxy is set, through a real CONNECT. What the handshake of TLS yields is told by the trouble.
class Wire final : public Dialer {
 public:
  // Both must outlive it.
  Wire(Loop& loop, HttpClient& cloud) : loop_(loop), cloud_(cloud) {}
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;
  // Ends the requests that the cloud never answers.
  ~Wire() override;

  Task<Result<std::unique_ptr<Connection>>> Dial(Route route, HttpDeadlines deadlines,
                                                 MonotonicTime end, CancelToken cancel,
                                                 DialTrace* trace) override;

  // Asked for every connection and every request; nothing: no trouble.
  std::function<std::optional<DialTrouble>(const Route& route)> dial_trouble;
  std::function<std::optional<AnswerTrouble>(const std::string& call)> answer_trouble;

  // What was seen.
  std::vector<std::string> peers;  // every host and port that was connected to
  std::vector<std::string> trace;  // every request, by its call, and what was answered
  bool grant_spoiled = false;      // a registration was handed out and its answer was spoiled
  int open = 0;                    // streams that exist

 private:
  Task<Status> Step(const char* step, const std::optional<DialTrouble>& trouble, Duration limit,
                    ErrorCode late, CancelToken cancel);
  MemoryStream::Peer ProxyPeer(std::optional<WireAnswer> answer);
  MemoryStream::Peer CloudPeer(const Url& url);
  std::optional<WireAnswer> Handle(const Url& url, std::string_view received);
  std::optional<HttpResponse> AskCloud(const HttpRequest& request);

  Loop& loop_;
  HttpClient& cloud_;
  CancelSource stop_;
};

}  // namespace registrar

#endif  // REGISTRAR_TESTS_UNIT_MATRIX_WIRE_H_
