#ifndef REGISTRAR_MODULE_WORKSPACE_HISTORY_H_
#define REGISTRAR_MODULE_WORKSPACE_HISTORY_H_

#include <optional>
#include <string>

#include "module/async/loop.h"
#include "module/async/task.h"
#include "module/base/json.h"
#include "module/base/result.h"
#include "module/workspace/records.h"

namespace registrar {

// What happened to the workspace, for people: one document with the last entries. An entry is made
// of words that the code chooses and of an Error, which never carries a secret; a Secret does not
// convert to text.
class History {
 public:
  // How many entries are kept.
  static constexpr size_t kMost = 100;

  History(Loop& loop, Host& host, Records& records) : loop_(loop), host_(host), records_(records) {}

  // Remembers that something happened, unless the latest entry about the same says the same: what
  // repeats itself is written once. A history that cannot be written is logged and holds nobody up.
  //   what     what it is about, one word, e.g. "sync"
  //   outcome  what became of it, one word, e.g. "ok", "failed"
  //   detail   particulars for people, shortened; may be empty
  //   error    why it failed
  Task<Status> Note(std::string what, std::string outcome, std::string detail = std::string(),
                    std::optional<Error> error = std::nullopt);

  // {entries: [{at, what, outcome, detail?, error?}]}, newest first. Errors: kHostRead.
  Task<Result<Json>> Public();

 private:
  Loop& loop_;
  Host& host_;
  Records& records_;
};

}  // namespace registrar

#endif  // REGISTRAR_MODULE_WORKSPACE_HISTORY_H_
