#include "module/net/request_writer.h"

#include <algorithm>
#include <utility>

namespace registrar {
namespace {

bool IsTokenCharacter(char c) {
  constexpr std::string_view kSpecials = "!#$%&'*+-.^_`|~";  // RFC 9110, 5.6.2
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         kSpecials.find(c) != std::string_view::npos;
}

bool IsToken(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), IsTokenCharacter);
}

bool IsFieldValue(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F;
  });
}

bool HasNoSpace(std::string_view text) {
  return IsFieldValue(text) && text.find_first_of(" \t") == std::string_view::npos;
}

Error Unsendable(const std::string& what) {
  return Error(ErrorCode::kBadArgument, what + " has a character that HTTP does not allow there");
}

// Appends within memory reserved beforehand, so that no copy of a secret stays behind.
class Writer {
 public:
  explicit Writer(size_t capacity) { text_.reserve(capacity); }

  Writer& operator<<(std::string_view part) {
    text_ += part;
    return *this;
  }
  void Field(std::string_view name, std::string_view value) {
    *this << name << ": " << value << "\r\n";
  }
  Secret Take() { return Secret(std::move(text_)); }

 private:
  std::string text_;
};

size_t UpperBound(const HttpRequest& request, std::string_view user_agent,
                  const Secret& proxy_authorization) {
  constexpr size_t kFixedText = 512;
  size_t size = kFixedText + request.method.size() + request.url.target.size() +
                2 * request.url.host.size() + request.secret_query.Expose().size() +
                request.bearer.Expose().size() + request.content_type.size() +
                request.body.Expose().size() + user_agent.size() +
                proxy_authorization.Expose().size();
  for (const auto& [name, value] : request.headers) size += name.size() + value.size() + 4;
  return size;
}

void WriteTarget(Writer& out, const HttpRequest& request, bool through_proxy) {
  const Url& url = request.url;
  if (through_proxy) out << url.scheme << "://" << url.host_header();
  out << url.target;
  if (request.secret_query.empty()) return;
  out << (url.target.find('?') == std::string::npos ? "?" : "&") << request.secret_query.Expose();
}

}  // namespace

Status CheckRequest(const HttpRequest& request) {
  if (!IsToken(request.method)) return Unsendable("the method");
  if (!HasNoSpace(request.url.target)) return Unsendable("the target");
  if (!HasNoSpace(request.secret_query.Expose())) return Unsendable("the query");
  if (!HasNoSpace(request.bearer.Expose())) return Unsendable("the bearer token");
  if (!IsFieldValue(request.content_type)) return Unsendable("the content type");
  for (const auto& [name, value] : request.headers) {
    if (!IsToken(name) || !IsFieldValue(value)) return Unsendable("a header");
  }
  return Ok();
}

Secret WriteRequest(const HttpRequest& request, std::string_view user_agent, bool through_proxy,
                    const Secret& proxy_authorization) {
  Writer out(UpperBound(request, user_agent, proxy_authorization));
  out << request.method << " ";
  WriteTarget(out, request, through_proxy);
  out << " HTTP/1.1\r\n";
  out.Field("Host", request.url.host_header());
  out.Field("User-Agent", user_agent);
  out.Field("Accept", "application/json, */*;q=0.5");
  // Answers are small, and a compressed one could grow without bound here.
  out.Field("Accept-Encoding", "identity");
  out.Field("Connection", "keep-alive");
  if (!proxy_authorization.empty()) {
    out.Field("Proxy-Authorization", proxy_authorization.Expose());
  }
  if (!request.bearer.empty()) {
    out << "Authorization: Bearer " << request.bearer.Expose() << "\r\n";
  }
  for (const auto& [name, value] : request.headers) out.Field(name, value);
  if (!request.content_type.empty()) out.Field("Content-Type", request.content_type);
  const std::string_view body = request.body.Expose();
  if (!body.empty() || (request.method != "GET" && request.method != "HEAD")) {
    out.Field("Content-Length", std::to_string(body.size()));
  }
  out << "\r\n" << body;
  return out.Take();
}

}  // namespace registrar
