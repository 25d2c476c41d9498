#include "module/workspace/checkout.h"

#include <utility>
#include <vector>

namespace registrar {
namespace {

constexpr const char* kBillingUrlSetting = "Cloud_Billing_Url";

Task<Result<std::string>> ReadBillingUrl(ContextPtr context) {
  const std::vector<std::string> ids{kBillingUrlSetting};
  REGISTRAR_CO_ASSIGN(const auto values, co_await context->host.ReadSettings(ids));
  const auto found = values.find(kBillingUrlSetting);
  const std::string* const text = found == values.end() ? nullptr : AsText(found->second);
  co_return text == nullptr ? std::string() : *text;
}

// The page of the workspace's subscription, where the shop sends the browser afterwards.
std::string SubscriptionPage(std::string_view site_url) {
  while (site_url.ends_with('/')) site_url.remove_suffix(1);
  return std::string(site_url) + "/admin/subscription";
}

Task<Result<Secret>> BillingToken(ContextPtr context, bool force_new) {
  AccessTokenRequest request;
  request.scope = kBillingScope;
  request.force_new = force_new;
  request.save = false;
  REGISTRAR_CO_ASSIGN(const AccessToken token, co_await context->tokens->Get(request));
  if (token.token.empty()) co_return Error(ErrorCode::kNotRegistered);
  co_return token.token;
}

}  // namespace

Task<Result<Json>> AskCheckoutUrl(ContextPtr context) {
  REGISTRAR_CO_ASSIGN(const CloudSettings settings, co_await ReadCloudSettings(context->host));
  if (!settings.has_credentials()) co_return Error(ErrorCode::kNotRegistered);
  REGISTRAR_CO_ASSIGN(const std::string billing_url, co_await ReadBillingUrl(context));
  const CloudEndpoints endpoints = EndpointsOf(settings, context->config);
  const std::string page = SubscriptionPage(settings.site_url);
  const std::string ok = page + "?subscriptionSuccess=true";
  Result<std::string> url = Error(ErrorCode::kAccessDenied);
  for (const bool force_new : {false, true}) {
    REGISTRAR_CO_ASSIGN(const Secret token, co_await BillingToken(context, force_new));
    url = co_await context->cloud.Checkout(endpoints, billing_url, token, ok, page,
                                           context->stop.token());
    if (url || url.error().code != ErrorCode::kAccessDenied) break;
  }
  if (!url) {
    const Error error = url.error();
    REGISTRAR_CO_TRY(co_await context->history.Note("checkout", "failed", "", error));
    co_return error;
  }
  REGISTRAR_CO_TRY(co_await context->history.Note("checkout", "opened"));
  co_return Json{{"url", url.value()}};
}

}  // namespace registrar
