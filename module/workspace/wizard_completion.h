#ifndef REGISTRAR_MODULE_WORKSPACE_WIZARD_COMPLETION_H_
#define REGISTRAR_MODULE_WORKSPACE_WIZARD_COMPLETION_H_

#include "module/workspace/context.h"

namespace registrar {

// The setup wizard of a workspace that was registered out of it is completed by the browser's tab,
// which alone knows whether the terms were accepted. For a tab that is gone the module does it.

// How long nobody has asked until the tab counts as gone.
inline constexpr Duration kWizardPatience = std::chrono::seconds(60);
// The same for a tab that has got the registration and is about to save what it knows.
inline constexpr Duration kWizardPatienceOfTab = std::chrono::minutes(10);

// A tab has got the registration: it is given time.
Task<Status> LeaveWizardToTab(ContextPtr context);

// Writes Show_Setup_Wizard `completed`, unless it is that already or the environment forces another
// value; the consent to terms is left as it is. May be repeated. Errors: host.*.
Task<Status> CompleteWizard(ContextPtr context);

}  // namespace registrar

#endif  // REGISTRAR_MODULE_WORKSPACE_WIZARD_COMPLETION_H_
