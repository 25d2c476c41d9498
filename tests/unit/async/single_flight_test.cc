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
    Spawn<int>(flights_->Do(key, [this] { return Work(); }),
               [this](int value) { values_.push_back(value); });
  }

  Task<int> Work() {
    ++runs_;
    const auto completion = Completion<int>::Create();
    open_.push_back(completion);
    co_return co_await Completion<int>::Wait(completion);
  }

  std::unique_ptr<SingleFlight<std::string, int>> flights_ =
      std::make_unique<SingleFlight<std::string, int>>();
  std::vector<Completion<int>::Ptr> open_;
  std::vector<int> values_;
  int runs_ = 0;
};

TEST_F(SingleFlightTest, SharesOneRun) {
  Join("a");
  Join("a");
  Join("a");
  EXPECT_EQ(runs_, 1);
  EXPECT_TRUE(flights_->Running("a"));
  open_[0]->Complete(7);
  EXPECT_EQ(values_, (std::vector<int>{7, 7, 7}));
  EXPECT_FALSE(flights_->Running("a"));
}

TEST_F(SingleFlightTest, KeepsKeysApart) {
  Join("a");
  Join("b");
  EXPECT_EQ(runs_, 2);
  open_[1]->Complete(2);
  EXPECT_EQ(values_, (std::vector<int>{2}));
  open_[0]->Complete(1);
  EXPECT_EQ(values_, (std::vector<int>{2, 1}));
}

TEST_F(SingleFlightTest, RunsAgainAfterTheEnd) {
  Join("a");
  open_[0]->Complete(1);
  Join("a");
  EXPECT_EQ(runs_, 2);
  open_[1]->Complete(2);
  EXPECT_EQ(values_, (std::vector<int>{1, 2}));
}

TEST_F(SingleFlightTest, ARunMayEndAtOnce) {
  int value = 0;
  const auto work = []() -> Task<int> { co_return 3; };
  Spawn<int>(flights_->Do("a", work), [&](int result) { value = result; });
  EXPECT_EQ(value, 3);
  EXPECT_FALSE(flights_->Running("a"));
}

TEST_F(SingleFlightTest, AReceiverMayStartTheNextRun) {
  Spawn<int>(flights_->Do("a", [this] { return Work(); }), [this](int) { Join("a"); });
  Join("a");
  open_[0]->Complete(1);
  EXPECT_EQ(runs_, 2);
  EXPECT_EQ(values_, (std::vector<int>{1}));
  open_[1]->Complete(2);
  EXPECT_EQ(values_, (std::vector<int>{1, 2}));
}

TEST_F(SingleFlightTest, ARunOutlivesIt) {
  Join("a");
  flights_.reset();
  open_[0]->Complete(4);
  EXPECT_EQ(values_, (std::vector<int>{4}));
}

}  // namespace
}  // namespace registrar
