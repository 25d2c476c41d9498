#include "hooks/reminder.h"

namespace registrar {
namespace {

constexpr const char* kNoticeId = "registration";

// Time that showing a banner may take. Whoever set about it and has not said by then that it is
// shown has ended or failed.
constexpr Duration kShowing = std::chrono::seconds(10);

Notice RegistrationNotice() {
  Notice notice;
  notice.id = kNoticeId;
  notice.title = "This workspace is not registered";
  notice.text =
      "Register it in the settings under \"Workspace registration\": push notifications, the "
      "marketplace and licenses need it.";
  notice.link = "/admin/settings/Workspace_Registration";
  return notice;
}

}  // namespace

Task<Result<WallTime>> Reminder::Remind(Duration period) {
  const WallTime now = loop_.WallNow();
  const PolicyClaim claim = [now, period](PolicyRecord& record) {
    // A clock that was set back must not silence the reminders.
    const Duration valid = record.shown ? period : kShowing;
    const bool recent =
        record.reminded && *record.reminded <= now && now - *record.reminded < valid;
    if (recent) return false;
    record.reminded = now;
    record.shown = false;
    return true;
  };
  REGISTRAR_CO_ASSIGN(const bool due, co_await store_.Claim(claim));
  if (due) {
    const Notice notice = RegistrationNotice();
    host_.Log(LogLevel::kWarn, Json{{"msg", notice.title + ". " + notice.text}});
    REGISTRAR_CO_TRY(co_await host_.NotifyAdmins(notice));
    const PolicyClaim shown = [now](PolicyRecord& record) {
      if (record.reminded == now) record.shown = true;
      return record.reminded == now;
    };
    REGISTRAR_CO_TRY(co_await store_.Claim(shown));
  }
  REGISTRAR_CO_ASSIGN(const PolicyRecord record, co_await store_.Read());
  co_return record.reminded.value_or(now) + (record.shown ? period : kShowing);
}

Task<Status> Reminder::Clear() {
  const PolicyClaim claim = [](PolicyRecord& record) {
    const bool reminded = record.reminded.has_value();
    record.reminded.reset();
    record.shown = false;
    return reminded;
  };
  REGISTRAR_CO_ASSIGN(const bool shown, co_await store_.Claim(claim));
  if (shown) REGISTRAR_CO_TRY(co_await host_.ClearNotice(kNoticeId));
  co_return Ok();
}

}  // namespace registrar
