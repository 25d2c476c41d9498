#include "module/workspace/instances.h"

#include <limits>
#include <string_view>

namespace registrar {
namespace {

std::string Hex(uint64_t number) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (int shift = 60; shift >= 0; shift -= 4) text += kDigits[(number >> shift) & 15U];
  return text;
}

}  // namespace

Json InstanceName::ToJson() const { return Json{{"id", id}, {"place", place}, {"pid", pid}}; }

InstanceName InstanceName::FromJson(const Json& json) {
  InstanceName name;
  name.id = StringOr(json, "id");
  name.place = StringOr(json, "place");
  name.pid = IntegerOr(json, "pid", name.pid);
  return name;
}

Instances::Instances(Loop& loop, const WorkspaceConfig& config) : loop_(loop), config_(config) {
  const std::string tail = Hex(loop.Random(std::numeric_limits<uint64_t>::max()));
  self_ = {config.instance_name.empty() ? tail : config.instance_name + "-" + tail,
           config.instance_place, config.instance_pid};
}

bool Instances::SurelyGone(const InstanceName& other) const {
  if (IsSelf(other) || other.place.empty() || other.place != self_.place) return false;
  if (other.pid == self_.pid) return true;
  return config_.process_gone && config_.process_gone(other.pid);
}

Duration Instances::Unmoved(const std::string& document, const std::string& mark) {
  const MonotonicTime now = loop_.Now();
  const auto [sight, is_new] = sights_.try_emplace(document, Sight{mark, now});
  if (!is_new && sight->second.mark != mark) sight->second = Sight{mark, now};
  return now - sight->second.since;
}

}  // namespace registrar
