#ifndef REGISTRAR_TESTS_UNIT_MATRIX_FLOWS_H_
#define REGISTRAR_TESTS_UNIT_MATRIX_FLOWS_H_

#include <functional>
#include <string>
#include <vector>

#include "module/workspace/state.h"
#include "tests/unit/matrix/world.h"

namespace registrar {

// One thing that is done with a workspace.
struct Flow {
  std::string name;
  // What may happen to the workspace by it, and by what follows it.
  std::vector<Event> events;
  // Makes ready, without a fault. The process runs.
  std::function<void(World& world)> prepare;
  // Does it. Result: what people were told, in order; nothing for what is done unasked.
  std::function<std::vector<Said>(World& world)> act;
  // Whether it has come to what it is for.
  std::function<bool(World& world)> reached;
  // Does it once more, following the remedy of an error where that asks for something else to be
  // done first.
  std::function<Said(World& world)> again;
};

// All flows of the matrix.
const std::vector<Flow>& AllFlows();

// What an administrator does until the workspace is registered and syncs, following remedies.
Said RegisterByAllMeans(World& world);

}  // namespace registrar

#endif  // REGISTRAR_TESTS_UNIT_MATRIX_FLOWS_H_
