#include "module/base/misuse.h"

#include <cstdio>
#include <cstdlib>

namespace registrar {

void EndOnMisuse(const char* why) noexcept {
  static_cast<void>(std::fprintf(stderr, "registrar: this must not happen: %s\n", why));
  std::abort();
}

}  // namespace registrar
