#include "module/workspace/effects.h"

#include <utility>

#include "module/workspace/time_text.h"

namespace registrar {
namespace {

const char* NameOfOutcome(LicenseOutcome outcome) {
  switch (outcome) {
    case LicenseOutcome::kApplied:
      return "applied";
    case LicenseOutcome::kUnchanged:
      return "unchanged";
    case LicenseOutcome::kPending:
      return "pending";
    case LicenseOutcome::kUnreadable:
      return "unreadable";
    case LicenseOutcome::kNotValid:
      return "not-valid";
  }
  return "failed";
}

Task<Json> RemoveLicense(ContextPtr context) {
  const Status removed = co_await context->host.RemoveLicense();
  if (removed) co_return Json{{"outcome", "removed"}};
  co_return Json{{"outcome", "failed"}, {"error", removed.error().ToJson()}};
}

Task<Json> ApplyLicense(ContextPtr context, std::string license) {
  const auto outcome = co_await context->host.ApplyLicense(std::move(license));
  co_return LicenseReport(outcome);
}

// Whether the server's license is another one now.
bool ChangesLicense(const Json& report) {
  const std::string outcome = StringOr(report, "outcome");
  return outcome != "unchanged" && outcome != "unreadable" && outcome != "failed";
}

// The effects took place; that the others do not hear of it at once is only worth a line.
Task<Status> TellInstances(ContextPtr context) {
  const Status told = co_await context->generation->Bump();
  if (!told) LogError(context->host, LogLevel::kWarn, "Telling the other instances", told.error());
  co_return Ok();
}

Task<Status> CarryOutPlain(ContextPtr context, Effect effect) {
  switch (effect.kind) {
    case Effect::Kind::kWriteSetting:
      return context->host.WriteSetting(effect.id, effect.value);
    case Effect::Kind::kApplyNps:
      return context->host.ApplyNps(effect.value);
    case Effect::Kind::kApplyBanners:
      return context->host.ApplyBanners(effect.value);
    default:
      return context->host.ApplyAnnouncements(effect.value);
  }
}

std::string DescribeEffect(const Effect& effect) {
  switch (effect.kind) {
    case Effect::Kind::kWriteSetting:
      return "setting " + effect.id;
    case Effect::Kind::kApplyNps:
      return "survey";
    case Effect::Kind::kApplyBanners:
      return "banners";
    default:
      return "announcements";
  }
}

std::string TextOf(const Effect& effect) {
  const std::string* const text = AsText(effect.value);
  return text == nullptr ? std::string() : *text;
}

void WriteIfNew(std::vector<Effect>& effects, const char* id, const std::string& old_value,
                const std::string& value) {
  if (value.empty() || value == old_value) return;
  effects.push_back(Effect{Effect::Kind::kWriteSetting, id, value});
}

}  // namespace

std::vector<Effect> EffectsOf(const SyncPayload& sync, const CloudSettings& settings) {
  std::vector<Effect> effects;
  WriteIfNew(effects, "Cloud_Workspace_Id", settings.workspace_id, sync.workspace_id);
  WriteIfNew(effects, "Cloud_Workspace_PublicKey", settings.public_key, sync.public_key);
  if (settings.announcement_payload) {
    // "null" too: an announcement that is over has to go.
    WriteIfNew(effects, "Cloud_Sync_Announcement_Payload", *settings.announcement_payload,
               WriteJson(sync.cloud_sync_announcement));
  }
  if (sync.remove_license) {
    effects.push_back(Effect{Effect::Kind::kRemoveLicense, "", nullptr});
  } else if (sync.license && !sync.license->empty()) {
    effects.push_back(Effect{Effect::Kind::kApplyLicense, "", *sync.license});
  }
  return effects;
}

std::vector<Effect> EffectsOf(const CommsPayload& comms) {
  std::vector<Effect> effects;
  if (!comms.nps.is_null()) {
    effects.push_back(Effect{Effect::Kind::kApplyNps, "", comms.nps});
  }
  if (!comms.announcements.is_null()) {
    effects.push_back(Effect{Effect::Kind::kApplyAnnouncements, "", comms.announcements});
  }
  return effects;
}

std::vector<Effect> EffectsOf(const LegacySyncPayload& old) {
  std::vector<Effect> effects;
  if (!StringOr(old.trial, "trialID").empty()) {
    effects.push_back(Effect{Effect::Kind::kWriteSetting, "Cloud_Workspace_Had_Trial", true});
  }
  if (!old.banners.is_null()) {
    effects.push_back(Effect{Effect::Kind::kApplyBanners, "", old.banners});
  }
  if (!old.nps.is_null()) effects.push_back(Effect{Effect::Kind::kApplyNps, "", old.nps});
  return effects;
}

Json LicenseReport(const Result<LicenseOutcome>& outcome) {
  if (!outcome) return Json{{"outcome", "failed"}, {"error", outcome.error().ToJson()}};
  Json report{{"outcome", NameOfOutcome(outcome.value())}};
  if (outcome.value() == LicenseOutcome::kUnreadable) {
    Put(report, "error", Error(ErrorCode::kLicenseUnreadable).ToJson());
  }
  if (outcome.value() == LicenseOutcome::kNotValid) {
    Put(report, "error", Error(ErrorCode::kLicenseNotValid).ToJson());
  }
  return report;
}

Task<EffectsReport> CarryOut(ContextPtr context, std::vector<Effect> effects, Permit permit) {
  EffectsReport report;
  bool changed = false;
  for (const Effect& effect : effects) {
    const Status allowed = co_await Ask(permit);
    if (!allowed) {
      report.errors.push_back(allowed.error());
      break;
    }
    if (effect.kind == Effect::Kind::kApplyLicense) {
      report.license = co_await ApplyLicense(context, TextOf(effect));
      changed = changed || ChangesLicense(report.license);
      continue;
    }
    if (effect.kind == Effect::Kind::kRemoveLicense) {
      report.license = co_await RemoveLicense(context);
      changed = changed || ChangesLicense(report.license);
      continue;
    }
    const Status done = co_await CarryOutPlain(context, effect);
    changed = changed || (done && effect.kind == Effect::Kind::kWriteSetting);
    if (done) continue;
    report.errors.emplace_back(ErrorCode::kEffectFailed,
                               DescribeEffect(effect) + ": " + done.error().Message());
    LogError(context->host, LogLevel::kWarn, "Part of a sync", report.errors.back());
  }
  if (changed) {
    [[maybe_unused]] const Status told = co_await TellInstances(context);
  }
  co_return report;
}

Task<Status> NoteLicense(ContextPtr context, Json report) {
  co_return co_await context->history.Note("license", StringOr(report, "outcome"));
}

Task<Result<Json>> ApplyLicenseText(ContextPtr context, std::string license) {
  const Json report = co_await ApplyLicense(context, std::move(license));
  const WallTime now = context->loop.WallNow();
  const StatusChange change = [report, now](StatusRecord& record) {
    record.license = report;
    Put(record.license, "at", StoredTime(now));
  };
  REGISTRAR_CO_TRY(co_await context->status.Update(change));
  REGISTRAR_CO_TRY(co_await NoteLicense(context, report));
  if (ChangesLicense(report)) REGISTRAR_CO_TRY(co_await TellInstances(context));
  co_return report;
}

}  // namespace registrar
