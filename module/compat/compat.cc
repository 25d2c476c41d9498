// What the static libstdc++ of Debian 12 takes from glibc 2.36 and glibc 2.31 or
// musl do not have. All of it is hidden: nothing but this file's own shared object sees it,
// and a libc that has these names keeps its own.

#include <pthread.h>
#include <sys/auxv.h>

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
