#include "hooks/policy_store.h"

#include <memory>
#include <utility>

namespace registrar {

Task<Result<PolicyRecord>> PolicyStore::Read() {
  REGISTRAR_CO_ASSIGN(const std::optional<Json> found, co_await records_.Find(kPolicyRecord));
  co_return PolicyRecord::FromJson(found.value_or(Json::object()));
}

Task<Result<bool>> PolicyStore::Claim(PolicyClaim claim) {
  REGISTRAR_CO_ASSIGN(PolicyRecord present, co_await Read());
  // Most often there is nothing to claim, and nothing is written then.
  if (!claim(present)) co_return false;
  const auto claimed = std::make_shared<bool>(false);
  const DocumentChange change = [claim, claimed](const Json& current) {
    PolicyRecord record = PolicyRecord::FromJson(current);
    *claimed = claim(record);
    return record.ToJson();
  };
  REGISTRAR_CO_TRY(co_await records_.Modify(kPolicyRecord, change));
  co_return *claimed;
}

Task<Status> PolicyStore::NoteProbe(bool good, WallTime now) {
  const DocumentChange change = [good, now](const Json& current) {
    PolicyRecord record = PolicyRecord::FromJson(current);
    record.NoteProbe(good, now);
    return record.ToJson();
  };
  REGISTRAR_CO_TRY(co_await records_.Modify(kPolicyRecord, change));
  co_return Ok();
}

}  // namespace registrar
