#ifndef REGISTRAR_MODULE_WORKSPACE_JOURNAL_H_
#define REGISTRAR_MODULE_WORKSPACE_JOURNAL_H_

#include <optional>
#include <string>

#include "module/async/loop.h"
#include "module/async/task.h"
#include "module/base/result.h"
#include "module/workspace/cloud_settings.h"
#include "module/workspace/instances.h"
#include "module/workspace/records.h"

namespace registrar {

// A change of the registration, written down whole before it is carried out.
struct JournalEntry {
  enum class Kind { kRegister, kReconnect, kDisconnect, kForget, kOffline };

  Kind kind = Kind::kRegister;
  bool known_kind = true;            // false: as found, of no kind that is known here
  std::string unique_id;             // of the workspace that is changed
  std::string client_id;             // that comes or goes
  std::string token_hash;            // of the token that was used; kRegister only
  std::string intent_handle;         // of the confirmed e-mail intent; kRegister only
  RegistrationPayload registration;  // what comes, if anything does

  // Whether the change is a new registration.
  bool grants() const { return kind == Kind::kRegister || kind == Kind::kOffline; }

  // As found in the database: who carries it out, and the revision of the document.
  InstanceName owner;
  int64_t rev = 0;

  // Whether the change takes the registration away.
  bool removes() const { return kind == Kind::kDisconnect || kind == Kind::kForget; }

  // Whether all is there that carrying it out needs. A document that is not is nobody's change.
  bool whole() const;

  // Whether the change may (still) be carried out on a workspace with these settings: it is the
  // same workspace, and nobody else registered it meanwhile.
  bool Fits(const CloudSettings& settings) const;

  Json ToJson() const;
  static JournalEntry FromJson(const Json& json);
};

// The journal: at most one entry, in one document. Host's errors pass through.
class Journal {
 public:
  Journal(Host& host, Records& records, const Instances& instances)
      : host_(host), records_(records), instances_(instances) {}

  // Writes the entry durably, as this instance's own. From here on the change is carried out, by
  // this process or a later one. Errors: kBusy when there is one already.
  Task<Status> Write(JournalEntry entry);

  // Makes an entry that was found this instance's own. Errors: kBusy when it changed meanwhile.
  Task<Status> Claim(JournalEntry entry);

  // Whether the entry is (still) this instance's own: asked before every write, because a process
  // that was paused may have been taken for gone. Errors: kNotHolder, kHostRead.
  Task<Status> CheckClaim();

  // The entry that is not finished; nothing when there is none.
  Task<Result<std::optional<JournalEntry>>> Find();

  // Carries the own entry out, setting by setting; may be repeated. The server counts as registered
  // exactly when client id and secret are set, so the client id is the last one that comes and the
  // first one that goes: no moment in between is half.
  Task<Status> Apply(JournalEntry entry);

  // Forgets the own entry.
  Task<Status> Clear();

 private:
  Task<Status> ApplyRegistration(RegistrationPayload registration);
  Task<Status> ApplyRemoval();
  // One write of an entry, if it is still the own one.
  Task<Status> WriteSetting(std::string id, Json value);
  Task<Status> ClearSetting(std::string id);

  Host& host_;
  Records& records_;
  const Instances& instances_;
};

}  // namespace registrar

#endif  // REGISTRAR_MODULE_WORKSPACE_JOURNAL_H_
