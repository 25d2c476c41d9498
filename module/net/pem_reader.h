#ifndef REGISTRAR_MODULE_NET_PEM_READER_H_
#define REGISTRAR_MODULE_NET_PEM_READER_H_

#include <memory>
#include <string>

#include "module/base/result.h"
#include "module/net/openssl_ptr.h"

namespace registrar {

// Reads certificates one by one out of PEM text, skipping what is not one.
class PemReader {
 public:
  explicit PemReader(std::string text);

  // The next certificate, nullptr at the end of the text. Damaged ones are skipped.
  X509Ptr Next();

 private:
  std::unique_ptr<const std::string> text_;  // read in place by bio_, so it does not move
  BioPtr bio_;
};

// The text of the file at `path`. Errors: kInternal with the system's words in its detail.
Result<std::string> ReadTextFile(const std::string& path);

}  // namespace registrar

#endif  // REGISTRAR_MODULE_NET_PEM_READER_H_
