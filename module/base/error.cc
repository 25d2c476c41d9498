#include "module/base/error.h"

#include <array>

namespace registrar {
namespace {

constexpr auto kCatalogue = std::to_array<ErrorInfo>({
#define REGISTRAR_ERROR(name, code, cause, remedy, retryable) \
  {ErrorCode::name, code, cause, remedy, retryable},
#include "module/base/error_catalogue.inc"
#undef REGISTRAR_ERROR
});

}  // namespace

std::span<const ErrorInfo> ErrorCatalogue() { return kCatalogue; }

const ErrorInfo& Describe(ErrorCode code) { return kCatalogue.at(static_cast<size_t>(code)); }

std::string Error::Message() const {
  std::string text(info().cause);
  std::string particulars;
  const auto add = [&particulars](const std::string& part) {
    if (part.empty()) return;
    if (!particulars.empty()) particulars += "; ";
    particulars += part;
  };
  add(peer);
  if (http_status != 0) add("status " + std::to_string(http_status));
  if (!cloud_error.empty()) add("the cloud says " + cloud_error);
  add(detail);
  if (!particulars.empty()) text += " (" + particulars + ")";
  return text;
}

Json Error::ToJson() const {
  Json json{{"code", info().code},
            {"cause", Message()},
            {"remedy", info().remedy},
            {"retryable", info().retryable}};
  if (!detail.empty()) Put(json, "detail", detail);
  if (!peer.empty()) Put(json, "peer", peer);
  if (http_status != 0) Put(json, "httpStatus", http_status);
  if (!cloud_error.empty()) Put(json, "cloudError", cloud_error);
  return json;
}

}  // namespace registrar
