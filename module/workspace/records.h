#ifndef REGISTRAR_MODULE_WORKSPACE_RECORDS_H_
#define REGISTRAR_MODULE_WORKSPACE_RECORDS_H_

#include <functional>
#include <optional>
#include <string>

#include "module/async/task.h"
#include "module/base/json.h"
#include "module/base/result.h"
#include "module/cloud/payloads.h"
#include "module/host/host.h"

namespace registrar {

// Ids of the documents in the module's own collection.
inline constexpr const char* kStatusRecord = "status";
inline constexpr const char* kAttemptRecord = "attempt";
inline constexpr const char* kJournalRecord = "journal";
inline constexpr const char* kCredentialsRecord = "credentials";
inline constexpr const char* kLeaseRecord = "lease";
inline constexpr const char* kGenerationRecord = "generation";
inline constexpr const char* kHistoryRecord = "history";
inline constexpr const char* kWindowRecord = "window";
inline constexpr const char* kIntentRecord = "intent";

// The version of their form. A document of a newer version is not touched (kHostRead), so that an
// older module does not ruin what a newer one wrote.
inline constexpr int kRecordVersion = 1;

// Makes a document from the current one, which is an empty object when there is none.
//
// These functions, and all others with captures that are handed to a coroutine, are variables of
// their own: GCC 12 destroys a closure twice that is a temporary of an expression with co_await.
using DocumentChange = std::function<Json(Json current)>;

// The documents of the module, each read and replaced as a whole. Host's errors pass through.
class Records {
 public:
  explicit Records(Host& host) : host_(host) {}

  // The document `id`, with its "rev".
  Task<Result<std::optional<Json>>> Find(std::string id);

  // Makes the document; kBusy when there is one already.
  Task<Status> Create(std::string id, Json document);

  // Replaces the document by what `change` makes of it. When somebody else replaced it meanwhile,
  // `change` is asked again with the new one. It may refuse by answering null.
  // Result: the document that was written. Errors: kBusy when `change` refused.
  Task<Result<Json>> Modify(std::string id, DocumentChange change);

  // Deletes the document if there is one.
  Task<Status> Remove(std::string id);

 private:
  Host& host_;
};

// What reconnecting needs, kept while the settings are empty.
struct KeptCredentials {
  RegistrationPayload registration;
  std::string unique_id;

  Json ToJson() const;
  static KeptCredentials FromJson(const Json& json);
};

// A registration in the form in which documents keep it, secret included: only for the database.
Json StoredRegistration(const RegistrationPayload& registration);
RegistrationPayload RegistrationOf(const Json& stored);

}  // namespace registrar

#endif  // REGISTRAR_MODULE_WORKSPACE_RECORDS_H_
