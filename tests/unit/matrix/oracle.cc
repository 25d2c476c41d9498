#include "tests/unit/matrix/oracle.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <memory>
#include <utility>

#include "tests/unit/fakes/counted_memory.h"

namespace registrar {
namespace {

using std::chrono::minutes;

// A body of 16 MB is read into a text that doubles as it grows, and copied; three come at once.
constexpr int64_t kMostMemory = int64_t{160} * 1024 * 1024;

// The words that mark a secret; those of the first kind are followed by a digit.
constexpr std::array kNumberedSecrets = {"token-", "access-", "device-", "refresh-"};
constexpr std::array kSecrets = {"secret-of-", "proxy-password", "dXNlcjpwcm94eS1wYXNz"};

bool HasSecret(const std::string& text) {
  for (const std::string_view mark : kSecrets) {
    if (text.find(mark) != std::string::npos) return true;
  }
  for (const std::string_view mark : kNumberedSecrets) {
    for (size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + 1)) {
      const size_t next = at + mark.size();
      if (next < text.size() && std::isdigit(static_cast<unsigned char>(text[next]))) return true;
    }
  }
  return false;
}

// The states that `events` can lead to.
std::set<WorkspaceState> Reachable(WorkspaceState from, const std::vector<Event>& events) {
  std::set<WorkspaceState> reached = {from};
  for (size_t size = 0; size != reached.size();) {
    size = reached.size();
    const std::set<WorkspaceState> known = reached;
    for (const WorkspaceState state : known) {
      for (const Event event : events) {
        if (const auto next = Next(state, event)) reached.insert(*next);
      }
    }
  }
  return reached;
}

bool TellsLoss(const std::string& text) {
  for (const char* code :
       {"registration.answer-lost", "registration.payload-invalid", "registration.token-used"}) {
    if (text.find(code) != std::string::npos) return true;
  }
  return false;
}

bool HasFailure(const std::vector<Said>& said) {
  return std::any_of(said.begin(), said.end(), [](const Said& one) { return !one; });
}

// Whether anything says, with a code, that something failed.
bool IsRecorded(World& world, const std::vector<Said>& said) {
  if (HasFailure(said)) return true;
  if (!world.Status().value("lastError", Json()).is_null()) return true;
  const std::vector<std::string> all = world.Everything();
  return std::any_of(all.begin(), all.end(), [](const std::string& text) {
    return text.find("\"remedy\"") != std::string::npos;
  });
}

WorkspaceState StateIn(World& world) {
  return StateNamed(StringOr(world.Status(), "state")).value_or(WorkspaceState::kUnregistered);
}

// Somebody stands before a step that has no skip, and the way on is closed.
void CheckLogins(World& world, std::vector<std::string>& violations) {
  const bool stands = world.store.Text("Show_Setup_Wizard") == "in_progress" &&
                      !world.store.Text("Organization_Name").empty();
  if (!stands || !world.runs()) return;
  // The tab of an e-mail that is waited for has a way on, and so has one that can begin.
  if (StateIn(world) == WorkspaceState::kIntent) return;
  const auto reachable = world.Ask(world.workspace().ProbeCloud());
  if (reachable && *reachable) return;
  world.loop.Advance(minutes(15));
  if (world.store.Text("Show_Setup_Wizard") == "in_progress") {
    violations.emplace_back("administrators are kept at the registration step");
  }
}

struct Prepared {
  std::unique_ptr<World> world = std::make_unique<World>();
  WorkspaceState state = WorkspaceState::kUnregistered;
  int granted = 0;
};

Prepared Prepare(const Flow& flow) {
  Prepared prepared;
  World& world = *prepared.world;
  Regardless(world.StartProcess());
  flow.prepare(world);
  if (world.runs()) {
    prepared.state = StateIn(world);
    world.before = world.Status();
  }
  prepared.granted = world.cloud_state.registrations;
  world.host_calls.clear();
  world.cloud_calls.clear();
  return prepared;
}

// Everything that this try left behind is gone with it.
void CheckQuiet(World& world, const Control& control, std::vector<std::string>& violations) {
  world.loop.Advance(minutes(2));
  // The policy's nap may outlast what it was for.
  for (int naps = 0; naps < 20 && world.loop.pending() > control.pending; ++naps) {
    world.loop.Advance(minutes(1));
  }
  const size_t pending = world.loop.pending();
  if (pending > control.pending) {
    violations.push_back(std::to_string(pending) + " timers wait instead of " +
                         std::to_string(control.pending));
  }
  if (world.runs() && world.wire().open > 0) {
    violations.push_back(std::to_string(world.wire().open) + " connections are left open");
  }
}

void CheckEnd(World& world, std::vector<std::string>& violations) {
  world.EndProcess();
  world.loop.Advance(minutes(2));
  if (world.loop.pending() > 0) {
    violations.push_back(std::to_string(world.loop.pending()) + " timers outlive the process");
  }
}

// Carries out one try; nothing of it is left afterwards.
Verdict Try(const Flow& flow, const Fault& fault, const std::string& place,
            const Control& control) {
  Verdict verdict;
  Prepared prepared = Prepare(flow);
  World& world = *prepared.world;
  fault.strike(world, place);
  const std::vector<Said> said = flow.act(world);
  verdict.reached = world.runs() && flow.reached(world);
  world.Gather();
  verdict.touched = world.struck > 0 || (world.runs() && world.host().struck > 0) ||
                    (fault.aim == Fault::Aim::kWorld && world.trace != control.trace);
  // A server whose database fails has other worries, until it is healed.
  if (fault.aim != Fault::Aim::kServer) CheckLogins(world, verdict.violations);
  CheckErrors(said, verdict.violations);
  Heal(world, fault);
  // What is done by itself may not be due, or not be for this instance to do.
  const bool begun = !said.empty() || !world.cloud_calls.empty();
  if (verdict.touched && begun && !verdict.reached && !IsRecorded(world, said)) {
    verdict.violations.emplace_back("the failure is recorded nowhere");
  }
  world.loop.Advance(minutes(1) + std::chrono::seconds(1));
  CheckState(world, prepared.state, flow.events, verdict.violations);
  CheckGrants(world, prepared.granted, verdict.violations);
  const Said again = flow.again(world);
  if (!again) verdict.violations.push_back("the next try fails: " + again.error().Message());
  CheckWhole(world, verdict.violations);
  CheckQuiet(world, control, verdict.violations);
  CheckEnd(world, verdict.violations);
  CheckPeers(world, verdict.violations);
  CheckSecrets(world, verdict.violations);
  return verdict;
}

}  // namespace

