#ifndef REGISTRAR_TESTS_FUZZ_TARGETS_H_
#define REGISTRAR_TESTS_FUZZ_TARGETS_H_

#include <span>
#include <string_view>

namespace registrar {

// What reads bytes that somebody else chose. `feed` takes any bytes; it ends the process when what
// comes out breaks a promise of the header that it tests.
struct FuzzTarget {
  std::string_view name;  // also of its folder in corpus/
  void (*feed)(std::string_view bytes);
};

// All of them.
std::span<const FuzzTarget> FuzzTargets();

}  // namespace registrar

#endif  // REGISTRAR_TESTS_FUZZ_TARGETS_H_
