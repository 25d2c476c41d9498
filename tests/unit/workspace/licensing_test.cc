#include <algorithm>
#include <string>

#include "tests/unit/workspace/server.h"

namespace registrar {
namespace {

class CheckoutTest : public WorkspaceTest {
 protected:
  CheckoutTest() { store.settings["Cloud_Billing_Url"] = "https://billing.rocket.chat"; }
};

TEST_F(CheckoutTest, AsksTheShopWithATokenForBuyingWithoutASync) {
  const auto server = Registered();
  server->cloud.calls.clear();
  const auto page = server->Run(server->workspace->CheckoutUrl());
  ASSERT_TRUE(page) << page.error().Message();
  EXPECT_EQ(page.value(), Json({{"url", "https://shop.test/w1"}}));
  EXPECT_EQ(server->cloud.Names(), (std::vector<std::string>{"token", "checkout"}));
  EXPECT_NE(server->cloud.calls[0].body.find("scope=workspace%3Abilling&"), std::string::npos);
  const Json expected{
      {"okCallback", "https://chat.test/admin/subscription?subscriptionSuccess=true"},
      {"cancelCallback", "https://chat.test/admin/subscription"}};
  EXPECT_EQ(ParseJson(server->cloud.calls[1].body), expected);
  EXPECT_FALSE(store.tokens.contains("workspace:billing")) << "a token that can buy is not stored";
}

TEST_F(CheckoutTest, ReplacesATokenThatTheShopRefuses) {
  const auto server = Registered();
  EXPECT_TRUE(server->Run(server->workspace->CheckoutUrl()).has_value());
  cloud.valid.clear();
  EXPECT_TRUE(server->Run(server->workspace->CheckoutUrl()).has_value());
  server->cloud.instead["checkout"] = [] { return JsonAnswer(401, Json::object()); };
  server->cloud.calls.clear();
  EXPECT_EQ(server->Run(server->workspace->CheckoutUrl()).error().code, ErrorCode::kAccessDenied);
  EXPECT_EQ(server->cloud.Count("checkout"), 2) << "once more, and no further";
}

TEST_F(CheckoutTest, TakesTheTokenToNoOtherShop) {
  const auto server = Registered();
  server->cloud.calls.clear();
  store.settings["Cloud_Billing_Url"] = "https://billing.example.org";
  EXPECT_EQ(server->Run(server->workspace->CheckoutUrl()).error().code, ErrorCode::kUrlNotAllowed);
  EXPECT_EQ(server->cloud.Count("checkout"), 0);
  store.settings.erase("Cloud_Billing_Url");
  EXPECT_EQ(server->Run(server->workspace->CheckoutUrl()).error().detail,
            "Cloud_Billing_Url is empty");
}

TEST_F(CheckoutTest, NeedsARegisteredWorkspace) {
  const auto server = Started();
  EXPECT_EQ(server->Run(server->workspace->CheckoutUrl()).error().code, ErrorCode::kNotRegistered);
}

using LicenseRemovalTest = WorkspaceTest;

TEST_F(LicenseRemovalTest, AsksTheCloudAndFollowsTheSyncAfterIt) {
  const auto server = Registered();
  server->cloud.calls.clear();
  const auto removed = server->Run(server->workspace->RemoveLicense());
  ASSERT_TRUE(removed) << removed.error().Message();
  EXPECT_EQ(removed.value(), Json({{"cloudTold", true}}));
  const auto names = server->cloud.Names();
  const auto asked = std::find(names.begin(), names.end(), "downgrade");
  EXPECT_LT(asked, std::find(names.begin(), names.end(), "sync"));
  EXPECT_EQ(server->host.licenses_removed, 1);
  EXPECT_EQ(server->Status()["license"]["outcome"], "removed");
}

TEST_F(LicenseRemovalTest, SaysSoWhenTheCloudGoesOnSendingALicense) {
  const auto server = Registered();
  // The cloud takes the request and changes nothing.
  server->cloud.instead["downgrade"] = [] { return JsonAnswer(202, Json::object()); };
  cloud.license = "ANOTHER LICENSE";
  const auto removed = server->Run(server->workspace->RemoveLicense());
  ASSERT_TRUE(removed) << removed.error().Message();
  EXPECT_EQ(removed.value(), Json({{"cloudTold", true}, {"license", {{"outcome", "applied"}}}}));
  EXPECT_EQ(store.license, "ANOTHER LICENSE");
  EXPECT_NE(Json(server->host.logged).dump().find("the license stays until it does"),
            std::string::npos);
}

TEST_F(LicenseRemovalTest, ASyncThatBeganBeforeDoesNotCount) {
  const auto server = Registered();
  server->cloud.calls.clear();
  server->cloud.silent = {"comms"};
  EXPECT_FALSE(server->Try(server->workspace->Sync(SyncReason::kAdmin)).has_value());
  ASSERT_EQ(server->cloud.Count("sync"), 1);
  EXPECT_FALSE(server->Try(server->workspace->RemoveLicense()).has_value());
  server->cloud.AnswerSilent();
  loop.RunReady();
  EXPECT_EQ(server->cloud.Count("downgrade"), 1);
  EXPECT_EQ(server->cloud.Count("sync"), 2);
  EXPECT_EQ(server->host.licenses_removed, 1);
}

TEST_F(LicenseRemovalTest, DropsTheLicenseHereWhenTheCloudCannotBeReached) {
  const auto server = Registered();
  const int before = server->host.licenses_removed;
  server->cloud.instead["downgrade"] = []() -> Result<HttpResponse> { return Unreachable(); };
  const auto removed = server->Run(server->workspace->RemoveLicense());
  ASSERT_TRUE(removed) << removed.error().Message();
  EXPECT_EQ(removed.value()["cloudTold"], false);
  EXPECT_EQ(removed.value()["error"]["code"], "cloud.connect.refused");
  EXPECT_EQ(server->host.licenses_removed, before + 1);
  EXPECT_EQ(server->Status()["license"]["outcome"], "removed");
}

TEST_F(LicenseRemovalTest, DropsTheLicenseHereWithoutAToken) {
  const auto server = Registered();
  cloud.valid.clear();
  server->cloud.instead["token"] = [] { return JsonAnswer(503, Json::object()); };
  const auto removed = server->Run(server->workspace->RemoveLicense());
  ASSERT_TRUE(removed) << removed.error().Message();
  EXPECT_EQ(removed.value()["cloudTold"], false);
  EXPECT_EQ(server->host.licenses_removed, 1);
}

TEST_F(LicenseRemovalTest, DropsTheLicenseHereWhenNotRegistered) {
  const auto server = Started();
  const auto removed = server->Run(server->workspace->RemoveLicense());
  ASSERT_TRUE(removed) << removed.error().Message();
  EXPECT_EQ(removed.value()["error"]["code"], "registration.not-registered");
  EXPECT_EQ(server->host.licenses_removed, 1);
}

TEST_F(LicenseRemovalTest, DropsTheLicenseHereWhenOnlyTheSyncFails) {
  const auto server = Registered();
  server->cloud.instead["sync"] = []() -> Result<HttpResponse> { return Unreachable(); };
  const auto removed = server->Run(server->workspace->RemoveLicense());
  ASSERT_TRUE(removed) << removed.error().Message();
  EXPECT_EQ(removed.value()["cloudTold"], true);
  EXPECT_EQ(removed.value()["error"]["code"], "cloud.connect.refused");
  EXPECT_EQ(server->host.licenses_removed, 1);
}

TEST_F(LicenseRemovalTest, LeavesTheLicenseWhenTheServerItselfFails) {
  const auto server = Registered();
  server->host.failing["ReadSettings"] = Error(ErrorCode::kHostRead);
  EXPECT_EQ(server->Run(server->workspace->RemoveLicense()).error().code, ErrorCode::kHostRead);
  EXPECT_EQ(server->host.licenses_removed, 0);
}

class LegacySyncTest : public WorkspaceTest {
 protected:
  static constexpr const char* kDay = "2026-01-01T00:00:00.000Z";

