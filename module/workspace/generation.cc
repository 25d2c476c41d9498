#include "module/workspace/generation.h"

#include "module/async/spawn.h"

namespace registrar {
namespace {

int64_t NumberIn(const Json& document) { return IntegerOr(document, "n"); }

}  // namespace

const std::vector<std::string>& SharedSettingIds() {
  static const std::vector<std::string> ids = {"Register_Server",
                                               "Show_Setup_Wizard",
                                               "Cloud_Workspace_Id",
                                               "Cloud_Workspace_Name",
                                               "Cloud_Workspace_PublicKey",
                                               "Cloud_Workspace_Client_Id",
                                               "Cloud_Workspace_Client_Secret",
                                               "Cloud_Workspace_Client_Secret_Expires_At",
                                               "Cloud_Workspace_Registration_Client_Uri",
                                               "Cloud_Workspace_Supported_Versions_Token",
                                               "Cloud_Sync_Announcement_Payload",
                                               "Cloud_Workspace_License",
                                               "Enterprise_License"};
  return ids;
}

Task<Status> Generation::Bump() {
  const auto self = shared_from_this();
  const DocumentChange count = [](const Json& current) {
    return Json{{"n", NumberIn(current) + 1}};
  };
  REGISTRAR_CO_ASSIGN(const Json written, co_await records_.Modify(kGenerationRecord, count));
  // The own change needs no following; one of another instance in between does.
  const int64_t now = NumberIn(written);
  if (seen_ && *seen_ + 1 == now) seen_ = now;
  co_return Ok();
}

void Generation::Start(std::function<Task<Status>()> follow, std::function<void()> look) {
  follow_ = std::move(follow);
  look_ = std::move(look);
  Spawn(Run());
}

Task<Status> Generation::Run() {
  const auto self = shared_from_this();
  // What was changed before this instance started, it reads by itself.
  const auto first = co_await Read();
  if (first && !seen_) seen_ = first.value();
  while (true) {
    REGISTRAR_CO_TRY(co_await Sleep(loop_, kGenerationPoll, stop_));
    // A failure is made up for by the next look.
    [[maybe_unused]] const Status looked = co_await Look();
    if (stop_.cancelled()) co_return Ok();
    look_();
  }
}

Task<Status> Generation::Look() {
  REGISTRAR_CO_ASSIGN(const int64_t now, co_await Read());
  if (seen_ == now) co_return Ok();
  REGISTRAR_CO_TRY(co_await follow_());
  seen_ = now;
  co_return Ok();
}

Task<Result<int64_t>> Generation::Read() {
  REGISTRAR_CO_ASSIGN(const auto found, co_await records_.Find(kGenerationRecord));
  co_return found ? NumberIn(*found) : 0;
}

}  // namespace registrar
