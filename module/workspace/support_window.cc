#include "module/workspace/support_window.h"

#include <utility>

namespace registrar {
namespace {

// Whether the error is about the workspace's credentials and not about the way to the other side.
bool IsAboutCredentials(ErrorCode code) {
  return code == ErrorCode::kNotRegistered || code == ErrorCode::kAccessDenied ||
         code == ErrorCode::kUnknownClient;
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
  if (settings.has_credentials()) {
    versions = co_await WithBearer<Json>(context->tokens, "", call);
  }
  // The window is public: a workspace without a usable token still learns of it.
  if (!versions && IsAboutCredentials(versions.error().code)) versions = co_await call(Secret());
  if (!versions) co_return versions.error();
  REGISTRAR_CO_TRY(co_await Ask(permit));
  const Status applied = co_await context->host.ApplySupportedVersions(versions.value());
  if (!applied) co_return Error(ErrorCode::kEffectFailed, applied.error().Message());
  const WallTime now = context->loop.WallNow();
  const StatusChange change = [now](StatusRecord& record) { record.last_window = now; };
  co_return co_await context->status.Update(change);
}

}  // namespace registrar
