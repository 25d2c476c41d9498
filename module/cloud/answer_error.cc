#include "module/cloud/answer_error.h"

#include <algorithm>
#include <utility>

#include "module/base/json.h"
#include "module/base/text.h"
#include "module/cloud/retry_after.h"
#include "module/net/url.h"

namespace registrar {
namespace {

constexpr size_t kLongestWord = 100;

// At most kLongestWord printable ASCII characters of `text`.
std::string Printable(std::string text) {
  if (text.size() > kLongestWord) text.resize(kLongestWord);
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
  return text;
}

void ReplaceAll(std::string& text, std::string_view from, std::string_view to) {
  for (size_t at = text.find(from); at != std::string::npos; at = text.find(from, at)) {
    text.replace(at, from.size(), to);
    at += to.size();
  }
}

// The cloud's error word: the member "error" of a JSON body.
std::string CloudWord(const HttpResponse& response, const RequestContext& context) {
  const std::optional<Json> body = ParseJson(response.body);
  if (!body) return {};
  std::string word = StringOr(*body, "error");
  for (const Secret& secret : context.secrets) ReplaceAll(word, secret.Expose(), "[secret]");
  return Printable(std::move(word));
}

std::string_view WithoutLeadingSpace(std::string_view body) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (body.starts_with(kByteOrderMark)) body.remove_prefix(kByteOrderMark.size());
  const size_t start = body.find_first_not_of(" \t\r\n");
  return start == std::string_view::npos ? std::string_view() : body.substr(start);
}

bool StartsWithNoCase(std::string_view text, std::string_view lower_prefix) {
  return ToLower(text.substr(0, lower_prefix.size())) == lower_prefix;
}

// The kind of a body by its first bytes, for people.
std::string_view KindOf(std::string_view body) {
  if (IsHtml(body)) return "an HTML page";
  const std::string_view text = WithoutLeadingSpace(body);
  if (text.empty()) return "an empty body";
  if (text.starts_with('<')) return "XML";
  if (text.starts_with('{') || text.starts_with('[')) return "damaged JSON";
  if (text.starts_with("\x1f\x8b")) return "compressed data";
  return "text or data";
}

std::string DescribeBody(const HttpResponse& response) {
  std::string_view type = response.Header("content-type");
  type = type.substr(0, type.find(';'));
  std::string detail(KindOf(response.body));
  if (!type.empty()) detail += ", declared as " + Printable(std::string(type));
  return detail;
}

// Where a redirect leads to; the host only, for the path may carry secrets.
std::string DescribeRedirect(const HttpResponse& response) {
  const std::string_view location = response.Header("location");
  if (location.empty()) return "without an address";
  if (location.starts_with('/') && !location.starts_with("//")) return "to the same host";
  const Result<Url> url = ParseUrl(location);
  return url ? "to " + url.value().authority() : "to an address that cannot be read";
}

ErrorCode CodeOfStatus(int status, bool has_bearer) {
  if (status < 200 || status > 599) return ErrorCode::kResponseMalformed;
  if (status >= 500) return ErrorCode::kStatusServerError;
  if (status < 400) return ErrorCode::kStatusRedirect;
  if (status == 429) return ErrorCode::kStatusRateLimited;
  if (has_bearer && (status == 401 || status == 403)) return ErrorCode::kAccessDenied;
  return ErrorCode::kStatusClientError;
}

}  // namespace

RequestContext ContextOf(const HttpRequest& request, const Secret& secret) {
  RequestContext context;
  context.peer = request.url.authority();
  context.has_bearer = !request.bearer.empty();
  for (const Secret& one : {request.bearer, secret}) {
    if (!one.empty()) context.secrets.push_back(one);
  }
  return context;
}

bool IsHtml(std::string_view body) {
  const std::string_view text = WithoutLeadingSpace(body);
  return StartsWithNoCase(text, "<!doctype html") || StartsWithNoCase(text, "<html");
}

Error ErrorOfStatus(const HttpResponse& response, const RequestContext& context) {
  Error error(CodeOfStatus(response.status, context.has_bearer), "", context.peer);
  error.http_status = response.status;
  error.cloud_error = CloudWord(response, context);
  error.retry_after = ParseRetryAfter(response.Header("retry-after"), response.Header("date"));
  if (error.code == ErrorCode::kStatusRedirect) {
    error.detail = DescribeRedirect(response);
  } else if (IsHtml(response.body)) {
    error.detail = DescribeBody(response);
  }
  return error;
}

Error ErrorOfBody(const HttpResponse& response, const RequestContext& context) {
  Error error(ErrorCode::kResponseNotJson, DescribeBody(response), context.peer);
  error.http_status = response.status;
  error.request_sent = true;
  return error;
}

}  // namespace registrar
