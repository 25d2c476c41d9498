// Takes the place of libstdc++'s terminate handler, which brings a demangler of 40 kB along to
// print the name of an exception. No exception of ours gets that far; if one does, the process
// ends as it would have.

#include <cstdlib>

namespace __gnu_cxx {  // NOLINT(bugprone-reserved-identifier): the name is libstdc++'s.

__attribute__((visibility("hidden"))) void __verbose_terminate_handler() {  // NOLINT
  std::abort();
}

}  // namespace __gnu_cxx
