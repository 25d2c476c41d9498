#ifndef REGISTRAR_MODULE_WORKSPACE_GRANT_H_
#define REGISTRAR_MODULE_WORKSPACE_GRANT_H_

#include <string>

#include "module/workspace/context.h"

namespace registrar {

// A registration that the cloud has granted, by whatever way it came.
struct Grant {
  RegistrationPayload registration;
  std::string token_hash;     // of the token that was used; empty: none was
  std::string intent_handle;  // of the e-mail intent that was confirmed; empty: none was
  bool pasted = false;        // it came by paste: nothing is asked of the cloud by itself
};

// A committed registration.
struct Registered {
  std::string workspace_id;
  std::string license;    // came along and is not applied yet; empty: none
  bool repeated = false;  // it had been committed before
};

// Whether a new registration may begin now. Every way asks this before anything else.
// Errors: kAlreadyRegistered, kOutsideSupportWindow, host.*.
Task<Status> CheckMayRegister(ContextPtr context, CloudSettings settings);

// Within a turn: writes the grant whole into the journal before anything else, for it comes once,
// then carries it out. Errors: host.*; when the journal was written, a later flow or start goes on;
// what a token bought is kept until a later flow can write it.
Task<Result<Registered>> Commit(ContextPtr context, CloudSettings settings, Grant grant);

}  // namespace registrar

#endif  // REGISTRAR_MODULE_WORKSPACE_GRANT_H_
