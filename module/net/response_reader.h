#ifndef REGISTRAR_MODULE_NET_RESPONSE_READER_H_
#define REGISTRAR_MODULE_NET_RESPONSE_READER_H_

#include <memory>
#include <string>
#include <string_view>

#include "module/base/result.h"
#include "module/net/http_client.h"

namespace registrar {

// Reads one HTTP/1.1 answer from bytes in pieces of any size.
class ResponseReader {
 public:
  // What the answer belongs to: after HEAD and CONNECT there is no body.
  enum class Body { kAllowed, kNone };

  ResponseReader(size_t max_body_bytes, Body body);
  ResponseReader(const ResponseReader&) = delete;
  ResponseReader& operator=(const ResponseReader&) = delete;
  ~ResponseReader();

  // Takes further bytes. Interim answers (1xx) are skipped.
  // Result: whether the answer is complete.
  // Errors: kResponseTooLarge, kResponseMalformed.
  Result<bool> Feed(std::string_view bytes);

  // Tells that the other side has ended. Success when that completes the answer.
  // Errors: kResponseTruncated; kConnectReset when no byte has come.
  Status End();

  // Whether a byte of the answer has come.
  bool started() const { return started_; }

  // Whether the connection can carry a further request. After the answer is complete.
  bool keep_alive() const;

  // Whether no byte came behind the answer. After the answer is complete.
  bool empty_behind() const { return pending_.empty(); }

  // The answer, once it is complete.
  HttpResponse Take();

 private:
  struct Parser;

  // Result: whether the answer is complete.
  Result<bool> Parse();

  size_t max_body_bytes_;
  Body body_;
  std::unique_ptr<Parser> parser_;
  std::string pending_;  // not yet taken by the parser
  bool started_ = false;
  int interim_answers_ = 0;
};

}  // namespace registrar

#endif  // REGISTRAR_MODULE_NET_RESPONSE_READER_H_
