#include "module/workspace/registration_data.h"

#include <utility>

namespace registrar {

Task<Result<Secret>> BuildRegistrationData(ContextPtr context, CloudSettings settings,
                                           bool connection_disable, std::string contact_email) {
  REGISTRAR_CO_ASSIGN(Json data, co_await context->host.RegistrationData(std::move(contact_email)));
  if (!data.is_object()) {
    co_return Error(ErrorCode::kHostFailed, "the registration data is not an object");
  }
  if (StringOr(data, "uniqueId").empty()) Put(data, "uniqueId", settings.unique_id);
  Put(data, "connectionDisable", connection_disable);
  co_return Secret(WriteJson(data));
}

}  // namespace registrar
