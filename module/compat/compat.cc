// What the static libstdc++ and libgcc of Debian 12 take from glibc 2.36 and glibc 2.31 or
// musl do not have. All of it is hidden: nothing but this file's own shared object sees it,
// and a libc that has these names keeps its own.

#include <dlfcn.h>
#include <link.h>
#include <pthread.h>
#include <sys/auxv.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <new>
#include <utility>

#define REGISTRAR_HIDDEN __attribute__((visibility("hidden")))

namespace {

struct ExitHandler {
  void (*run)(void*);
  void* object;
  std::unique_ptr<ExitHandler> next;
};

// Runs the handlers of a thread that ends, the newest first. A handler may register
// another one; pthread then calls this again, because the key's value is set anew.
void RunExitHandlers(void* first) {
  std::unique_ptr<ExitHandler> handler(static_cast<ExitHandler*>(first));
  while (handler) {
    handler->run(handler->object);
    handler = std::move(handler->next);
  }
}

pthread_key_t ExitHandlerKey() {
  static const pthread_key_t key = [] {
    pthread_key_t created{};
    if (pthread_key_create(&created, RunExitHandlers) != 0) std::abort();
    return created;
  }();
  return key;
}

struct ObjectSearch {
  ElfW(Addr) address;
  dl_find_object* result;
};

// Fills the result if the search's address lies in a loaded segment of this object.
bool Describe(const dl_phdr_info& object, const ObjectSearch& search) {
  bool contains = false;
  ElfW(Addr) start = UINTPTR_MAX;
  ElfW(Addr) end = 0;
  void* eh_frame = nullptr;
  for (int i = 0; i < object.dlpi_phnum; ++i) {
    const ElfW(Phdr)& segment = object.dlpi_phdr[i];
    const ElfW(Addr) from = object.dlpi_addr + segment.p_vaddr;
    const ElfW(Addr) to = from + segment.p_memsz;
    if (segment.p_type == PT_LOAD) {
      contains = contains || (search.address >= from && search.address < to);
      if (from < start) start = from;
      if (to > end) end = to;
    } else if (segment.p_type == PT_GNU_EH_FRAME) {
      eh_frame = reinterpret_cast<void*>(from);
    }
  }
  if (!contains || eh_frame == nullptr) return false;
  *search.result = {};
  search.result->dlfo_map_start = reinterpret_cast<void*>(start);
  search.result->dlfo_map_end = reinterpret_cast<void*>(end);
  search.result->dlfo_eh_frame = eh_frame;
  return true;
}

int VisitObject(dl_phdr_info* object, size_t /*size*/, void* search) {
  return Describe(*object, *static_cast<const ObjectSearch*>(search)) ? 1 : 0;
}

}  // namespace

extern "C" {

// Says "there may be several threads", so that reference counts are always atomic:
// Node has threads from its first moment, and a constant cannot be wrong later.
REGISTRAR_HIDDEN extern char __libc_single_threaded;
char __libc_single_threaded = 0;

// Registers `run(object)` for the end of the calling thread (destructors of
// thread_local objects). The library handle is not needed: the object is linked so that
// it is never unloaded. The main thread's handlers do not run, as its end is that of the
// process.
// Result: 0, or -1 without memory or when the key's value cannot be set.
REGISTRAR_HIDDEN int __cxa_thread_atexit_impl(void (*run)(void*), void* object, void* /*library*/) {
  const pthread_key_t key = ExitHandlerKey();
  std::unique_ptr<ExitHandler> handler(new (std::nothrow) ExitHandler{run, object, nullptr});
  if (!handler) return -1;
  auto* const first = static_cast<ExitHandler*>(pthread_getspecific(key));
  if (pthread_setspecific(key, handler.get()) != 0) return -1;
  handler->next.reset(first);
  static_cast<void>(handler.release());  // The key owns it now.
  return 0;
}

// A random number from the kernel (std::random_device). Ends the process when the kernel
// gives none, because a predictable number would pass for a random one.
REGISTRAR_HIDDEN uint32_t arc4random() noexcept {
  uint32_t number = 0;
  if (getentropy(&number, sizeof number) != 0) std::abort();
  return number;
}

// Finds the loaded object that holds `address` and its unwind table; the unwinder's
// question for each frame of a thrown exception.
// Result: 0 with `result` filled, or -1 when no object with an unwind table holds it.
REGISTRAR_HIDDEN int _dl_find_object(void* address, dl_find_object* result) noexcept {
  ObjectSearch search{reinterpret_cast<ElfW(Addr)>(address), result};
  return dl_iterate_phdr(VisitObject, &search) == 1 ? 0 : -1;
}

// glibc's inner name of strftime_l, which the time formats of libstdc++ call.
// Result: what strftime_l returns: the bytes written, or 0 when they do not fit.
REGISTRAR_HIDDEN size_t __strftime_l(char* text, size_t size, const char* format, const tm* time,
                                     locale_t locale) {
  return strftime_l(text, size, format, time, locale);
}

#ifdef __aarch64__
// glibc's inner name of getauxval, by which libgcc asks once if the processor has the atomic
// instructions of ARMv8.1.
// Result: the entry of this type, or 0.
REGISTRAR_HIDDEN unsigned long __getauxval(unsigned long type) {  // NOLINT(google-runtime-int)
  return getauxval(type);
}
#endif

}  // extern "C"
