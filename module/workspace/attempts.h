#ifndef REGISTRAR_MODULE_WORKSPACE_ATTEMPTS_H_
#define REGISTRAR_MODULE_WORKSPACE_ATTEMPTS_H_

#include <optional>
#include <string>
#include <string_view>

#include "module/async/loop.h"
#include "module/async/task.h"
#include "module/base/result.h"
#include "module/workspace/instances.h"
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
  Attempts(Loop& loop, Records& records, const Instances& instances)
      : loop_(loop), records_(records), instances_(instances) {}

  // Records, durably, that this instance is about to ask the cloud with this token.
  // Errors: kBusy while another instance has an attempt open.
  Task<Status> Open(std::string token_hash);

  // Ends the open attempt of this token.
  //   outcome    what to remember of the token; empty: it was not used up, nothing
  //   client_id  of the registration that it bought, if it did
  Task<Status> Close(std::string token_hash, std::string outcome,
                     std::string client_id = std::string());

  // An attempt that nobody closed yet.
  struct Pending {
    std::string token_hash;
    InstanceName owner;
    std::string mark;  // changes with every attempt
  };

  // The open attempt; nothing when there is none.
  Task<Result<std::optional<Pending>>> FindOpen();

  // What is remembered of a token, or "".
  Task<Result<std::string>> OutcomeOf(std::string token_hash);

  // Whether the registration with this client id came by the token.
  Task<Result<bool>> Granted(std::string token_hash, std::string client_id);

 private:
  Loop& loop_;
  Records& records_;
  const Instances& instances_;
};

}  // namespace registrar

#endif  // REGISTRAR_MODULE_WORKSPACE_ATTEMPTS_H_
