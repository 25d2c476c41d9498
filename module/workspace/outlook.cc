#include "module/workspace/outlook.h"

#include <memory>
#include <utility>
#include <vector>

#include "module/net/url.h"
#include "module/workspace/time_text.h"

namespace registrar {
namespace {

// The server counts the days from ten downwards; ten means that all is well.
constexpr int64_t kAllDays = 10;

std::string DayOf(const std::optional<WallTime>& time) {
  return time ? IsoTime(*time).substr(0, 10) : "an unknown day";
}

std::string Reason(const SupportVerdict& verdict, const std::string& version) {
  const std::string data =
      " (data of " + DayOf(verdict.as_of) + " from the " + verdict.source + ")";
  if (!verdict.until) return "version " + version + " is older than all supported ones" + data;
  return "the support of version " + version + " ended on " + DayOf(verdict.until) + data;
}

// What is to be said to administrators.
struct Warning {
  std::string id;
  std::string title;
  std::string text;
};

std::optional<Warning> WindowWarning(StatusRecord& record, const SupportVerdict& verdict,
                                     const std::string& version, WallTime now) {
  const auto days = verdict.DaysLeft(now);
  const auto step = days ? WarningStep(*days) : std::nullopt;
  const int before = std::exchange(record.window_warned, step.value_or(0));
  if (!step || (before > 0 && before <= *step)) return std::nullopt;
  const std::string when = *days < 0 ? Reason(verdict, version)
                                     : "the support of version " + version + " ends on " +
                                           DayOf(verdict.until) + ", in " + std::to_string(*days) +
                                           (*days == 1 ? " day" : " days");
  return Warning{"support-window", "This server's version leaves the support window",
                 "Update the server: " + when + "."};
}

std::optional<Warning> ReadOnlyWarning(StatusRecord& record) {
  const bool near = IntegerOr(record.read_only, "daysLeft", kAllDays) < kAllDays;
  if (std::exchange(record.read_only_warned, near) || !near) return std::nullopt;
  return Warning{"read-only", "This workspace is about to become read-only",
                 StringOr(record.read_only, "cause")};
}

Task<Status> Warn(ContextPtr context, Warning warning) {
  const Json line{{"msg", warning.title + ". " + warning.text}};
  context->host.Log(LogLevel::kWarn, line);
  Notice notice;
  notice.id = warning.id;
  notice.title = warning.title;
  notice.text = warning.text;
  const Status told = co_await context->host.NotifyAdmins(notice);
  if (!told) LogError(context->host, LogLevel::kWarn, "Telling the admins", told.error());
  co_return Ok();
}

}  // namespace

Task<Result<SupportVerdict>> JudgeServer(ContextPtr context, CloudSettings settings) {
  // A server that does not tell its own data is judged by the cloud's.
  const auto sources = co_await context->host.SupportSources();
  REGISTRAR_CO_ASSIGN(const auto kept, co_await context->records.Find(kWindowRecord));
  std::vector<SupportData> data;
  if (sources) {
    data.push_back(SupportData{"build", Member(sources.value(), "build")});
    data.push_back(SupportData{"license", Member(sources.value(), "license")});
  }
  if (kept) data.push_back(SupportData{"cloud", Member(*kept, "data")});
  const SupportSubject subject{context->config.server_version, HostOf(settings.site_url),
                               settings.unique_id};
  co_return JudgeSupport(data, subject, context->loop.WallNow());
}

Task<Status> CheckSupportWindow(ContextPtr context, CloudSettings settings) {
  if (settings.module.ignore_support_window) co_return Ok();
  REGISTRAR_CO_ASSIGN(const SupportVerdict verdict, co_await JudgeServer(context, settings));
  if (!verdict.Refuses(context->loop.WallNow())) co_return Ok();
  co_return Error(ErrorCode::kOutsideSupportWindow,
                  Reason(verdict, context->config.server_version));
}

Json ReadOnlyOutlook(const Json& report) {
  const bool licensed = BoolOr(report, "hasValidLicense");
  const std::string last = StringOr(report, "lastReportAt");
  Json outlook{{"hasValidLicense", licensed}};
  if (!last.empty()) Put(outlook, "lastReportAt", last);
  if (licensed) {
    Put(outlook, "cause", "A valid license keeps the workspace writable.");
    return outlook;
  }
  const int64_t left = IntegerOr(report, "airGappedDaysLeft", -1);
  if (left < 0) {
    Put(outlook, "cause", "This server does not count days until a read-only mode.");
    return outlook;
  }
  Put(outlook, "daysLeft", left);
  const std::string since =
      last.empty() ? "there is no accepted one yet" : "the last was of " + last;
  if (left >= kAllDays) {
    Put(outlook, "cause",
        "There is no valid license; the daily usage report keeps the workspace writable.");
  } else {
    Put(outlook, "cause",
        "There is no valid license, and the daily usage report to the vendor does not get "
        "through: " +
            since + ". Let the server reach the vendor's collector, or apply a license.");
  }
  return outlook;
}

std::string DisconnectedOutlook(const Json& report) {
  std::string stops =
      "Push notifications through the gateway, the marketplace and the renewal of a license stop.";
  const int64_t left = IntegerOr(report, "airGappedDaysLeft", -1);
  if (BoolOr(report, "hasValidLicense"))
    return stops + " The valid license stays until it expires.";
  if (left < 0) return stops;
  const std::string last = StringOr(report, "lastReportAt");
  return stops + " There is no valid license: the workspace becomes read-only " +
         std::to_string(kAllDays) + " days after the last usage report that the vendor accepted (" +
         (last.empty() ? "none yet" : "it was of " + last) +
         "); days left: " + std::to_string(left) + ".";
}

Task<Status> LookAhead(ContextPtr context, CloudSettings settings, bool refreshed) {
  REGISTRAR_CO_ASSIGN(const SupportVerdict verdict, co_await JudgeServer(context, settings));
  const auto report = co_await context->host.UsageReport();
  const Json read_only = ReadOnlyOutlook(report ? report.value() : Json());
  const WallTime now = context->loop.WallNow();
  const std::string version = context->config.server_version;
  // The change may be asked more than once: only what it says last counts.
  const auto warnings = std::make_shared<std::vector<Warning>>();
  const StatusChange change = [=](StatusRecord& record) {
    warnings->clear();
    if (refreshed) record.last_window = now;
    record.support_window = verdict.ToJson(now);
    record.read_only = read_only;
    if (auto warning = WindowWarning(record, verdict, version, now)) {
      warnings->push_back(*std::move(warning));
    }
    if (auto warning = ReadOnlyWarning(record)) warnings->push_back(*std::move(warning));
  };
  REGISTRAR_CO_TRY(co_await context->status.Update(change));
  for (const Warning& warning : *warnings) REGISTRAR_CO_TRY(co_await Warn(context, warning));
  co_return Ok();
}

}  // namespace registrar
