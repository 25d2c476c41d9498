// Long walks of actions, faults, restarts and deaths, drawn at random, against the transition table
// of module/workspace/state.cc. REGISTRAR_WALK_SEED and REGISTRAR_WALK_STEPS walk again what a
// failure names; REGISTRAR_WALKS is how many seeds are tried.

#include "tests/unit/matrix/walk.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>

#include "tests/unit/fakes/counted_memory.h"
#include "tests/unit/fakes/environment.h"

namespace registrar {
namespace {

uint64_t NumberOr(const char* name, uint64_t fallback) {
  const std::string value = Environment(name);
  return value.empty() ? fallback : std::strtoull(value.c_str(), nullptr, 10);
}

bool Violates(const std::vector<Step>& steps) { return !Walk(steps).violation.empty(); }

TEST(RandomWalkTest, HoldsToTheTransitionTable) {
  const uint64_t first = NumberOr("REGISTRAR_WALK_SEED", 1);
  const bool one = !Environment("REGISTRAR_WALK_SEED").empty() || IsSanitized();
  const uint64_t walks = NumberOr("REGISTRAR_WALKS", one ? 1 : 5);
  const size_t count = NumberOr("REGISTRAR_WALK_STEPS", 300);
  size_t changes = 0;
  for (uint64_t seed = first; seed < first + walks; ++seed) {
    std::vector<Step> steps = StepsOf(seed, count);
    const WalkOutcome outcome = Walk(steps);
    changes += outcome.changes;
    if (outcome.violation.empty()) continue;
    steps.resize(std::min(outcome.at + 1, steps.size()));
    const std::vector<Step> shortest = Shrink(steps, Violates);
    ADD_FAILURE() << "REGISTRAR_WALK_SEED=" << seed << " REGISTRAR_WALK_STEPS=" << count
                  << ", step " << outcome.at << ": " << outcome.violation
                  << "\nshortest: " << ToString(shortest)
                  << "\nwhich ends with: " << Walk(shortest).violation;
  }
  EXPECT_GT(changes, walks * count / 50) << "hardly anything happens";
  std::cout << "WALKS "
            << Json{{"first seed", first},
                    {"walks", walks},
                    {"steps", walks * count},
                    {"changes of the state", changes}}
                   .dump()
            << std::endl;
}

TEST(RandomWalkTest, ASeedStandsForTheSameStepsEveryTime) {
  EXPECT_EQ(StepsOf(7, 100), StepsOf(7, 100));
  EXPECT_NE(StepsOf(7, 100), StepsOf(8, 100));
  const WalkOutcome first = Walk(StepsOf(7, 60));
  const WalkOutcome second = Walk(StepsOf(7, 60));
  EXPECT_EQ(first.changes, second.changes);
  EXPECT_EQ(first.violation, second.violation);
}

// A failure that is planted: it shows when two steps come in this order, whatever is in between.
bool ConnectsBeforeItLeaves(const std::vector<Step>& steps) {
  bool connected = false;
  for (const Step& step : steps) {
    if (step.action == "connect") connected = true;
    if (connected && step.action == "disconnect") return true;
  }
  return false;
}

TEST(ShrinkTest, FindsTheFewStepsThatAFailureNeeds) {
  const std::vector<Step> steps = StepsOf(3, 500);
  ASSERT_TRUE(ConnectsBeforeItLeaves(steps));
  EXPECT_EQ(ToString(Shrink(steps, ConnectsBeforeItLeaves)), "connect, disconnect");
}

TEST(ShrinkTest, LeavesAloneWhatDoesNotFailOtherwise) {
  const std::vector<Step> steps = {{"connect", 1}, {"disconnect", 2}};
  EXPECT_EQ(Shrink(steps, ConnectsBeforeItLeaves), steps);
}

TEST(ShrinkTest, EndsWhenItHasAskedOftenEnough) {
  int asked = 0;
  Shrink(
      StepsOf(4, 500),
      [&asked](const std::vector<Step>&) {
        ++asked;
        return false;
      },
      20);
  EXPECT_EQ(asked, 20);
}

}  // namespace
}  // namespace registrar
