#include "module/async/single_flight.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace registrar {
namespace {

class SingleFlightTest : public ::testing::Test {
 protected:
  // Joins the run of `key`, whose work waits until the test completes it.
  void Join(const std::string& key) {
    Spawn<int>(flights->Do(key, [this] { return Work(); }),
               [this](int value) { values.push_back(value); });
  }

  Task<int> Work() {
    ++runs;
    const auto completion = Completion<int>::Create();
    open.push_back(completion);
    co_return co_await Completion<int>::Wait(completion);
  }

  std::unique_ptr<SingleFlight<std::string, int>> flights =
      std::make_unique<SingleFlight<std::string, int>>();
  std::vector<Completion<int>::Ptr> open;
  std::vector<int> values;
  int runs = 0;
};

TEST_F(SingleFlightTest, SharesOneRun) {
  Join("a");
  Join("a");
  Join("a");
  EXPECT_EQ(runs, 1);
  EXPECT_TRUE(flights->Running("a"));
  open[0]->Complete(7);
  EXPECT_EQ(values, (std::vector<int>{7, 7, 7}));
  EXPECT_FALSE(flights->Running("a"));
}

TEST_F(SingleFlightTest, KeepsKeysApart) {
  Join("a");
  Join("b");
  EXPECT_EQ(runs, 2);
  open[1]->Complete(2);
  EXPECT_EQ(values, (std::vector<int>{2}));
  open[0]->Complete(1);
  EXPECT_EQ(values, (std::vector<int>{2, 1}));
}

TEST_F(SingleFlightTest, RunsAgainAfterTheEnd) {
  Join("a");
  open[0]->Complete(1);
  Join("a");
  EXPECT_EQ(runs, 2);
  open[1]->Complete(2);
  EXPECT_EQ(values, (std::vector<int>{1, 2}));
}

TEST_F(SingleFlightTest, ARunMayEndAtOnce) {
  int value = 0;
  const auto work = []() -> Task<int> { co_return 3; };
  Spawn<int>(flights->Do("a", work), [&](int result) { value = result; });
  EXPECT_EQ(value, 3);
  EXPECT_FALSE(flights->Running("a"));
}

TEST_F(SingleFlightTest, AReceiverMayStartTheNextRun) {
  Spawn<int>(flights->Do("a", [this] { return Work(); }), [this](int) { Join("a"); });
  Join("a");
  open[0]->Complete(1);
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(values, (std::vector<int>{1}));
  open[1]->Complete(2);
  EXPECT_EQ(values, (std::vector<int>{1, 2}));
}

TEST_F(SingleFlightTest, ARunOutlivesIt) {
  Join("a");
  flights.reset();
  open[0]->Complete(4);
  EXPECT_EQ(values, (std::vector<int>{4}));
}

}  // namespace
}  // namespace registrar
