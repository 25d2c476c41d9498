#include "module/node/js_environment.h"

#include "module/base/secret.h"

namespace registrar {
namespace {

constexpr int kMaxMessage = 300;

void SetString(v8::Local<v8::Context> context, v8::Local<v8::Object> object, std::string_view name,
               std::string_view value) {
  v8::Isolate* const isolate = context->GetIsolate();
  object->Set(context, ToJs(isolate, name), ToJs(isolate, value)).Check();
}

}  // namespace

JsEnvironment::JsEnvironment(v8::Isolate* isolate, v8::Local<v8::Context> context,
                             BusyClock::Ptr busy)
    : busy_(std::move(busy)),
      isolate_(isolate),
      context_(isolate, context),
      resource_(isolate, v8::Object::New(isolate)) {}

v8::Local<v8::String> ToJs(v8::Isolate* isolate, std::string_view text) {
  v8::Local<v8::String> string;
  if (!v8::String::NewFromUtf8(isolate, text.data(), v8::NewStringType::kNormal,
                               static_cast<int>(text.size()))
           .ToLocal(&string)) {
    return v8::String::Empty(isolate);
  }
  return string;
}

v8::MaybeLocal<v8::Value> ToJs(v8::Local<v8::Context> context, const Json& json) {
  v8::TryCatch caught(context->GetIsolate());
  std::string text = WriteJson(json);
  const auto value = v8::JSON::Parse(context, ToJs(context->GetIsolate(), text));
  // It may have carried a token.
  ClearMemory(text);
  return value;
}

Result<Json> FromJs(v8::Local<v8::Context> context, v8::Local<v8::Value> value) {
  v8::Isolate* const isolate = context->GetIsolate();
  if (value.IsEmpty() || value->IsNullOrUndefined() || value->IsFunction()) return Json(nullptr);
  v8::TryCatch caught(isolate);
  v8::Local<v8::String> text;
  if (!v8::JSON::Stringify(context, value).ToLocal(&text)) {
    return Error(ErrorCode::kBadArgument, "the value cannot be written as JSON");
  }
  std::string copy(static_cast<size_t>(text->Utf8Length(isolate)), '\0');
  text->WriteUtf8(isolate, copy.data(), static_cast<int>(copy.size()), nullptr,
                  v8::String::NO_NULL_TERMINATION | v8::String::REPLACE_INVALID_UTF8);
  std::optional<Json> json = ParseJson(copy);
  ClearMemory(copy);
  if (!json) return Error(ErrorCode::kBadArgument, "the value is nested too deeply");
  return *std::move(json);
}

std::string MessageFromJs(v8::Local<v8::Context> context, v8::Local<v8::Value> value) {
  v8::Isolate* const isolate = context->GetIsolate();
  v8::TryCatch caught(isolate);
  const v8::String::Utf8Value text(isolate, value);
  if (*text == nullptr) return "unknown";
  return std::string(*text, static_cast<size_t>(std::min(text.length(), kMaxMessage)));
}

v8::Local<v8::Value> ToJs(v8::Local<v8::Context> context, const Error& error) {
  v8::Isolate* const isolate = context->GetIsolate();
  const std::string message = error.Message() + " " + std::string(error.info().remedy);
  const v8::Local<v8::Value> exception = v8::Exception::Error(ToJs(isolate, message));
  const v8::Local<v8::Object> object = exception.As<v8::Object>();
  SetString(context, object, "code", error.info().code);
  SetString(context, object, "remedy", error.info().remedy);
  v8::Local<v8::Value> details;
  if (ToJs(context, error.ToJson()).ToLocal(&details)) {
    object->Set(context, ToJs(isolate, "details"), details).Check();
  }
  return exception;
}

}  // namespace registrar
