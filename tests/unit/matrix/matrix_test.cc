// Every flow under every fault, from the hooks down to the HTTP parser, in virtual time. What has
// to be true whatever goes wrong is listed in oracle.h; flows and faults in their files.
//
// One cell alone: REGISTRAR_MATRIX_CELL='sync by hand|lookup: fails|*'. Without a setting a fault
// strikes all that it can; REGISTRAR_MATRIX=full aims it at each single place as well.

#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <map>

#include "tests/unit/fakes/counted_memory.h"
#include "tests/unit/fakes/environment.h"
#include "tests/unit/matrix/oracle.h"

namespace registrar {
namespace {

std::string CellName(const Flow& flow, const Fault& fault, const std::string& place) {
  return flow.name + "|" + fault.name + "|" + place;
}

// What a flow came to under all faults.
struct Count {
  int cells = 0;
  int untouched = 0;
  int tries = 0;
  int reached = 0;
  int failed = 0;
};

class FaultMatrixTest : public testing::TestWithParam<Flow> {
 protected:
  // Whether it is to be tried: all, or the one that is named.
  bool Wanted(const Fault& fault, const std::string& place) const {
    const std::string only = Environment("REGISTRAR_MATRIX_CELL");
    if (!only.empty()) return CellName(GetParam(), fault, place) == only;
    if (Environment("REGISTRAR_MATRIX") == "full") return true;
    // Slow as it is, it gets its share: other faults for each flow.
    constexpr size_t kShare = 5;
    const size_t number = GetParam().name.size() + fault.name.size();
    return place == "*" && (!IsSanitized() || number % kShare == 0);
  }

  // Result: whether the fault touched the flow at this place.
  bool TryAt(const Fault& fault, const std::string& place, const Control& control) {
    const std::string cell = CellName(GetParam(), fault, place);
    Verdict verdict = Judge(GetParam(), fault, place, control);
    const int64_t live = LiveBytes();
    // What is made once and kept by the code is made by now.
    if (live != live_) verdict = Judge(GetParam(), fault, place, control);
    if (LiveBytes() != live) {
      verdict.violations.push_back(std::to_string(LiveBytes() - live) + " bytes are left behind");
    }
    live_ = LiveBytes();
    ++count_.tries;
    if (verdict.reached) ++count_.reached;
    if (!verdict.violations.empty()) {
      ++count_.failed;
      std::string text;
      for (const std::string& one : verdict.violations) text += "  " + one + "\n";
      ADD_FAILURE() << "REGISTRAR_MATRIX_CELL='" << cell << "'\n" << text;
    }
    return verdict.touched;
  }

  void TryEvery(const Fault& fault, const Control& control) {
    bool tried = false;
    bool touched = false;
    for (const std::string& place : PlacesFor(fault, control)) {
      if (!Wanted(fault, place)) continue;
      tried = true;
      touched = TryAt(fault, place, control) || touched;
    }
    if (!tried) return;
    ++count_.cells;
    if (!touched) ++count_.untouched;
  }

  Count count_;
  int64_t live_ = 0;
};

TEST_P(FaultMatrixTest, Holds) {
  const Control control = ControlOf(GetParam());
  for (const Fault& fault : AllFaults()) TryEvery(fault, control);
  const Json figures{{"flow", GetParam().name},        {"cells", count_.cells},
                     {"notTouched", count_.untouched}, {"tries", count_.tries},
                     {"reached", count_.reached},      {"failed", count_.failed}};
  std::cout << "MATRIX " << figures.dump() << std::endl;
  EXPECT_GT(count_.tries, 0);
}

INSTANTIATE_TEST_SUITE_P(Flows, FaultMatrixTest, testing::ValuesIn(AllFlows()),
                         [](const auto& flow) {
                           std::string name = flow.param.name;
                           std::replace_if(
                               name.begin(), name.end(),
                               [](char c) { return c == ' ' || c == '-'; }, '_');
                           return name;
                         });

// One that touches nothing proves nothing.
TEST(FaultListTest, EveryFaultTouchesSomeFlow) {
  std::map<std::string, Control> controls;
  for (const Flow& flow : AllFlows()) controls[flow.name] = ControlOf(flow);
  for (const Fault& fault : AllFaults()) {
    const auto& flows = AllFlows();
    EXPECT_TRUE(std::any_of(flows.begin(), flows.end(), [&](const Flow& flow) {
      return Judge(flow, fault, "*", controls[flow.name]).touched;
    })) << fault.name;
  }
}

TEST(FaultListTest, HasAtLeastSixtyFaultsOfDifferentNames) {
  std::set<std::string> names;
  for (const Fault& fault : AllFaults()) names.insert(fault.name);
  EXPECT_EQ(names.size(), AllFaults().size());
  EXPECT_GE(names.size(), 60U);
  std::cout << "MATRIX " << Json{{"faults", names.size()}}.dump() << std::endl;
}

}  // namespace
}  // namespace registrar
