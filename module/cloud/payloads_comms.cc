#include "module/cloud/payload_reader.h"
#include "module/cloud/payloads.h"

namespace registrar {
namespace {

// The vendor's schemas are JavaScript's: a record has no member of this name there.
constexpr std::string_view kPrototypeKey = "__proto__";

Json ReadNps(ObjectReader nps) {
  if (!nps.present()) return nullptr;
  nps.String("id");
  nps.Timestamp("startAt");
  nps.Timestamp("expireAt");
  return nps.known();
}

// {key: text}
void ReadTexts(PayloadReader& report, const Json& texts, const std::string& path) {
  if (!texts.is_object()) return report.Fail(path, "an object", &texts);
  const ObjectReader place(report, &texts, path);
  for (const auto& [key, text] : texts.items()) {
    if (key != kPrototypeKey && !text.is_string()) {
      report.Fail(place.PathOf(key), "a string", &text);
    }
  }
}

// {language: {key: text}}
void ReadDictionary(PayloadReader& report, ObjectReader& announcement) {
  const ObjectReader dictionary = announcement.OptionalObject("dictionary");
  if (!dictionary.present()) return;
  for (const auto& [language, texts] : announcement.Find("dictionary")->items()) {
    if (language != kPrototypeKey) ReadTexts(report, texts, dictionary.PathOf(language));
  }
}

void ReadSelector(PayloadReader& report, ObjectReader& announcement) {
  ObjectReader selector = announcement.OptionalObject("selector");
  if (!selector.present()) return;
  selector.Array("roles", EachIsString(report));
  announcement.SetKnown("selector", selector.known());
}

Json ReadAnnouncement(PayloadReader& report, const Json& json, const std::string& path) {
  if (!json.is_object()) {
    report.Fail(path, "an object", &json);
    return nullptr;
  }
  ObjectReader announcement(report, &json, path);
  announcement.String("_id");
  announcement.OptionalTimestamp("_updatedAt");
  announcement.Array("platform", [&report](const Json& platform, const std::string& place) {
    if (platform != "web" && platform != "mobile") {
      report.Fail(place, R"(one of the words "web" "mobile")", &platform);
    }
  });
  announcement.Timestamp("expireAt");
  announcement.Timestamp("startAt");
  announcement.OptionalArray("roles", EachIsString(report));
  announcement.OneOf("createdBy", {"cloud", "system"});
  announcement.Timestamp("createdAt");
  announcement.Any("view");
  announcement.OptionalBool("active");
  announcement.OptionalTimestamp("inactivedAt");
  announcement.OptionalString("snapshot");
  ReadDictionary(report, announcement);
  announcement.OneOf("surface", {"banner", "modal"});
  ReadSelector(report, announcement);
  return announcement.known();
}

Json ReadAnnouncements(PayloadReader& report, ObjectReader announcements) {
  if (!announcements.present()) return nullptr;
  Json created = Json::array();
  announcements.Array("create", [&](const Json& json, const std::string& path) {
    created.push_back(ReadAnnouncement(report, json, path));
  });
  announcements.SetKnown("create", std::move(created));
  announcements.OptionalArray("delete", EachIsString(report));
  return announcements.known();
}

}  // namespace

Result<CommsPayload> ParseComms(const Json& json) {
  PayloadReader reader(ErrorCode::kResponseSchema);
  ObjectReader answer = reader.Root(json);
  CommsPayload payload;
  answer.OptionalString("workspaceId");
  answer.OptionalString("publicKey");
  payload.nps = ReadNps(answer.NullableObject("nps"));
  payload.announcements = ReadAnnouncements(reader, answer.OptionalObject("announcements"));
  if (reader.failed()) return reader.error();
  return payload;
}

}  // namespace registrar
