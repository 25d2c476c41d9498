#include "tests/unit/fakes/counted_memory.h"

#include <malloc.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <new>

#if defined(__SANITIZE_ADDRESS__)
#define REGISTRAR_MEMORY_IS_SANITIZED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define REGISTRAR_MEMORY_IS_SANITIZED
#endif
#endif

namespace registrar {
namespace {

// Name lookups of libuv run in threads of their own.
std::atomic<int64_t> live_bytes{0};
std::atomic<int64_t> peak_bytes{0};

}  // namespace

#ifdef REGISTRAR_MEMORY_IS_SANITIZED
bool IsSanitized() { return true; }
#else
bool IsSanitized() { return false; }
#endif
int64_t LiveBytes() { return live_bytes; }
int64_t PeakBytes() { return peak_bytes; }
void ResetPeakBytes() { peak_bytes = live_bytes.load(); }

#ifndef REGISTRAR_MEMORY_IS_SANITIZED
namespace {

void* Allocate(size_t size) {
  void* const memory = std::malloc(std::max<size_t>(size, 1));
  if (memory == nullptr) std::abort();
  const auto usable = static_cast<int64_t>(malloc_usable_size(memory));
  const int64_t now = live_bytes += usable;
  if (now > peak_bytes) peak_bytes = now;
  return memory;
}

void Free(void* memory) noexcept {
  if (memory == nullptr) return;
  live_bytes -= static_cast<int64_t>(malloc_usable_size(memory));
  std::free(memory);
}

}  // namespace
#endif

}  // namespace registrar

#ifndef REGISTRAR_MEMORY_IS_SANITIZED
void* operator new(size_t size) { return registrar::Allocate(size); }
void operator delete(void* memory) noexcept { registrar::Free(memory); }
void operator delete(void* memory, size_t /*size*/) noexcept { registrar::Free(memory); }
#endif
