#ifndef REGISTRAR_MODULE_NODE_JS_ENVIRONMENT_H_
#define REGISTRAR_MODULE_NODE_JS_ENVIRONMENT_H_

#include <node.h>
#include <v8.h>

#include <string>
#include <string_view>

#include "module/async/busy_clock.h"
#include "module/base/error.h"
#include "module/base/json.h"
#include "module/base/result.h"

namespace registrar {

// The JavaScript side of one Node environment: where to call into, and whether that is still
// possible. Everything that touches V8 from the loop goes through a JsScope of it.
class JsEnvironment {
 public:
  // `busy` counts the turns in which JavaScript calls the module
  JsEnvironment(v8::Isolate* isolate, v8::Local<v8::Context> context, BusyClock::Ptr busy);
  JsEnvironment(const JsEnvironment&) = delete;
  JsEnvironment& operator=(const JsEnvironment&) = delete;

  const BusyClock::Ptr& busy() const { return busy_; }
  v8::Isolate* isolate() const { return isolate_; }
  v8::Local<v8::Context> context() const { return context_.Get(isolate_); }

  // After this no JavaScript is called any more: the environment is going away.
  void Close() { closed_ = true; }
  bool closed() const { return closed_; }

 private:
  friend class JsScope;
  BusyClock::Ptr busy_;
  v8::Isolate* isolate_;
  v8::Global<v8::Context> context_;
  v8::Global<v8::Object> resource_;
  bool closed_ = false;
};

// Enters JavaScript from the loop: handles, context, and on leaving the outermost one the
// microtasks and ticks that the calls made due. `environment` must not be closed.
class JsScope {
 public:
  explicit JsScope(const JsEnvironment& environment)
      : handles_(environment.isolate_),
        context_(environment.context()),
        entered_(context_),
        callback_(environment.isolate_, environment.resource_.Get(environment.isolate_), {0, 0}) {}

  v8::Local<v8::Context> context() const { return context_; }

 private:
  v8::HandleScope handles_;
  v8::Local<v8::Context> context_;
  v8::Context::Scope entered_;
  node::CallbackScope callback_;
};

// Conversions, all in one place. None of them leaves a JavaScript exception pending.

// A string of JavaScript; invalid UTF-8 becomes replacement characters.
v8::Local<v8::String> ToJs(v8::Isolate* isolate, std::string_view text);

// The value that JSON.parse would give.
v8::MaybeLocal<v8::Value> ToJs(v8::Local<v8::Context> context, const Json& json);

// The value of JSON.stringify and back; undefined and functions give null.
// Errors: kBadArgument for what JSON cannot express (cycles, throwing getters).
Result<Json> FromJs(v8::Local<v8::Context> context, v8::Local<v8::Value> value);

// The text of String(value), shortened; for messages of foreign errors.
std::string MessageFromJs(v8::Local<v8::Context> context, v8::Local<v8::Value> value);

// An Error object of JavaScript: message "cause remedy", with code, cause words, remedy and the
// whole of Error::ToJson as `details`.
v8::Local<v8::Value> ToJs(v8::Local<v8::Context> context, const Error& error);

}  // namespace registrar

#endif  // REGISTRAR_MODULE_NODE_JS_ENVIRONMENT_H_
