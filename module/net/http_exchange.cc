#include "module/net/http_exchange.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace registrar {
namespace {

constexpr size_t kReadBytes = size_t{16} * 1024;

std::string Seconds(Duration limit) {
  const auto ms = limit.count();
  return ms % 1000 == 0 ? std::to_string(ms / 1000) + " s" : std::to_string(ms) + " ms";
}

// Once the answer has begun, a broken connection is an answer that breaks off.
Error ReadFailure(Error error, const ResponseReader& reader) {
  if (reader.started() && error.code == ErrorCode::kConnectReset) {
    error.code = ErrorCode::kResponseTruncated;
  }
  return error;
}

// Reads from `stream` until `reader` has what it is asked for.
//   until_first_byte  stop at the first byte instead of at the end of the answer
// Result: whether the answer is complete.
Task<Result<bool>> ReadAnswer(Stream& stream, ResponseReader& reader, bool until_first_byte,
                              CancelToken cancel) {
  std::vector<char> buffer(kReadBytes);
  for (;;) {
    auto count = co_await stream.Read(buffer, cancel);
    if (!count) co_return ReadFailure(std::move(count).error(), reader);
    if (count.value() == 0) {
      REGISTRAR_CO_TRY(reader.End());
      co_return true;
    }
    auto complete = reader.Feed({buffer.data(), count.value()});
    if (!complete || complete.value() || until_first_byte) co_return complete;
  }
}

}  // namespace

Task<Result<Exchanged>> Exchange(Loop& loop, Stream& stream, std::string_view request,
                                 ResponseReader::Body body, ExchangeLimits limits,
                                 CancelToken cancel) {
  const Duration left = std::max(limits.end - loop.Now(), Duration::zero());
  const Deadline whole(loop, cancel, left,
                       Error(ErrorCode::kResponseTimeout, "the answer was not complete in time"));
  stream.Send(request);
  Status flushed = co_await stream.Flush(whole.token());

  ResponseReader reader(limits.max_response_bytes, body);
  Result<bool> complete = false;
  {
    const Deadline first_byte(
        loop, whole.token(), limits.first_byte,
        Error(ErrorCode::kResponseTimeout, "nothing came within " + Seconds(limits.first_byte)));
    complete = co_await ReadAnswer(stream, reader, /*until_first_byte=*/true, first_byte.token());
  }
  // A server may answer and close before it has read everything: then the answer counts.
  if (!complete && !reader.started() && !flushed) co_return std::move(flushed).error();
  if (complete && !complete.value()) {
    complete = co_await ReadAnswer(stream, reader, /*until_first_byte=*/false, whole.token());
  }
  if (!complete) co_return std::move(complete).error();

  Exchanged result;
  result.keep_alive = reader.keep_alive() && flushed.has_value();
  result.response = reader.Take();
  co_return result;
}

}  // namespace registrar
