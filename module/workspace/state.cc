#include "module/workspace/state.h"

namespace registrar {
namespace {

constexpr std::optional<WorkspaceState> kNo = std::nullopt;
constexpr WorkspaceState kUnr = WorkspaceState::kUnregistered;
constexpr WorkspaceState kInt = WorkspaceState::kIntent;
constexpr WorkspaceState kReg = WorkspaceState::kRegistered;
constexpr WorkspaceState kDis = WorkspaceState::kDisconnected;
constexpr WorkspaceState kFor = WorkspaceState::kForgotten;
constexpr WorkspaceState kOff = WorkspaceState::kOffline;

using Row = std::array<std::optional<WorkspaceState>, kEventCount>;

// Rows in the order of WorkspaceState, columns in the order of Event:
//   Registered  OfflineReg  IntentSt  IntentEnd  Disconn  Forgotten  Reconn  Synced  Found  FoundNo
constexpr std::array<Row, kStateCount> kTable = {{
    /* unregistered */ {kReg, kOff, kInt, kNo, kNo, kNo, kNo, kNo, kReg, kUnr},
    /* intent       */ {kReg, kOff, kInt, kUnr, kNo, kNo, kNo, kNo, kReg, kInt},
    /* registered   */ {kNo, kNo, kNo, kNo, kDis, kFor, kNo, kReg, kReg, kUnr},
    /* disconnected */ {kReg, kOff, kInt, kNo, kNo, kNo, kReg, kNo, kReg, kDis},
    /* forgotten    */ {kReg, kOff, kInt, kNo, kDis, kFor, kReg, kNo, kReg, kFor},
    /* offline      */ {kNo, kNo, kNo, kNo, kDis, kNo, kNo, kReg, kOff, kUnr},
}};

constexpr std::array<std::string_view, kStateCount> kNames = {
    "unregistered", "intent", "registered", "disconnected", "forgotten", "offline"};

}  // namespace

std::optional<WorkspaceState> Next(WorkspaceState from, Event event) {
  return kTable.at(static_cast<size_t>(from)).at(static_cast<size_t>(event));
}

std::string_view NameOf(WorkspaceState state) { return kNames.at(static_cast<size_t>(state)); }

std::optional<WorkspaceState> StateNamed(std::string_view name) {
  for (size_t i = 0; i < kStateCount; ++i) {
    if (kNames.at(i) == name) return static_cast<WorkspaceState>(i);
  }
  return std::nullopt;
}

bool HoldsCredentials(WorkspaceState state) { return state == kReg || state == kOff; }

}  // namespace registrar
