#include "module/async/virtual_loop.h"

#include <gtest/gtest.h>

#include <optional>
#include <vector>

#include "module/async/spawn.h"

namespace registrar {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

TEST(VirtualLoopTest, CallsInTheOrderOfTime) {
  VirtualLoop loop;
  std::vector<int> order;
  const auto late = loop.CallAfter(seconds(3), [&] { order.push_back(3); });
  const auto early = loop.CallAfter(seconds(1), [&] { order.push_back(1); });
  const auto same = loop.CallAfter(seconds(3), [&] { order.push_back(4); });
  loop.Advance(seconds(2));
  EXPECT_EQ(order, (std::vector<int>{1}));
  loop.Advance(seconds(1));
  EXPECT_EQ(order, (std::vector<int>{1, 3, 4}));
  EXPECT_EQ(loop.pending(), 0U);
}

TEST(VirtualLoopTest, ShowsTheTimeOfEachCall) {
  VirtualLoop loop;
  const MonotonicTime start = loop.Now();
  const WallTime wall = loop.WallNow();
  MonotonicTime seen;
  const auto timer = loop.CallAfter(seconds(5), [&] { seen = loop.Now(); });
  loop.Advance(seconds(20));
  EXPECT_EQ(seen - start, seconds(5));
  EXPECT_EQ(loop.Now() - start, seconds(20));
  EXPECT_EQ(loop.WallNow() - wall, seconds(20));
}

TEST(VirtualLoopTest, DoesNotCallFromWithinCallAfter) {
  VirtualLoop loop;
  bool called = false;
  const auto timer = loop.CallAfter(Duration(0), [&] { called = true; });
  EXPECT_FALSE(called);
  loop.RunReady();
  EXPECT_TRUE(called);
}

TEST(VirtualLoopTest, ForgetsATimerThatIsDestroyed) {
  VirtualLoop loop;
  bool called = false;
  auto timer = loop.CallAfter(seconds(1), [&] { called = true; });
  timer.reset();
  loop.Advance(seconds(2));
  EXPECT_FALSE(called);
}

TEST(VirtualLoopTest, ACallMayDestroyItsTimerAndMakeAnother) {
  VirtualLoop loop;
  int calls = 0;
  std::unique_ptr<Timer> timer;
  std::function<void()> again = [&] {
    ++calls;
    timer = loop.CallAfter(seconds(1), again);
  };
  timer = loop.CallAfter(seconds(1), again);
  loop.Advance(seconds(10));
  EXPECT_EQ(calls, 10);
}

TEST(VirtualLoopTest, ATimerMayOutliveTheLoop) {
  auto loop = std::make_unique<VirtualLoop>();
  const auto timer = loop->CallAfter(seconds(1), [] {});
  loop.reset();
}

TEST(VirtualLoopTest, RunsUntilNothingIsPending) {
  VirtualLoop loop;
  int left = 3;
  std::unique_ptr<Timer> timer;
  std::function<void()> again = [&] {
    if (--left > 0) timer = loop.CallAfter(hours(1), again);
  };
  timer = loop.CallAfter(hours(1), again);
  loop.RunUntilIdle();
  EXPECT_EQ(left, 0);
}

TEST(VirtualLoopTest, StepsTheTimeOfDayAlone) {
  VirtualLoop loop;
  const WallTime before = loop.WallNow();
  const MonotonicTime monotonic = loop.Now();
  loop.StepWallClock(-hours(2));
  EXPECT_EQ(before - loop.WallNow(), hours(2));
  EXPECT_EQ(loop.Now(), monotonic);
}

TEST(VirtualLoopTest, IsTheSameForTheSameSeed) {
  VirtualLoop one(7);
  VirtualLoop other(7);
  for (int i = 0; i < 100; ++i) {
    const uint64_t number = one.Random(10);
    EXPECT_LT(number, 10U);
    EXPECT_EQ(number, other.Random(10));
  }
}

TEST(SleepTest, EndsWhenTheTimeHasPassed) {
  VirtualLoop loop;
  std::optional<Status> ended;
  Spawn<Status>(Sleep(loop, seconds(10)), [&](Status status) { ended = status; });
  loop.Advance(seconds(9));
  EXPECT_FALSE(ended);
  loop.Advance(seconds(1));
  ASSERT_TRUE(ended);
  EXPECT_TRUE(*ended);
}

TEST(SleepTest, EndsWhenItIsCancelled) {
  VirtualLoop loop;
  CancelSource source;
  std::optional<Status> ended;
  Spawn<Status>(Sleep(loop, seconds(10), source.token()), [&](Status status) { ended = status; });
  source.Cancel(Error(ErrorCode::kStopping));
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->error().code, ErrorCode::kStopping);
  EXPECT_EQ(loop.pending(), 0U);
}

TEST(SleepTest, DoesNotBeginWhenItIsCancelled) {
  VirtualLoop loop;
  CancelSource source;
  source.Cancel(Error(ErrorCode::kStopping));
  std::optional<Status> ended;
  Spawn<Status>(Sleep(loop, seconds(10), source.token()), [&](Status status) { ended = status; });
  ASSERT_TRUE(ended);
  EXPECT_FALSE(*ended);
}

TEST(DeadlineTest, CancelsWithItsReason) {
  VirtualLoop loop;
  const Deadline deadline(loop, {}, seconds(5), Error(ErrorCode::kConnectTimeout));
  loop.Advance(seconds(4));
  EXPECT_FALSE(deadline.token().cancelled());
  loop.Advance(seconds(1));
  ASSERT_TRUE(deadline.token().cancelled());
  EXPECT_EQ(deadline.token().reason()->code, ErrorCode::kConnectTimeout);
}

TEST(DeadlineTest, IsCancelledWithItsParent) {
  VirtualLoop loop;
  CancelSource parent;
  const Deadline deadline(loop, parent.token(), seconds(5), Error(ErrorCode::kConnectTimeout));
  parent.Cancel(Error(ErrorCode::kStopping));
  loop.Advance(seconds(10));
  EXPECT_EQ(deadline.token().reason()->code, ErrorCode::kStopping);
}

TEST(DeadlineTest, IsOverWithItsScope) {
  VirtualLoop loop;
  CancelToken token;
  {
    const Deadline deadline(loop, {}, seconds(5), Error(ErrorCode::kConnectTimeout));
    token = deadline.token();
  }
  loop.Advance(seconds(10));
  EXPECT_FALSE(token.cancelled());
  EXPECT_EQ(loop.pending(), 0U);
}

TEST(DeadlineTest, MayEndTheScopeThatItLivesIn) {
  VirtualLoop loop;
  std::optional<Deadline> deadline;
  deadline.emplace(loop, CancelToken(), seconds(1), Error(ErrorCode::kConnectTimeout));
  const auto registration = deadline->token().OnCancel([&](const Error&) { deadline.reset(); });
  loop.Advance(seconds(1));
  EXPECT_FALSE(deadline);
}

}  // namespace
}  // namespace registrar
