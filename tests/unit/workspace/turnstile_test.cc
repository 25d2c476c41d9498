#include "module/workspace/turnstile.h"

#include <gtest/gtest.h>

#include <optional>
#include <vector>

#include "module/async/spawn.h"

namespace registrar {
namespace {

// Takes a turn, says so, and keeps it until `end`.
Task<Status> Pass(Turnstile& turnstile, CancelToken cancel, int number, std::vector<int>& order,
                  Completion<bool>::Ptr end) {
  const auto turn = co_await turnstile.Take(cancel);
  if (!turn) co_return turn.error();
  order.push_back(number);
  co_await Completion<bool>::Wait(end);
  co_return Ok();
}

class TurnstileTest : public testing::Test {
 protected:
  // Result: what ends the turn of that number.
  Completion<bool>::Ptr Enter(int number, const CancelToken& cancel = {}) {
    auto end = Completion<bool>::Create();
    Spawn(Pass(turnstile, cancel, number, order, end));
    return end;
  }

  Turnstile turnstile;
  std::vector<int> order;
};

TEST_F(TurnstileTest, LetsOneThroughAtATimeInTheOrderOfAsking) {
  const auto first = Enter(1);
  const auto second = Enter(2);
  const auto third = Enter(3);
  EXPECT_EQ(order, std::vector<int>{1});
  first->Complete(true);
  EXPECT_EQ(order, (std::vector<int>{1, 2}));
  second->Complete(true);
  third->Complete(true);
  EXPECT_EQ(order, (std::vector<int>{1, 2, 3}));
  Enter(4)->Complete(true);
  EXPECT_EQ(order.back(), 4);
}

TEST_F(TurnstileTest, WhoGaveUpIsPassedOver) {
  CancelSource cancel;
  const auto first = Enter(1);
  const auto second = Enter(2, cancel.token());
  const auto third = Enter(3);
  cancel.Cancel(Error(ErrorCode::kCancelled));
  first->Complete(true);
  EXPECT_EQ(order, (std::vector<int>{1, 3}));
  third->Complete(true);
  Enter(4)->Complete(true);
  EXPECT_EQ(order.back(), 4);
}

}  // namespace
}  // namespace registrar
