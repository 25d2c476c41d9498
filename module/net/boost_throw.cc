// Boost calls this where it would throw. What it throws for is refused before Boost sees it
// (response_reader.cc).

#include <boost/throw_exception.hpp>

#include "module/base/misuse.h"

namespace boost {

void throw_exception(const std::exception& /*exception*/) {
  registrar::EndOnMisuse("Boost was given what it does not take");
}

void throw_exception(const std::exception& exception, const source_location& /*location*/) {
  throw_exception(exception);
}

}  // namespace boost
