#include "module/net/trust_loader.h"

#include <openssl/x509_vfy.h>

#include <array>
#include <cstdlib>
#include <utility>

namespace registrar {
namespace {

// Folders of certificates under their subject's hash (Debian, Ubuntu, Alpine, SUSE), of which
// OpenSSL opens only the file it needs.
constexpr const char* kHashedFolder = "/etc/ssl/certs";

// Bundles of the distributions without such a folder; the first that exists is read.
constexpr std::array<const char*, 4> kBundles = {
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",  // Red Hat, Fedora
    "/etc/pki/tls/certs/ca-bundle.crt",                   // Red Hat before 7
    "/etc/ssl/ca-bundle.pem",                             // SUSE
    "/etc/ssl/cert.pem",                                  // Alpine without ca-certificates
};

// An environment variable that OpenSSL itself obeys; "" when unset.
std::string Environment(const char* name) {
  // The server changes its environment on this thread alone.
  const char* const value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe)
  return value == nullptr ? "" : value;
}

bool AddFolder(X509_STORE* store, const std::string& path) {
  const OpensslErrorScope errors;
  X509_LOOKUP* const lookup = X509_STORE_add_lookup(store, X509_LOOKUP_hash_dir());
  return lookup != nullptr && X509_LOOKUP_add_dir(lookup, path.c_str(), X509_FILETYPE_PEM) == 1;
}

}  // namespace

TrustLoader::TrustLoader(X509_STORE* store, TrustSources sources) : store_(store) {
  if (!sources.root_certificates.empty()) {
    pending_.push_back({"bundled roots", PemReader(std::move(sources.root_certificates))});
  }
  for (const std::string& path : sources.extra_ca_files) AddFile(path, /*required=*/true);
  if (sources.system_store) AddSystemStore();
}

void TrustLoader::AddFile(const std::string& path, bool required) {
  if (path.empty()) return;
  auto text = ReadTextFile(path);
  if (text) {
    pending_.push_back({path, PemReader(std::move(text).value())});
  } else if (required) {
    notes_.push_back(path + " (could not be read: " + text.error().detail + ")");
  }
}

void TrustLoader::AddSystemStore() {
  const std::string folder = Environment("SSL_CERT_DIR");
  const std::string file = Environment("SSL_CERT_FILE");
  if (AddFolder(store_, folder.empty() ? kHashedFolder : folder)) {
    notes_.push_back("system store " + (folder.empty() ? kHashedFolder : folder));
  }
  if (!file.empty()) {
    AddFile(file, /*required=*/true);
    return;
  }
  for (const char* const bundle : kBundles) {
    const size_t before = pending_.size();
    AddFile(bundle, /*required=*/false);
    if (pending_.size() > before) return;
  }
}

bool TrustLoader::Step() {
  if (pending_.empty()) return false;
  Source& source = pending_.front();
  const X509Ptr certificate = source.reader.Next();
  if (certificate) {
    const OpensslErrorScope errors;
    if (X509_STORE_add_cert(store_, certificate.get()) == 1) ++source.certificates;
    return true;
  }
  notes_.push_back(source.name + (source.certificates == 0
                                      ? " (holds no certificate)"
                                      : " (" + std::to_string(source.certificates) + ")"));
  pending_.pop_front();
  return !pending_.empty();
}

std::string TrustLoader::Summary() const {
  std::string text;
  for (const std::string& note : notes_) text += (text.empty() ? "" : ", ") + note;
  return text.empty() ? "nothing" : text;
}

}  // namespace registrar
