#ifndef REGISTRAR_MODULE_WORKSPACE_FORGETTING_H_
#define REGISTRAR_MODULE_WORKSPACE_FORGETTING_H_

#include "module/workspace/context.h"

namespace registrar {

// An "unknown client" counts only when a second try, made for the purpose, says the same.
inline constexpr Duration kConfirmAfter = std::chrono::minutes(10);

// The cloud said that it does not know the credentials: remembers when it said so first.
Task<Status> NoteUnknownClient(ContextPtr context);

// Within a turn: asks for a token once more. When the cloud still does not know the credentials,
// the workspace is forgotten: credentials kept, settings emptied, the setup wizard left alone.
// When it knows them, the suspicion is dropped.
// Result: whether the workspace is forgotten. Errors: cloud.*, host.*: nothing is known then.
Task<Result<bool>> ConfirmUnknownClient(ContextPtr context, CloudSettings settings,
                                        CancelToken cancel);

}  // namespace registrar

#endif  // REGISTRAR_MODULE_WORKSPACE_FORGETTING_H_
