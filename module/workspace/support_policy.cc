#include "module/workspace/support_policy.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "module/net/url.h"
#include "module/workspace/time_text.h"

namespace registrar {
namespace {

using Release = std::pair<int, int>;  // major, minor

std::optional<Release> ReleaseOf(const std::string& version) {
  Release release;
  const char* const end = version.data() + version.size();
  const auto major = std::from_chars(version.data(), end, release.first);
  if (major.ec != std::errc() || major.ptr == end || *major.ptr != '.') return std::nullopt;
  const auto minor = std::from_chars(major.ptr + 1, end, release.second);
  if (minor.ec != std::errc()) return std::nullopt;
  return release;
}

std::optional<WallTime> TimeIn(const Json& json, const char* key) {
  return TimeFromIso(StringOr(json, key));
}

const SupportData* Newest(const std::vector<SupportData>& all) {
  const SupportData* newest = nullptr;
  for (const SupportData& one : all) {
    const auto time = TimeIn(one.data, "timestamp");
    if (!time) continue;
    if (newest == nullptr || *time > *TimeIn(newest->data, "timestamp")) newest = &one;
  }
  return newest;
}

// The entry of the release; null when there is none.
Json EntryFor(const Json& versions, Release release) {
  for (const Json& entry : Elements(versions)) {
    if (ReleaseOf(StringOr(entry, "version")) == release && TimeIn(entry, "expiration")) {
      return entry;
    }
  }
  return {};
}

// Whether the exceptions are made for this workspace. They name it by domain and unique id; what
// they do not name, they do not ask for.
bool AppliesTo(const Json& exceptions, const SupportSubject& subject) {
  const std::string unique_id = StringOr(exceptions, "uniqueId");
  const std::string host = HostOf(StringOr(exceptions, "domain"));
  if (unique_id.empty() && StringOr(exceptions, "domain").empty()) return exceptions.is_object();
  return (!unique_id.empty() && unique_id == subject.unique_id) ||
         (!host.empty() && host == subject.domain);
}

bool IsMessageList(const Json& json) { return json.is_array() && !json.empty(); }

// The message of the smallest remainingDays that is not below the days left; null when none is.
Json MessageFor(const Json& messages, int64_t days_left) {
  Json best;
  std::optional<double> fewest;
  for (const Json& message : Elements(messages)) {
    const auto days = AsNumber(Member(message, "remainingDays"));
    if (!days || *days < static_cast<double>(days_left)) continue;
    if (fewest && *days >= *fewest) continue;
    fewest = days;
    best = message;
  }
  return best;
}

// Whether `release` is older than all that the data lists, exceptions included.
bool IsOlderThanAll(const Json& versions, Release release) {
  const Json::array_t& entries = Elements(versions);
  if (entries.empty()) return false;
  return std::all_of(entries.begin(), entries.end(), [release](const Json& entry) {
    const auto listed = ReleaseOf(StringOr(entry, "version"));
    return !listed || release < *listed;
  });
}

void PutIsoTime(Json& json, const char* key, const std::optional<WallTime>& time) {
  if (time) Put(json, key, IsoTime(*time));
}

}  // namespace

std::optional<int64_t> SupportVerdict::DaysLeft(WallTime now) const {
  if (!until) return std::nullopt;
  return std::chrono::floor<std::chrono::days>(*until - now).count();
}

bool SupportVerdict::Refuses(WallTime now) const {
  if (kind != Kind::kOutside) return false;
  if (enforced && now < *enforced) return false;
  return as_of && now - *as_of <= kWindowDataLife;
}

Json SupportVerdict::ToJson(WallTime now) const {
  Json json{{"source", source}, {"supported", nullptr}};
  if (kind != Kind::kUnknown) Put(json, "supported", kind == Kind::kSupported);
  PutIsoTime(json, "until", until);
  PutIsoTime(json, "asOf", as_of);
  PutIsoTime(json, "enforcedFrom", enforced);
  if (const auto days = DaysLeft(now)) Put(json, "daysLeft", *days);
  if (!message.is_null()) Put(json, "message", message);
  return json;
}

SupportVerdict JudgeSupport(const std::vector<SupportData>& all, const SupportSubject& subject,
                            WallTime now) {
  SupportVerdict verdict;
  const SupportData* const newest = Newest(all);
  const auto release = ReleaseOf(subject.version);
  if (newest == nullptr || !release) return verdict;
  const Json& data = newest->data;
  verdict.source = newest->source;
  verdict.as_of = TimeIn(data, "timestamp");
  verdict.enforced = TimeIn(data, "enforcementStartDate");

  const Json versions = Member(data, "versions");
  Json exceptions = Member(data, "exceptions");
  if (!AppliesTo(exceptions, subject)) exceptions = nullptr;
  const Json exception = EntryFor(Member(exceptions, "versions"), *release);
  const Json plain = EntryFor(versions, *release);
  const Json& entry = exception.is_null() ? plain : exception;
  if (entry.is_null()) {
    if (IsOlderThanAll(versions, *release)) verdict.kind = SupportVerdict::Kind::kOutside;
    return verdict;
  }
  verdict.until = TimeIn(entry, "expiration");
  verdict.kind =
      *verdict.until > now ? SupportVerdict::Kind::kSupported : SupportVerdict::Kind::kOutside;
  const std::array<Json, 4> lists = {Member(exception, "messages"), Member(exceptions, "messages"),
                                     Member(plain, "messages"), Member(data, "messages")};
  const auto* const list = std::find_if(lists.begin(), lists.end(), IsMessageList);
  if (list != lists.end()) verdict.message = MessageFor(*list, *verdict.DaysLeft(now));
  return verdict;
}

std::optional<int> WarningStep(int64_t days_left) {
  for (const int step : {1, 7, 30}) {
    if (days_left <= step) return step;
  }
  return std::nullopt;
}

Json ExcerptOfSupportData(const Json& data) {
  Json excerpt = Json::object();
  for (const char* key :
       {"timestamp", "versions", "exceptions", "messages", "enforcementStartDate"}) {
    if (data.contains(key)) Put(excerpt, key, Member(data, key));
  }
  return excerpt;
}

}  // namespace registrar