  LegacySyncTest() {
    cloud.old_sync = {
        {"publicKey", "PUBLIC-2"},
        {"trial",
         {{"trialing", true},
          {"trialID", "trial-1"},
          {"endDate", kDay},
          {"marketing",
           {{"utmContent", ""}, {"utmMedium", ""}, {"utmSource", ""}, {"utmCampaign", ""}}},
          {"DowngradesToPlan", {{"id", "free"}}},
          {"trialRequested", true}}},
        {"nps", {{"id", "survey-1"}, {"startAt", kDay}, {"expireAt", kDay}}},
        {"banners", Json::array({{{"_id", "banner-1"},
                                  {"platform", {"web"}},
                                  {"expireAt", kDay},
                                  {"startAt", kDay},
                                  {"createdBy", "cloud"},
                                  {"createdAt", kDay},
                                  {"view", Json::object()},
                                  {"surface", "banner"}}})}};
  }

  void ExpectEffects(const Server& server) {
    EXPECT_EQ(store.settings["Cloud_Workspace_Had_Trial"], true);
    EXPECT_EQ(store.Text("Cloud_Workspace_PublicKey"), "PUBLIC-2");
    ASSERT_EQ(server.host.banners.size(), 1U);
    EXPECT_EQ(server.host.banners[0][0]["_id"], "banner-1");
    ASSERT_EQ(server.host.surveys.size(), 1U);
    EXPECT_EQ(server.host.surveys[0]["id"], "survey-1");
    EXPECT_EQ(server.host.licenses.back(), "LICENSE");
  }
};

TEST_F(LegacySyncTest, BringsTrialBannersSurveyAndLicense) {
  const auto server = Registered();
  server->cloud.calls.clear();
  const auto synced = server->Run(server->workspace->LegacySync());
  ASSERT_TRUE(synced) << synced.error().Message();
  EXPECT_EQ(synced.value()["workspaceId"], "workspace-1");
  EXPECT_EQ(synced.value()["license"]["outcome"], "applied");
  EXPECT_EQ(server->cloud.Names(), (std::vector<std::string>{"old sync", "license"}));
  ExpectEffects(*server);
}

TEST_F(LegacySyncTest, ASyncFallsBackToItWhenTheCloudHasNoOther) {
  for (const int status : {404, 405, 410}) {
    store = FakeStore::Fresh();
    const auto server = Registered();
    cloud.good_tokens.insert("token-1");
    cloud.used_tokens.clear();
    server->host.licenses.clear();
    server->cloud.calls.clear();
    server->cloud.instead["sync"] = [status] { return JsonAnswer(status, {{"error", "none"}}); };
    const auto synced = server->Run(server->workspace->Sync(SyncReason::kAdmin));
    ASSERT_TRUE(synced) << synced.error().Message();
    EXPECT_EQ(synced.value()["parts"]["sync"]["ok"], true);
    EXPECT_EQ(synced.value()["license"]["outcome"], "applied");
    EXPECT_EQ(server->cloud.Count("old sync"), 1);
    EXPECT_EQ(server->Status()["lastSync"]["ok"], true);
    EXPECT_EQ(store.settings["Cloud_Workspace_Had_Trial"], true);
    EXPECT_EQ(server->host.banners.size(), 1U);
  }
}

TEST_F(LegacySyncTest, OtherRefusalsOfTheSyncStand) {
  const auto server = Registered();
  for (const int status : {400, 403, 429, 500, 503}) {
    server->cloud.instead["sync"] = [status] { return JsonAnswer(status, {{"error", "none"}}); };
    EXPECT_FALSE(server->Run(server->workspace->Sync(SyncReason::kAdmin)).has_value()) << status;
  }
  EXPECT_EQ(server->cloud.Count("old sync"), 0);
}

TEST_F(LegacySyncTest, WhenBothFailTheRefusalOfTheSyncIsTold) {
  const auto server = Registered();
  server->cloud.instead["sync"] = [] { return JsonAnswer(404, {{"error", "no_sync"}}); };
  server->cloud.instead["old sync"] = [] { return JsonAnswer(404, {{"error", "no_client"}}); };
  const auto synced = server->Run(server->workspace->Sync(SyncReason::kAdmin));
  ASSERT_FALSE(synced);
  EXPECT_EQ(synced.error().cloud_error, "no_sync");
}

TEST_F(LegacySyncTest, ALicenseThatCannotBeHadDoesNotSpoilIt) {
  const auto server = Registered();
  server->cloud.instead["license"] = [] { return JsonAnswer(500, Json::object()); };
  const auto synced = server->Run(server->workspace->LegacySync());
  ASSERT_TRUE(synced) << synced.error().Message();
  EXPECT_FALSE(synced.value().contains("license"));
}

TEST_F(LegacySyncTest, NeedsARegisteredWorkspace) {
  const auto server = Started();
  EXPECT_EQ(server->Run(server->workspace->LegacySync()).error().code, ErrorCode::kNotRegistered);
}

}  // namespace
}  // namespace registrar
