#include "module/net/pem_reader.h"

#include <openssl/pem.h>
#include <uv.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <limits>
#include <memory>
#include <utility>

#include "module/net/uv_error.h"

namespace registrar {

PemReader::PemReader(std::string text)
    : text_(std::make_unique<const std::string>(std::move(text))) {
  const auto size = std::min(text_->size(), size_t{std::numeric_limits<int>::max()});
  bio_.reset(BIO_new_mem_buf(text_->data(), static_cast<int>(size)));
}

X509Ptr PemReader::Next() {
  const OpensslErrorScope errors;
  while (bio_) {
    X509Ptr certificate(PEM_read_bio_X509_AUX(bio_.get(), nullptr, nullptr, nullptr));
    if (certificate) return certificate;
    // Each call moves behind what it looked at, so that this comes to the end.
    if (ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE) break;
    ERR_clear_error();
  }
  return nullptr;
}

Result<std::string> ReadTextFile(const std::string& path) {
  const auto failure = [] {
    return Error(ErrorCode::kInternal, UvText(uv_translate_sys_error(errno)));
  };
  const std::unique_ptr<FILE, int (*)(FILE*)> file(std::fopen(path.c_str(), "re"), &std::fclose);
  if (!file) return failure();
  std::string text;
  std::array<char, 65536> buffer{};
  while (const size_t count = std::fread(buffer.data(), 1, buffer.size(), file.get())) {
    text.append(buffer.data(), count);
  }
  if (std::ferror(file.get()) != 0) return failure();
  return text;
}

}  // namespace registrar
