#ifndef REGISTRAR_MODULE_NODE_JS_PROMISE_H_
#define REGISTRAR_MODULE_NODE_JS_PROMISE_H_

#include <v8.h>

#include <memory>
#include <string>
#include <variant>

#include "module/async/completion.h"
#include "module/async/task.h"
#include "module/base/json.h"
#include "module/base/result.h"
#include "module/node/js_environment.h"

namespace registrar {

// Runs `task` and gives the promise of its JSON: resolved with the value, or rejected with the
// Error object of js_environment.h. When the environment is closed first, the promise stays as it
// is and nothing is called. Must be called from JavaScript (a HandleScope is open).
v8::Local<v8::Promise> PromiseOf(std::shared_ptr<JsEnvironment> environment,
                                 v8::Local<v8::Context> context, Task<Result<Json>> task);

// Why a promise of the server was rejected.
struct JsRejection {
  std::string message;
  std::string code;  // the property "code" of the reason, if it is a string
};
using JsOutcome = std::variant<Json, JsRejection>;

// Completes `completion` with what `value` turns out to be: itself, or what its promise settles
// to. Must be called inside a JsScope. The turn in
// which that happens counts in `busy`.
void Settle(v8::Local<v8::Context> context, v8::Local<v8::Value> value,
            Completion<JsOutcome>::Ptr completion, BusyClock::Ptr busy);

// The rejection for an exception or a reason.
JsRejection RejectionFromJs(v8::Local<v8::Context> context, v8::Local<v8::Value> reason);

}  // namespace registrar

#endif  // REGISTRAR_MODULE_NODE_JS_PROMISE_H_
