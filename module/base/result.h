#ifndef REGISTRAR_MODULE_BASE_RESULT_H_
#define REGISTRAR_MODULE_BASE_RESULT_H_

#include <boost/outcome/basic_result.hpp>
#include <boost/outcome/policy/terminate.hpp>
#include <boost/outcome/success_failure.hpp>
#include <utility>

#include "module/base/error.h"

namespace registrar {

// A value or an Error. Use: `if (!r) return r.error();  Use(r.value());`
// A Result is made implicitly from a T or from an Error.
template <typename T>
using Result = boost::outcome_v2::basic_result<T, Error, boost::outcome_v2::policy::terminate>;

// Success without a value, or an Error.
using Status = Result<void>;

// The success of a Status.
inline Status Ok() { return boost::outcome_v2::success(); }

}  // namespace registrar

// Leaves the enclosing coroutine with the error of `expression` (a Result), else goes on.
#define REGISTRAR_CO_TRY(expression)                                       \
  do {                                                                     \
    if (auto registrar_tried = (expression); !registrar_tried.has_value()) \
      co_return std::move(registrar_tried).error();                        \
  } while (false)

#define REGISTRAR_CONCAT_INNER(a, b) a##b
#define REGISTRAR_CONCAT(a, b) REGISTRAR_CONCAT_INNER(a, b)

// Declares `variable` with the value of `expression` (a Result), or leaves the enclosing coroutine
// with its error. `variable` is a declaration and `result` a name: neither can have parentheses.
// NOLINTBEGIN(bugprone-macro-parentheses)
#define REGISTRAR_CO_ASSIGN(variable, expression) \
  REGISTRAR_CO_ASSIGN_INNER(REGISTRAR_CONCAT(registrar_result_, __LINE__), variable, expression)
#define REGISTRAR_CO_ASSIGN_INNER(result, variable, expression) \
  auto result = (expression);                                   \
  if (!result.has_value()) co_return std::move(result).error(); \
  variable = std::move(result).value()
// NOLINTEND(bugprone-macro-parentheses)

#endif  // REGISTRAR_MODULE_BASE_RESULT_H_
