#ifndef REGISTRAR_TESTS_UNIT_MATRIX_ORACLE_H_
#define REGISTRAR_TESTS_UNIT_MATRIX_ORACLE_H_

#include <set>
#include <string>
#include <vector>

#include "tests/unit/matrix/faults.h"
#include "tests/unit/matrix/flows.h"

namespace registrar {

// How a flow goes when nothing is at fault.
struct Control {
  std::set<std::string> host_calls;
  std::set<std::string> cloud_calls;
  std::vector<std::string> trace;
  // Timers that wait once all is quiet again.
  size_t pending = 0;
};

// What became of one flow under one fault at one place.
struct Verdict {
  bool touched = false;  // the fault struck, or the flow went otherwise than without it
  bool reached = false;  // the flow came to what it is for all the same
  std::vector<std::string> violations;
};

// Carries the flow out without a fault.
Control ControlOf(const Flow& flow);

// The places at which the fault can be aimed in this flow; "*" first.
std::vector<std::string> PlacesFor(const Fault& fault, const Control& control);

// Carries the flow out under the fault, and once more without it, and holds what is seen against
// the list of what has to be true whatever goes wrong.
Verdict Judge(const Flow& flow, const Fault& fault, const std::string& place,
              const Control& control);

// --- The list, item by item: each tells what is violated, for people ---------------------------

// The state has a name that `events` can lead to from `before`, and fits the server's settings.
void CheckState(World& world, WorkspaceState before, const std::vector<Event>& events,
                std::vector<std::string>& violations);
// Client id, secret, address and workspace id were all there or the id was absent, at every moment.
void CheckWhole(const World& world, std::vector<std::string>& violations);
// A registration that the cloud granted is committed, or its answer never came whole and that is
// told.
void CheckGrants(World& world, int granted_before, std::vector<std::string>& violations);
// Nothing was connected to but what may receive credentials, and the proxy.
void CheckPeers(World& world, std::vector<std::string>& violations);
// No secret in a log, an answer, a notice or a status.
void CheckSecrets(World& world, std::vector<std::string>& violations);
// Every failure has a code of the catalogue with a remedy, and none is a riddle.
void CheckErrors(const std::vector<Said>& said, std::vector<std::string>& violations);

}  // namespace registrar

#endif  // REGISTRAR_TESTS_UNIT_MATRIX_ORACLE_H_
