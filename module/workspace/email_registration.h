#ifndef REGISTRAR_MODULE_WORKSPACE_EMAIL_REGISTRATION_H_
#define REGISTRAR_MODULE_WORKSPACE_EMAIL_REGISTRATION_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "module/async/single_flight.h"
#include "module/workspace/context.h"
#include "module/workspace/grant.h"
#include "module/workspace/intent.h"

namespace registrar {

// Registration by the confirmation of an e-mail. The server follows it to its end by itself; tabs
// only look at what is known, and share the server's questions to the cloud.
class EmailRegistration : public std::enable_shared_from_this<EmailRegistration> {
 public:
  // What follows a registration that was confirmed and is committed.
  using Follow = std::function<void(const Registered&)>;

  EmailRegistration(ContextPtr context, Follow follow)
      : context_(std::move(context)), follow_(std::move(follow)) {}

  // Whether the cloud can be reached from here. Errors: kEmailInvalid, cloud.*, host.*.
  Task<Result<Json>> PreIntent();

  // Asks the cloud to send the e-mail; replaces an earlier one.
  // Result: {device_code, user_code, interval, expires_in, verification_url?}, the code being our
  // own. Errors: kAlreadyRegistered, kEmailInvalid, cloud.*, host.*.
  Task<Result<Json>> Begin(std::string email, bool resend);

  // What is known of the confirmation, for a tab. Result: {status: "authorization_pending"}, or
  // {successful: true, payload} with an empty secret. Errors: kIntentUnknown, kIntentExpired,
  // kAnswerLost, kPayloadInvalid, host.*.
  Task<Result<Json>> Poll(std::string code);

  // Asks the cloud if it is time to. Errors: host.*; the next try waits then.
  Task<Status> AskIfDue();

 private:
  // One question to the cloud and what follows from the answer, within a turn.
  Task<Status> Ask();
  Task<Status> AskWithinTurn(CloudSettings settings, IntentRecord intent);
  Task<Status> CommitGrant(CloudSettings settings, RegistrationPayload registration,
                           IntentRecord intent);
  // The answer was none, or a refusal.
  Task<Status> NoteFailure(IntentRecord intent, Error error);
  Task<Status> NoteAnswer(IntentRecord intent);
  Task<Status> End(Error why);

  ContextPtr context_;
  Follow follow_;
  SingleFlight<std::string, Status> asking_;
  // Granted, and the database did not take it: the cloud hands it out once.
  std::optional<RegistrationPayload> granted_;
  int gone_ = 0;  // answers in a row by which the cloud knows the code no more
};

// The way before intents: an e-mail with a link, after which a token is given. Stores the
// workspace's id. Result: {workspaceId}. Errors: kAlreadyRegistered, kEmailInvalid, cloud.*,
// host.*.
Task<Result<Json>> RegisterByEmailLink(ContextPtr context, bool resend);

// Keeps a registration as the server's own code has it from the browser; the secret may be missing
// when it is the one that is committed. May be repeated. Result: what is committed.
// Errors: kAlreadyRegistered for another one, kPayloadInvalid, host.*.
Task<Result<Registered>> SaveRegistrationData(ContextPtr context, Json data);

}  // namespace registrar

#endif  // REGISTRAR_MODULE_WORKSPACE_EMAIL_REGISTRATION_H_
