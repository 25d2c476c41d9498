#ifndef REGISTRAR_MODULE_NET_TRUST_LOADER_H_
#define REGISTRAR_MODULE_NET_TRUST_LOADER_H_

#include <deque>
#include <string>
#include <vector>

#include "module/net/openssl_ptr.h"
#include "module/net/pem_reader.h"

namespace registrar {

// Where the authorities come from that a server's certificate is checked against.
struct TrustSources {
  std::string root_certificates;  // PEM
  std::vector<std::string> extra_ca_files;
  bool system_store = true;
};

// Fills an X509_STORE in small steps. Parsing the usual 150 roots takes tens of milliseconds,
// which would be a gap in the server's loop if it were done at once.
class TrustLoader {
 public:
  // `store` must outlive the loader.
  TrustLoader(X509_STORE* store, TrustSources sources);

  // Reads one certificate. Result: whether there is more to do.
  bool Step();

  // Which authorities are trusted, and which file could not be used and why; for an error's detail.
  std::string Summary() const;

 private:
  struct Source {
    std::string name;
    PemReader reader;
    size_t certificates = 0;
  };

  void AddFile(const std::string& path, bool required);
  void AddSystemStore();

  X509_STORE* store_;
  std::deque<Source> pending_;
  std::vector<std::string> notes_;
};

}  // namespace registrar

#endif  // REGISTRAR_MODULE_NET_TRUST_LOADER_H_
