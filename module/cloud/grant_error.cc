#include "module/cloud/grant_error.h"

#include <algorithm>
#include <string>
#include <vector>

namespace registrar {
namespace {

// The words of `text` in lower case, split where no letter stands and before capitals:
// "tokenAlreadyUsed" and "token_already_used" give the same.
std::vector<std::string> WordsOf(std::string_view text) {
  std::vector<std::string> words(1);
  bool after_small = false;
  for (const char c : text) {
    const bool small = c >= 'a' && c <= 'z';
    const bool capital = c >= 'A' && c <= 'Z';
    if ((capital && after_small) || !(small || capital)) words.emplace_back();
    if (small) words.back() += c;
    if (capital) words.back() += static_cast<char>(c - 'A' + 'a');
    after_small = small;
  }
  return words;
}

}  // namespace

bool HasWord(std::string_view text, std::initializer_list<std::string_view> wanted) {
  const std::vector<std::string> words = WordsOf(text);
  return std::find_first_of(words.begin(), words.end(), wanted.begin(), wanted.end()) !=
         words.end();
}

Error AnswerLost(const Error& cause) {
  Error error(ErrorCode::kAnswerLost, std::string(cause.info().code), cause.peer);
  if (!cause.detail.empty()) error.detail += ": " + cause.detail;
  error.http_status = cause.http_status;
  error.request_sent = true;
  return error;
}

}  // namespace registrar
