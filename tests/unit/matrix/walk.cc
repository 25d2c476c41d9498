#include "tests/unit/matrix/walk.h"

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <utility>

#include "module/cloud/offline_blob.h"
#include "tests/unit/matrix/oracle.h"

namespace registrar {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

// What was said is looked at after so many steps, and forgotten.
constexpr size_t kLookEvery = 25;

// The model: the transition table, and what was asked of the workspace.
class Model {
 public:
  // What may have happened without anybody having said so: it was begun and not answered well.
  std::set<Event> begun;

  // What is wrong with going from one state to the other.
  //   calm    nothing was at fault, now or in what is begun
  //   done    what was asked and answered well
  std::optional<std::string> Check(WorkspaceState before, WorkspaceState after, bool calm,
                                   const Event* done) const {
    if (done != nullptr && calm) {
      const auto next = Next(before, *done);
      if (!next) return Text(before, after) + ": the table has no such way";
      if (*next == after || FollowsByItself(*next, after)) return std::nullopt;
      return Text(before, after) + ": the table leads to " + std::string(NameOf(*next));
    }
    std::vector<Event> events = {Event::kForgotten, Event::kIntentEnded};
    if (before == WorkspaceState::kIntent) events.push_back(Event::kRegistered);
    if (before == WorkspaceState::kForgotten) events.push_back(Event::kReconnected);
    events.insert(events.end(), begun.begin(), begun.end());
    if (done != nullptr) events.push_back(*done);
    std::set<WorkspaceState> reached = {before};
    for (size_t round = 0; round < kStateCount; ++round) {
      const std::set<WorkspaceState> known = reached;
      for (const WorkspaceState state : known) {
        for (const Event event : events) {
          if (const auto next = Next(state, event)) reached.insert(*next);
        }
      }
    }
    if (reached.contains(after)) return std::nullopt;
    return Text(before, after) + ": nothing leads there";
  }

 private:
  static bool FollowsByItself(WorkspaceState state, WorkspaceState after) {
    return Next(state, Event::kForgotten) == after;
  }
  static std::string Text(WorkspaceState before, WorkspaceState after) {
    return "from " + std::string(NameOf(before)) + " to " + std::string(NameOf(after));
  }
};

// What a step asked for, and what it was answered.
struct Asked {
  std::optional<Event> event;
  std::optional<Said> said;
};

class Walker {
 public:
  Walker() {
    world_.cloud_state.clients.insert("client-9");
    Regardless(world_.StartProcess());
    state_ = StateNow().value_or(WorkspaceState::kUnregistered);
  }

  // Makes one step. Result: what is violated after it, if anything is.
  std::string Make(const Step& step) {
    const int granted = world_.cloud_state.registrations;
    const int struck = world_.struck;
    const bool was_calm = Calm();
    const Asked asked = Do(step);
    const bool died = world_.runs() && world_.dead();
    if (died) Regardless(world_.StartProcess());
    const bool calm = was_calm && Calm() && !died && world_.struck == struck;
    if (asked.event && !calm) model_.begun.insert(*asked.event);
    std::string violation = Look(asked, calm);
    if (violation.empty() && calm && world_.cloud_state.registrations > granted) {
      violation = LookAtGrant();
    }
    const bool quiet = fault_ == nullptr && !died && world_.struck == struck;
    if (quiet && Settled()) model_.begun.clear();
    if (violation.empty() && ++made_ % kLookEvery == 0) violation = LookAtWhatWasSaid();
    return violation;
  }

  // Whatever was walked through: without faults everything can be put right.
  std::string End() {
    HealAll();
    Regardless(world_.StartProcess());
    world_.loop.Advance(minutes(2));
    const Said registered = RegisterAnyway();
    if (!registered) return "cannot be registered in the end: " + registered.error().Message();
    world_.EndProcess();
    world_.loop.Advance(minutes(2));
    if (world_.loop.pending() > 0) return "timers outlive the process";
    return LookAtWhatWasSaid();
  }

  size_t changes() const { return changes_; }

 private:
  bool Calm() const { return fault_ == nullptr && model_.begun.empty(); }

  // Nothing is under way any more, in this process or left behind by another one.
  bool Settled() const {
    const Json attempt = world_.store.Document("attempt");
    const bool open = attempt.is_object() && attempt.contains("open");
    return world_.store.Document("journal").is_null() && !open;
  }

  std::string LookAtWhatWasSaid() {
    std::vector<std::string> violations;
    CheckPeers(world_, violations);
    CheckSecrets(world_, violations);
    world_.Forget();
    return violations.empty() ? "" : violations.front();
  }

  std::optional<WorkspaceState> StateNow() {
    return StateNamed(StringOr(world_.Status(), "state"));
  }

