#include "hooks/policy.h"

#include <algorithm>

#include "module/workspace/time_text.h"

namespace registrar {
namespace {

// An unregistered workspace that has never been anything else, and is to be registered.
bool IsForced(const Situation& situation) {
  return situation.policy == Policy::kForce && situation.initiative == Initiative::kForce;
}

bool IsReminded(const Situation& situation) {
  const bool due =
      situation.initiative == Initiative::kForce || situation.initiative == Initiative::kRemind;
  return due && situation.policy != Policy::kOff && situation.step == WizardStep::kCompleted;
}

Duration PauseAfter(int failures) {
  Duration pause = kProbeDistance;
  for (int i = 1; i < failures && pause < kProbeCap; ++i) pause *= 2;
  return std::min(pause, kProbeCap);
}

// Somebody stands before the step that has no skip.
Decision AtRegistration(const Situation& situation) {
  const Stay& stay = situation.stay;
  if (situation.initiative == Initiative::kDone) {
    return {Measure::kLetGo, stay.registered.value_or(situation.now) + kRegisteredGrace};
  }
  if (!IsForced(situation) || stay.failures >= kFailuresToLetGo) {
    return {Measure::kLetGo, situation.now};
  }
  if (!stay.probed) return {Measure::kProbe, situation.now};
  return {Measure::kProbe, *stay.probed + (stay.failures > 0 ? kSecondTry : kProbeDistance)};
}

// The wizard is completed and the registration is missing: back to its registration step.
Decision WhenCompleted(const Situation& situation, const PolicyRecord& record) {
  const WallTime now = situation.now;
  // A clock that was set back must not stop the policy for longer than it may stop at all.
  const bool too_early = record.set_back && now - *record.set_back < kSetBackDistance;
  if (too_early) return {Measure::kNone, std::min(*record.set_back, now) + kSetBackDistance};
  if (record.confirmed && now - *record.confirmed < kProbeStale) return {Measure::kSetBack, now};
  if (!record.probed || *record.probed > now) return {Measure::kProbe, now};
  if (!record.good_since) return {Measure::kProbe, *record.probed + PauseAfter(record.failures)};
  return {Measure::kProbe, *record.good_since + kProbeDistance};
}

// The e-mail may expire without anybody saying so.
WallTime EndOfWait(const Situation& situation) {
  const WallTime now = situation.now;
  // A clock that was set back must not make it wait for ever: this often is looked in any case.
  const WallTime latest = now + kProbeDistance;
  if (!situation.expiry) return latest;
  if (*situation.expiry < now) return now + kExpiredDistance;
  return std::min(*situation.expiry + kAfterExpiry, latest);
}

Decision DecideMeasure(const Situation& situation, const PolicyRecord& record) {
  if (situation.initiative == Initiative::kWait) {
    return {Measure::kNone, EndOfWait(situation)};
  }
  if (situation.wizard_overridden) return {};
  if (situation.step == WizardStep::kRegistration) return AtRegistration(situation);
  const bool forced = situation.step == WizardStep::kCompleted && IsForced(situation);
  return forced ? WhenCompleted(situation, record) : Decision();
}

}  // namespace

void PolicyRecord::NoteProbe(bool good, WallTime now) {
  probed = now;
  if (!good) {
    ++failures;
    good_since.reset();
    confirmed.reset();
    return;
  }
  failures = 0;
  if (!good_since || *good_since > now || now - *good_since > kProbeStale) {
    good_since = now;
    confirmed.reset();
  } else if (now - *good_since >= kProbeDistance) {
    confirmed = now;
  }
}

Json PolicyRecord::ToJson() const {
  Json json{{"failures", failures}, {"consentGiven", consent_given}, {"shown", shown}};
  PutTime(json, "probed", probed);
  PutTime(json, "goodSince", good_since);
  PutTime(json, "confirmed", confirmed);
  PutTime(json, "setBack", set_back);
  PutTime(json, "reminded", reminded);
  return json;
}

PolicyRecord PolicyRecord::FromJson(const Json& json) {
  PolicyRecord record;
  record.probed = OptionalTime(json, "probed");
  record.good_since = OptionalTime(json, "goodSince");
  record.confirmed = OptionalTime(json, "confirmed");
  record.set_back = OptionalTime(json, "setBack");
  record.reminded = OptionalTime(json, "reminded");
  record.failures = AsInt(Member(json, "failures")).value_or(0);
  record.shown = BoolOr(json, "shown");
  record.consent_given = BoolOr(json, "consentGiven");
  return record;
}

void Stay::NoteProbe(bool good, WallTime now) {
  probed = now;
  failures = good ? 0 : failures + 1;
}

Decision Decide(const Situation& situation, const PolicyRecord& record) {
  Decision decision = DecideMeasure(situation, record);
  decision.remind = IsReminded(situation);
  return decision;
}

}  // namespace registrar
