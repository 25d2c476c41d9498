// The entry point of the addon: called once for each Node environment that loads it.

#include <node.h>

#include "module/node/registrar_object.h"

// The macro's own parameters and its unused ones are Node's business.
NODE_MODULE_INIT(/* exports, module, context */) {
  static_cast<void>(module);
  registrar::DefineRegistrar(context, exports);
}
