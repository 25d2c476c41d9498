#include "module/workspace/wizard_completion.h"

#include <string>
#include <vector>

namespace registrar {
namespace {

constexpr const char* kWizard = "Show_Setup_Wizard";
constexpr const char* kCompleted = "completed";

}  // namespace

Task<Status> LeaveWizardToTab(ContextPtr context) {
  const WallTime due = context->loop.WallNow() + kWizardPatienceOfTab;
  const StatusChange postpone = [due](StatusRecord& record) {
    if (record.wizard_due) record.wizard_due = due;
  };
  co_return co_await context->status.Update(postpone);
}

Task<Status> CompleteWizard(ContextPtr context) {
  REGISTRAR_CO_ASSIGN(const auto record, co_await context->status.Find());
  // A tab may have asked for more time since this was planned.
  const bool due = record && record->wizard_due && *record->wizard_due <= context->loop.WallNow();
  if (!due) co_return Ok();
  if (!context->config.wizard_overridden && !context->config.saas) {
    const std::vector<std::string> ids = {kWizard};
    REGISTRAR_CO_ASSIGN(const auto values, co_await context->host.ReadSettings(ids));
    const auto found = values.find(kWizard);
    if (found == values.end() || found->second != kCompleted) {
      const Status written = co_await context->host.WriteSetting(kWizard, kCompleted);
      const bool blocked = !written && written.error().code == ErrorCode::kHostWriteBlocked;
      if (!written && !blocked) co_return written.error();
      if (blocked) LogError(context->host, LogLevel::kWarn, "Setup wizard", written.error());
    }
  }
  const StatusChange done = [](StatusRecord& status) { status.wizard_due.reset(); };
  co_return co_await context->status.Update(done);
}

}  // namespace registrar
