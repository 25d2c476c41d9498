#ifndef REGISTRAR_MODULE_NODE_REGISTRAR_OBJECT_H_
#define REGISTRAR_MODULE_NODE_REGISTRAR_OBJECT_H_

#include <v8.h>

namespace registrar {

// Defines the class Registrar on `exports`, for the environment of `context`.
//
//   new Registrar(port, config)
// `port` is the object that JsHost calls; `config` is {regToken, saas, releasesUrl, serverVersion,
// net: {rootCertificates, extraCaFiles, httpProxy, httpsProxy, noProxy, userAgent}}, each member
// optional.
//
// Its functions take at most one plain object and give a promise, rejected with an Error that has
// `code`, `remedy` and `details`:
//   start(), connect({token}), sync({reason: 'admin' | 'schedule'}), disconnect(), reconnect(),
//   accessToken({scope, forceNew, save}), registrationStatus(), status(), metrics(), pullLicense(),
//   refreshSupportWindow(), settingChanged({id, value})
// and close(), which cancels what is under way; afterwards every function rejects.
void DefineRegistrar(v8::Local<v8::Context> context, v8::Local<v8::Object> exports);

}  // namespace registrar

#endif  // REGISTRAR_MODULE_NODE_REGISTRAR_OBJECT_H_
