#include "hooks/policy.h"

#include <gtest/gtest.h>

namespace registrar {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

const WallTime kNow(hours(500000));

// An unregistered workspace with a completed wizard, under `force`.
Situation Forced(WizardStep step = WizardStep::kCompleted) {
  Situation situation;
  situation.initiative = Initiative::kForce;
  situation.step = step;
  situation.now = kNow;
  return situation;
}

PolicyRecord Probed(std::initializer_list<std::pair<Duration, bool>> ago_and_good) {
  PolicyRecord record;
  for (const auto& [ago, good] : ago_and_good) record.NoteProbe(good, kNow - ago);
  return record;
}

TEST(PolicyTest, SetsBackOnlyAfterTwoGoodProbesTenMinutesApart) {
  EXPECT_EQ(Decide(Forced(), {}).measure, Measure::kProbe);
  EXPECT_EQ(Decide(Forced(), {}).due, kNow);

  const Decision after_one = Decide(Forced(), Probed({{minutes(1), true}}));
  EXPECT_EQ(after_one.measure, Measure::kProbe);
  EXPECT_EQ(after_one.due, kNow + minutes(9));

  const PolicyRecord too_close = Probed({{minutes(9), true}, {minutes(0), true}});
  EXPECT_EQ(Decide(Forced(), too_close).measure, Measure::kProbe);

  const PolicyRecord two = Probed({{minutes(10), true}, {minutes(0), true}});
  EXPECT_EQ(Decide(Forced(), two).measure, Measure::kSetBack);
}

TEST(PolicyTest, AFailedProbeInBetweenStartsAnew) {
  const PolicyRecord record =
      Probed({{minutes(10), true}, {minutes(5), false}, {minutes(0), true}});
  const Decision decision = Decide(Forced(), record);
  EXPECT_EQ(decision.measure, Measure::kProbe);
  EXPECT_EQ(decision.due, kNow + minutes(10));
}

TEST(PolicyTest, AnOldGoodProbeDoesNotCount) {
  const PolicyRecord record = Probed({{hours(3), true}, {minutes(0), true}});
  EXPECT_EQ(Decide(Forced(), record).measure, Measure::kProbe);
}

TEST(PolicyTest, SetsBackAtMostOnceADay) {
  PolicyRecord record = Probed({{minutes(10), true}, {minutes(0), true}});
  record.set_back = kNow - hours(23);
  const Decision early = Decide(Forced(), record);
  EXPECT_EQ(early.measure, Measure::kNone);
  EXPECT_EQ(early.due, kNow + hours(1));
  record.set_back = kNow - hours(24);
  EXPECT_EQ(Decide(Forced(), record).measure, Measure::kSetBack);
}

TEST(PolicyTest, AsksACloudThatDoesNotAnswerLessAndLessOften) {
  const PolicyRecord once = Probed({{minutes(0), false}});
  EXPECT_EQ(Decide(Forced(), once).due, kNow + minutes(10));
  PolicyRecord often;
  for (int i = 0; i < 50; ++i) often.NoteProbe(false, kNow);
  EXPECT_EQ(Decide(Forced(), often).due, kNow + hours(6));
}

struct Unforced {
  const char* name;
  Policy policy;
  Initiative initiative;
};
class UnforcedTest : public testing::TestWithParam<Unforced> {};

TEST_P(UnforcedTest, IsNeverSetBackAndNeverKept) {
  const PolicyRecord good = Probed({{minutes(10), true}, {minutes(0), true}});
  Situation situation = Forced();
  situation.policy = GetParam().policy;
  situation.initiative = GetParam().initiative;
  EXPECT_EQ(Decide(situation, good).measure, Measure::kNone);
  situation.step = WizardStep::kRegistration;
  const Decision decision = Decide(situation, good);
  EXPECT_EQ(decision.measure, Measure::kLetGo);
  EXPECT_EQ(decision.due, kNow);
}

INSTANTIATE_TEST_SUITE_P(
    States, UnforcedTest,
    testing::Values(Unforced{"Remind", Policy::kRemind, Initiative::kForce},
                    Unforced{"Off", Policy::kOff, Initiative::kForce},
                    Unforced{"Disconnected", Policy::kForce, Initiative::kNone},
                    Unforced{"Forgotten", Policy::kForce, Initiative::kRemind}),
    [](const auto& one) { return one.param.name; });

TEST(PolicyTest, AnEMailUnderWayIsLeftToItsEnd) {
  for (const WizardStep step : {WizardStep::kCompleted, WizardStep::kRegistration}) {
    Situation situation = Forced(step);
    situation.initiative = Initiative::kWait;
    situation.stay.failures = 5;
    const Decision decision = Decide(situation, Probed({{minutes(10), true}, {minutes(0), true}}));
    EXPECT_EQ(decision.measure, Measure::kNone);
    EXPECT_FALSE(decision.remind);
    EXPECT_TRUE(decision.due.has_value());
  }
}

TEST(PolicyTest, AnEMailIsLookedAtWhenItExpires) {
  Situation situation = Forced(WizardStep::kCompleted);
  situation.initiative = Initiative::kWait;
  situation.expiry = situation.now + minutes(5);
  EXPECT_EQ(Decide(situation, PolicyRecord()).due, *situation.expiry + kAfterExpiry);
  situation.expiry = situation.now - minutes(1);
  EXPECT_EQ(Decide(situation, PolicyRecord()).due, situation.now + kExpiredDistance);
  situation.expiry = situation.now + std::chrono::hours(48);
  EXPECT_EQ(Decide(situation, PolicyRecord()).due, situation.now + kProbeDistance);
}

TEST(PolicyTest, LetsGoWhenTheCloudFailsTwice) {
  Situation situation = Forced(WizardStep::kRegistration);
  EXPECT_EQ(Decide(situation, {}).measure, Measure::kProbe);
  EXPECT_EQ(Decide(situation, {}).due, kNow);
  situation.stay.NoteProbe(false, kNow);
  EXPECT_EQ(Decide(situation, {}).measure, Measure::kProbe);
  EXPECT_EQ(Decide(situation, {}).due, kNow + seconds(10));
  situation.stay.NoteProbe(false, kNow);
  EXPECT_EQ(Decide(situation, {}).measure, Measure::kLetGo);
}

TEST(PolicyTest, KeepsSomebodyAtTheRegistrationStepWhileTheCloudAnswers) {
  Situation situation = Forced(WizardStep::kRegistration);
  situation.stay.NoteProbe(false, kNow);
  situation.stay.NoteProbe(true, kNow);
  EXPECT_EQ(Decide(situation, {}).measure, Measure::kProbe);
  EXPECT_EQ(Decide(situation, {}).due, kNow + minutes(10));
}

TEST(PolicyTest, WhatFailedBeforeSomebodyCameDoesNotCount) {
  const PolicyRecord failed = Probed({{minutes(3), false}, {minutes(2), false}});
  EXPECT_EQ(Decide(Forced(WizardStep::kRegistration), failed).measure, Measure::kProbe);
}

TEST(PolicyTest, ARegisteredWorkspaceDoesNotStayInTheWizard) {
  Situation situation = Forced(WizardStep::kRegistration);
  situation.initiative = Initiative::kDone;
  situation.stay.registered = kNow - minutes(1);
  const Decision decision = Decide(situation, {});
  EXPECT_EQ(decision.measure, Measure::kLetGo);
  EXPECT_EQ(decision.due, kNow + minutes(14));
}

TEST(PolicyTest, TheEnvironmentAlwaysWins) {
  for (const WizardStep step : {WizardStep::kCompleted, WizardStep::kRegistration}) {
    Situation situation = Forced(step);
    situation.wizard_overridden = true;
    situation.stay.failures = 5;
    const Decision decision = Decide(situation, Probed({{minutes(10), true}, {minutes(0), true}}));
    EXPECT_EQ(decision.measure, Measure::kNone);
    EXPECT_FALSE(decision.due.has_value());
  }
}

TEST(PolicyTest, AServerThatIsBeingSetUpIsLeftAlone) {
  const Decision decision = Decide(Forced(WizardStep::kEarlier), {});
  EXPECT_EQ(decision.measure, Measure::kNone);
  EXPECT_FALSE(decision.remind);
}

TEST(PolicyTest, RemindsUnlessItIsOffOrNobodyWantsARegistration) {
  const auto reminds = [](Policy policy, Initiative initiative, WizardStep step) {
    Situation situation = Forced(step);
    situation.policy = policy;
    situation.initiative = initiative;
    return Decide(situation, {}).remind;
  };
  constexpr WizardStep kDone = WizardStep::kCompleted;
  EXPECT_TRUE(reminds(Policy::kForce, Initiative::kForce, kDone));
  EXPECT_TRUE(reminds(Policy::kRemind, Initiative::kForce, kDone));
  EXPECT_TRUE(reminds(Policy::kForce, Initiative::kRemind, kDone));
  EXPECT_FALSE(reminds(Policy::kOff, Initiative::kForce, kDone));
  EXPECT_FALSE(reminds(Policy::kForce, Initiative::kDone, kDone));
  EXPECT_FALSE(reminds(Policy::kForce, Initiative::kNone, kDone));
  EXPECT_FALSE(reminds(Policy::kRemind, Initiative::kForce, WizardStep::kRegistration));
}

TEST(PolicyTest, AClockThatWasSetBackDoesNotStopItForLong) {
  PolicyRecord record;
  record.set_back = kNow + hours(1000);
  EXPECT_LE(*Decide(Forced(), record).due, kNow + hours(24));
  PolicyRecord probed;
  probed.NoteProbe(false, kNow + hours(1000));
  EXPECT_EQ(Decide(Forced(), probed).due, kNow);
}

TEST(PolicyTest, TheRecordSurvivesAsItIs) {
  PolicyRecord record = Probed({{minutes(10), true}, {minutes(0), true}});
  record.set_back = kNow - hours(30);
  record.reminded = kNow - hours(2);
  record.consent_given = true;
  record.failures = 3;
  EXPECT_EQ(PolicyRecord::FromJson(record.ToJson()).ToJson(), record.ToJson());
  EXPECT_EQ(PolicyRecord::FromJson(Json::object()).ToJson(), PolicyRecord().ToJson());
}

}  // namespace
}  // namespace registrar
