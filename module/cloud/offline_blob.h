#ifndef REGISTRAR_MODULE_CLOUD_OFFLINE_BLOB_H_
#define REGISTRAR_MODULE_CLOUD_OFFLINE_BLOB_H_

#include <string>
#include <string_view>

#include "module/base/json.h"
#include "module/base/result.h"
#include "module/base/secret.h"
#include "module/cloud/payloads.h"

namespace registrar {

// The text that a person carries into the cloud console: base64 of the JSON of the registration
// data.
std::string MakeOfflineBlob(std::string_view registration_data);

// Reads the text that a person carried back from the cloud console: base64 of the JSON of a
// registration payload. What ways of copying do to a text is undone: line breaks and blanks
// anywhere, quotes around it, the URL alphabet of base64, missing padding.
// Errors: kOfflineNotBase64, kOfflineCutOff, those of ParseOfflineAnswer.
Result<RegistrationPayload> ParseOfflineBlob(const Secret& text);

// The same for an answer whose base64 and JSON somebody else has read.
// Errors: kOfflineNotAnAnswer for registration data, which is what goes out; kOfflineIncomplete.
Result<RegistrationPayload> ParseOfflineAnswer(const Json& json);

}  // namespace registrar

#endif  // REGISTRAR_MODULE_CLOUD_OFFLINE_BLOB_H_
