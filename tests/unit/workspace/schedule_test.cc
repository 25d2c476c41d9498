#include "module/workspace/schedule.h"

#include <gtest/gtest.h>

#include "module/workspace/backoff.h"
#include "module/workspace/time_text.h"
#include "tests/unit/workspace/server.h"

namespace registrar {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

TEST(ScheduleTest, SlotsAreAPeriodApartAndStayInTheirPhase) {
  const Duration phase = PhaseOf("unique-1", kSyncPeriod);
  EXPECT_GE(phase, Duration::zero());
  EXPECT_LT(phase, kSyncPeriod);
  const WallTime now(hours(500000));
  const Slots slots = SlotsOf("unique-1", kSyncPeriod);
  EXPECT_EQ(slots.phase, phase);
  const WallTime slot = slots.After(now);
  EXPECT_GT(slot, now);
  EXPECT_LE(slot - now, kSyncPeriod);
  EXPECT_EQ(slots.After(slot), slot + kSyncPeriod);
  EXPECT_EQ(slots.After(slot - Duration(1)), slot);
}

TEST(ScheduleTest, AFleetIsSpreadEvenly) {
  constexpr int kFleet = 12000;
  std::array<int, 12> by_hour{};
  for (int i = 0; i < kFleet; ++i) {
    const Duration phase = PhaseOf("workspace " + std::to_string(i), kSyncPeriod);
    ++by_hour.at(static_cast<size_t>(phase / hours(1)));
  }
  for (const int count : by_hour) {
    EXPECT_GT(count, 850);
    EXPECT_LT(count, 1150);
  }
}

TEST(BackoffTest, GrowsToItsCapWithFullJitter) {
  VirtualLoop loop;
  for (int failures = 1; failures < 20; ++failures) {
    Duration longest{0};
    const Duration limit =
        failures > 7 ? kBackoffCap : std::min<Duration>(kBackoffCap, seconds(30 << (failures - 1)));
    for (int i = 0; i < 200; ++i) {
      const Duration delay = BackoffDelay(loop, failures, std::nullopt);
      EXPECT_GE(delay, seconds(1));
      EXPECT_LE(delay, limit);
      longest = std::max(longest, delay);
    }
    EXPECT_GT(longest, limit / 2) << failures;
  }
}

TEST(BackoffTest, IsNeverShorterThanTheOtherSideAsked) {
  VirtualLoop loop;
  for (int i = 0; i < 50; ++i) EXPECT_GE(BackoffDelay(loop, 1, seconds(7200)), hours(2));
}

TEST(RetryTest, ACloudThatFailedIsTriedOnceBesideTheSlots) {
  VirtualLoop loop;
  const WallTime now(hours(500000));
  const Slots slots = SlotsOf("unique-1", kSyncPeriod);
  const Error error(ErrorCode::kConnectTimeout);
  bool before_slot = false;
  for (int i = 0; i < 50; ++i) {
    const Retry first = RetryOf(loop, error, 1, now, slots);
    EXPECT_GE(first.at, std::min(now + kRetryFloor, slots.After(now)));
    EXPECT_LE(first.at, slots.After(now));
    before_slot = before_slot || first.at < slots.After(now);
  }
  EXPECT_TRUE(before_slot);
  EXPECT_EQ(RetryOf(loop, error, 2, now, slots).at, slots.After(now));
}

TEST(RetryTest, WhatWasAskedForIsKept) {
  VirtualLoop loop;
  const WallTime now(hours(500000));
  Error error(ErrorCode::kStatusRateLimited);
  error.retry_after = seconds(7200);
  EXPECT_EQ(RetryOf(loop, error, 1, now, SlotsOf("unique-1", kSyncPeriod)).after, now + hours(2));
}

TEST(RetryTest, TheServersOwnDatabaseIsTriedSoon) {
  VirtualLoop loop;
  const WallTime now(hours(500000));
  const Slots slots = SlotsOf("unique-1", kSyncPeriod);
  const Retry retry = RetryOf(loop, Error(ErrorCode::kHostRead), 1, now, slots);
  EXPECT_LE(retry.at, now + kBackoffBase);
}

TEST(RetryTest, AWayOutThatIsMissingIsTriedSoonAndAgain) {
  VirtualLoop loop;
  const WallTime now(hours(500000));
  const Slots slots = SlotsOf("unique-1", kSyncPeriod);
  for (const ErrorCode code : {ErrorCode::kDnsFailed, ErrorCode::kProxyUnreachable}) {
    EXPECT_LE(RetryOf(loop, Error(code), 1, now, slots).at, now + kBackoffBase);
    EXPECT_LE(RetryOf(loop, Error(code), 9, now, slots).at, now + kBackoffCap);
  }
}

// Retries of a fleet that fails all the time, beside its slots, as a share of its syncs: the rate
// with which it comes when the cloud is back.
TEST(RetryTest, AFleetDoesNotComeBackAsOneAfterAnOutage) {
  constexpr int kFleet = 20000;
  VirtualLoop loop;
  const WallTime now(hours(500000));
  const Error error(ErrorCode::kConnectRefused);
  for (const Duration outage : {Duration(hours(1)), Duration(hours(8)), Duration(hours(12))}) {
    int retries = 0;
    for (int i = 0; i < kFleet; ++i) {
      // Each fails first in its slot, which is now.
      const Slots slots{kSyncPeriod, now.time_since_epoch() % kSyncPeriod};
      WallTime time = now;
      for (int failures = 1;; ++failures) {
        time = SyncDue(slots, time, time, time, RetryOf(loop, error, failures, time, slots));
        if (time >= now + outage || time == now + kSyncPeriod) break;
        ++retries;
      }
    }
    EXPECT_GT(retries, kFleet / 10);
    EXPECT_LT(retries, kFleet * 19 / 20);
  }
}

StatusRecord RecordOf(WorkspaceState state, WallTime since) {
  StatusRecord record;
  record.state = state;
  record.unique_id = "unique-1";
  record.since = since;
  return record;
}

TEST(PlanTest, AMissedSlotIsCaughtUpOnce) {
  const WallTime now(hours(500000));
  StatusRecord record = RecordOf(WorkspaceState::kRegistered, now - hours(100));
  record.last_sync = {{"at", StoredTime(now - hours(20))}};
  const WallTime catch_up = now + minutes(7);
  EXPECT_EQ(NextPlan(record.state, record, now, catch_up, {}).due, catch_up);
  record.last_sync["at"] = StoredTime(now);
  EXPECT_GT(NextPlan(record.state, record, now, catch_up, {}).due, catch_up);
}

TEST(PlanTest, AWorkspaceThatNeverSyncedHasMissedNothing) {
  const WallTime now(hours(500000));
  const StatusRecord record = RecordOf(WorkspaceState::kRegistered, now);
  const Plan plan = NextPlan(record.state, record, now, now, {});
  EXPECT_EQ(plan.chore, Chore::kSync);
  EXPECT_EQ(plan.due, SlotsOf("unique-1", kSyncPeriod).After(now));
}

TEST(PlanTest, AClockThatWasSetBackDoesNotSilenceTheSchedule) {
  const WallTime now(hours(500000));
  StatusRecord record = RecordOf(WorkspaceState::kRegistered, now + hours(5000));
  record.last_sync = {{"at", StoredTime(now + hours(5000))}};
  EXPECT_LE(NextPlan(record.state, record, now, now, {}).due, now + kSyncPeriod);
}

TEST(PlanTest, RetriesComeBeforeTheSlotButNotBeforeTheOtherSideAllows) {
  const WallTime now(hours(500000));
  const StatusRecord record = RecordOf(WorkspaceState::kRegistered, now);
  Retry retry;
  retry.at = now + seconds(20);
  EXPECT_EQ(NextPlan(record.state, record, now, now, retry).due, now + seconds(20));
  retry.after = now + hours(24);
  EXPECT_EQ(NextPlan(record.state, record, now, now, retry).due, now + hours(24));
}

TEST(PlanTest, TheSettingsGiveTheRhythm) {
  const WallTime now(hours(500000));
  const StatusRecord record = RecordOf(WorkspaceState::kRegistered, now);
  const Plan often = NextPlan(record.state, record, now, now, {}, {hours(2), true});
  EXPECT_EQ(often.chore, Chore::kSync);
  EXPECT_EQ(often.due, SlotsOf("unique-1", hours(2)).After(now));
  const Plan never = NextPlan(record.state, record, now, now, {}, {hours(2), false});
  EXPECT_EQ(never.chore, Chore::kWindow);
}

TEST(PlanTest, EachStateHasItsChore) {
  const WallTime now(hours(500000));
  const auto chore = [&](WorkspaceState state) {
    return NextPlan(state, RecordOf(state, now), now, now, {}).chore;
  };
  EXPECT_EQ(chore(WorkspaceState::kUnregistered), Chore::kWindow);
  EXPECT_EQ(chore(WorkspaceState::kIntent), Chore::kWindow);
  EXPECT_EQ(chore(WorkspaceState::kDisconnected), Chore::kWindow);
  EXPECT_EQ(chore(WorkspaceState::kRegistered), Chore::kSync);
  EXPECT_EQ(chore(WorkspaceState::kForgotten), Chore::kTryKept);
  EXPECT_EQ(chore(WorkspaceState::kOffline), Chore::kNone);
}

using SchedulerTest = WorkspaceTest;

TEST_F(SchedulerTest, FollowsTheSettingsWithoutARestart) {
  const auto server = Registered();
  server->cloud.calls.clear();
  store.settings["Registrar_Sync_Every"] = 1;
  server->workspace->SettingsChanged();
  loop.Advance(hours(12));
  EXPECT_EQ(server->cloud.Count("sync"), 12);
  store.settings["Registrar_Sync_Enabled"] = false;
  server->workspace->SettingsChanged();
  loop.Advance(hours(48));
  EXPECT_EQ(server->cloud.Count("sync"), 12);
  EXPECT_EQ(server->Status()["nextSync"], nullptr);
  store.settings["Registrar_Sync_Enabled"] = true;
  server->workspace->SettingsChanged();
  loop.Advance(hours(1));
  EXPECT_GT(server->cloud.Count("sync"), 12);
}

TEST_F(SchedulerTest, TheHolderFollowsASettingThatWasChangedAtAnotherInstance) {
  const auto holder = Registered();
  const auto other = Started();
  ASSERT_EQ(holder->Status()["lease"]["mine"], true);
  holder->cloud.calls.clear();
  store.settings["Registrar_Sync_Every"] = 1;
  other->workspace->SettingsChanged();
  loop.Advance(hours(6));
  EXPECT_EQ(holder->cloud.Count("sync"), 6);
}

TEST_F(SchedulerTest, WhatIsReportedAtOnceIsToldToTheOthersOnce) {
  const auto server = Registered();
  const int64_t before = IntegerOr(store.Document("generation"), "n");
  for (int i = 0; i < 12; ++i) server->workspace->SettingsChanged();
  loop.RunReady();
  EXPECT_EQ(IntegerOr(store.Document("generation"), "n"), before + 1);
  server->workspace->SettingsChanged();
  loop.RunReady();
  EXPECT_EQ(IntegerOr(store.Document("generation"), "n"), before + 2);
}

TEST_F(SchedulerTest, ASettingThatIsNotAllowedIsPublishedAtOnce) {
  const auto server = Registered();
  server->host.published.clear();
  store.settings["Registrar_Sync_Every"] = 0;
  server->workspace->SettingsChanged();
  loop.RunReady();
  ASSERT_FALSE(server->host.published.empty());
  const Json& invalid = server->host.published.back()["invalidSettings"];
  ASSERT_EQ(invalid.size(), 1U);
  EXPECT_EQ(invalid[0]["detail"], "Registrar_Sync_Every is 0, allowed: 1 to 168 hours");
}

TEST_F(SchedulerTest, SyncsEveryTwelveHoursOnOneConnection) {
  const auto server = Registered();
  server->cloud.calls.clear();
  loop.Advance(hours(12));
  EXPECT_EQ(server->cloud.Count("sync"), 1);
  EXPECT_EQ(server->cloud.Names(), (std::vector<std::string>{"token", "comms", "sync", "window"}));
  EXPECT_EQ(server->Status()["lastSync"]["reason"], "schedule");
  loop.Advance(hours(120));
  EXPECT_EQ(server->cloud.Count("sync"), 11);
}

TEST_F(SchedulerTest, AsksNothingWhenItTakesOverARegistration) {
  store.settings["Cloud_Workspace_Client_Id"] = "client-1";
  store.settings["Cloud_Workspace_Client_Secret"] = "secret-of-client-1";
  const auto server = Started();
  loop.Advance(minutes(1));
  EXPECT_TRUE(server->cloud.calls.empty());
  EXPECT_FALSE(server->Status()["nextSync"].is_null());
}

TEST_F(SchedulerTest, CatchesUpOnceAfterALongSleep) {
  Registered();
  loop.Advance(hours(100));
  const auto server = Started();
  loop.Advance(minutes(10));
  EXPECT_EQ(server->cloud.Count("sync"), 1);
  loop.Advance(minutes(30));
  EXPECT_EQ(server->cloud.Count("sync"), 1);
}

TEST_F(SchedulerTest, TriesAFailedSyncOnceMoreAndThenInEverySlot) {
  const auto server = Registered();
  server->cloud.instead["sync"] = [] { return JsonAnswer(503, Json::object()); };
  server->cloud.calls.clear();
  loop.Advance(hours(120));
  const int tried = server->cloud.Count("sync");
  EXPECT_GE(tried, 10);
  EXPECT_LE(tried, 11);
  EXPECT_EQ(server->Status()["lastError"]["code"], "cloud.status.unavailable");
  server->cloud.instead.clear();
  loop.Advance(hours(12));
  EXPECT_EQ(server->Status()["lastError"], nullptr);
  EXPECT_EQ(server->cloud.Count("sync"), tried + 1);
}

TEST_F(SchedulerTest, TheNextTryOfAFailedSyncIsShown) {
  const auto server = Registered();
  server->cloud.instead["sync"] = [] { return JsonAnswer(503, Json::object()); };
  while (server->Status()["lastError"].is_null()) loop.Advance(minutes(1));
  EXPECT_FALSE(server->Status()["nextSync"].is_null());
}

TEST_F(SchedulerTest, WaitsAsLongAsTheCloudAsks) {
  const auto server = Registered();
  server->cloud.instead["sync"] = [] {
    HttpResponse response = JsonAnswer(429, Json::object());
    response.headers.emplace_back("retry-after", "36000");
    return response;
  };
  while (server->Status()["lastError"].is_null()) loop.Advance(minutes(1));
  const int asked = server->cloud.Count("sync");
  loop.Advance(hours(9));
  EXPECT_EQ(server->cloud.Count("sync"), asked);
  loop.Advance(hours(2));
  EXPECT_GT(server->cloud.Count("sync"), asked);
}

TEST_F(SchedulerTest, AnUnregisteredWorkspaceOnlyRefreshesTheSupportWindow) {
  const auto server = Started();
  loop.Advance(hours(72));
  EXPECT_EQ(server->cloud.Count("window"), 4);
  EXPECT_EQ(server->cloud.calls.size(), 4U);
  EXPECT_EQ(server->Status()["nextSync"], nullptr);
}

TEST_F(SchedulerTest, AnOfflineWorkspaceIsSilent) {
  store.settings["Cloud_Workspace_Client_Id"] = "pasted";
  store.settings["Cloud_Workspace_Client_Secret"] = "pasted-secret";
  store.documents["status"] = {
      {"v", 1}, {"rev", 1}, {"state", "offline"}, {"uniqueId", "unique-1"}};
  const auto server = Started();
  loop.Advance(hours(72));
  EXPECT_TRUE(server->cloud.calls.empty());
  EXPECT_EQ(server->Status()["state"], "offline");
}

TEST_F(SchedulerTest, DisconnectingEndsTheSyncs) {
  const auto server = Registered();
  EXPECT_TRUE(server->Run(server->workspace->Disconnect()).has_value());
  server->cloud.calls.clear();
  loop.Advance(hours(48));
  EXPECT_EQ(server->cloud.Count("sync"), 0);
  EXPECT_EQ(server->cloud.Count("token"), 0);
}

TEST_F(SchedulerTest, StoppingLeavesNoTimer) {
  const auto server = Registered();
  server->workspace->Stop();
  EXPECT_EQ(loop.pending(), 0U);
}

}  // namespace
}  // namespace registrar
