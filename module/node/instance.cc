#include "module/node/instance.h"

#include <uv.h>

#include <string>
#include <utility>
#include <vector>

namespace registrar {
namespace {

NetConfig NetConfigOf(const Json& json) {
  NetConfig config;
  config.root_certificates = StringOr(json, "rootCertificates");
  for (const Json& file : Elements(Member(json, "extraCaFiles"))) {
    if (const auto* const path = AsText(file)) config.extra_ca_files.push_back(*path);
  }
  config.http_proxy = StringOr(json, "httpProxy");
  config.https_proxy = StringOr(json, "httpsProxy");
  config.no_proxy = StringOr(json, "noProxy");
  config.user_agent = StringOr(json, "userAgent", config.user_agent);
  return config;
}

WorkspaceConfig WorkspaceConfigOf(const Json& json) {
  WorkspaceConfig config;
  config.reg_token = Secret(StringOr(json, "regToken"));
  config.saas = BoolOr(json, "saas");
  config.wizard_overridden = BoolOr(json, "wizardOverridden");
  config.releases_url = StringOr(json, "releasesUrl", config.releases_url);
  config.server_version = StringOr(json, "serverVersion");
  const Json& instance = Member(json, "instance");
  config.instance_name = StringOr(instance, "name");
  config.instance_place = StringOr(instance, "place");
  config.instance_pid = IntegerOr(instance, "pid", config.instance_pid);
  config.process_gone = [](int64_t pid) { return uv_kill(static_cast<int>(pid), 0) == UV_ESRCH; };
  config.license_version = AsInt(Member(json, "licenseVersion")).value_or(config.license_version);
  return config;
}

}  // namespace

Instance::Instance(v8::Local<v8::Context> context, v8::Local<v8::Object> port, const Json& config)
    : loop_(std::make_unique<UvLoop>(node::GetCurrentEventLoop(context->GetIsolate()))),
      environment_(std::make_shared<JsEnvironment>(context->GetIsolate(), context, loop_->busy())),
      http_(MakeNetClient(*loop_, NetConfigOf(Member(config, "net")))),
      host_(std::make_unique<JsHost>(environment_, port)),
      workspace_(MakeWorkspace(*loop_, *http_, *host_, WorkspaceConfigOf(config))),
      wizard_(std::make_unique<WizardHook>(*loop_, *workspace_, *host_, WorkspaceConfigOf(config))),
      cleanup_hook_(node::AddEnvironmentCleanupHook(context->GetIsolate(),
                                                    &Instance::OnEnvironmentCleanup, this)) {}

Instance::~Instance() { Close(nullptr); }

void Instance::Close(std::function<void()> on_idle) {
  if (!workspace_) {
    if (on_idle) on_idle();
    return;
  }
  closing_.reset();
  wizard_->Stop();
  workspace_->Stop();
  host_->Close();
  http_.reset();
  wizard_.reset();
  workspace_.reset();
  host_.reset();
  loop_->OnIdle(std::move(on_idle));
  loop_.reset();
}

void Instance::CloseSoon() {
  if (!loop_ || closing_) return;
  closing_ = loop_->CallAfter(Duration::zero(), [this] { Close(nullptr); });
}

void Instance::OnEnvironmentCleanup(void* self, void (*done)(void*), void* done_argument) {
  auto* const instance = static_cast<Instance*>(self);
  instance->environment_->Close();
  instance->Close([done, done_argument] { done(done_argument); });
}

}  // namespace registrar