  std::string Look(const Asked& asked, bool calm) {
    if (!world_.half.empty()) return "credentials are half: " + world_.half.front();
    const auto after = StateNow();
    // A database that cannot be read tells nothing.
    if (!after) return fault_ == nullptr ? "the state is not legal" : "";
    const WorkspaceState before = std::exchange(state_, *after);
    if (before != *after) ++changes_;
    const bool well = asked.event && asked.said && *asked.said;
    const Event* const done = well ? &*asked.event : nullptr;
    return model_.Check(before, *after, calm, done).value_or("");
  }

  std::string LookAtGrant() const {
    const std::string id = "client-" + std::to_string(world_.cloud_state.registrations);
    if (world_.store.Text("Cloud_Workspace_Client_Id") == id) return "";
    return "the registration " + id + " was granted and is lost";
  }

  Asked Do(const Step& step) {
    using Action = Asked (Walker::*)(uint64_t);
    static const std::map<std::string, Action> actions = {
        {"connect", &Walker::Connect},     {"intent", &Walker::Intent},
        {"link", &Walker::FollowLink},     {"poll", &Walker::Poll},
        {"offline", &Walker::Offline},     {"sync", &Walker::Sync},
        {"disconnect", &Walker::Leave},    {"reconnect", &Walker::Reconnect},
        {"token", &Walker::Token},         {"license", &Walker::License},
        {"unlicense", &Walker::Unlicense}, {"window", &Walker::Window},
        {"pass", &Walker::Pass},           {"restart", &Walker::Restart},
        {"kill", &Walker::Kill},           {"die", &Walker::Die},
        {"fault", &Walker::Strike},        {"heal", &Walker::Recover},
        {"wizard", &Walker::SetWizard},
    };
    return (this->*actions.at(step.action))(step.number);
  }

  Asked Answered(Event event, Said said) { return {event, std::move(said)}; }
  Asked Nothing() { return {}; }

  Asked Connect(uint64_t /*number*/) {
    Said said = world_.Hear(world_.workspace().Connect(world_.FreshToken()));
    if (said && said.value().value("repeated", false)) return Nothing();
    return Answered(Event::kRegistered, std::move(said));
  }
  Asked Intent(uint64_t /*number*/) {
    Said said = world_.Hear(world_.workspace().Intent("ada@workspace.test", false));
    if (said) handle_ = StringOr(said.value(), "device_code");
    return Answered(Event::kIntentStarted, std::move(said));
  }
  Asked FollowLink(uint64_t /*number*/) {
    const auto found = world_.cloud_state.intents.find(world_.cloud_state.latest_intent);
    if (found != world_.cloud_state.intents.end()) found->second.confirmed = true;
    return Nothing();
  }
  Asked Poll(uint64_t /*number*/) {
    Regardless(world_.Hear(world_.workspace().Poll(handle_)));
    return Nothing();
  }
  Asked Offline(uint64_t /*number*/) {
    const Json answer{{"workspaceId", "workspace-9"},
                      {"client_id", "client-9"},
                      {"client_secret", "secret-of-client-9"},
                      {"registration_client_uri", "https://cloud.test/api/oauth/clients/client-9"},
                      {"licenseData", {{"license", "OFFLINE LICENSE"}}}};
    const Secret blob(MakeOfflineBlob(answer.dump()));
    return Answered(Event::kOfflineRegistered, world_.Hear(world_.workspace().OfflineApply(blob)));
  }
  Asked Sync(uint64_t /*number*/) {
    return Answered(Event::kSynced, world_.Hear(world_.workspace().Sync(SyncReason::kAdmin)));
  }
  Asked Leave(uint64_t /*number*/) {
    return Answered(Event::kDisconnected, world_.Hear(world_.workspace().Disconnect()));
  }
  Asked Reconnect(uint64_t /*number*/) {
    return Answered(Event::kReconnected, world_.Hear(world_.workspace().Reconnect()));
  }
  Asked Token(uint64_t number) {
    AccessTokenRequest request;
    request.force_new = number % 2 == 0;
    Regardless(world_.Ask(world_.workspace().GetAccessToken(request)));
    return Nothing();
  }
  Asked License(uint64_t /*number*/) {
    Regardless(world_.Hear(world_.workspace().PullLicense()));
    return Nothing();
  }
  Asked Unlicense(uint64_t /*number*/) {
    // It syncs as an administrator does.
    Regardless(world_.Hear(world_.workspace().RemoveLicense()));
    if (state_ != WorkspaceState::kOffline) return Nothing();
    model_.begun.insert(Event::kSynced);
    return Nothing();
  }
  Asked Window(uint64_t /*number*/) {
    Regardless(world_.Hear(world_.workspace().RefreshSupportWindow()));
    return Nothing();
  }
  Asked Pass(uint64_t number) {
    switch (number % 4) {
      case 0:
        world_.loop.Advance(seconds(3));
        break;
      case 1:
        world_.loop.Advance(minutes(2));
        break;
      case 2:
        world_.loop.Advance(minutes(16));
        break;
      default:
        world_.loop.StepWallClock(hours(13));
        world_.loop.Advance(minutes(11));
    }
    return Nothing();
  }
  Asked Restart(uint64_t /*number*/) {
    Regardless(world_.StartProcess());
    return Nothing();
  }
  Asked Kill(uint64_t /*number*/) {
    world_.KillProcess();
    Regardless(world_.StartProcess());
    return Nothing();
  }
  Asked Die(uint64_t number) {
    world_.DieAt(static_cast<int>(number % 40) + 1);
    return Nothing();
  }
  Asked Strike(uint64_t number) {
    HealAll();
    const auto& faults = AllFaults();
    fault_ = &faults[number % faults.size()];
    fault_->strike(world_, "*");
    return Nothing();
  }
  Asked Recover(uint64_t /*number*/) {
    HealAll();
    world_.loop.Advance(minutes(1) + seconds(1));
    return Nothing();
  }
  Asked SetWizard(uint64_t number) {
    world_.Set("Organization_Name", "Company");
    world_.Set(kWizard, number % 2 == 0 ? "completed" : "in_progress");
    return Nothing();
  }

