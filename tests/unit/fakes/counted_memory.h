#ifndef REGISTRAR_TESTS_UNIT_FAKES_COUNTED_MEMORY_H_
#define REGISTRAR_TESTS_UNIT_FAKES_COUNTED_MEMORY_H_

#include <cstdint>

namespace registrar {

// What the program has from operator new: it counts whatever C++ takes and gives back. Under the
// address sanitizer, which finds what is not given back by itself and makes everything slow, all
// are zero.
bool IsSanitized();
int64_t LiveBytes();
// The most since the last ResetPeakBytes().
int64_t PeakBytes();
void ResetPeakBytes();

}  // namespace registrar

#endif  // REGISTRAR_TESTS_UNIT_FAKES_COUNTED_MEMORY_H_
