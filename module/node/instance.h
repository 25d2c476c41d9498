#ifndef REGISTRAR_MODULE_NODE_INSTANCE_H_
#define REGISTRAR_MODULE_NODE_INSTANCE_H_

#include <node.h>

#include <functional>
#include <memory>

#include "hooks/wizard.h"
#include "module/async/uv_loop.h"
#include "module/net/net_client.h"
#include "module/node/js_environment.h"
#include "module/node/js_host.h"
#include "module/workspace/workspace.h"

namespace registrar {

// One running module: the loop, the net client, the port and the workspace of one Registrar
// object. It belongs to its Node environment and ends with it, or earlier by Close().
class Instance {
 public:
  Instance(v8::Local<v8::Context> context, v8::Local<v8::Object> port, const Json& config);
  Instance(const Instance&) = delete;
  Instance& operator=(const Instance&) = delete;
  ~Instance();

  const std::shared_ptr<JsEnvironment>& environment() const { return environment_; }

  // False once closed: then there is neither workspace nor hook.
  bool open() const { return workspace_ != nullptr; }
  Workspace& workspace() const { return *workspace_; }
  WizardHook& wizard() const { return *wizard_; }

  // Cancels everything that is under way and lets go of all that belongs to it. Called from the
  // loop or from a cleanup hook, not from within a flow.
  //   on_idle  called once, when libuv has given back the last handle
  void Close(std::function<void()> on_idle);

  // Close() in the loop's next turn: may be called from anywhere, also from within a flow.
  void CloseSoon();

 private:
  static void OnEnvironmentCleanup(void* self, void (*done)(void*), void* done_argument);

  std::unique_ptr<UvLoop> loop_;
  std::shared_ptr<JsEnvironment> environment_;
  std::unique_ptr<HttpClient> http_;
  std::unique_ptr<JsHost> host_;
  std::unique_ptr<Workspace> workspace_;
  std::unique_ptr<WizardHook> wizard_;
  std::unique_ptr<Timer> closing_;
  node::AsyncCleanupHookHandle cleanup_hook_;
};

}  // namespace registrar

#endif  // REGISTRAR_MODULE_NODE_INSTANCE_H_
