#ifndef REGISTRAR_MODULE_CLOUD_ANSWER_ERROR_H_
#define REGISTRAR_MODULE_CLOUD_ANSWER_ERROR_H_

#include <string>
#include <string_view>
#include <vector>

#include "module/base/error.h"
#include "module/base/secret.h"
#include "module/net/http_client.h"

namespace registrar {

// What is known about the request that an answer belongs to.
struct RequestContext {
  std::string peer;  // host and port
  bool has_bearer = false;
  // What the request carried and no error may repeat, should the cloud quote it.
  std::vector<Secret> secrets;
};

// The context of `request`; `secret` is one that is neither its bearer nor empty, if there is one.
RequestContext ContextOf(const HttpRequest& request, const Secret& secret = Secret());

inline bool IsSuccess(const HttpResponse& response) {
  return response.status >= 200 && response.status <= 299;
}

// What an answer without success means, by its status. Nothing of the body gets into the error but
// the cloud's own error word. Error::request_sent is false: a whole answer says that the cloud did
// not do what it was asked.
// Result: kStatusRedirect, kStatusRateLimited, kAccessDenied (401 and 403 with a bearer),
// kStatusClientError, kStatusServerError; kResponseMalformed for a status outside 200 to 599.
Error ErrorOfStatus(const HttpResponse& response, const RequestContext& context);

// The error of a success whose body is no JSON: kResponseNotJson, its kind in the detail.
Error ErrorOfBody(const HttpResponse& response, const RequestContext& context);

// Whether the body is a web page: then something else than the cloud's programs has answered.
bool IsHtml(std::string_view body);

}  // namespace registrar

#endif  // REGISTRAR_MODULE_CLOUD_ANSWER_ERROR_H_
