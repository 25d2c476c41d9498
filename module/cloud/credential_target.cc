#include <algorithm>
#include <string>
#include <string_view>

#include "module/base/text.h"
#include "module/cloud/cloud_client.h"

namespace registrar {
namespace {

// "*.rocket.chat" stands for one label or more in front of ".rocket.chat"; anything else for
// itself.
bool MatchesPattern(std::string_view host, const std::string& written_pattern) {
  const std::string pattern = ToLower(written_pattern);
  if (!pattern.starts_with("*.")) return !pattern.empty() && host == pattern;
  const std::string_view suffix = std::string_view(pattern).substr(1);
  return suffix.size() > 1 && host.size() > suffix.size() && host.ends_with(suffix);
}

}  // namespace

Status CheckCredentialTarget(const CloudEndpoints& endpoints, const Url& url) {
  // What goes to this machine does not leave it.
  if (url.loopback()) return Ok();
  if (!url.secure()) return Error(ErrorCode::kUrlInsecure, "", url.authority());
  const bool on_list =
      std::any_of(endpoints.allowed_hosts.begin(), endpoints.allowed_hosts.end(),
                  [&url](const std::string& one) { return MatchesPattern(url.host, one); });
  if (on_list) return Ok();
  const Result<Url> cloud = ParseUrl(endpoints.cloud_url);
  if (!cloud) return Error(ErrorCode::kUrlInvalid, "Cloud_Url", url.authority());
  if (url.host == cloud.value().host) return Ok();
  return Error(ErrorCode::kUrlNotAllowed, "", url.authority());
}

}  // namespace registrar
