#include "module/workspace/support_window.h"

#include <utility>

#include "module/workspace/outlook.h"

namespace registrar {
namespace {

// Whether the error is about the workspace's credentials and not about the way to the other side.
bool IsAboutCredentials(ErrorCode code) {
  return code == ErrorCode::kNotRegistered || code == ErrorCode::kAccessDenied ||
         code == ErrorCode::kUnknownClient;
}

// Keeps what the cloud said, for judging later.
Task<Status> KeepData(ContextPtr context, Json versions) {
  const Json data = ExcerptOfSupportData(versions);
  REGISTRAR_CO_ASSIGN(const auto kept, co_await context->records.Find(kWindowRecord));
  if (kept && Member(*kept, "data") == data) co_return Ok();
  const DocumentChange keep = [data](const Json& /*current*/) { return Json{{"data", data}}; };
  const auto written = co_await context->records.Modify(kWindowRecord, keep);
  if (!written) co_return written.error();
  co_return Ok();
}

}  // namespace

Task<Status> RefreshWindow(ContextPtr context, CloudSettings settings, CancelToken cancel,
                           Permit permit) {
  const CloudEndpoints endpoints = EndpointsOf(settings, context->config);
  const std::function<Task<Result<Json>>(Secret)> call = [context, endpoints,
                                                          cancel](Secret bearer) {
    return context->cloud.SupportedVersions(endpoints, std::move(bearer), cancel);
  };
  Result<Json> versions = Error(ErrorCode::kNotRegistered);
  if (settings.has_credentials() && settings.fingerprint_accepted) {
    versions = co_await WithBearer<Json>(context->tokens, "", call);
  }
  // The window is public: a workspace without a usable token still learns of it.
  if (!versions && IsAboutCredentials(versions.error().code)) versions = co_await call(Secret());
  REGISTRAR_CO_TRY(co_await Ask(permit));
  if (!versions) {
    // The end comes nearer also while nothing new is heard.
    REGISTRAR_CO_TRY(co_await LookAhead(context, settings, false));
    co_return versions.error();
  }
  REGISTRAR_CO_TRY(co_await KeepData(context, versions.value()));
  const Status applied = co_await context->host.ApplySupportedVersions(versions.value());
  if (!applied) co_return Error(ErrorCode::kEffectFailed, applied.error().Message());
  co_return co_await LookAhead(context, settings, true);
}

}  // namespace registrar
