#ifndef REGISTRAR_MODULE_WORKSPACE_OUTLOOK_H_
#define REGISTRAR_MODULE_WORKSPACE_OUTLOOK_H_

#include <string>

#include "module/base/json.h"
#include "module/workspace/context.h"
#include "module/workspace/support_policy.h"

namespace registrar {

// What the newest of build's, license's and cloud's data says about this server now.
// Errors: kHostRead.
Task<Result<SupportVerdict>> JudgeServer(ContextPtr context, CloudSettings settings);

// Whether a new registration is allowed by the support window; asked by every way to register.
// Errors: kOutsideSupportWindow with reason and date, host.*.
Task<Status> CheckSupportWindow(ContextPtr context, CloudSettings settings);

// How near the server is to its read-only mode, from what the port's UsageReport says:
// {hasValidLicense, daysLeft?, lastReportAt?, cause}.
Json ReadOnlyOutlook(const Json& report);

// What a disconnected workspace has to expect, one or two sentences for people, from what the
// port's UsageReport says before.
std::string DisconnectedOutlook(const Json& report);

// Looks at support window and read-only mode, records both in the status, and warns the log and the
// administrators, once for each step that comes nearer. Errors: host.*.
//   refreshed  whether the window's data has come from the cloud just now; recorded as well
Task<Status> LookAhead(ContextPtr context, CloudSettings settings, bool refreshed);

}  // namespace registrar

#endif  // REGISTRAR_MODULE_WORKSPACE_OUTLOOK_H_
