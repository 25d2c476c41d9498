#include "module/workspace/license_removal.h"

#include <utility>

#include "module/workspace/recovery.h"
#include "module/workspace/time_text.h"

namespace registrar {
namespace {

Task<Result<bool>> AskDowngrade(ContextPtr context, CloudEndpoints endpoints, Secret bearer) {
  const Status done = co_await context->cloud.Downgrade(std::move(endpoints), std::move(bearer),
                                                        context->stop.token());
  if (!done) co_return done.error();
  co_return true;
}

// Asks the cloud to take the license away. Errors: kNotRegistered, cloud.*, host.*.
Task<Status> Downgrade(ContextPtr context) {
  // The turn ends before the sync, which takes one of its own.
  REGISTRAR_CO_ASSIGN(const Entry entry, co_await Enter(context, context->stop.token()));
  const CloudEndpoints endpoints = EndpointsOf(entry.settings, context->config);
  const std::function<Task<Result<bool>>(Secret)> call = [context, endpoints](Secret bearer) {
    return AskDowngrade(context, endpoints, std::move(bearer));
  };
  const auto done = co_await WithBearer<bool>(context->tokens, "", call);
  if (!done) co_return done.error();
  co_return Ok();
}

// Whether the workspace could not speak to the cloud, and not the server to itself.
bool IsAboutCloud(const Error& error) {
  return error.code == ErrorCode::kNotRegistered || error.info().code.starts_with("cloud.");
}

// The cloud took the license away, or it goes on sending one, which is for the cloud to say.
//   license  what the sync that followed said of it; null when nothing
Task<Result<Json>> NoteRemoval(ContextPtr context, Json license) {
  const bool removed = StringOr(license, "outcome") == "removed";
  if (!removed) {
    context->host.Log(LogLevel::kWarn,
                      Json{{"msg",
                            "The cloud was asked to take the license away, and its sync did not: "
                            "the license stays until it does"}});
  }
  REGISTRAR_CO_TRY(
      co_await context->history.Note("license", removed ? "removed" : "kept", "at the cloud"));
  Json answer{{"cloudTold", true}};
  if (!removed && !license.is_null()) Put(answer, "license", std::move(license));
  co_return answer;
}

Task<Status> DropHere(ContextPtr context, Error why) {
  REGISTRAR_CO_TRY(co_await context->host.RemoveLicense());
  const WallTime now = context->loop.WallNow();
  const StatusChange change = [now](StatusRecord& record) {
    record.license = Json{{"outcome", "removed"}, {"at", StoredTime(now)}};
  };
  REGISTRAR_CO_TRY(co_await context->status.Update(change));
  co_return co_await context->history.Note("license", "removed", "here alone", why);
}

}  // namespace

Task<Result<Json>> RemoveWorkspaceLicense(ContextPtr context,
                                          std::function<Task<Result<Json>>()> sync) {
  const Status told = co_await Downgrade(context);
  Result<Json> synced = Error(ErrorCode::kInternal);
  if (told) {
    synced = co_await sync();
  } else {
    synced = told.error();
  }
  if (synced) co_return co_await NoteRemoval(context, Member(synced.value(), "license"));
  const Error error = synced.error();
  if (!IsAboutCloud(error)) co_return error;
  LogError(context->host, LogLevel::kWarn, "Removing the license (it is dropped here alone)",
           error);
  REGISTRAR_CO_TRY(co_await DropHere(context, error));
  co_return Json{{"cloudTold", told.has_value()}, {"error", error.ToJson()}};
}

}  // namespace registrar
