#include "module/workspace/state.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

namespace registrar {
namespace {

constexpr std::array<const char*, kEventCount> kEvents = {
    "registered",        "offline registered",  "intent started", "intent ended",
    "disconnected",      "forgotten",           "reconnected",    "synced",
    "found credentials", "found no credentials"};

// The docs' table, written down a second time: "-" means that the event is refused.
const std::map<std::string, std::vector<std::string>>& Expected() {
  static const std::map<std::string, std::vector<std::string>> rows = {
      {"unregistered",
       {"registered", "offline", "intent", "-", "-", "-", "-", "-", "registered", "unregistered"}},
      {"intent",
       {"registered", "offline", "intent", "unregistered", "-", "-", "-", "-", "registered",
        "intent"}},
      {"registered",
       {"-", "-", "-", "-", "disconnected", "forgotten", "-", "registered", "registered",
        "unregistered"}},
      {"disconnected",
       {"registered", "offline", "intent", "-", "-", "-", "registered", "-", "registered",
        "disconnected"}},
      {"forgotten",
       {"registered", "offline", "intent", "-", "disconnected", "forgotten", "registered", "-",
        "registered", "forgotten"}},
      {"offline",
       {"-", "-", "-", "-", "disconnected", "-", "-", "registered", "offline", "unregistered"}}};
  return rows;
}

class TransitionTest : public testing::TestWithParam<size_t> {};

TEST_P(TransitionTest, RowIsAsDrawn) {
  const auto from = static_cast<WorkspaceState>(GetParam());
  const auto& row = Expected().at(std::string(NameOf(from)));
  for (size_t i = 0; i < kEventCount; ++i) {
    const auto next = Next(from, static_cast<Event>(i));
    EXPECT_EQ(next ? NameOf(*next) : "-", row.at(i)) << NameOf(from) << ", " << kEvents.at(i);
  }
}

INSTANTIATE_TEST_SUITE_P(EveryState, TransitionTest, testing::Range(size_t{0}, kStateCount));

TEST(StateTest, NamesLeadBackToTheirState) {
  for (size_t i = 0; i < kStateCount; ++i) {
    const auto state = static_cast<WorkspaceState>(i);
    EXPECT_EQ(StateNamed(NameOf(state)), state);
  }
  EXPECT_EQ(StateNamed("nonsense"), std::nullopt);
}

TEST(StateTest, CredentialsAreInTheSettingsOfRegisteredAndOffline) {
  for (size_t i = 0; i < kStateCount; ++i) {
    const auto state = static_cast<WorkspaceState>(i);
    EXPECT_EQ(HoldsCredentials(state),
              state == WorkspaceState::kRegistered || state == WorkspaceState::kOffline);
  }
}

}  // namespace
}  // namespace registrar
