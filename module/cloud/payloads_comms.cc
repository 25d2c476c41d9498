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
  for (const auto& [key, text] : Members(texts)) {
    if (key != kPrototypeKey && !text.is_string()) {
      report.Fail(place.PathOf(key), "a string", &text);
    }
  }
}

// {language: {key: text}}
void ReadDictionary(PayloadReader& report, ObjectReader& announcement) {
  const ObjectReader dictionary = announcement.OptionalObject("dictionary");
  if (!dictionary.present()) return;
  for (const auto& [language, texts] : Members(*announcement.Find("dictionary"))) {
    if (language != kPrototypeKey) ReadTexts(report, texts, dictionary.PathOf(language));
  }
}

void ReadSelector(PayloadReader& report, ObjectReader& announcement) {
  ObjectReader selector = announcement.OptionalObject("selector");
  if (!selector.present()) return;
  selector.Array("roles", EachIsString(report));
  announcement.SetKnown("selector", selector.known());
}

// A system or the cloud; of a banner also a person.
void ReadCreator(ObjectReader& announcement, bool may_be_person) {
  const Json* creator = announcement.Find("createdBy");
  if (!may_be_person || creator == nullptr || !creator->is_object()) {
    return announcement.OneOf("createdBy", {"cloud", "system"});
  }
  const bool named = creator->contains("username");
  const Json& name = Member(*creator, "username");
  const Json& id = Member(*creator, "_id");
  const bool fits = id.is_string() && (!named || name.is_string());
  if (!fits) return announcement.Fail("createdBy", R"("cloud", "system" or a person)");
  Json person{{"_id", id}};
  if (named) Put(person, "username", name);
  announcement.SetKnown("createdBy", std::move(person));
}

// An announcement; a banner is its older form.
Json ReadAnnouncement(PayloadReader& report, const Json& json, const std::string& path,
                      bool is_banner) {
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
  ReadCreator(announcement, is_banner);
  announcement.Timestamp("createdAt");
  announcement.Any("view");
  announcement.OptionalBool("active");
  announcement.OptionalTimestamp("inactivedAt");
  announcement.OptionalString("snapshot");
  ReadDictionary(report, announcement);
  announcement.OneOf("surface", {"banner", "modal"});
  if (!is_banner) ReadSelector(report, announcement);
  return announcement.known();
}

Json ReadAnnouncements(PayloadReader& report, ObjectReader announcements) {
  if (!announcements.present()) return nullptr;
  Json created = Json::array();
  announcements.Array("create", [&](const Json& json, const std::string& path) {
    Append(created, ReadAnnouncement(report, json, path, /*is_banner=*/false));
  });
  announcements.SetKnown("create", std::move(created));
  announcements.OptionalArray("delete", EachIsString(report));
  return announcements.known();
}

Json ReadTrial(ObjectReader trial) {
  if (!trial.present()) return nullptr;
  trial.Bool("trialing");
  trial.String("trialID");
  trial.Timestamp("endDate");
  ObjectReader marketing = trial.Object("marketing");
  for (const char* key : {"utmContent", "utmMedium", "utmSource", "utmCampaign"}) {
    marketing.String(key);
  }
  ObjectReader plan = trial.Object("DowngradesToPlan");
  plan.String("id");
  trial.Bool("trialRequested");
  trial.SetKnown("marketing", marketing.known());
  trial.SetKnown("DowngradesToPlan", plan.known());
  return trial.known();
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

Result<LegacySyncPayload> ParseLegacySync(const Json& json) {
  PayloadReader reader(ErrorCode::kResponseSchema);
  ObjectReader answer = reader.Root(json);
  LegacySyncPayload payload;
  payload.workspace_id = answer.String("workspaceId");
  payload.public_key = answer.OptionalString("publicKey").value_or("");
  payload.trial = ReadTrial(answer.OptionalObject("trial"));
  payload.nps = ReadNps(answer.OptionalObject("nps"));
  if (answer.Find("banners") != nullptr) payload.banners = Json::array();
  answer.OptionalArray("banners", [&](const Json& banner, const std::string& path) {
    Append(payload.banners, ReadAnnouncement(reader, banner, path, /*is_banner=*/true));
  });
  if (reader.failed()) return reader.error();
  return payload;
}

}  // namespace registrar
