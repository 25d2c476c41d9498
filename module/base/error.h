#ifndef REGISTRAR_MODULE_BASE_ERROR_H_
#define REGISTRAR_MODULE_BASE_ERROR_H_

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "module/base/json.h"

namespace registrar {

// Every failure that the module knows; the rows are in error_catalogue.inc.
enum class ErrorCode {
#define REGISTRAR_ERROR(name, code, cause, remedy, retryable) name,
#include "module/base/error_catalogue.inc"
#undef REGISTRAR_ERROR
};

// One row of the catalogue. All text has static lifetime.
struct ErrorInfo {
  ErrorCode id;
  std::string_view code;
  std::string_view cause;
  std::string_view remedy;
  bool retryable;
};

// The whole catalogue, in the order of the file.
std::span<const ErrorInfo> ErrorCatalogue();

// The row of `code`.
const ErrorInfo& Describe(ErrorCode code);

// A failure as a value. It never carries a secret: `detail` is written for a log and a browser.
struct Error {
  ErrorCode code = ErrorCode::kInternal;
  // What is special about this occurrence, e.g. "certificate names: proxy.local". May be empty.
  std::string detail;
  // Host and port of the other side, e.g. "cloud.rocket.chat:443". May be empty.
  std::string peer;
  // HTTP status of the answer, 0 when there was none.
  int http_status = 0;
  // The cloud's own error word ("error" of the answer's body), shortened. May be empty.
  std::string cloud_error;
  // Whether the other side may have received the request and acted upon it.
  bool request_sent = false;
  // How long the other side asked to wait (Retry-After).
  std::optional<std::chrono::seconds> retry_after;

  Error() = default;
  explicit Error(ErrorCode error_code, std::string error_detail = {}, std::string error_peer = {})
      : code(error_code), detail(std::move(error_detail)), peer(std::move(error_peer)) {}

  const ErrorInfo& info() const { return Describe(code); }

  // Cause with its particulars, one sentence for people, without the remedy.
  std::string Message() const;

  // {code, cause, remedy, retryable, detail?, peer?, httpStatus?, cloudError?}: the form in which
  // status, answers and logs carry a failure.
  Json ToJson() const;
};

}  // namespace registrar

#endif  // REGISTRAR_MODULE_BASE_ERROR_H_
