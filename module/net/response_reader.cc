#include "module/net/response_reader.h"

// Beast 1.74 asserts that five bytes are there when it goes on with the last chunk. An empty
// chunked body in small pieces has fewer, and is read rightly all the same.
#define BOOST_DISABLE_ASSERTS

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <utility>

#include "module/base/text.h"

namespace registrar {
namespace {

namespace http = boost::beast::http;
using boost::system::error_code;

// The header, a line of the chunked coding, or the trailer. Beast counts in 16 bits and throws at a
// longer field, which would end the process.
constexpr uint32_t kMaxHeaderBytes = 0xFFFF;
constexpr int kMaxInterimAnswers = 16;

Error ParseFailure(const error_code& error) {
  if (error == http::error::body_limit) return Error(ErrorCode::kResponseTooLarge);
  if (error == http::error::header_limit || error == http::error::buffer_overflow) {
    return Error(ErrorCode::kResponseTooLarge, "its header alone is too large");
  }
  return Error(ErrorCode::kResponseMalformed, error.message());
}

}  // namespace

struct ResponseReader::Parser {
  Parser(size_t max_body_bytes, Body body) {
    beast.body_limit(max_body_bytes);
    beast.header_limit(kMaxHeaderBytes);
    // One piece at a time: Beast 1.74 looks over the header's own errors (a declared length beyond
    // the limit) when it goes on to the body at once, and then asks for that much memory.
    beast.eager(false);
    beast.skip(body == Body::kNone);
  }
  http::response_parser<http::string_body> beast;
};

ResponseReader::ResponseReader(size_t max_body_bytes, Body body)
    : max_body_bytes_(max_body_bytes),
      body_(body),
      parser_(std::make_unique<Parser>(max_body_bytes, body)) {}

ResponseReader::~ResponseReader() = default;

Result<bool> ResponseReader::Feed(std::string_view bytes) {
  if (bytes.empty()) return false;
  started_ = true;
  pending_ += bytes;
  for (;;) {
    auto complete = Parse();
    if (!complete || !complete.value()) return complete;
    const unsigned status = parser_->beast.get().result_int();
    if (status < 100 || status >= 200) return true;
    // 101 answers an Upgrade, which is never asked for.
    if (status == 101 || ++interim_answers_ > kMaxInterimAnswers) {
      return Error(ErrorCode::kResponseMalformed, "unexpected interim answer");
    }
    parser_ = std::make_unique<Parser>(max_body_bytes_, body_);
  }
}

Result<bool> ResponseReader::Parse() {
  auto& beast = parser_->beast;
  size_t taken = 0;
  while (!beast.is_done() && taken < pending_.size()) {
    error_code error;
    const size_t given = std::min<size_t>(pending_.size() - taken, kMaxHeaderBytes);
    const size_t count = beast.put(boost::asio::buffer(pending_.data() + taken, given), error);
    taken += count;
    if (error && error != http::error::need_more) return ParseFailure(error);
    if (count == 0 && given == kMaxHeaderBytes) {
      return Error(ErrorCode::kResponseTooLarge, "a line of it is too long");
    }
    if (count == 0) break;
  }
  pending_.erase(0, taken);
  return beast.is_done();
}

Status ResponseReader::End() {
  if (!started_) {
    return Error(ErrorCode::kConnectReset, "the connection was closed before an answer came");
  }
  error_code error;
  auto& beast = parser_->beast;
  if (beast.got_some()) beast.put_eof(error);
  if (error || !beast.is_done()) return Error(ErrorCode::kResponseTruncated);
  return Ok();
}

bool ResponseReader::keep_alive() const {
  // Bytes behind the answer belong to nothing that was asked for.
  return parser_->beast.keep_alive() && empty_behind();
}

HttpResponse ResponseReader::Take() {
  auto message = parser_->beast.release();
  HttpResponse response;
  response.status = static_cast<int>(message.result_int());
  for (const auto& field : message) {
    const auto name = field.name_string();
    const auto value = field.value();
    response.headers.emplace_back(ToLower({name.data(), name.size()}),
                                  std::string(value.data(), value.size()));
  }
  response.body = std::move(message.body());
  return response;
}

}  // namespace registrar
