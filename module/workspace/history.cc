#include "module/workspace/history.h"

#include <algorithm>
#include <utility>

#include "module/workspace/status.h"
#include "module/workspace/time_text.h"

namespace registrar {
namespace {

constexpr size_t kLongestDetail = 200;

std::string CodeOf(const Json& entry) { return StringOr(Member(entry, "error"), "code"); }

bool SaysTheSame(const Json& one, const Json& other) {
  return StringOr(one, "outcome") == StringOr(other, "outcome") &&
         StringOr(one, "detail") == StringOr(other, "detail") && CodeOf(one) == CodeOf(other);
}

Json EntriesOf(const Json& document) {
  const Json& entries = Member(document, "entries");
  return entries.is_array() ? entries : Json::array();
}

// Whether the latest entry about the same says the same.
bool IsKnown(const Json& entries, const Json& entry) {
  const Json::array_t& all = Elements(entries);
  const auto latest = std::find_if(all.rbegin(), all.rend(), [&entry](const Json& one) {
    return StringOr(one, "what") == StringOr(entry, "what");
  });
  return latest != all.rend() && SaysTheSame(*latest, entry);
}

}  // namespace

Task<Status> History::Note(std::string what, std::string outcome, std::string detail,
                           std::optional<Error> error) {
  Json entry{{"at", StoredTime(loop_.WallNow())}, {"what", what}, {"outcome", outcome}};
  if (!detail.empty()) Put(entry, "detail", detail.substr(0, kLongestDetail));
  if (error) Put(entry, "error", error->ToJson());
  const auto found = co_await records_.Find(kHistoryRecord);
  if (found && found.value() && IsKnown(EntriesOf(*found.value()), entry)) co_return Ok();
  const DocumentChange add = [entry](const Json& current) {
    Json entries = EntriesOf(current);
    Append(entries, entry);
    KeepLast(entries, kMost);
    return Json{{"entries", std::move(entries)}};
  };
  const auto written = co_await records_.Modify(kHistoryRecord, add);
  if (!written) LogError(host_, LogLevel::kWarn, "Writing the history", written.error());
  co_return Ok();
}

Task<Result<Json>> History::Public() {
  REGISTRAR_CO_ASSIGN(const auto found, co_await records_.Find(kHistoryRecord));
  const Json stored = found ? EntriesOf(*found) : Json();
  const Json::array_t& kept = Elements(stored);
  Json entries = Json::array();
  const auto append = [&entries](Json entry) {
    Put(entry, "at", IsoTime(TimeOf(entry, "at")));
    Append(entries, std::move(entry));
  };
  std::for_each(kept.rbegin(), kept.rend(), append);
  Json answer = Json::object();
  Put(answer, "entries", std::move(entries));
  co_return answer;
}

}  // namespace registrar
