#ifndef REGISTRAR_MODULE_CLOUD_BEARER_TEXT_H_
#define REGISTRAR_MODULE_CLOUD_BEARER_TEXT_H_

#include "module/base/secret.h"

namespace registrar {

// Whether `text` can stand in an Authorization header: visible ASCII without spaces, not empty.
// Anything else is a slip of copying, or an attempt to write further headers.
bool IsBearerText(const Secret& text);

}  // namespace registrar

#endif  // REGISTRAR_MODULE_CLOUD_BEARER_TEXT_H_
