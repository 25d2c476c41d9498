#ifndef REGISTRAR_MODULE_NET_DIAL_TRACE_H_
#define REGISTRAR_MODULE_NET_DIAL_TRACE_H_

#include <string>
#include <utility>
#include <vector>

#include "module/async/loop.h"
#include "module/net/http_client.h"

namespace registrar {

// Notes the steps of opening a connection, with the time that each took.
class DialTrace {
 public:
  // `loop` must outlive it.
  explicit DialTrace(const Loop& loop) : loop_(loop), began_(loop.Now()) {}

  // A step begins; the one before has been ended by Done.
  void Begin(std::string name) {
    name_ = std::move(name);
    began_ = loop_.Now();
  }
  // It has ended well.
  //   detail  what it came to, for people
  void Done(std::string detail) { End(std::move(detail), std::nullopt); }
  // It has failed, and with it the whole.
  void Failed(const Error& error) { End("", error); }

  std::vector<ProbeStep> Take() { return std::move(steps_); }

 private:
  void End(std::string detail, std::optional<Error> error) {
    ProbeStep step;
    step.name = std::move(name_);
    step.took = loop_.Now() - began_;
    step.detail = std::move(detail);
    step.error = std::move(error);
    steps_.push_back(std::move(step));
  }

  const Loop& loop_;
  std::string name_ = "proxy";
  MonotonicTime began_;
  std::vector<ProbeStep> steps_;
};

}  // namespace registrar

#endif  // REGISTRAR_MODULE_NET_DIAL_TRACE_H_
