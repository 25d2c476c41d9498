// The project is compiled without exceptions, the static libstdc++ is not. Nothing here could catch
// what it throws, so these take the place of its throwing functions and end the process at once.
// That keeps the unwinder, the catching part of libstdc++ and their tables out of the file.

#include <cstdlib>
#include <new>

#include "module/base/misuse.h"

namespace {

// Without memory there is no way to go on; Node ends its process then, too.
void* Allocate(size_t size) noexcept {
  // No bytes at all have an address of their own as well.
  void* const memory = std::malloc(size == 0 ? 1 : size);
  if (memory == nullptr) registrar::EndOnMisuse("there is no memory left");
  return memory;
}

}  // namespace

void* operator new(size_t size) { return Allocate(size); }
void* operator new[](size_t size) { return Allocate(size); }
void* operator new(size_t size, const std::nothrow_t& /*tag*/) noexcept {
  return std::malloc(size == 0 ? 1 : size);
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, size_t /*size*/) noexcept { std::free(memory); }
void operator delete[](void* memory, size_t /*size*/) noexcept { std::free(memory); }

// NOLINTBEGIN: the names are those of libstdc++ and of the C++ ABI, and a declaration cannot be in
// parentheses.
#define REGISTRAR_ENDS(declaration)                                  \
  __attribute__((visibility("hidden"), noreturn)) void declaration { \
    registrar::EndOnMisuse("the C++ library wants to throw");        \
  }

namespace std {

REGISTRAR_ENDS(__throw_bad_exception())
REGISTRAR_ENDS(__throw_bad_alloc())
REGISTRAR_ENDS(__throw_bad_array_new_length())
REGISTRAR_ENDS(__throw_bad_cast())
REGISTRAR_ENDS(__throw_bad_typeid())
REGISTRAR_ENDS(__throw_bad_function_call())
REGISTRAR_ENDS(__throw_logic_error(const char*))
REGISTRAR_ENDS(__throw_domain_error(const char*))
REGISTRAR_ENDS(__throw_invalid_argument(const char*))
REGISTRAR_ENDS(__throw_length_error(const char*))
REGISTRAR_ENDS(__throw_out_of_range(const char*))
REGISTRAR_ENDS(__throw_out_of_range_fmt(const char*, ...))
REGISTRAR_ENDS(__throw_runtime_error(const char*))
REGISTRAR_ENDS(__throw_range_error(const char*))
REGISTRAR_ENDS(__throw_overflow_error(const char*))
REGISTRAR_ENDS(__throw_underflow_error(const char*))

}  // namespace std

extern "C" {

REGISTRAR_ENDS(*__cxa_allocate_exception(size_t))
REGISTRAR_ENDS(__cxa_free_exception(void*))
REGISTRAR_ENDS(__cxa_throw(void*, void*, void (*)(void*)))
REGISTRAR_ENDS(__cxa_rethrow())
REGISTRAR_ENDS(*__cxa_begin_catch(void*))
REGISTRAR_ENDS(__cxa_end_catch())
REGISTRAR_ENDS(__cxa_call_terminate(void*))
REGISTRAR_ENDS(__gxx_personality_v0())
REGISTRAR_ENDS(_Unwind_Resume(void*))

}  // extern "C"
// NOLINTEND
