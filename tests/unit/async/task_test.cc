#include "module/async/task.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "module/async/completion.h"
#include "module/async/spawn.h"

namespace registrar {
namespace {

Task<int> Give(int value) { co_return value; }

Task<int> Add(int a, int b) {
  const int first = co_await Give(a);
  const int second = co_await Give(b);
  co_return first + second;
}

Task<void> Mark(bool* ran) {
  *ran = true;
  co_return;
}

Task<Status> TriesAFailure(bool* went_on) {
  const Status failed = Error(ErrorCode::kBusy, "detail");
  REGISTRAR_CO_TRY(failed);
  *went_on = true;
  co_return Ok();
}

Task<Result<std::string>> Assigns(Result<std::unique_ptr<std::string>> from) {
  REGISTRAR_CO_ASSIGN(const auto text, std::move(from));
  co_return *text;
}

// The value of a task that ends without waiting.
template <typename T>
std::optional<T> RunNow(Task<T> task) {
  std::optional<T> result;
  Spawn<T>(std::move(task), [&](T value) { result.emplace(std::move(value)); });
  return result;
}

TEST(TaskTest, YieldsItsValue) { EXPECT_EQ(RunNow(Add(1, 2)), 3); }

TEST(TaskTest, DoesNotRunBeforeItIsAwaited) {
  bool ran = false;
  { const Task<void> task = Mark(&ran); }
  EXPECT_FALSE(ran);
}

TEST(TaskTest, CarriesWhatCanOnlyBeMoved) {
  const auto make = []() -> Task<std::unique_ptr<int>> { co_return std::make_unique<int>(7); };
  const auto value = RunNow(make());
  ASSERT_TRUE(value);
  EXPECT_EQ(**value, 7);
}

TEST(TaskTest, LeavesWithTheErrorThatItTries) {
  bool went_on = false;
  const auto status = RunNow(TriesAFailure(&went_on));
  ASSERT_TRUE(status);
  EXPECT_EQ(status->error().detail, "detail");
  EXPECT_FALSE(went_on);
}

TEST(TaskTest, AssignsAValueOrLeavesWithTheError) {
  EXPECT_EQ(RunNow(Assigns(std::make_unique<std::string>("x")))->value(), "x");
  EXPECT_EQ(RunNow(Assigns(Error(ErrorCode::kBusy)))->error().code, ErrorCode::kBusy);
}

TEST(TaskTest, ManyStepsDoNotNeedManyFrames) {
  const auto sum = []() -> Task<int> {
    int total = 0;
    for (int i = 0; i < 1000; ++i) total += co_await Give(1);
    co_return total;
  };
  EXPECT_EQ(RunNow(sum()), 1000);
}

TEST(CompletionTest, HandsAValueThatComesLater) {
  const auto completion = Completion<int>::Create();
  std::optional<int> seen;
  const auto wait = [](Completion<int>::Ptr from) -> Task<int> {
    co_return co_await Completion<int>::Wait(from);
  };
  Spawn<int>(wait(completion), [&](int value) { seen = value; });
  EXPECT_FALSE(seen);
  EXPECT_TRUE(completion->Complete(5));
  EXPECT_EQ(seen, 5);
}

TEST(CompletionTest, HandsAValueThatIsThere) {
  const auto completion = Completion<int>::Create();
  completion->Complete(5);
  const auto wait = [](Completion<int>::Ptr from) -> Task<int> {
    co_return co_await Completion<int>::Wait(from);
  };
  EXPECT_EQ(RunNow(wait(completion)), 5);
}

TEST(CompletionTest, CountsTheFirstValueOnly) {
  const auto completion = Completion<int>::Create();
  EXPECT_FALSE(completion->done());
  EXPECT_TRUE(completion->Complete(1));
  EXPECT_FALSE(completion->Complete(2));
  EXPECT_TRUE(completion->done());
  const auto wait = [](Completion<int>::Ptr from) -> Task<int> {
    co_return co_await Completion<int>::Wait(from);
  };
  EXPECT_EQ(RunNow(wait(completion)), 1);
}

// Waits for completions in the order that the test chooses.
class JoinAllTest : public ::testing::Test {
 protected:
  static Task<int> WaitFor(Completion<int>::Ptr from) {
    co_return co_await Completion<int>::Wait(from);
  }

  void Join(std::vector<Task<int>> tasks) {
    Spawn<std::vector<int>>(JoinAll(std::move(tasks)),
                            [this](std::vector<int> joined) { values = std::move(joined); });
  }

  std::optional<std::vector<int>> values;
};

TEST_F(JoinAllTest, EndsAtOnceWithoutTasks) {
  Join({});
  EXPECT_EQ(values, std::vector<int>{});
}

TEST_F(JoinAllTest, EndsAtOnceWithTasksThatDo) {
  std::vector<Task<int>> tasks;
  tasks.reserve(3);
  for (int i = 0; i < 3; ++i) tasks.push_back(Give(i));
  Join(std::move(tasks));
  EXPECT_EQ(values, (std::vector<int>{0, 1, 2}));
}

TEST_F(JoinAllTest, KeepsTheOrderWhateverEndsFirst) {
  const auto first = Completion<int>::Create();
  const auto second = Completion<int>::Create();
  std::vector<Task<int>> tasks;
  tasks.push_back(WaitFor(first));
  tasks.push_back(Give(2));
  tasks.push_back(WaitFor(second));
  Join(std::move(tasks));
  second->Complete(3);
  EXPECT_FALSE(values);
  first->Complete(1);
  EXPECT_EQ(values, (std::vector<int>{1, 2, 3}));
}

}  // namespace
}  // namespace registrar
