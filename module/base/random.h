#ifndef REGISTRAR_MODULE_BASE_RANDOM_H_
#define REGISTRAR_MODULE_BASE_RANDOM_H_

#include <string>

namespace registrar {

// 32 hexadecimal digits that nobody can guess. Throws when the system has no randomness at all.
std::string RandomHex();

}  // namespace registrar

#endif  // REGISTRAR_MODULE_BASE_RANDOM_H_
