#ifndef REGISTRAR_MODULE_WORKSPACE_SUPPORT_POLICY_H_
#define REGISTRAR_MODULE_WORKSPACE_SUPPORT_POLICY_H_

#include <optional>
#include <string>
#include <vector>

#include "module/async/loop.h"
#include "module/base/json.h"

namespace registrar {

// Data about the support window that is older than this refuses nobody.
inline constexpr Duration kWindowDataLife = std::chrono::hours(24 * 30);

// Data about the support window (cloud-protocol "Support window"), and where it is from: "build",
// "license" or "cloud". `data` may be null or of any form: what cannot be read counts as missing.
struct SupportData {
  std::string source;
  Json data;
};

// The workspace that the data is looked through for.
struct SupportSubject {
  std::string version;  // of the server, e.g. "8.6.1"
  std::string domain;   // host name of Site_Url
  std::string unique_id;
};

// What the newest data says about a server.
struct SupportVerdict {
  enum class Kind {
    kUnknown,    // there is no data, or it says nothing about this version
    kSupported,  // inside the window
    kOutside,    // outside it
  };

  Kind kind = Kind::kUnknown;
  std::optional<WallTime> until;     // the end of the window, when it has one
  std::optional<WallTime> as_of;     // when the data was made
  std::optional<WallTime> enforced;  // before that, being outside is only warned about
  std::string source;
  Json message;  // for people, as it came; null: none

  // Whole days that are left, 0 on the last one, negative when it is over.
  std::optional<int64_t> DaysLeft(WallTime now) const;

  // Whether a new registration is refused now.
  bool Refuses(WallTime now) const;

  // {source, supported (null: unknown), until?, daysLeft?, asOf?, enforcedFrom?, message?}, times
  // as ISO text: the form for people.
  Json ToJson(WallTime now) const;
};

// Decides on plain values. Of several data the one with the newest timestamp counts.
SupportVerdict JudgeSupport(const std::vector<SupportData>& data, const SupportSubject& subject,
                            WallTime now);

// The smallest of 30, 7 and 1 that `days_left` has reached: of how near an end people are warned.
// Nothing when it is further away.
std::optional<int> WarningStep(int64_t days_left);

// What JudgeSupport needs of the cloud's data, to be kept.
Json ExcerptOfSupportData(const Json& data);

}  // namespace registrar

#endif  // REGISTRAR_MODULE_WORKSPACE_SUPPORT_POLICY_H_
