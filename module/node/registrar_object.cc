#include "module/node/registrar_object.h"

#include <node.h>
#include <node_object_wrap.h>

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "module/node/instance.h"
#include "module/node/js_environment.h"
#include "module/node/js_promise.h"

namespace registrar {
namespace {

using Arguments = v8::FunctionCallbackInfo<v8::Value>;

Task<Result<Json>> Failed(Error error) { co_return error; }

// Starts the flows, then the hook, which works on what the start has found; a start that failed is
// in the status and is no reason not to listen.
Task<Result<Json>> Start(Instance& instance) {
  const Status started = co_await instance.workspace().Start();
  if (!instance.open()) co_return Error(ErrorCode::kStopping);
  instance.wizard().Start();
  if (!started) co_return started.error();
  Json answer = Json::object();
  Put(answer, "watchedSettings", WizardHook::WatchedSettings());
  co_return answer;
}

// `anew`: the caller, as the server's own function does, wants a registration that comes of this
// call. For others a token that has registered the workspace already has done what was asked for.
Task<Result<Json>> Connect(Instance& instance, Secret token, bool anew) {
  REGISTRAR_CO_ASSIGN(Json answer, co_await instance.workspace().Connect(std::move(token)));
  if (Remove(answer, "repeated") && anew) co_return Error(ErrorCode::kAlreadyRegistered);
  co_return answer;
}

// The setup wizard's question; its answer is one for the policy, too.
Task<Result<Json>> PreIntent(Instance& instance) {
  Result<Json> reachable = co_await instance.workspace().PreIntent();
  if (!instance.open()) co_return Error(ErrorCode::kStopping);
  instance.wizard().OnPreIntent(reachable.has_value());
  co_return std::move(reachable);
}

Task<Result<Json>> SettingChanged(Instance& instance, std::string id, Json value) {
  instance.wizard().OnSettingChanged(id, value);
  co_return Json(nullptr);
}

Task<Result<Json>> EnsureRegistered(Instance& instance) {
  instance.wizard().EnsureRegistered();
  co_return Json::object();
}

Task<Result<Json>> TokenJson(Task<Result<AccessToken>> task) {
  REGISTRAR_CO_ASSIGN(const AccessToken token, co_await std::move(task));
  co_return Json{{"token", std::string(token.token.Expose())},
                 {"expiresAt", token.expires_at.time_since_epoch().count()},
                 {"scope", token.scope}};
}

SyncReason SyncReasonOf(const Json& argument) {
  return StringOr(argument, "reason", "admin") == "schedule" ? SyncReason::kSchedule
                                                             : SyncReason::kAdmin;
}

AccessTokenRequest AccessTokenRequestOf(const Json& argument) {
  AccessTokenRequest request;
  request.scope = StringOr(argument, "scope");
  request.force_new = BoolOr(argument, "forceNew");
  request.save = BoolOr(argument, "save", true);
  return request;
}

UserTokenRequest UserTokenRequestOf(const Json& argument) {
  UserTokenRequest request;
  request.user_id = StringOr(argument, "userId");
  request.force_new = BoolOr(argument, "forceNew");
  request.scope = StringOr(argument, "scope");
  request.save = BoolOr(argument, "save", true);
  return request;
}

Task<Result<Json>> UserTokenJson(Task<Result<Secret>> task) {
  REGISTRAR_CO_ASSIGN(const Secret token, co_await std::move(task));
  co_return Json{{"token", std::string(token.Expose())}};
}

// What was counted, and for how many nanoseconds the module has kept the thread busy.
Task<Result<Json>> MetricsOf(Instance& instance) {
  Json counters = instance.workspace().Counters();
  Put(counters, "busy", instance.environment()->busy()->spent());
  co_return counters;
}

using Function = Task<Result<Json>> (*)(Instance&, const Json&);

struct NamedFunction {
  const char* name;
  Function function;
};

// What JavaScript may call. The argument is an object, checked before.
constexpr auto kFunctions = std::to_array<NamedFunction>({
    {"start", [](Instance& instance, const Json&) { return Start(instance); }},
    {"connect",
     [](Instance& instance, const Json& argument) {
       return Connect(instance, Secret(StringOr(argument, "token")),
                      BoolOr(argument, "anew"));
     }},
    {"sync",
     [](Instance& instance, const Json& argument) {
       return instance.workspace().Sync(SyncReasonOf(argument));
     }},
    {"disconnect",
     [](Instance& instance, const Json&) { return instance.workspace().Disconnect(); }},
    {"reconnect", [](Instance& instance, const Json&) { return instance.workspace().Reconnect(); }},
    {"preIntent", [](Instance& instance, const Json&) { return PreIntent(instance); }},
    {"intent",
     [](Instance& instance, const Json& argument) {
       return instance.workspace().Intent(StringOr(argument, "email"),
                                          BoolOr(argument, "resend"));
     }},
    {"poll",
     [](Instance& instance, const Json& argument) {
       return instance.workspace().Poll(StringOr(argument, "deviceCode"));
     }},
    {"saveRegistration",
     [](Instance& instance, const Json& argument) {
       return instance.workspace().SaveRegistration(Member(argument, "data"));
     }},
    {"registerByEmail",
     [](Instance& instance, const Json& argument) {
       return instance.workspace().RegisterByEmail(BoolOr(argument, "resend"));
     }},
    {"offlineData",
     [](Instance& instance, const Json&) { return instance.workspace().OfflineData(); }},
    {"offlineApply",
     [](Instance& instance, const Json& argument) {
       return instance.workspace().OfflineApply(Secret(StringOr(argument, "blob")));
     }},
    {"saveRegistrationManual",
     [](Instance& instance, const Json& argument) {
       return instance.workspace().SaveRegistrationManual(Member(argument, "data"));
     }},
    {"accessToken",
     [](Instance& instance, const Json& argument) {
       return TokenJson(instance.workspace().GetAccessToken(AccessTokenRequestOf(argument)));
     }},
    {"registrationStatus",
     [](Instance& instance, const Json&) { return instance.workspace().RegistrationStatus(); }},
    {"status", [](Instance& instance, const Json&) { return instance.workspace().GetStatus(); }},
    {"metrics", [](Instance& instance, const Json&) { return MetricsOf(instance); }},
    {"pullLicense",
     [](Instance& instance, const Json&) { return instance.workspace().PullLicense(); }},
    {"refreshSupportWindow",
     [](Instance& instance, const Json&) { return instance.workspace().RefreshSupportWindow(); }},
    {"ensureRegistered",
     [](Instance& instance, const Json&) { return EnsureRegistered(instance); }},
    {"history", [](Instance& instance, const Json&) { return instance.workspace().GetHistory(); }},
    {"settingChanged",
     [](Instance& instance, const Json& argument) {
       return SettingChanged(instance, StringOr(argument, "id"), Member(argument, "value"));
     }},
    {"userAuthorizationUrl",
     [](Instance& instance, const Json&) { return instance.workspace().UserAuthorizationUrl(); }},
    {"finishUserAuthorization",
     [](Instance& instance, const Json& argument) {
       return instance.workspace().FinishUserAuthorization(StringOr(argument, "userId"),
                                                           Secret(StringOr(argument, "code")),
                                                           Secret(StringOr(argument, "state")));
     }},
    {"userLogout",
     [](Instance& instance, const Json& argument) {
       return instance.workspace().LogUserOut(StringOr(argument, "userId"));
     }},
    {"userAccessToken",
     [](Instance& instance, const Json& argument) {
       return UserTokenJson(instance.workspace().GetUserAccessToken(UserTokenRequestOf(argument)));
     }},
    {"checkoutUrl",
     [](Instance& instance, const Json&) { return instance.workspace().CheckoutUrl(); }},
    {"removeLicense",
     [](Instance& instance, const Json&) { return instance.workspace().RemoveLicense(); }},
    {"diagnose", [](Instance& instance, const Json&) { return instance.workspace().Diagnose(); }},
    {"legacySync",
     [](Instance& instance, const Json&) { return instance.workspace().LegacySync(); }},
});

class RegistrarObject final : public node::ObjectWrap {
 public:
  RegistrarObject(v8::Local<v8::Context> context, v8::Local<v8::Object> self,
                  v8::Local<v8::Object> port, const Json& config)
      : instance_(std::make_unique<Instance>(context, port, config)) {
    Wrap(self);
    // The module works on when nobody holds the object.
    Ref();
  }

