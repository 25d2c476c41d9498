#ifndef REGISTRAR_HOOKS_WIZARD_H_
#define REGISTRAR_HOOKS_WIZARD_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "module/async/cancel.h"
#include "module/async/loop.h"
#include "module/host/host.h"
#include "module/workspace/workspace.h"

namespace registrar {

// The forced registration (policy.h): registers the workspace with a token when its setup wizard
// is completed or stands at its registration step, else leads administrators there or reminds them.
// Listens to the settings of WatchedSettings(). The vendor's own servers are left alone.
class WizardHook {
 public:
  // `loop`, `workspace` and `host` must outlive the hook's Stop().
  WizardHook(Loop& loop, Workspace& workspace, Host& host, WorkspaceConfig config);
  WizardHook(const WizardHook&) = delete;
  WizardHook& operator=(const WizardHook&) = delete;
  ~WizardHook();

  // The settings whose changes the chat server reports with OnSettingChanged.
  static const std::vector<std::string>& WatchedSettings();

  // Looks where the wizard stands. Called once, after Workspace::Start().
  void Start();

  // The chat server says that a setting has (or, at its start, already has) a value. Any id may be
  // given; those that mean nothing to the hook are ignored. Never waits.
  void OnSettingChanged(std::string_view id, const Json& value);

  // The chat server has been updated and asks that an unregistered workspace be led to its
  // registration, which is what Start() does. Never waits.
  void EnsureRegistered();

  // The wizard's own page has asked whether the cloud can be reached. Never waits.
  void OnPreIntent(bool reachable);

  // Ends what is under way, a waiting retry as well. Nothing is called afterwards.
  void Stop();

 private:
  struct Shared;
  std::shared_ptr<Shared> shared_;
};

}  // namespace registrar

#endif  // REGISTRAR_HOOKS_WIZARD_H_
