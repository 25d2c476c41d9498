#ifndef REGISTRAR_MODULE_WORKSPACE_ATTEMPTS_H_
#define REGISTRAR_MODULE_WORKSPACE_ATTEMPTS_H_

#include <optional>
#include <string>
#include <string_view>

#include "module/async/loop.h"
#include "module/async/task.h"
#include "module/base/result.h"
#include "module/workspace/records.h"

namespace registrar {

// Recognises a registration token without keeping it.
std::string TokenHash(std::string_view token);

// What became of tokens that were tried: "registered", or the code of the error.
inline constexpr const char* kTokenRegistered = "registered";

// Remembers attempts to register, for a token is good for one use: the attempt under way, and the
// outcome of former ones by the hash of the token. One document; Host's errors pass through.
class Attempts {
 public:
  Attempts(Loop& loop, Records& records) : loop_(loop), records_(records) {}

  // Records, durably, that the cloud is about to be asked with this token.
  Task<Status> Open(std::string token_hash);

  // Ends the open attempt of this token.
  //   outcome  what to remember of the token; empty: it was not used up, nothing
  Task<Status> Close(std::string token_hash, std::string outcome);

  // The hash of the open attempt, or "".
  Task<Result<std::string>> FindOpen();

  // What is remembered of a token, or "".
  Task<Result<std::string>> OutcomeOf(std::string token_hash);

 private:
  Loop& loop_;
  Records& records_;
};

}  // namespace registrar

#endif  // REGISTRAR_MODULE_WORKSPACE_ATTEMPTS_H_
