#ifndef REGISTRAR_MODULE_WORKSPACE_STATUS_H_
#define REGISTRAR_MODULE_WORKSPACE_STATUS_H_

#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "module/async/loop.h"
#include "module/base/json.h"
#include "module/base/result.h"
#include "module/host/host.h"
#include "module/workspace/cloud_settings.h"
#include "module/workspace/records.h"
#include "module/workspace/state.h"

namespace registrar {

// What the module remembers about the workspace, in one document. Times inside the Json members
// are milliseconds under the key "at".
struct StatusRecord {
  WorkspaceState state = WorkspaceState::kUnregistered;
  std::string unique_id;     // of the workspace that this record is about
  std::string workspace_id;  // kept while disconnected, so that people can find it in the cloud
  WallTime since;            // when the state was entered
  Json last_sync;            // null, or {at, ok, reason, parts: {<part>: {ok, error?}}}
  Json last_error;           // null, or Error::ToJson() and at
  Json license;              // null, or {at, outcome, error?}
  std::optional<WallTime> next_sync;
  std::optional<WallTime> last_good_sync;
  std::optional<WallTime> last_window;    // the support window was refreshed
  std::optional<WallTime> unknown_since;  // first "unknown client", not yet confirmed
  std::optional<WallTime> kept_tried;     // kept credentials were tried by the schedule
  Json support_window;                    // null, or SupportVerdict::ToJson()
  Json read_only;                         // null, or ReadOnlyOutlook()
  int window_warned = 0;  // the step of WarningStep that was warned of last, 0: none
  bool read_only_warned = false;
  std::optional<WallTime> wizard_due;  // the setup wizard is completed for a tab that is gone
  Json intent;                         // null, or {email, expiresAt} of the state intent
  int failures = 0;                    // syncs that failed in a row
  bool registration_due = false;

  // Enters the state that `event` leads to. One that the table does not allow leaves all as it is.
  // Result: whether it is allowed.
  bool Apply(Event event, WallTime now);
  void SetError(const Error& error, WallTime now);
  // Enters the state intent: a confirmation by this e-mail is waited for until `expires_at`.
  void EnterIntent(const std::string& email, WallTime expires_at, WallTime now);

  Json ToJson() const;
  static StatusRecord FromJson(const Json& json);
};

// The status as REST, settings page and people see it: times as ISO text, no secret.
//   settings  tell what the server itself says now: they win over the record
Json PublicStatus(const StatusRecord& record, const CloudSettings& settings);

// The state by the record and by what the server's settings hold.
WorkspaceState StateOf(const StatusRecord& record, const CloudSettings& settings);

// A change of the record. It may be asked more than once, each time with the newest record.
using StatusChange = std::function<void(StatusRecord&)>;

// The durable status. Host's errors pass through.
class StatusStore {
 public:
  StatusStore(Loop& loop, Host& host, Records& records)
      : loop_(loop), host_(host), records_(records) {}

  // The record; nothing when there is none yet.
  Task<Result<std::optional<StatusRecord>>> Find();

  // Changes the record. The status is published afterwards, for which nobody waits.
  Task<Status> Update(StatusChange change);

  // Records `error` as the last error and writes it to the server's log.
  //   what  what failed, for the log, e.g. "Sync"
  Task<Status> RecordError(std::string what, Error error);

  // Publishes the status as it is: a setting changed that it shows.
  Task<Status> Publish();

  // The public status, from the database.
  Task<Result<Json>> Public();

  // What this process adds to every public status, e.g. who holds the lease.
  void SetAddition(std::function<Json()> addition) { addition_ = std::move(addition); }

 private:
  Loop& loop_;
  Host& host_;
  Records& records_;
  std::function<Json()> addition_;
  // The newest record that is still to be published, and whether that is under way.
  std::optional<StatusRecord> unpublished_;
  bool publishing_ = false;

  Task<Status> PublishNewest();
  Json WithAddition(Json status) const;
};

// Writes a failure to the server's log, with its code, cause and remedy.
void LogError(Host& host, LogLevel level, const std::string& what, const Error& error);

}  // namespace registrar

#endif  // REGISTRAR_MODULE_WORKSPACE_STATUS_H_