void CheckState(World& world, WorkspaceState before, const std::vector<Event>& events,
                std::vector<std::string>& violations) {
  const std::string name = StringOr(world.Status(), "state");
  const auto state = StateNamed(name);
  if (!state) {
    violations.push_back("the state is not legal: " + name);
    return;
  }
  if (!Reachable(before, events).contains(*state)) {
    violations.push_back("nothing leads from " + std::string(NameOf(before)) + " to " + name);
  }
  if (HoldsCredentials(*state) != world.store.Registered()) {
    violations.push_back("the state " + name + " is not what the settings say");
  }
}

void CheckWhole(const World& world, std::vector<std::string>& violations) {
  for (const std::string& one : world.half) violations.push_back("credentials are half: " + one);
}

void CheckGrants(World& world, int granted_before, std::vector<std::string>& violations) {
  const int granted = world.cloud_state.registrations;
  if (granted == granted_before) return;
  const std::string id = "client-" + std::to_string(granted);
  if (world.store.Text("Cloud_Workspace_Client_Id") == id) return;
  // Kept, because the cloud forgot it or somebody disconnected it.
  if (world.store.Document("credentials").dump().find(id) != std::string::npos) return;
  // Written whole, and carried out as soon as the server allows it.
  if (world.store.Document("journal").dump().find(id) != std::string::npos) return;
  world.Gather();
  if (!world.grant_spoiled) {
    violations.push_back("the registration " + id + " was granted and is lost");
    return;
  }
  const std::vector<std::string> all = world.Everything();
  if (!std::any_of(all.begin(), all.end(), TellsLoss)) {
    violations.push_back("nobody is told that the registration " + id + " is lost");
  }
}

void CheckPeers(World& world, std::vector<std::string>& violations) {
  static const std::set<std::string> allowed = {"cloud.test:443", "releases.rocket.chat:443",
                                                "proxy.test:3128"};
  world.Gather();
  for (const std::string& peer : world.peers) {
    if (!allowed.contains(peer)) violations.push_back("a connection to " + peer);
  }
}

void CheckSecrets(World& world, std::vector<std::string>& violations) {
  for (const std::string& text : world.Everything()) {
    if (HasSecret(text)) violations.push_back("a secret is said: " + text.substr(0, 400));
  }
}

void CheckErrors(const std::vector<Said>& said, std::vector<std::string>& violations) {
  for (const Said& one : said) {
    if (one) continue;
    const Json error = one.error().ToJson();
    if (StringOr(error, "code").empty() || StringOr(error, "remedy").empty()) {
      violations.push_back("an error without code or remedy: " + error.dump());
    }
    if (one.error().code == ErrorCode::kInternal) {
      violations.push_back("an error that explains nothing: " + one.error().Message());
    }
  }
}

Control ControlOf(const Flow& flow) {
  Prepared prepared = Prepare(flow);
  World& world = *prepared.world;
  flow.act(world);
  Control control;
  control.host_calls.insert(world.host_calls.begin(), world.host_calls.end());
  control.cloud_calls.insert(world.cloud_calls.begin(), world.cloud_calls.end());
  world.Gather();
  control.trace = world.trace;
  Regardless(flow.again(world));
  world.loop.Advance(minutes(3));
  control.pending = world.loop.pending();
  return control;
}

std::vector<std::string> PlacesFor(const Fault& fault, const Control& control) {
  std::vector<std::string> places = {"*"};
  switch (fault.aim) {
    case Fault::Aim::kConnections:
      places.emplace_back("later");
      break;
    case Fault::Aim::kAnswers:
      places.insert(places.end(), control.cloud_calls.begin(), control.cloud_calls.end());
      break;
    case Fault::Aim::kServer:
      std::copy_if(control.host_calls.begin(), control.host_calls.end(), std::back_inserter(places),
                   fault.fits);
      break;
    case Fault::Aim::kWorld:
      break;
  }
  return places;
}

Verdict Judge(const Flow& flow, const Fault& fault, const std::string& place,
              const Control& control) {
  const int64_t before = LiveBytes();
  ResetPeakBytes();
  Verdict verdict = Try(flow, fault, place, control);
  const int64_t most = PeakBytes() - before;
  if (most > kMostMemory) {
    verdict.violations.push_back("it takes " + std::to_string(most) + " bytes of memory");
  }
  return verdict;
}

}  // namespace registrar
