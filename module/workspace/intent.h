#ifndef REGISTRAR_MODULE_WORKSPACE_INTENT_H_
#define REGISTRAR_MODULE_WORKSPACE_INTENT_H_

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "module/workspace/context.h"

namespace registrar {

// How long what a confirmed e-mail brought can be read, whatever the intent's own expiry is.
inline constexpr Duration kResultKept = std::chrono::minutes(10);

// A registration that waits for the confirmation of an e-mail, or came to its end; one document.
struct IntentRecord {
  // What tabs know it by, ours and no secret; the latest is the last. A new e-mail replaces the
  // intent, and tabs that began with an earlier one follow the new one.
  std::vector<std::string> handles;
  Secret device_code;  // the cloud's; never leaves the server but to the cloud
  std::string email;
  std::string unique_id;
  std::chrono::seconds interval{0};
  WallTime expires_at;
  Json payload;  // null, or what the registration brought, its secret left out
  WallTime readable_until;
  bool seen = false;                 // a tab has got the payload
  std::optional<ErrorCode> failure;  // how it ended otherwise

  // Whether the cloud is to be asked about it.
  bool open() const { return payload.is_null() && !failure; }
  // Whether `code` means this intent: a handle, or the cloud's own code.
  bool KnownAs(const std::string& code) const;

  Json ToJson() const;
  static IntentRecord FromJson(const Json& json);
};

// The intent that is kept; nothing when there is none.
Task<Result<std::optional<IntentRecord>>> FindIntent(ContextPtr context);

// Changes the intent that is kept, if there is one; `change` as StatusChange.
using IntentChange = std::function<void(IntentRecord&)>;
Task<Status> UpdateIntent(ContextPtr context, IntentChange change);

// What a change of the registration does to the intent: the one whose confirmation it is keeps the
// result for its tabs; any other is over. Repeating it changes nothing.
Task<Status> SettleIntent(ContextPtr context, JournalEntry entry);

// At start, within a turn: lets state and intent agree after a crash.
Task<Status> TakeStockOfIntent(ContextPtr context, bool registered);

}  // namespace registrar

#endif  // REGISTRAR_MODULE_WORKSPACE_INTENT_H_
