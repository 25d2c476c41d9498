// Linked with all rooms but node/ in the manner of the addon, and called by a program
// that runs on musl: what the C++ runtime inside the file needs from a libc is tried here.

#include <coroutine>
#include <exception>
#include <functional>
#include <nlohmann/json.hpp>
#include <random>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace {

struct Generator {
  struct promise_type {  // NOLINT(readability-identifier-naming): the language's name
    Generator get_return_object() {
      return Generator{std::coroutine_handle<promise_type>::from_promise(*this)};
    }
    static std::suspend_always initial_suspend() noexcept { return {}; }
    static std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(int given) noexcept {
      value = given;
      return {};
    }
    void return_void() {}
    void unhandled_exception() { error = std::current_exception(); }

    int value = 0;
    std::exception_ptr error;
  };

  explicit Generator(std::coroutine_handle<promise_type> started) : handle(started) {}
  Generator(const Generator&) = delete;
  Generator& operator=(const Generator&) = delete;
  ~Generator() { handle.destroy(); }

  std::coroutine_handle<promise_type> handle;
};

Generator CountThenThrow() {
  co_yield 1;
  co_yield 2;
  throw std::runtime_error("three");
}

bool CoroutineCarriesException() {
  const Generator numbers = CountThenThrow();
  int sum = 0;
  while (numbers.handle.resume(), !numbers.handle.done()) sum += numbers.handle.promise().value;
  try {
    std::rethrow_exception(numbers.handle.promise().error);
  } catch (const std::runtime_error& error) {
    return sum == 3 && std::string(error.what()) == "three";
  }
}

bool JsonErrorIsCaught() {
  const auto json = nlohmann::json::parse(R"({"list": [1, 2.5, "x"]})");
  try {
    [[maybe_unused]] const auto never = nlohmann::json::parse("{\"open");
    return false;
  } catch (const nlohmann::json::parse_error&) {
    return json.at("list").size() == 3 && json.dump() == R"({"list":[1,2.5,"x"]})";
  }
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

bool RandomNumbersDiffer() {
  std::random_device device;
  return device() != device() || device() != device();
}

}  // namespace

/// Tries one part of the runtime after the other.
/// @return nullptr when all work, else the name of the first that does not (static text).
extern "C" __attribute__((visibility("default"))) const char* registrar_core_probe() {
  if (!CoroutineCarriesException()) return "coroutine";
  if (!JsonErrorIsCaught()) return "json";
  if (!ThreadLocalIsDestroyedAtThreadEnd()) return "thread_local";
  if (!RandomNumbersDiffer()) return "random";
  return nullptr;
}
