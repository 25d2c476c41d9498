#include "module/workspace/legacy_sync.h"

#include <functional>
#include <utility>

#include "module/workspace/recovery.h"
#include "module/workspace/registration_data.h"
#include "module/workspace/time_text.h"

namespace registrar {
namespace {

Task<Result<LicensePayload>> AskLicense(ContextPtr context, CloudEndpoints endpoints,
                                        CancelToken cancel) {
  const std::function<Task<Result<LicensePayload>>(Secret)> call = [context, endpoints,
                                                                    cancel](Secret bearer) {
    return context->cloud.License(endpoints, std::move(bearer), cancel);
  };
  co_return co_await WithBearer<LicensePayload>(context->tokens, "", call);
}

Task<Status> RecordLicense(ContextPtr context, Json report) {
  if (report.is_null()) co_return Ok();
  Put(report, "at", StoredTime(context->loop.WallNow()));
  const StatusChange change = [report](StatusRecord& record) { record.license = report; };
  co_return co_await context->status.Update(change);
}

}  // namespace

bool MayKnowOldSyncOnly(const Error& error) {
  return error.code == ErrorCode::kStatusClientError &&
         (error.http_status == 404 || error.http_status == 405 || error.http_status == 410);
}

Task<Result<OldSync>> AskOldSync(ContextPtr context, CloudSettings settings, Secret data,
                                 CancelToken cancel) {
  const CloudEndpoints endpoints = EndpointsOf(settings, context->config);
  const std::function<Task<Result<LegacySyncPayload>>(Secret)> call = [context, endpoints, data,
                                                                       cancel](Secret bearer) {
    return context->cloud.LegacySync(endpoints, std::move(bearer), data, cancel);
  };
  REGISTRAR_CO_ASSIGN(const LegacySyncPayload answer,
                      co_await WithBearer<LegacySyncPayload>(context->tokens, "", call));
  OldSync old;
  old.sync.workspace_id = answer.workspace_id;
  old.sync.public_key = answer.public_key;
  old.effects = EffectsOf(answer);
  const auto license = co_await AskLicense(context, endpoints, cancel);
  if (license) {
    old.sync.license = license.value().license;
  } else {
    LogError(context->host, LogLevel::kWarn, "License", license.error());
  }
  co_return std::move(old);
}

Task<Result<Json>> LegacySyncWorkspace(ContextPtr context) {
  const CancelToken stop = context->stop.token();
  REGISTRAR_CO_ASSIGN(const Entry entry, co_await Enter(context, stop));
  if (!entry.settings.has_credentials()) co_return Error(ErrorCode::kNotRegistered);
  REGISTRAR_CO_ASSIGN(const Secret data,
                      co_await BuildRegistrationData(context, entry.settings, false));
  REGISTRAR_CO_ASSIGN(const OldSync old, co_await AskOldSync(context, entry.settings, data, stop));
  CloudSettings settings = entry.settings;
  settings.announcement_payload.reset();  // the old sync does not tell of it
  std::vector<Effect> effects = EffectsOf(old.sync, settings);
  effects.insert(effects.end(), old.effects.begin(), old.effects.end());
  const EffectsReport report = co_await CarryOut(context, std::move(effects), nullptr);
  REGISTRAR_CO_TRY(co_await RecordLicense(context, report.license));
  Json result{{"workspaceId", old.sync.workspace_id}};
  if (!report.license.is_null()) Put(result, "license", report.license);
  if (!report.errors.empty()) co_return report.errors.front();
  co_return result;
}

}  // namespace registrar