  void HealAll() {
    if (fault_ == nullptr) return;
    Heal(world_, *fault_);
    fault_ = nullptr;
    // What it led to may show only now.
    for (const Event event : {Event::kFoundCredentials, Event::kFoundNoCredentials}) {
      model_.begun.insert(event);
    }
  }

  Said RegisterAnyway() {
    Said registered = RegisterByAllMeans(world_);
    // Another change may be under way for a moment.
    for (int tries = 0; !registered && tries < 3; ++tries) {
      world_.loop.Advance(minutes(2));
      registered = RegisterByAllMeans(world_);
    }
    return registered;
  }

  World world_;
  Model model_;
  WorkspaceState state_ = WorkspaceState::kUnregistered;
  const Fault* fault_ = nullptr;
  std::string handle_ = "none";
  size_t changes_ = 0;
  size_t made_ = 0;
};

// How often each action is drawn, in parts of all.
const std::vector<std::pair<std::string, int>>& Weights() {
  static const std::vector<std::pair<std::string, int>> weights = {
      {"connect", 6},   {"intent", 4},     {"link", 4},      {"poll", 4},    {"offline", 2},
      {"sync", 8},      {"disconnect", 5}, {"reconnect", 5}, {"token", 4},   {"license", 2},
      {"unlicense", 2}, {"window", 2},     {"pass", 16},     {"restart", 2}, {"kill", 2},
      {"die", 3},       {"fault", 12},     {"heal", 14},     {"wizard", 2}};
  return weights;
}

}  // namespace

std::string ToString(const std::vector<Step>& steps) {
  std::string text;
  for (const Step& step : steps) {
    if (!text.empty()) text += ", ";
    text += step.action;
    if (step.action == "fault") {
      text += " '" + AllFaults()[step.number % AllFaults().size()].name + "'";
    } else if (step.action == "pass" || step.action == "die" || step.action == "wizard") {
      text += " " + std::to_string(step.number);
    }
  }
  return text;
}

std::vector<Step> StepsOf(uint64_t seed, size_t count) {
  std::mt19937_64 random(seed);
  uint64_t sum = 0;
  for (const auto& [action, weight] : Weights()) sum += static_cast<uint64_t>(weight);
  std::vector<Step> steps;
  while (steps.size() < count) {
    auto drawn = static_cast<int64_t>(random() % sum);
    const auto found = std::find_if(Weights().begin(), Weights().end(), [&drawn](const auto& one) {
      drawn -= one.second;
      return drawn < 0;
    });
    steps.push_back({found->first, random() % 1'000'000});
  }
  return steps;
}

WalkOutcome Walk(const std::vector<Step>& steps) {
  Walker walker;
  WalkOutcome outcome;
  for (; outcome.at < steps.size(); ++outcome.at) {
    outcome.violation = walker.Make(steps[outcome.at]);
    if (!outcome.violation.empty()) return outcome;
  }
  outcome.violation = walker.End();
  outcome.changes = walker.changes();
  return outcome;
}

std::vector<Step> Shrink(std::vector<Step> steps,
                         const std::function<bool(const std::vector<Step>&)>& fails,
                         int most_runs) {
  int runs = 0;
  for (size_t part = std::max<size_t>(steps.size() / 2, 1); part > 0;) {
    bool shorter = false;
    for (size_t at = 0; at < steps.size() && runs < most_runs;) {
      std::vector<Step> fewer = steps;
      const auto begin = fewer.begin() + static_cast<std::ptrdiff_t>(at);
      const size_t count = std::min(part, fewer.size() - at);
      fewer.erase(begin, begin + static_cast<std::ptrdiff_t>(count));
      ++runs;
      if (fails(fewer)) {
        steps = std::move(fewer);
        shorter = true;
      } else {
        at += part;
      }
    }
    if (runs >= most_runs) break;
    // The last round is repeated as long as it helps.
    if (part > 1 || !shorter) part /= 2;
  }
  return steps;
}

}  // namespace registrar