  static void Construct(const Arguments& info);
  static void Close(const Arguments& info);
  static void AccessTokenAtHand(const Arguments& info);
  template <size_t kIndex>
  static void CallFunction(const Arguments& info) {
    const v8::Local<v8::Context> context = info.GetIsolate()->GetCurrentContext();
    auto* const self = Unwrap<RegistrarObject>(info.This());
    const BusyClock::Turn turn(self->instance_->environment()->busy());
    info.GetReturnValue().Set(PromiseOf(self->instance_->environment(), context,
                                        self->Start(context, kFunctions[kIndex], info[0])));
  }

 private:
  Task<Result<Json>> Start(v8::Local<v8::Context> context, const NamedFunction& function,
                           v8::Local<v8::Value> argument) {
    if (!instance_->open()) return Failed(Error(ErrorCode::kStopping));
    Result<Json> json = FromJs(context, argument);
    if (!json) return Failed(json.error());
    if (json.value().is_null()) json = Json::object();
    if (!json.value().is_object()) {
      return Failed(
          Error(ErrorCode::kBadArgument, std::string(function.name) + " takes one plain object"));
    }
    return function.function(*instance_, json.value());
  }

  std::unique_ptr<Instance> instance_;
};

void Throw(v8::Isolate* isolate, std::string_view message) {
  isolate->ThrowException(v8::Exception::TypeError(ToJs(isolate, message)));
}

void RegistrarObject::Construct(const Arguments& info) {
  v8::Isolate* const isolate = info.GetIsolate();
  const v8::Local<v8::Context> context = isolate->GetCurrentContext();
  if (!info.IsConstructCall()) return Throw(isolate, "Registrar must be called with new");
  if (!info[0]->IsObject()) return Throw(isolate, "Registrar needs the port as first argument");
  Result<Json> config = FromJs(context, info[1]);
  if (!config) return Throw(isolate, config.error().Message());
  if (config.value().is_null()) config = Json::object();
  if (!config.value().is_object()) {
    return Throw(isolate, "Registrar takes a plain object as second argument");
  }
  // Owned by the JavaScript object from here on.
  auto object = std::make_unique<RegistrarObject>(context, info.This(), info[0].As<v8::Object>(),
                                                  config.value());
  static_cast<void>(object.release());
  info.GetReturnValue().Set(info.This());
}

void RegistrarObject::Close(const Arguments& info) {
  auto* const self = Unwrap<RegistrarObject>(info.This());
  self->instance_->CloseSoon();
}

// Without a promise, because tokens are asked for often: the token of the scope, or "".
void RegistrarObject::AccessTokenAtHand(const Arguments& info) {
  v8::Isolate* const isolate = info.GetIsolate();
  const Instance& instance = *Unwrap<RegistrarObject>(info.This())->instance_;
  if (!instance.open() || !info[0]->IsString()) return info.GetReturnValue().SetEmptyString();
  const v8::String::Utf8Value scope(isolate, info[0]);
  const Secret token = instance.workspace().AccessTokenAtHand(
      std::string(*scope, static_cast<size_t>(scope.length())));
  info.GetReturnValue().Set(ToJs(isolate, token.Expose()));
}

template <size_t... kIndices>
void SetFunctions(v8::Isolate* isolate, v8::Local<v8::FunctionTemplate> constructor,
                  std::index_sequence<kIndices...> /*indices*/) {
  const auto signature = v8::Signature::New(isolate, constructor);
  const auto set = [&](const char* name, v8::FunctionCallback callback) {
    constructor->PrototypeTemplate()->Set(
        ToJs(isolate, name),
        v8::FunctionTemplate::New(isolate, callback, v8::Local<v8::Value>(), signature));
  };
  (set(kFunctions[kIndices].name, &RegistrarObject::CallFunction<kIndices>), ...);
  set("close", &RegistrarObject::Close);
  set("accessTokenAtHand", &RegistrarObject::AccessTokenAtHand);
}

}  // namespace

void DefineRegistrar(v8::Local<v8::Context> context, v8::Local<v8::Object> exports) {
  v8::Isolate* const isolate = context->GetIsolate();
  const v8::Local<v8::String> name = ToJs(isolate, "Registrar");
  const auto constructor = v8::FunctionTemplate::New(isolate, &RegistrarObject::Construct);
  constructor->SetClassName(name);
  constructor->InstanceTemplate()->SetInternalFieldCount(1);
  SetFunctions(isolate, constructor, std::make_index_sequence<kFunctions.size()>());
  exports->Set(context, name, constructor->GetFunction(context).ToLocalChecked()).Check();
}

}  // namespace registrar
