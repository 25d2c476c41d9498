#include "module/cloud/bearer_text.h"

#include <algorithm>

namespace registrar {

bool IsBearerText(const Secret& text) {
  const std::string_view characters = text.Expose();
  return !characters.empty() && std::all_of(characters.begin(), characters.end(),
                                            [](char c) { return c > ' ' && c < '\x7f'; });
}

}  // namespace registrar
