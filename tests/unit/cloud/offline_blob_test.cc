#include "module/cloud/offline_blob.h"

#include <gtest/gtest.h>

#include <string>

namespace registrar {
namespace {

// What a good answer of the console holds.
Json PastedRegistration() {
  return {{"workspaceId", "w1"},
          {"client_id", "id-1"},
          {"client_secret", "secret-1"},
          {"registration_client_uri", "https://cloud.test/workspaces/w1"},
          {"licenseData", {{"license", "license-text"}}}};
}

std::string GoodBlob() { return MakeOfflineBlob(PastedRegistration().dump()); }

Result<RegistrationPayload> Parse(const std::string& text) {
  return ParseOfflineBlob(Secret(text));
}

void ExpectError(const std::string& text, ErrorCode code) {
  const auto parsed = Parse(text);
  ASSERT_FALSE(parsed.has_value()) << text;
  EXPECT_EQ(parsed.error().info().code, Describe(code).code) << text;
}

TEST(OfflineBlobTest, IsBase64AsOthersWriteIt) {
  // RFC 4648, section 10.
  EXPECT_EQ(MakeOfflineBlob(""), "");
  EXPECT_EQ(MakeOfflineBlob("f"), "Zg==");
  EXPECT_EQ(MakeOfflineBlob("fo"), "Zm8=");
  EXPECT_EQ(MakeOfflineBlob("foo"), "Zm9v");
  EXPECT_EQ(MakeOfflineBlob("foobar"), "Zm9vYmFy");
  EXPECT_EQ(MakeOfflineBlob("\xfb\xff\xfe"), "+//+");
}

TEST(OfflineBlobTest, YieldsTheRegistration) {
  const auto parsed = Parse(GoodBlob());
  ASSERT_TRUE(parsed.has_value());
  EXPECT_EQ(parsed.value().client_id, "id-1");
  EXPECT_EQ(parsed.value().client_secret, Secret("secret-1"));
  EXPECT_EQ(parsed.value().license, "license-text");
}

TEST(OfflineBlobTest, UndoesWhatCopyingDoesToAText) {
  const std::string blob = GoodBlob();
  std::string lines;
  for (size_t at = 0; at < blob.size(); at += 40) lines += "  " + blob.substr(at, 40) + "\r\n";
  EXPECT_TRUE(Parse(lines).has_value());
  EXPECT_TRUE(Parse("\n\"" + blob + "\"\n").has_value());
  EXPECT_TRUE(Parse("'" + lines + "'").has_value());
  EXPECT_TRUE(Parse("```\n" + blob + "\n```").has_value());
}

TEST(OfflineBlobTest, TakesTheUrlAlphabetAndMissingPadding) {
  // Characters whose base64 has both special digits, and all lengths of padding.
  for (const char* name :
       {"\xC3\xBF\xC3\xBE~~~", "\xC3\xBF\xC3\xBE~~~a", "\xC3\xBF\xC3\xBE~~~ab"}) {
    Json json = PastedRegistration();
    json["client_name"] = name;
    std::string blob = MakeOfflineBlob(json.dump());
    for (char& c : blob) {
      if (c == '+') c = '-';
      if (c == '/') c = '_';
    }
    while (blob.ends_with('=')) blob.pop_back();
    const auto parsed = Parse(blob);
    ASSERT_TRUE(parsed.has_value()) << name;
    EXPECT_EQ(parsed.value().client_name, name);
  }
}

TEST(OfflineBlobTest, SaysWhenItIsSomethingElse) {
  for (const char* text : {"", "   ", "\"\"", "hello", "https://cloud.test/x?y=1", "{\"a\": 1}",
                           "W10=", "Zm9vYmFy", "Zg==Zg==", "\xC3\xA4"}) {
    ExpectError(text, ErrorCode::kOfflineNotBase64);
  }
}

TEST(OfflineBlobTest, SaysAtEveryLengthThatItIsCutOff) {
  const std::string blob = GoodBlob();
  const size_t text = blob.find_last_not_of('=');
  for (size_t length = 2; length < text; ++length) {
    ExpectError(blob.substr(0, length), ErrorCode::kOfflineCutOff);
  }
  std::string without_middle = blob;
  ExpectError(without_middle.erase(blob.size() / 2, 8), ErrorCode::kOfflineCutOff);
}

TEST(OfflineBlobTest, SaysWhenTheServersOwnTextIsPastedBack) {
  ExpectError(MakeOfflineBlob(R"({"uniqueId":"u","address":"https://chat.test"})"),
              ErrorCode::kOfflineNotAnAnswer);
  ExpectError(MakeOfflineBlob(R"({"deploymentFingerprintHash":"h"})"),
              ErrorCode::kOfflineNotAnAnswer);
}

TEST(OfflineBlobTest, NamesTheFieldThatIsMissingAndNoValue) {
  for (const char* key : {"workspaceId", "client_id", "client_secret", "registration_client_uri"}) {
    Json json = PastedRegistration();
    json.erase(key);
    const auto parsed = Parse(MakeOfflineBlob(json.dump()));
    ASSERT_FALSE(parsed.has_value()) << key;
    EXPECT_EQ(parsed.error().code, ErrorCode::kOfflineIncomplete) << key;
    EXPECT_NE(parsed.error().detail.find(key), std::string::npos) << parsed.error().detail;
    EXPECT_EQ(parsed.error().detail.find("secret-1"), std::string::npos);
  }
  EXPECT_EQ(ParseOfflineAnswer(Json()).error().code, ErrorCode::kOfflineIncomplete);
  EXPECT_EQ(ParseOfflineAnswer(Json("text")).error().code, ErrorCode::kOfflineIncomplete);
}

}  // namespace
}  // namespace registrar
