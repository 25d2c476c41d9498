#include "module/workspace/registration_data.h"

#include <utility>

namespace registrar {

Task<Result<Secret>> BuildRegistrationData(ContextPtr context, CloudSettings settings,
                                           bool connection_disable, std::string contact_email) {
  REGISTRAR_CO_ASSIGN(Json data, co_await context->host.RegistrationData(std::move(contact_email)));
  if (!data.is_object()) {
    co_return Error(ErrorCode::kHostFailed, "the registration data is not an object");
  }
  if (StringOr(data, "uniqueId").empty()) data["uniqueId"] = settings.unique_id;
  data["connectionDisable"] = connection_disable;
  co_return Secret(data.dump(-1, ' ', false, Json::error_handler_t::replace));
}

}  // namespace registrar
