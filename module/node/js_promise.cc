#include "module/node/js_promise.h"

#include <utility>

#include "module/async/spawn.h"

namespace registrar {
namespace {

using OutcomePtr = Completion<JsOutcome>::Ptr;

JsOutcome OutcomeOf(v8::Local<v8::Context> context, v8::Local<v8::Value> value) {
  Result<Json> json = FromJs(context, value);
  if (!json) return JsRejection{json.error().Message(), ""};
  return std::move(json).value();
}

// What the reactions of a promise know.
struct Reaction {
  OutcomePtr completion;
  BusyClock::Ptr busy;
};

// The two reactions of one promise share the completion through an External that the first of
// them to run takes over; the other never runs.
Reaction TakeReaction(const v8::FunctionCallbackInfo<v8::Value>& info) {
  const std::unique_ptr<Reaction> owner(
      static_cast<Reaction*>(info.Data().As<v8::External>()->Value()));
  return *owner;
}

void OnFulfilled(const v8::FunctionCallbackInfo<v8::Value>& info) {
  const Reaction reaction = TakeReaction(info);
  const BusyClock::Turn turn(reaction.busy);
  reaction.completion->Complete(OutcomeOf(info.GetIsolate()->GetCurrentContext(), info[0]));
}

void OnRejected(const v8::FunctionCallbackInfo<v8::Value>& info) {
  const Reaction reaction = TakeReaction(info);
  const BusyClock::Turn turn(reaction.busy);
  reaction.completion->Complete(RejectionFromJs(info.GetIsolate()->GetCurrentContext(), info[0]));
}

}  // namespace

JsRejection RejectionFromJs(v8::Local<v8::Context> context, v8::Local<v8::Value> reason) {
  JsRejection rejection{MessageFromJs(context, reason), ""};
  if (!reason->IsObject()) return rejection;
  v8::Isolate* const isolate = context->GetIsolate();
  v8::TryCatch caught(isolate);
  v8::Local<v8::Value> code;
  if (reason.As<v8::Object>()->Get(context, ToJs(isolate, "code")).ToLocal(&code) &&
      code->IsString()) {
    rejection.code = MessageFromJs(context, code);
  }
  return rejection;
}

void Settle(v8::Local<v8::Context> context, v8::Local<v8::Value> value, OutcomePtr completion,
            BusyClock::Ptr busy) {
  if (!value->IsPromise()) {
    completion->Complete(OutcomeOf(context, value));
    return;
  }
  v8::Isolate* const isolate = context->GetIsolate();
  auto owner = std::make_unique<Reaction>(Reaction{completion, std::move(busy)});
  const v8::Local<v8::External> data = v8::External::New(isolate, owner.get());
  v8::Local<v8::Function> fulfilled;
  v8::Local<v8::Function> rejected;
  if (v8::Function::New(context, OnFulfilled, data).ToLocal(&fulfilled) &&
      v8::Function::New(context, OnRejected, data).ToLocal(&rejected) &&
      !value.As<v8::Promise>()->Then(context, fulfilled, rejected).IsEmpty()) {
    // From here on one of the reactions owns it.
    static_cast<void>(owner.release());
    return;
  }
  completion->Complete(JsRejection{"the server stops", ""});
}

v8::Local<v8::Promise> PromiseOf(std::shared_ptr<JsEnvironment> environment,
                                 v8::Local<v8::Context> context, Task<Result<Json>> task) {
  v8::Isolate* const isolate = context->GetIsolate();
  const auto resolver = v8::Promise::Resolver::New(context).ToLocalChecked();
  const v8::Local<v8::Promise> promise = resolver->GetPromise();
  const auto kept = std::make_shared<v8::Global<v8::Promise::Resolver>>(isolate, resolver);
  Spawn<Result<Json>>(std::move(task), [environment, kept](Result<Json> result) {
    if (environment->closed()) return;
    const JsScope scope(*environment);
    const auto settled = kept->Get(environment->isolate());
    if (!result) {
      // Nothing: the environment is being terminated and nobody waits any more.
      if (settled->Reject(scope.context(), ToJs(scope.context(), result.error())).IsNothing()) {
        environment->Close();
      }
      return;
    }
    v8::Local<v8::Value> value;
    if (!ToJs(scope.context(), result.value()).ToLocal(&value) ||
        settled->Resolve(scope.context(), value).IsNothing()) {
      environment->Close();
    }
  });
  return promise;
}

}  // namespace registrar
