#include "module/workspace/cloud_settings.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

namespace registrar {
namespace {

using Values = std::map<std::string, Json>;

std::vector<std::string> Ids() {
  std::vector<std::string> ids = {"Cloud_Url",
                                  "Site_Url",
                                  "Site_Name",
                                  "Organization_Email",
                                  "uniqueID",
                                  "Register_Server",
                                  "Deployment_FingerPrint_Verified",
                                  "Cloud_Service_Agree_PrivacyTerms",
                                  "Cloud_Sync_Announcement_Payload",
                                  "Cloud_Workspace_Id",
                                  "Cloud_Workspace_Name",
                                  "Cloud_Workspace_PublicKey",
                                  "Cloud_Workspace_Client_Id",
                                  "Cloud_Workspace_Client_Secret",
                                  "Cloud_Workspace_Client_Secret_Expires_At",
                                  "Cloud_Workspace_Registration_Client_Uri"};
  const auto& own = ModuleSettingIds();
  ids.insert(ids.end(), own.begin(), own.end());
  return ids;
}

std::string Text(const Values& values, const char* id) {
  const auto found = values.find(id);
  const std::string* const text = found == values.end() ? nullptr : AsText(found->second);
  return text == nullptr ? std::string() : *text;
}

bool Flag(const Values& values, const char* id) {
  const auto found = values.find(id);
  return found != values.end() && found->second == true;
}

int64_t Number(const Values& values, const char* id) {
  const auto found = values.find(id);
  return found == values.end() ? 0 : AsInteger(found->second).value_or(0);
}

CloudSettings Parse(const Values& values) {
  CloudSettings settings;
  settings.cloud_url = Text(values, "Cloud_Url");
  settings.site_url = Text(values, "Site_Url");
  settings.site_name = Text(values, "Site_Name");
  settings.organization_email = Text(values, "Organization_Email");
  settings.unique_id = Text(values, "uniqueID");
  settings.register_server = Flag(values, "Register_Server");
  settings.agree_privacy_terms = Flag(values, "Cloud_Service_Agree_PrivacyTerms");
  const auto verified = values.find("Deployment_FingerPrint_Verified");
  settings.fingerprint_accepted = verified == values.end() || verified->second != false;
  if (values.contains("Cloud_Sync_Announcement_Payload")) {
    settings.announcement_payload = Text(values, "Cloud_Sync_Announcement_Payload");
  }
  settings.workspace_id = Text(values, "Cloud_Workspace_Id");
  settings.workspace_name = Text(values, "Cloud_Workspace_Name");
  settings.public_key = Text(values, "Cloud_Workspace_PublicKey");
  settings.client_id = Text(values, "Cloud_Workspace_Client_Id");
  settings.client_secret = Secret(Text(values, "Cloud_Workspace_Client_Secret"));
  settings.client_secret_expires_at = Number(values, "Cloud_Workspace_Client_Secret_Expires_At");
  settings.client_uri = Text(values, "Cloud_Workspace_Registration_Client_Uri");
  settings.module = ParseModuleSettings(values);
  return settings;
}

}  // namespace

Task<Result<CloudSettings>> ReadCloudSettings(Host& host) {
  REGISTRAR_CO_ASSIGN(const Values values, co_await host.ReadSettings(Ids()));
  co_return Parse(values);
}

CloudEndpoints EndpointsOf(const CloudSettings& settings, const WorkspaceConfig& config) {
  CloudEndpoints endpoints;
  endpoints.cloud_url = settings.cloud_url;
  endpoints.client_uri = settings.client_uri;
  endpoints.releases_url = config.releases_url;
  endpoints.license_version = config.license_version;
  endpoints.allowed_hosts = settings.module.allowed_hosts;
  endpoints.proxy = settings.module.proxy;
  endpoints.ca_file = settings.module.ca_file;
  const Duration total = settings.module.deadline;
  HttpDeadlines& deadlines = endpoints.deadlines;
  deadlines.total = total;
  const Duration connect = settings.module.connect_deadline;
  deadlines.connect = std::min(connect, total);
  deadlines.handshake = std::min(connect, total);
  // A name that is not found in time has to leave some of the whole for its error.
  deadlines.lookup = std::min(std::max(connect - Duration(1000), Duration(1000)), total);
  // A cloud that accepts and stays silent is told from one that never answers as a whole.
  deadlines.first_byte = std::max(total - Duration(1000), total / 2);
  return endpoints;
}

}  // namespace registrar
