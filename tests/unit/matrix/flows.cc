#include "tests/unit/matrix/flows.h"

#include "module/cloud/offline_blob.h"
#include "module/workspace/time_text.h"

namespace registrar {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr const char* kEmail = "ada@workspace.test";

std::string StateOf(World& world) { return StringOr(world.Status(), "state"); }

Said SyncByHand(World& world) { return world.Hear(world.workspace().Sync(SyncReason::kAdmin)); }

Said Connect(World& world, const Secret& token) {
  return world.Hear(world.workspace().Connect(token));
}

void Register(World& world) {
  Regardless(Connect(world, world.FreshToken()));
  world.loop.Advance(seconds(5));
}

// Whether the remedy of the error is to register, by a new token if one was used.
bool AsksForRegistration(const Error& error) {
  switch (error.code) {
    case ErrorCode::kNotRegistered:
    case ErrorCode::kAnswerLost:
    case ErrorCode::kPayloadInvalid:
    case ErrorCode::kTokenUsed:
    case ErrorCode::kTokenInvalid:
    case ErrorCode::kUnknownClient:
    case ErrorCode::kNothingToReconnect:
    case ErrorCode::kUrlNotAllowed:
    case ErrorCode::kUrlInsecure:
      return true;
    default:
      return false;
  }
}

// `ask`, and once more after a registration when its error says so.
Said AskFollowingRemedy(World& world, const std::function<Said()>& ask) {
  Said said = ask();
  if (said || !AsksForRegistration(said.error())) return said;
  const Said registered = RegisterByAllMeans(world);
  return registered ? ask() : registered;
}

bool IsRegistered(World& world) { return world.store.Registered(); }

// A sync since the flow began that went well.
bool Synced(World& world) {
  const Json status = world.Status();
  return status.contains("lastSync") && status["lastSync"].is_object() &&
         status["lastSync"].value("ok", false) && status["lastSync"] != world.before["lastSync"];
}

// A server whose clock was set back has synced later than now: nothing is due.
bool SyncedLaterThanNow(World& world) {
  const auto last = TimeFromIso(StringOr(world.Status(), "lastGoodSync"));
  return last && *last > world.loop.WallNow();
}

Said Done(bool reached, const char* what) {
  if (reached) return Json::object();
  return Error(ErrorCode::kInternal, what);
}

// --- Registration ---------------------------------------------------------------------

Flow ByToken() {
  Flow flow;
  flow.name = "register by token";
  flow.events = {Event::kRegistered, Event::kSynced, Event::kForgotten};
  flow.prepare = [](World&) {};
  flow.act = [](World& world) {
    std::vector<Said> said = {Connect(world, world.FreshToken())};
    world.loop.Advance(seconds(20));
    return said;
  };
  flow.reached = IsRegistered;
  flow.again = [](World& world) {
    if (!world.store.Registered()) {
      Said connected =
          AskFollowingRemedy(world, [&world] { return Connect(world, Secret("token-1")); });
      if (!connected && connected.error().code != ErrorCode::kAlreadyRegistered) return connected;
    }
    return AskFollowingRemedy(world, [&world] { return SyncByHand(world); });
  };
  return flow;
}

void StandAtRegistration(World& world) {
  world.Set(kWizard, "in_progress");
  world.Set("Organization_Name", "Company");
  world.loop.Advance(seconds(1));
}

// The tab polls as long as it is told to wait.
Said PollAsTheTab(World& world, const std::string& handle, int times) {
  Said polled = Error(ErrorCode::kIntentUnknown);
  for (int i = 0; i < times; ++i) {
    polled = world.Hear(world.workspace().Poll(handle));
    if (!polled || StringOr(polled.value(), "status").empty()) break;
    world.loop.Advance(seconds(5));
  }
  return polled;
}

void FollowLink(World& world) {
  const auto found = world.cloud_state.intents.find(world.cloud_state.latest_intent);
  if (found != world.cloud_state.intents.end()) found->second.confirmed = true;
}

std::vector<Said> RegisterByEmail(World& world) {
  std::vector<Said> said = {world.Hear(world.workspace().Intent(kEmail, false))};
  if (!said.front()) return said;
  FollowLink(world);
  const std::string handle = StringOr(said.front().value(), "device_code");
  said.push_back(PollAsTheTab(world, handle, 30));
  world.loop.Advance(seconds(20));
  return said;
}

Flow ByEmail() {
  Flow flow;
  flow.name = "register by e-mail";
  flow.events = {Event::kIntentStarted, Event::kIntentEnded, Event::kRegistered, Event::kSynced,
                 Event::kForgotten};
  flow.prepare = StandAtRegistration;
  flow.act = RegisterByEmail;
  flow.reached = IsRegistered;
  flow.again = [](World& world) {
    // The server follows the e-mail that is on its way by itself.
    if (!world.store.Registered() && StateOf(world) == "intent") {
      FollowLink(world);
      world.loop.Advance(minutes(12));
    }
    if (!world.store.Registered()) RegisterByEmail(world);
    if (!world.store.Registered()) return Said(Error(ErrorCode::kInternal, "not registered"));
    return AskFollowingRemedy(world, [&world] { return SyncByHand(world); });
  };
  return flow;
}

Secret OfflineAnswer() {
  return Secret(MakeOfflineBlob(
      Json{{"workspaceId", "workspace-9"},
           {"client_name", "Chat"},
           {"client_id", "client-9"},
           {"client_secret", "secret-of-client-9"},
           {"client_secret_expires_at", 0},
           {"redirect_uris", Json::array({"https://chat.test/admin/cloud/oauth-callback"})},
           {"publicKey", "PUBLIC"},
           {"registration_client_uri", "https://cloud.test/api/oauth/clients/client-9"},
           {"licenseData",
            {{"version", 3},
             {"address", "https://chat.test"},
             {"license", "OFFLINE LICENSE"},
             {"updatedAt", "2026-01-01T00:00:00.000Z"},
             {"expireAt", "2029-01-01T00:00:00.000Z"}}}}
          .dump()));
}

Flow Offline() {
  Flow flow;
  flow.name = "register offline";
  flow.events = {Event::kOfflineRegistered};
  flow.prepare = [](World& world) { world.cloud_state.clients.insert("client-9"); };
  flow.act = [](World& world) {
    // The text for the console is the one thing that is exported knowingly.
    const auto data = world.Ask(world.workspace().OfflineData());
    std::vector<Said> said;
    if (data && !*data) said.emplace_back(data->error());
    said.push_back(world.Hear(world.workspace().OfflineApply(OfflineAnswer())));
    world.loop.Advance(seconds(20));
    return said;
  };
  flow.reached = IsRegistered;
  flow.again = [](World& world) {
    Said applied = world.Hear(world.workspace().OfflineApply(OfflineAnswer()));
    const bool before = !applied && applied.error().code == ErrorCode::kAlreadyRegistered;
    if (!applied && !before) return applied;
    return Done(world.store.Registered() && StateOf(world) == "offline", "not offline");
  };
  return flow;
}

// --- Of a registered workspace --------------------------------------------------------

Flow OfRegistered(std::string name, std::function<Said(World&)> ask,
                  std::function<bool(World&)> reached) {
  Flow flow;
  flow.name = std::move(name);
  flow.events = {Event::kSynced, Event::kForgotten, Event::kReconnected};
  flow.prepare = Register;
  flow.act = [ask](World& world) {
    // What is kept from the preparation is used up.
    world.loop.Advance(hours(1));
    std::vector<Said> said = {ask(world)};
    return said;
  };
  flow.reached = std::move(reached);
  flow.again = [ask](World& world) {
    return AskFollowingRemedy(world, [&world, &ask] { return ask(world); });
  };
  return flow;
}

Flow Scheduled() {
  Flow flow = OfRegistered("scheduled sync", SyncByHand, Synced);
  // A slot passes, and what is missed is made up for.
  const auto wait = [](World& world) {
    world.loop.StepWallClock(hours(12));
    world.loop.Advance(minutes(21));
  };
  flow.act = [wait](World& world) {
    wait(world);
    return std::vector<Said>();
  };
  flow.again = [wait](World& world) {
    // After a failure, or a cloud that asked for a day, the schedule may wait for two slots.
    world.before = world.Status();
    for (int tries = 0; tries < 3; ++tries) {
      wait(world);
      if (Synced(world)) return Said(Json::object());
    }
    return AskFollowingRemedy(world, [&world] { return SyncByHand(world); });
  };
  return flow;
}

Said AskToken(World& world, bool force) {
  AccessTokenRequest request;
  request.force_new = force;
  const auto token = world.Ask(world.workspace().GetAccessToken(request));
  if (!token) return Error(ErrorCode::kInternal, "nobody answers");
  if (!*token) return token->error();
  if (token->value().token.empty()) return Error(ErrorCode::kNotRegistered);
  return Json::object();
}

Flow Token() {
  return OfRegistered(
      "access token", [](World& world) { return AskToken(world, true); },
      [](World& world) { return !world.store.tokens.empty() && !world.cloud_state.valid.empty(); });
}

Flow License() {
  return OfRegistered(
      "license", [](World& world) { return world.Hear(world.workspace().PullLicense()); },
      [](World& world) { return world.store.license == "LICENSE"; });
}

// Which is for the cloud to say.
bool LicenseCameAgain(World& world) {
  const Json status = world.Status();
  return StringOr(Member(status, "license"), "at") >
         StringOr(Member(world.before, "license"), "at");
}

Flow LicenseRemoval() {
  return OfRegistered(
      "license removal", [](World& world) { return world.Hear(world.workspace().RemoveLicense()); },
      [](World& world) { return world.store.license.empty() || LicenseCameAgain(world); });
}

Flow Disconnecting() {
  Flow flow = OfRegistered(
      "disconnect", [](World& world) { return world.Hear(world.workspace().Disconnect()); },
      [](World& world) { return !world.store.Registered(); });
  flow.events = {Event::kDisconnected, Event::kForgotten};
  flow.again = [](World& world) {
    const std::string state = StateOf(world);
    if (state != "disconnected" && state != "forgotten") {
      Said said = world.Hear(world.workspace().Disconnect());
      if (!said) return said;
    }
    return Done(!world.store.Registered(), "still registered");
  };
  return flow;
}

Flow Reconnecting() {
  Flow flow = OfRegistered(
      "reconnect", [](World& world) { return world.Hear(world.workspace().Reconnect()); },
      IsRegistered);
  flow.events = {Event::kReconnected, Event::kSynced, Event::kForgotten};
  flow.prepare = [](World& world) {
    Register(world);
    Regardless(world.Hear(world.workspace().Disconnect()));
  };
  flow.again = [](World& world) {
    if (!world.store.Registered()) {
      Said said =
          AskFollowingRemedy(world, [&world] { return world.Hear(world.workspace().Reconnect()); });
      if (!said && said.error().code != ErrorCode::kAlreadyRegistered) return said;
    }
    return AskFollowingRemedy(world, [&world] { return SyncByHand(world); });
  };
  return flow;
}

// --- By itself ------------------------------------------------------------------------

Flow Window() {
  Flow flow = OfRegistered(
      "support window",
      [](World& world) { return world.Hear(world.workspace().RefreshSupportWindow()); },
      [](World& world) { return !world.host().windows.empty(); });
  flow.prepare = [](World&) {};
  flow.act = [](World& world) {
    std::vector<Said> said = {world.Hear(world.workspace().RefreshSupportWindow())};
    return said;
  };
  return flow;
}

Said StartWell(World& world) {
  Said started = world.StartProcess();
  if (!started) return started;
  return AskFollowingRemedy(world, [&world] { return SyncByHand(world); });
}

// The process ended in the middle of a registration that the cloud had granted.
Flow Start() {
  Flow flow;
  flow.name = "start";
  flow.events = {Event::kRegistered, Event::kSynced, Event::kForgotten};
  flow.prepare = [](World& world) {
    world.host().blocked = {"Cloud_Workspace_Client_Id"};
    Register(world);
    world.before = world.Status();
    world.EndProcess();
  };
  flow.act = [](World& world) {
    std::vector<Said> said = {world.StartProcess()};
    world.loop.Advance(minutes(1));
    return said;
  };
  flow.reached = IsRegistered;
  flow.again = StartWell;
  return flow;
}

Flow StartRegistered() {
  Flow flow = Start();
  flow.name = "start of a registered workspace";
  flow.prepare = [](World& world) {
    Register(world);
    world.before = world.Status();
    world.EndProcess();
  };
  flow.act = [](World& world) {
    world.loop.StepWallClock(hours(13));
    std::vector<Said> said = {world.StartProcess()};
    world.loop.Advance(minutes(21));
    return said;
  };
  flow.reached = [](World& world) { return Synced(world) || SyncedLaterThanNow(world); };
  return flow;
}

// --- The setup wizard -----------------------------------------------------------------

// Somebody stands before the step that has no skip, and has no token.
Flow Wizard() {
  Flow flow;
  flow.name = "wizard";
  flow.events = {};
  flow.prepare = [](World&) {};
  flow.act = [](World& world) {
    StandAtRegistration(world);
    std::vector<Said> said = {world.Hear(world.workspace().PreIntent())};
    world.loop.Advance(minutes(5));
    return said;
  };
  // That the cloud can be reached, or else that nobody is kept.
  flow.reached = [](World& world) { return world.store.Text(kWizard) == "in_progress"; };
  flow.again = [](World& world) {
    const Said said = world.Hear(world.workspace().PreIntent());
    return said ? Connect(world, world.FreshToken()) : said;
  };
  return flow;
}

// The wizard is completed, and the environment has a token.
Flow WizardWithToken() {
  Flow flow;
  flow.name = "wizard with a token";
  flow.events = {Event::kRegistered, Event::kSynced, Event::kForgotten};
  flow.prepare = [](World& world) {
    world.Set(kWizard, "in_progress");
    world.config.reg_token = world.FreshToken();
    Regardless(world.StartProcess());
  };
  flow.act = [](World& world) {
    world.Set("Organization_Name", "Company");
    world.Set(kWizard, "completed");
    world.loop.Advance(minutes(5));
    return std::vector<Said>();
  };
  flow.reached = IsRegistered;
  flow.again = [](World& world) {
    // By itself, unless the token is no good any more.
    for (int tries = 0; tries < 30 && !world.store.Registered(); ++tries) {
      world.loop.StepWallClock(minutes(50));
      world.loop.Advance(minutes(10));
    }
    return RegisterByAllMeans(world);
  };
  return flow;
}

}  // namespace

Said RegisterByAllMeans(World& world) {
  if (world.store.Registered()) {
    Said synced = SyncByHand(world);
    if (synced) return synced;
    const ErrorCode code = synced.error().code;
    // What the registration says of the cloud's address is refused: another one is needed.
    const bool led_astray = code == ErrorCode::kUrlNotAllowed || code == ErrorCode::kUrlInsecure;
    if (led_astray) Regardless(world.Hear(world.workspace().Disconnect()));
    if (!led_astray && !AsksForRegistration(synced.error())) return synced;
  }
  if (!world.store.Registered()) {
    Said connected = Connect(world, world.FreshToken());
    if (!connected) return connected;
  }
  return SyncByHand(world);
}

const std::vector<Flow>& AllFlows() {
  static const std::vector<Flow> flows = {ByToken(),
                                          ByEmail(),
                                          Offline(),
                                          Scheduled(),
                                          OfRegistered("sync by hand", SyncByHand, Synced),
                                          Token(),
                                          Disconnecting(),
                                          Reconnecting(),
                                          License(),
                                          LicenseRemoval(),
                                          Window(),
                                          Start(),
                                          StartRegistered(),
                                          Wizard(),
                                          WizardWithToken()};
  return flows;
}

}  // namespace registrar
