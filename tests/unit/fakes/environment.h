#ifndef REGISTRAR_TESTS_UNIT_FAKES_ENVIRONMENT_H_
#define REGISTRAR_TESTS_UNIT_FAKES_ENVIRONMENT_H_

#include <cstdlib>
#include <string>

namespace registrar {

// What the environment of the test program has for a variable; "" when nothing.
inline std::string Environment(const char* name) {
  // Nothing in a test changes the environment.
  const char* const value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe)
  return value == nullptr ? "" : value;
}

}  // namespace registrar

#endif  // REGISTRAR_TESTS_UNIT_FAKES_ENVIRONMENT_H_
