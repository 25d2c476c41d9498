#include "tests/unit/matrix/faults.h"

#include <cctype>
#include <utility>

namespace registrar {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;
using End = WireAnswer::End;

constexpr Duration kNever = hours(1);
constexpr Duration kDay = hours(24);
constexpr Duration kTenYears = kDay * 3652;
constexpr const char* kAll = "*";
constexpr const char* kClientUri = "Cloud_Workspace_Registration_Client_Uri";

// --- Opening a connection -------------------------------------------------------------

Fault Dialling(std::string name, DialTrouble trouble) {
  Fault fault;
  fault.name = std::move(name);
  fault.aim = Fault::Aim::kConnections;
  fault.strike = [trouble](World& world, const std::string& place) {
    world.dial_trouble = [&world, trouble, all = place == kAll,
                          seen = 0](const Route& route) mutable -> std::optional<DialTrouble> {
      const bool meant = !trouble.tunnel || route.proxy != nullptr;
      if (!meant || (seen++ == 0 && !all)) return std::nullopt;
      ++world.struck;
      return trouble;
    };
  };
  return fault;
}

Fault FailingAt(std::string name, std::string step, ErrorCode code, std::string detail = {}) {
  DialTrouble trouble;
  trouble.step = std::move(step);
  trouble.error = Error(code, std::move(detail));
  return Dialling(std::move(name), std::move(trouble));
}

Fault LateAt(std::string name, std::string step, Duration late) {
  DialTrouble trouble;
  trouble.step = std::move(step);
  trouble.late = late;
  return Dialling(std::move(name), std::move(trouble));
}

// The server goes through a proxy, which is what fails.
Fault Through(Fault fault) {
  const auto strike = std::exchange(fault.strike, nullptr);
  fault.strike = [strike](World& world, const std::string& place) {
    world.store.settings["Registrar_Proxy"] = "http://user:proxy-password@proxy.test:3128";
    strike(world, place);
  };
  fault.heal = [](World& world) { world.store.settings.erase("Registrar_Proxy"); };
  return fault;
}

Fault ProxyAnswering(std::string name, std::string bytes, End end) {
  DialTrouble trouble;
  trouble.step = "tunnel";
  trouble.tunnel.emplace();
  trouble.tunnel->bytes = std::move(bytes);
  trouble.tunnel->end = end;
  return Through(Dialling(std::move(name), std::move(trouble)));
}

// --- What comes back ------------------------------------------------------------------

Fault Answering(std::string name, AnswerTrouble trouble) {
  Fault fault;
  fault.name = std::move(name);
  fault.aim = Fault::Aim::kAnswers;
  fault.strike = [trouble](World& world, const std::string& place) {
    world.answer_trouble = [&world, trouble,
                            place](const std::string& call) -> std::optional<AnswerTrouble> {
      if (place != kAll && place != call) return std::nullopt;
      ++world.struck;
      return trouble;
    };
  };
  return fault;
}

using Headers = std::vector<std::pair<std::string, std::string>>;

std::string Bytes(int status, const Headers& headers, const std::string& body) {
  std::string bytes = "HTTP/1.1 " + std::to_string(status) + " Answer\r\n";
  for (const auto& [name, value] : headers) {
    bytes.append(name).append(": ").append(value).append("\r\n");
  }
  return bytes + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

// The cloud, or whoever stands before it, does nothing and says so.
Fault Refusing(std::string name, int status, const Headers& headers = {},
               const std::string& body = R"({"error":"out_of_order"})") {
  AnswerTrouble trouble;
  trouble.takes_effect = false;
  trouble.spoil = [status, headers, body](WireAnswer& answer, const HttpResponse& /*good*/) {
    answer.bytes = Bytes(status, headers, body);
  };
  return Answering(std::move(name), std::move(trouble));
}

// The request arrives, and the connection is at fault.
Fault Spoiling(std::string name, std::function<void(WireAnswer&)> spoil, bool effect = true) {
  AnswerTrouble trouble;
  trouble.takes_effect = effect;
  trouble.spoil = [spoil](WireAnswer& answer, const HttpResponse& /*good*/) { spoil(answer); };
  return Answering(std::move(name), std::move(trouble));
}

// The request arrives, and the body of the answer is another one.
Fault Rewriting(std::string name, std::function<std::string(std::string body)> write,
                Headers headers = {{"Content-Type", "application/json"}}) {
  AnswerTrouble trouble;
  trouble.spoil = [write, headers](WireAnswer& answer, const HttpResponse& good) {
    answer.bytes = Bytes(good.status, headers, write(good.body));
  };
  return Answering(std::move(name), std::move(trouble));
}

Fault RewritingTo(std::string name, const std::string& text,
                  const Headers& headers = {{"Content-Type", "application/json"}}) {
  return Rewriting(
      std::move(name), [text](const std::string& /*body*/) { return text; }, headers);
}

std::string ReplaceAll(std::string text, std::string_view from, std::string_view to) {
  for (size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

// Every value of the body, made by `make`.
std::string WithValues(const std::string& body, const std::function<Json(const Json&)>& make) {
  Json json = ParseJson(body).value_or(Json::object());
  if (!json.is_object()) return make(json).dump();
  for (auto& [key, value] : json.items()) value = make(value);
  return json.dump();
}

std::string Utf16(const std::string& body) {
  std::string wide = "\xFF\xFE";
  for (const char c : body) wide += std::string{c, '\0'};
  return wide;
}

// Every member twice, the second time worth nothing.
std::string Doubled(const std::string& body) {
  const Json json = ParseJson(body).value_or(Json::object());
  std::string text = body;
  if (!json.is_object() || json.empty()) return text;
  text.pop_back();
  for (const auto& [key, value] : json.items()) text += "," + Json(key).dump() + ":null";
  return text + "}";
}

// --- The chat server ------------------------------------------------------------------

bool IsRead(const std::string& name) { return std::isupper(static_cast<unsigned char>(name[0])); }
bool IsWrite(const std::string& name) { return !IsRead(name); }
bool IsDocument(const std::string& name) { return name.starts_with("document "); }

Fault Hosting(std::string name, std::function<bool(const std::string&)> fits, Trouble trouble) {
  Fault fault;
  fault.name = std::move(name);
  fault.aim = Fault::Aim::kServer;
  fault.fits = std::move(fits);
  fault.strike = [trouble, fits = fault.fits](World& world, const std::string& place) {
    world.host_trouble = [&world, trouble, place, fits](const std::string& call) {
      if (!fits(call) || (place != kAll && place != call)) return Trouble();
      ++world.struck;
      return trouble;
    };
  };
  return fault;
}

Trouble Failing(ErrorCode code, bool takes_effect = false) {
  Trouble trouble;
  trouble.error = Error(code, "the database is out of order");
  trouble.takes_effect = takes_effect;
  return trouble;
}

Trouble Late(Duration delay) {
  Trouble trouble;
  trouble.delay = delay;
  return trouble;
}

Trouble Outrun() {
  Trouble trouble;
  trouble.outrun = true;
  return trouble;
}

// It strikes the first so many times only.
Fault Times(int most, Fault fault) {
  const auto strike = std::exchange(fault.strike, nullptr);
  fault.strike = [strike, most](World& world, const std::string& place) {
    strike(world, place);
    const auto always = std::exchange(world.host_trouble, nullptr);
    world.host_trouble = [&world, always, most, before = world.struck](const std::string& call) {
      return world.struck - before >= most ? Trouble() : always(call);
    };
  };
  return fault;
}

Fault ServerSetUp(std::string name, std::function<void(FakeHost&)> set,
                  std::function<void(FakeHost&)> reset) {
  Fault fault;
  fault.name = std::move(name);
  fault.strike = [set](World& world, const std::string& /*place*/) { world.SetUpHost(set); };
  fault.heal = [reset](World& world) { world.SetUpHost(reset); };
  return fault;
}

// --- The clock ------------------------------------------------------------------------

// Tokens that were made meanwhile have run out, or are not valid yet.
void ExpireTokens(World& world) { world.cloud_state.valid.clear(); }

Fault ClockOff(std::string name, Duration by) {
  Fault fault;
  fault.name = std::move(name);
  fault.strike = [by](World& world, const std::string& /*place*/) {
    world.loop.StepWallClock(by);
    ++world.struck;
  };
  fault.heal = [by](World& world) {
    world.loop.StepWallClock(-by);
    ExpireTokens(world);
  };
  return fault;
}

// At every request, by turns there and back again.
Fault ClockStepping(std::string name, Duration by) {
  Fault fault;
  fault.name = std::move(name);
  fault.aim = Fault::Aim::kAnswers;
  const auto off = std::make_shared<bool>(false);
  fault.strike = [by, off](World& world, const std::string& place) {
    *off = false;
    world.answer_trouble = [&world, by, off, place](const std::string& call) {
      if (place != kAll && place != call) return std::optional<AnswerTrouble>();
      ++world.struck;
      world.loop.StepWallClock(*off ? -by : by);
      *off = !*off;
      return std::optional<AnswerTrouble>();
    };
  };
  fault.heal = [by, off](World& world) {
    if (*off) world.loop.StepWallClock(-by);
    ExpireTokens(world);
  };
  return fault;
}

// --- The account at the cloud ---------------------------------------------------------

Fault Accounting(std::string name, std::function<void(World&)> strike,
                 std::function<void(World&)> heal) {
  Fault fault;
  fault.name = std::move(name);
  fault.strike = [strike](World& world, const std::string& /*place*/) { strike(world); };
  fault.heal = std::move(heal);
  return fault;
}

Fault TokensOf(std::string name, int64_t lifetime) {
  return Accounting(
      std::move(name),
      [lifetime](World& world) {
        world.cloud_state.token_seconds = lifetime;
        ExpireTokens(world);
      },
      [](World& world) {
        world.cloud_state.token_seconds = CloudState().token_seconds;
        ExpireTokens(world);
      });
}

Fault Deleted() {
  const auto clients = std::make_shared<std::set<std::string>>();
  return Accounting(
      "workspace: deleted in the console",
      [clients](World& world) {
        *clients = std::exchange(world.cloud_state.clients, {});
        ExpireTokens(world);
      },
      [clients](World& world) { world.cloud_state.clients.merge(*clients); });
}

Fault LedElsewhere() {
  const auto kept = std::make_shared<Json>();
  return Accounting(
      "workspace: its address leads to another host",
      [kept](World& world) {
        *kept = world.store.settings[kClientUri];
        if (world.store.Text(kClientUri).empty()) return;
        world.store.settings[kClientUri] = "https://evil.test/api/oauth/clients/client-1";
      },
      [kept](World& world) {
        const bool still = world.store.Text(kClientUri).find("evil.test") != std::string::npos;
        if (still) world.store.settings[kClientUri] = *kept;
      });
}

void AddConnections(std::vector<Fault>& all) {
  all.push_back(FailingAt("lookup: fails", "lookup", ErrorCode::kDnsFailed, "no such name"));
  all.push_back(LateAt("lookup: slow", "lookup", seconds(2)));
  all.push_back(LateAt("lookup: never ends", "lookup", kNever));
  all.push_back(FailingAt("lookup: addresses of the wrong family", "connect",
                          ErrorCode::kConnectUnreachable, "[::2]:443: no route"));
  all.push_back(FailingAt("connection: refused", "connect", ErrorCode::kConnectRefused));
  all.push_back(FailingAt("connection: reset", "connect", ErrorCode::kConnectReset));
  all.push_back(LateAt("connection: slow", "connect", seconds(2)));
  all.push_back(LateAt("connection: black hole", "connect", kNever));
  all.push_back(FailingAt("TLS: expired", "tls", ErrorCode::kTlsExpired, "until 2025-01-01"));
  all.push_back(FailingAt("TLS: untrusted", "tls", ErrorCode::kTlsUntrusted, "issued by Nobody"));
  all.push_back(FailingAt("TLS: wrong name", "tls", ErrorCode::kTlsNameMismatch, "proxy.local"));
  all.push_back(FailingAt("TLS: old version", "tls", ErrorCode::kTlsVersion, "alert"));
  all.push_back(FailingAt("TLS: reset in the handshake", "tls", ErrorCode::kConnectReset));
  all.push_back(FailingAt("TLS: none is spoken", "tls", ErrorCode::kTlsFailed, "wrong version"));
  all.push_back(LateAt("TLS: the handshake stalls", "tls", kNever));
  all.push_back(LateAt("TLS: the handshake is slow", "tls", seconds(2)));
}

void AddProxies(std::vector<Fault>& all) {
  all.push_back(Through(FailingAt("proxy: not there", "connect", ErrorCode::kConnectRefused)));
  all.push_back(Through(FailingAt("proxy: unknown name", "lookup", ErrorCode::kDnsFailed)));
  all.push_back(ProxyAnswering("proxy: refuses", "HTTP/1.1 403 Forbidden\r\n\r\n", End::kClose));
  all.push_back(ProxyAnswering("proxy: asks for credentials",
                               "HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic\r\n\r\n",
                               End::kClose));
  all.push_back(ProxyAnswering("proxy: cannot reach the cloud", "HTTP/1.1 502 Bad Gateway\r\n\r\n",
                               End::kClose));
  all.push_back(ProxyAnswering("proxy: dies in CONNECT", "HTTP/1.1 20", End::kReset));
  all.push_back(ProxyAnswering("proxy: silent in CONNECT", "", End::kSilent));
  all.push_back(ProxyAnswering("proxy: answers nonsense", "SSH-2.0-OpenSSH\r\n\r\n", End::kKeep));
  all.push_back(ProxyAnswering("proxy: answers for the cloud",
                               "HTTP/1.1 200 OK\r\n\r\n<html>Log in</html>", End::kKeep));
}

void AddStatuses(std::vector<Fault>& all) {
  for (const int status : {400, 401, 402, 403, 404, 405, 408, 409, 410, 413, 415, 418, 421,
                           422, 426, 431, 451, 500, 501, 502, 503, 504, 507, 511, 599}) {
    all.push_back(Refusing("status: " + std::to_string(status), status));
  }
  for (const int status : {201, 202, 206, 304}) {
    all.push_back(Refusing("status: " + std::to_string(status), status, {}, "{}"));
  }
  all.push_back(Refusing("status: 204 without a body", 204, {}, ""));
  all.push_back(Refusing("status: 999", 999));
  all.push_back(Refusing("redirect: to another host", 307, {{"Location", "https://evil.test/"}}));
  all.push_back(Refusing("redirect: to itself", 302, {{"Location", "/api/oauth/token"}}));
  all.push_back(Refusing("redirect: to http", 301, {{"Location", "http://cloud.test/"}}));
  all.push_back(Refusing("redirect: nowhere", 308));
  all.push_back(Refusing("busy: 429", 429));
  all.push_back(Refusing("busy: Retry-After in seconds", 429, {{"Retry-After", "120"}}));
  all.push_back(Refusing("busy: Retry-After as a date", 429,
                         {{"Date", "Thu, 01 Jan 2026 00:00:00 GMT"},
                          {"Retry-After", "Thu, 01 Jan 2026 00:05:00 GMT"}}));
  all.push_back(Refusing("busy: Retry-After is nonsense", 429, {{"Retry-After", "soon, or so"}}));
  all.push_back(
      Refusing("busy: Retry-After without end", 503, {{"Retry-After", "99999999999999999999"}}));
  all.push_back(Refusing("busy: Retry-After below zero", 503, {{"Retry-After", "-5"}}));
  all.push_back(Refusing("unknown client: said by mistake", 400, {},
                         R"({"error":"oauth_invalid_client_credentials"})"));
  all.push_back(Refusing("error word: with line breaks", 400, {},
                         "{\"error\":\"bad\\nlevel=fatal msg=\\u001b[31m\"}"));
}

void AddAnswers(std::vector<Fault>& all) {
  all.push_back(Spoiling("answer: reset instead", [](WireAnswer& answer) {
    answer.bytes.clear();
    answer.end = End::kReset;
  }));
  all.push_back(Spoiling("answer: closed instead", [](WireAnswer& answer) {
    answer.bytes.clear();
    answer.end = End::kClose;
  }));
  all.push_back(Spoiling(
      "connection: half-open",
      [](WireAnswer& answer) {
        answer.bytes.clear();
        answer.end = End::kSilent;
      },
      /*effect=*/false));
  all.push_back(Spoiling("answer: never comes", [](WireAnswer& answer) {
    answer.bytes.clear();
    answer.end = End::kSilent;
  }));
  all.push_back(Spoiling("answer: late", [](WireAnswer& answer) { answer.delay = seconds(2); }));
  all.push_back(
      Spoiling("answer: byte by byte", [](WireAnswer& answer) { answer.per_byte = seconds(1); }));
  all.push_back(Spoiling("answer: byte by byte, in time",
                         [](WireAnswer& answer) { answer.per_byte = milliseconds(2); }));
  all.push_back(Spoiling("answer: cut in its header", [](WireAnswer& answer) {
    answer.bytes.resize(10);
    answer.end = End::kClose;
  }));
  all.push_back(Spoiling("answer: cut in its body", [](WireAnswer& answer) {
    answer.bytes.pop_back();
    answer.end = End::kClose;
  }));
  all.push_back(Spoiling("answer: stalls in its body", [](WireAnswer& answer) {
    answer.bytes.pop_back();
    answer.end = End::kSilent;
  }));
  all.push_back(Spoiling("TLS: ends without close_notify", [](WireAnswer& answer) {
    const size_t length = answer.bytes.find("Content-Length");
    answer.bytes.erase(length, answer.bytes.find("\r\n", length) + 2 - length);
    answer.end = End::kReset;
  }));
  all.push_back(Spoiling("answer: closes the connection",
                         [](WireAnswer& answer) { answer.end = End::kClose; }));
  all.push_back(
      Spoiling("answer: longer than it says", [](WireAnswer& answer) { answer.bytes += "{}"; }));
  all.push_back(Spoiling("answer: not HTTP",
                         [](WireAnswer& answer) { answer.bytes = "<html>hello</html>\r\n\r\n"; }));
  all.push_back(Spoiling("answer: interim ones without end", [](WireAnswer& answer) {
    answer.bytes.clear();
    for (int i = 0; i < 1000; ++i) answer.bytes += "HTTP/1.1 102 Processing\r\n\r\n";
  }));
  all.push_back(Spoiling("answer: a header without end", [](WireAnswer& answer) {
    answer.bytes = "HTTP/1.1 200 OK\r\nX: ";
    answer.filling = size_t{4} * 1024 * 1024;
  }));
  all.push_back(Spoiling("answer: broken chunks", [](WireAnswer& answer) {
    answer.bytes = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n";
  }));
}

void AddBodies(std::vector<Fault>& all) {
  all.push_back(RewritingTo("body: HTML", "<!DOCTYPE html><html>Log in</html>",
                            {{"Content-Type", "text/html"}}));
  all.push_back(RewritingTo("body: empty", ""));
  all.push_back(RewritingTo("body: null", "null"));
  all.push_back(RewritingTo("body: a list", "[]"));
  all.push_back(RewritingTo("body: a text", "\"fine\""));
  all.push_back(RewritingTo("body: nothing in it", "{}"));
  all.push_back(RewritingTo("body: compressed unasked", "\x1f\x8b\x08\x01\x02\x03",
                            {{"Content-Encoding", "gzip"}}));
  all.push_back(Rewriting("body: UTF-16", Utf16));
  all.push_back(Rewriting("body: broken UTF-8", [](const std::string& body) {
    return ReplaceAll(body, ":\"", ":\"\xC3\x28\xFF");
  }));
  all.push_back(Rewriting("body: a byte order mark before it",
                          [](const std::string& body) { return "\xEF\xBB\xBF" + body; }));
  all.push_back(Spoiling("body: 100 MB", [](WireAnswer& answer) {
    answer.bytes =
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
        "Transfer-Encoding: chunked\r\n\r\n6400000\r\n\"";
    answer.filling = size_t{100} * 1024 * 1024 - 1;
  }));
  all.push_back(Spoiling("body: 100 MB announced", [](WireAnswer& answer) {
    answer.bytes = "HTTP/1.1 200 OK\r\nContent-Length: 104857600\r\n\r\n{";
  }));
  all.push_back(Rewriting("memory: a body at the limit", [](const std::string& body) {
    constexpr size_t kNearTheLimit = size_t{16} * 1024 * 1024 - size_t{64} * 1024;
    return body + std::string(kNearTheLimit - body.size(), ' ');
  }));
  all.push_back(RewritingTo("body: deeply nested", std::string(100'000, '[')));
  all.push_back(RewritingTo("body: deeply nested and closed",
                            std::string(5000, '[') + std::string(5000, ']')));
  all.push_back(Rewriting("body: every key twice", Doubled));
  all.push_back(Rewriting("body: numbers for everything", [](const std::string& body) {
    return WithValues(body, [](const Json& /*value*/) { return Json(7); });
  }));
  all.push_back(Rewriting("body: texts for everything", [](const std::string& body) {
    return WithValues(body, [](const Json& /*value*/) { return Json("7"); });
  }));
  all.push_back(Rewriting("body: objects for everything", [](const std::string& body) {
    return WithValues(body, [](const Json& /*value*/) { return Json::object(); });
  }));
  all.push_back(Rewriting("body: nulls for everything", [](const std::string& body) {
    return WithValues(body, [](const Json& /*value*/) { return Json(); });
  }));
  all.push_back(Rewriting("body: numbers far out", [](const std::string& body) {
    return WithValues(body,
                      [](const Json& value) { return value.is_number() ? Json(1e300) : value; });
  }));
  all.push_back(Rewriting("body: NaN", [](const std::string& body) {
    return ReplaceAll(
        WithValues(body, [](const Json& value) { return value.is_number() ? Json("@") : value; }),
        "\"@\"", "NaN");
  }));
  all.push_back(Rewriting("body: numbers too large for any type", [](const std::string& body) {
    return ReplaceAll(
        WithValues(body, [](const Json& value) { return value.is_number() ? Json("@") : value; }),
        "\"@\"", "1e999");
  }));
  all.push_back(Rewriting("body: dates that are none", [](const std::string& body) {
    return ReplaceAll(body, "T00:00:00.000Z", "T99:99:99");
  }));
  all.push_back(Rewriting("body: leads to another host", [](const std::string& body) {
    return ReplaceAll(body, "https://cloud.test/api", "https://evil.test/api");
  }));
  all.push_back(Rewriting("body: leads to plain http", [](const std::string& body) {
    return ReplaceAll(body, "https://cloud.test/api", "http://cloud.test/api");
  }));
}

void AddServer(std::vector<Fault>& all) {
  all.push_back(Hosting("database: write refused", IsWrite, Failing(ErrorCode::kHostWrite)));
  all.push_back(
      Times(1, Hosting("database: one write refused", IsWrite, Failing(ErrorCode::kHostWrite))));
  all.push_back(Hosting("database: write slow", IsWrite, Late(seconds(1))));
  all.push_back(
      Times(1, Hosting("database: one write takes a minute", IsWrite, Late(seconds(60)))));
  all.push_back(Hosting("database: write applied, not acknowledged", IsWrite,
                        Failing(ErrorCode::kHostWrite, /*takes_effect=*/true)));
  all.push_back(Times(1, Hosting("database: one write applied, not acknowledged", IsWrite,
                                 Failing(ErrorCode::kHostWrite, /*takes_effect=*/true))));
  all.push_back(Hosting("database: read refused", IsRead, Failing(ErrorCode::kHostRead)));
  all.push_back(
      Times(1, Hosting("database: one read refused", IsRead, Failing(ErrorCode::kHostRead))));
  all.push_back(Hosting("database: read slow", IsRead, Late(seconds(1))));
  all.push_back(Times(1, Hosting("database: another one writes first", IsDocument, Outrun())));
  all.push_back(ServerSetUp(
      "server: cache lagging", [](FakeHost& host) { host.cache_lags = true; },
      [](FakeHost& host) { host.cache_lags = false; }));
  Fault disk = ServerSetUp(
      "log: disk full", [](FakeHost& host) { host.log_fails = true; },
      [](FakeHost& host) { host.log_fails = false; });
  all.push_back(disk);
  all.push_back(ServerSetUp(
      "server: a setting is blocked",
      [](FakeHost& host) {
        host.blocked = {"Cloud_Workspace_Client_Id", "Register_Server"};
      },
      [](FakeHost& host) { host.blocked.clear(); }));
  all.push_back(ServerSetUp(
      "server: the license is unreadable",
      [](FakeHost& host) { host.license_outcome = LicenseOutcome::kUnreadable; },
      [](FakeHost& host) { host.license_outcome = LicenseOutcome::kApplied; }));
}

void AddClock(std::vector<Fault>& all) {
  all.push_back(ClockOff("clock: a day ahead", kDay));
  all.push_back(ClockOff("clock: a day behind", -kDay));
  all.push_back(ClockOff("clock: ten years ahead", kTenYears));
  all.push_back(ClockOff("clock: ten years behind", -kTenYears));
  all.push_back(ClockStepping("clock: steps ahead in the middle", kDay));
  all.push_back(ClockStepping("clock: steps behind in the middle", -kDay));
  all.push_back(ClockStepping("clock: steps ten years in the middle", kTenYears));
}

void AddAccount(std::vector<Fault>& all) {
  const auto revoke = [](World& world) {
    world.struck += world.cloud_state.valid.empty() ? 0 : 1;
    ExpireTokens(world);
  };
  all.push_back(Accounting("token: revoked", revoke, nullptr));
  Fault always;
  always.name = "token: revoked again and again";
  always.aim = Fault::Aim::kAnswers;
  always.strike = [](World& world, const std::string& place) {
    world.answer_trouble = [&world, place](const std::string& call) {
      if (place == kAll || place == call) {
        world.struck += world.cloud_state.valid.empty() ? 0 : 1;
        ExpireTokens(world);
      }
      return std::optional<AnswerTrouble>();
    };
  };
  all.push_back(always);
  all.push_back(TokensOf("token: expired at once", 0));
  all.push_back(TokensOf("token: expired before it was made", -3600));
  all.push_back(TokensOf("token: valid for ever", int64_t{1} << 52));
  all.push_back(Accounting(
      "token: of the wrong scope",
      [](World& world) {
        world.cloud_state.token_scope = "marketplace:read";
        ExpireTokens(world);
      },
      [](World& world) { world.cloud_state.token_scope = CloudState().token_scope; }));
  all.push_back(Deleted());
  all.push_back(Accounting(
      "workspace: renamed", [](World& world) { world.cloud_state.renamed = "workspace-77"; },
      [](World& world) { world.cloud_state.renamed.clear(); }));
  all.push_back(Accounting(
      "workspace: given to another",
      [](World& world) {
        world.cloud_state.secret_prefix = "other-secret-of-";
        ExpireTokens(world);
      },
      [](World& world) { world.cloud_state.secret_prefix = CloudState().secret_prefix; }));
  all.push_back(LedElsewhere());
}

}  // namespace

const std::vector<Fault>& AllFaults() {
  static const std::vector<Fault> faults = [] {
    std::vector<Fault> all;
    AddConnections(all);
    AddProxies(all);
    AddStatuses(all);
    AddAnswers(all);
    AddBodies(all);
    AddServer(all);
    AddClock(all);
    AddAccount(all);
    return all;
  }();
  return faults;
}

void Heal(World& world, const Fault& fault) {
  world.dial_trouble = nullptr;
  world.answer_trouble = nullptr;
  world.host_trouble = nullptr;
  if (fault.heal) fault.heal(world);
}

}  // namespace registrar
