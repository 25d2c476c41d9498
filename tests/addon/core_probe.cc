// Linked with all rooms but node/ in the manner of the addon, and called by a program that runs
// on musl: what the C++ runtime inside the file needs from a libc is tried here. Only what asks
// neither libuv nor OpenSSL, which that program does not have.

#include <functional>
#include <optional>
#include <string>
#include <thread>

#include "module/async/loop.h"
#include "module/async/spawn.h"
#include "module/async/task.h"
#include "module/async/virtual_loop.h"
#include "module/base/json.h"
#include "module/net/url.h"

namespace registrar {
namespace {

Task<Result<int>> SleepThenEnd(Loop& loop, bool fail) {
  REGISTRAR_CO_TRY(co_await Sleep(loop, std::chrono::hours(1)));
  if (fail) co_return Error(ErrorCode::kBusy);
  co_return 42;
}

// Coroutines that wait on a timer: one ends with a value, one with an error.
bool CoroutinesRun() {
  VirtualLoop loop;
  std::optional<Result<int>> good;
  std::optional<Result<int>> bad;
  Spawn<Result<int>>(SleepThenEnd(loop, false), [&](Result<int> result) { good = result; });
  Spawn<Result<int>>(SleepThenEnd(loop, true), [&](Result<int> result) { bad = result; });
  loop.RunUntilIdle();
  return good && good->has_value() && good->value() == 42 && bad && bad->has_error() &&
         bad->error().code == ErrorCode::kBusy;
}

bool JsonIsParsed() {
  const std::optional<Json> json = ParseJson(R"({"list": [1, 2.5, "x"]})");
  return json && json->dump() == R"({"list":[1,2.5,"x"]})" && !ParseJson("{\"open");
}

bool UrlsAreParsed() {
  const Result<Url> url = ParseUrl("https://[::1]:8443/path?query");
  return url && url.value().authority() == "[::1]:8443" && ParseUrl("no address").has_error();
}

class Flag {
 public:
  explicit Flag(bool& target) : target_(target) {}
  Flag(const Flag&) = delete;
  Flag& operator=(const Flag&) = delete;
  ~Flag() { target_ = true; }

  static void Hold(bool& target) { thread_local const Flag flag(target); }

 private:
  bool& target_;
};

bool ThreadLocalIsDestroyedAtThreadEnd() {
  bool destroyed = false;
  std::thread(Flag::Hold, std::ref(destroyed)).join();
  return destroyed;
}

}  // namespace
}  // namespace registrar

// Tries one part of the runtime after the other.
// Result: nullptr when all work, else the name of the first that does not (static text).
extern "C" __attribute__((visibility("default"))) const char* registrar_core_probe() {
  if (!registrar::CoroutinesRun()) return "coroutine";
  if (!registrar::JsonIsParsed()) return "json";
  if (!registrar::UrlsAreParsed()) return "url";
  if (!registrar::ThreadLocalIsDestroyedAtThreadEnd()) return "thread_local";
  return nullptr;
}
