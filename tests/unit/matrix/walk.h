#ifndef REGISTRAR_TESTS_UNIT_MATRIX_WALK_H_
#define REGISTRAR_TESTS_UNIT_MATRIX_WALK_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "tests/unit/matrix/world.h"

namespace registrar {

// One step of a walk: something that is done with the workspace or around it. A step means the
// same whatever went before, so that a walk without some of its steps is a walk.
struct Step {
  std::string action;
  uint64_t number = 0;  // which fault, how long, after how many points the process dies

  friend bool operator==(const Step&, const Step&) = default;
};

std::string ToString(const std::vector<Step>& steps);

// The steps that a seed stands for.
std::vector<Step> StepsOf(uint64_t seed, size_t count);

// What a walk came to.
struct WalkOutcome {
  std::string violation;  // empty: nothing was violated
  size_t at = 0;          // the step after which it showed
  // Which states were seen, and how often one followed another.
  size_t changes = 0;
};

// Walks, and holds the workspace against the transition table after every step.
WalkOutcome Walk(const std::vector<Step>& steps);

// A shortest walk, as far as leaving out steps leads, that still `fails`.
//   most_runs  so often `fails` is asked at most
std::vector<Step> Shrink(std::vector<Step> steps,
                         const std::function<bool(const std::vector<Step>&)>& fails,
                         int most_runs = 400);

}  // namespace registrar

#endif  // REGISTRAR_TESTS_UNIT_MATRIX_WALK_H_
