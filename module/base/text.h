#ifndef REGISTRAR_MODULE_BASE_TEXT_H_
#define REGISTRAR_MODULE_BASE_TEXT_H_

#include <string>
#include <string_view>

namespace registrar {

// The text with the letters A to Z in lower case; all else stays, whatever the locale is.
std::string ToLower(std::string_view text);

// The part of the text without the spaces, tabs and line breaks at its ends: what people paste has
// them. It lives as long as what `text` refers to.
std::string_view Trimmed(std::string_view text);

}  // namespace registrar

#endif  // REGISTRAR_MODULE_BASE_TEXT_H_
