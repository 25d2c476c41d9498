#ifndef REGISTRAR_MODULE_BASE_SECRET_H_
#define REGISTRAR_MODULE_BASE_SECRET_H_

#include <string>
#include <string_view>
#include <utility>

namespace registrar {

// Text that must not be seen: client secrets, tokens, authorisation codes, registration blobs.
// There is no stream operator, no conversion to a string and no JSON form; whoever needs the text
// says so with Expose(), which is easy to search for. The memory is cleared when it is given back.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : text_(std::move(text)) {}
  Secret(const Secret&) = default;
  Secret(Secret&& other) noexcept : text_(std::move(other.text_)) { other.Clear(); }
  Secret& operator=(const Secret& other) {
    if (this != &other) {
      Clear();
      text_ = other.text_;
    }
    return *this;
  }
  Secret& operator=(Secret&& other) noexcept {
    if (this != &other) {
      Clear();
      text_ = std::move(other.text_);
      other.Clear();
    }
    return *this;
  }
  ~Secret() { Clear(); }

  bool empty() const { return text_.empty(); }

  // The text, for the one place that puts it on the wire or into the database.
  std::string_view Expose() const { return text_; }

  friend bool operator==(const Secret& a, const Secret& b) { return a.text_ == b.text_; }

 private:
  void Clear() noexcept;

  std::string text_;
};

// Whether both are the same text; how long it takes tells nothing but their lengths.
bool SameInConstantTime(const Secret& a, const Secret& b);

// `bytes` random bytes, hexadecimal, that nobody can guess. Empty when the system has none to give.
Secret RandomSecret(size_t bytes);

// Overwrites the characters of `text`, its spare capacity included, and empties it.
void ClearMemory(std::string& text) noexcept;

// Hexadecimal SHA-256 of `text`: recognises a secret without keeping it.
std::string Sha256Hex(std::string_view text);

}  // namespace registrar

#endif  // REGISTRAR_MODULE_BASE_SECRET_H_
