#ifndef REGISTRAR_MODULE_CLOUD_GRANT_ERROR_H_
#define REGISTRAR_MODULE_CLOUD_GRANT_ERROR_H_

#include <initializer_list>
#include <string_view>

#include "module/base/error.h"

namespace registrar {

// What the calls share whose answer is a registration, which the cloud grants once.

// Whether `text`, the cloud's own error word, has one of the words `wanted` (lower case), however
// it is written: "tokenAlreadyUsed" and "token_already_used" have the same.
bool HasWord(std::string_view text, std::initializer_list<std::string_view> wanted);

// The error of a request after which nobody knows whether the cloud has granted the registration:
// kAnswerLost, `cause` in its detail.
Error AnswerLost(const Error& cause);

}  // namespace registrar

#endif  // REGISTRAR_MODULE_CLOUD_GRANT_ERROR_H_
