#include "module/async/uv_loop.h"

#include <gtest/gtest.h>

#include <memory>
#include <vector>

namespace registrar {
namespace {

class UvLoopTest : public ::testing::Test {
 protected:
  UvLoopTest() {
    uv_loop_init(&uv);
    uv_async_init(&uv, &keeper, nullptr);
    loop = std::make_unique<UvLoop>(&uv);
  }
  ~UvLoopTest() override { Close(); }

  // Gives everything back; fails when a handle is left.
  void Close() {
    if (closed) return;
    closed = true;
    uv_close(reinterpret_cast<uv_handle_t*>(&keeper), nullptr);
    uv_run(&uv, UV_RUN_DEFAULT);
    EXPECT_EQ(uv_loop_close(&uv), 0);
  }

  // Runs the loop until `done`. What never happens shows as a test that hangs.
  template <typename Done>
  void RunUntil(Done done) {
    while (!done()) uv_run(&uv, UV_RUN_ONCE);
  }

  uv_loop_t uv{};
  uv_async_t keeper{};
  std::unique_ptr<UvLoop> loop;
  bool closed = false;
};

TEST_F(UvLoopTest, CallsLaterInTheOrderOfTime) {
  std::vector<int> order;
  const auto late = loop->CallAfter(Duration(30), [&] { order.push_back(2); });
  const auto early = loop->CallAfter(Duration(0), [&] { order.push_back(1); });
  EXPECT_TRUE(order.empty());
  // Timers alone would not keep the loop waiting; the fixture's handle does.
  RunUntil([&] { return order.size() == 2; });
  EXPECT_EQ(order, (std::vector<int>{1, 2}));
}

TEST_F(UvLoopTest, TimersDoNotKeepTheLoopAlive) {
  const auto timer = loop->CallAfter(std::chrono::hours(1), [] { FAIL(); });
  uv_unref(reinterpret_cast<uv_handle_t*>(&keeper));
  EXPECT_EQ(uv_run(&uv, UV_RUN_DEFAULT), 0);
}

TEST_F(UvLoopTest, ForgetsATimerThatIsDestroyed) {
  auto dropped = loop->CallAfter(Duration(0), [] { FAIL(); });
  dropped.reset();
  bool called = false;
  const auto timer = loop->CallAfter(Duration(1), [&] { called = true; });
  RunUntil([&] { return called; });
}

TEST_F(UvLoopTest, ACallMayDestroyItsTimer) {
  std::unique_ptr<Timer> timer;
  bool called = false;
  timer = loop->CallAfter(Duration(0), [&] {
    timer.reset();
    called = true;
  });
  RunUntil([&] { return called; });
}

TEST_F(UvLoopTest, ACallMayDestroyAnotherThatIsDue) {
  std::unique_ptr<Timer> first;
  std::unique_ptr<Timer> second;
  int calls = 0;
  first = loop->CallAfter(Duration(0), [&] {
    ++calls;
    second.reset();
  });
  second = loop->CallAfter(Duration(0), [&] {
    ++calls;
    first.reset();
  });
  bool done = false;
  const auto last = loop->CallAfter(Duration(1), [&] { done = true; });
  RunUntil([&] { return done; });
  EXPECT_EQ(calls, 1);
}

TEST_F(UvLoopTest, IsIdleAtOnceWhenNothingIsOpen) {
  bool idle = false;
  loop->OnIdle([&] { idle = true; });
  EXPECT_TRUE(idle);
}

TEST_F(UvLoopTest, IsIdleWhenTheLastHandleIsGivenBack) {
  bool idle = false;
  auto timer = loop->CallAfter(Duration(1000), [] {});
  auto hold = loop->hold();
  loop->OnIdle([&] { idle = true; });
  timer.reset();
  hold.reset();
  EXPECT_FALSE(idle) << "libuv has the timer until its close callback";
  RunUntil([&] { return idle; });
}

TEST_F(UvLoopTest, MayBeDestroyedBeforeItIsIdle) {
  bool idle = false;
  auto timer = loop->CallAfter(Duration(1000), [] {});
  loop->OnIdle([&] { idle = true; });
  loop.reset();
  timer.reset();
  RunUntil([&] { return idle; });
}

TEST_F(UvLoopTest, TellsBothTimes) {
  const MonotonicTime monotonic = loop->Now();
  const WallTime wall = loop->WallNow();
  bool called = false;
  const auto timer = loop->CallAfter(Duration(2), [&] { called = true; });
  RunUntil([&] { return called; });
  EXPECT_GT(loop->Now(), monotonic);
  EXPECT_GT(wall.time_since_epoch(), std::chrono::hours(24 * 365 * 50));
}

TEST_F(UvLoopTest, RandomNumbersStayBelowTheirBound) {
  for (int i = 0; i < 1000; ++i) EXPECT_LT(loop->Random(3), 3U);
  EXPECT_EQ(loop->Random(1), 0U);
}

}  // namespace
}  // namespace registrar
