#ifndef REGISTRAR_TESTS_UNIT_MATRIX_FAULTS_H_
#define REGISTRAR_TESTS_UNIT_MATRIX_FAULTS_H_

#include <functional>
#include <string>
#include <vector>

#include "tests/unit/matrix/world.h"

namespace registrar {

// Something that goes wrong around the module, for as long as it is in force.
struct Fault {
  // What it strikes, so that it can also be aimed at one of them.
  enum class Aim {
    kConnections,  // place "*": all, "later": all but the first
    kAnswers,      // place "*", or one call of the cloud
    kServer,       // place "*", or one call of the chat server
    kWorld,        // all there is
  };

  std::string name;
  Aim aim = Aim::kWorld;
  // Puts it into force; every time it strikes it is counted in World::struck.
  std::function<void(World& world, const std::string& place)> strike;
  // Puts right what its end leaves behind, besides taking the trouble away.
  std::function<void(World& world)> heal;
  // Whether a call of the server of that name can meet it (kServer).
  std::function<bool(const std::string& name)> fits;
};

// All faults of the matrix.
const std::vector<Fault>& AllFaults();

// Ends the fault: everything around the module is as it should be.
void Heal(World& world, const Fault& fault);

}  // namespace registrar

#endif  // REGISTRAR_TESTS_UNIT_MATRIX_FAULTS_H_
