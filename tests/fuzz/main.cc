// The fuzzer: REGISTRAR_FUZZ_TARGET=url build/fuzz/registrar_fuzz tests/fuzz/corpus/url

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "tests/fuzz/targets.h"

namespace {

const registrar::FuzzTarget& Chosen() {
  const char* const name = std::getenv("REGISTRAR_FUZZ_TARGET");
  for (const auto& target : registrar::FuzzTargets()) {
    if (name != nullptr && target.name == name) return target;
  }
  std::fputs("REGISTRAR_FUZZ_TARGET has to be one of the folders in tests/fuzz/corpus.\n", stderr);
  std::exit(2);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size);

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  static const registrar::FuzzTarget& target = Chosen();
  target.feed({reinterpret_cast<const char*>(bytes), size});
  return 0;
}
