#ifndef REGISTRAR_MODULE_BASE_MISUSE_H_
#define REGISTRAR_MODULE_BASE_MISUSE_H_

namespace registrar {

// Ends the process, saying why on standard error: a library was called as it must not be and would
// throw an exception, for which this project is not compiled. No input gets here; which functions
// could is held down by tests/addon/no-throw.test.js.
[[noreturn]] void EndOnMisuse(const char* why) noexcept;

}  // namespace registrar

#endif  // REGISTRAR_MODULE_BASE_MISUSE_H_
