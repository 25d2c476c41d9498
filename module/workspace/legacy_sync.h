#ifndef REGISTRAR_MODULE_WORKSPACE_LEGACY_SYNC_H_
#define REGISTRAR_MODULE_WORKSPACE_LEGACY_SYNC_H_

#include <vector>

#include "module/workspace/context.h"
#include "module/workspace/effects.h"

namespace registrar {

// What the sync of releases before 6.4 brings, in the form of today's sync.
struct OldSync {
  SyncPayload sync;             // with the license, which the old sync fetches by itself
  std::vector<Effect> effects;  // trial, survey, banners
};

// Whether a cloud that refuses a sync like this may know only the old one: it has no such page
// (404, 405, 410). Any other failure is about this workspace or the way, and the old sync would
// meet it too.
bool MayKnowOldSyncOnly(const Error& error);

// Makes the old sync, then fetches the license; that there is none of use is only logged.
//   data  as BuildRegistrationData
// Errors: kNotRegistered, cloud.*.
Task<Result<OldSync>> AskOldSync(ContextPtr context, CloudSettings settings, Secret data,
                                 CancelToken cancel);

// The old sync for its own sake (Workspace::LegacySync).
Task<Result<Json>> LegacySyncWorkspace(ContextPtr context);

}  // namespace registrar

#endif  // REGISTRAR_MODULE_WORKSPACE_LEGACY_SYNC_H_
