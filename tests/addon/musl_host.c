/* Loads the object that is named on the command line into this process, whose libc is musl, and
 * calls its probe. Lazily, because it refers to functions of libuv and OpenSSL that are not here
 * and are not called. */

#include <dlfcn.h>
#include <stdio.h>

int main(int count, char** arguments) {
  if (count != 2) {
    fprintf(stderr, "usage: musl_host <shared object>\n");
    return 2;
  }
  void* object = dlopen(arguments[1], RTLD_LAZY | RTLD_LOCAL);
  const char* (*probe)(void) = NULL;
  if (object != NULL) *(void**)&probe = dlsym(object, "registrar_core_probe");
  if (probe == NULL) {
    fprintf(stderr, "%s\n", dlerror());
    return 1;
  }
  const char* failed = probe();
  printf("%s\n", failed == NULL ? "all work" : failed);
  return failed == NULL ? 0 : 1;
}
