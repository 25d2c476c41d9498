#ifndef REGISTRAR_MODULE_WORKSPACE_CLOUD_SETTINGS_H_
#define REGISTRAR_MODULE_WORKSPACE_CLOUD_SETTINGS_H_

#include <optional>
#include <string>

#include "module/base/result.h"
#include "module/base/secret.h"
#include "module/cloud/cloud_client.h"
#include "module/host/host.h"
#include "module/workspace/workspace.h"
#include "settings/settings.h"

namespace registrar {

// The server's settings that a flow looks at, read in one go.
struct CloudSettings {
  std::string cloud_url;
  std::string site_url;
  std::string site_name;
  std::string organization_email;
  std::string unique_id;
  std::string workspace_id;
  std::string workspace_name;
  std::string public_key;
  std::string client_id;
  Secret client_secret;
  int64_t client_secret_expires_at = 0;
  std::string client_uri;
  std::optional<std::string> announcement_payload;  // nothing where the release has no place for it
  bool register_server = false;
  bool agree_privacy_terms = false;
  // False while the server asks its administrators whether it is a restored copy (its dialog about
  // the fingerprint of the deployment): the credentials may then belong to another server.
  bool fingerprint_accepted = true;
  ModuleSettings module;

  // The server's own rule: registered means that both are set.
  bool has_credentials() const { return !client_id.empty() && !client_secret.empty(); }
};

// Reads them from the database. Errors: kHostRead.
Task<Result<CloudSettings>> ReadCloudSettings(Host& host);

// Where the cloud is, by these settings.
CloudEndpoints EndpointsOf(const CloudSettings& settings, const WorkspaceConfig& config);

}  // namespace registrar

#endif  // REGISTRAR_MODULE_WORKSPACE_CLOUD_SETTINGS_H_
