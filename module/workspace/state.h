#ifndef REGISTRAR_MODULE_WORKSPACE_STATE_H_
#define REGISTRAR_MODULE_WORKSPACE_STATE_H_

#include <array>
#include <optional>
#include <string_view>

namespace registrar {

// The workspace's relation to the cloud.
enum class WorkspaceState {
  kUnregistered,
  kIntent,  // waiting for the confirmation of an e-mail
  kRegistered,
  kDisconnected,  // by an administrator; the credentials are kept
  kForgotten,     // by the cloud; the credentials are kept and tried again
  kOffline,       // registered by paste, no traffic by itself
};
inline constexpr size_t kStateCount = 6;

// What happens to a workspace.
enum class Event {
  kRegistered,          // the cloud granted a registration and it is committed
  kOfflineRegistered,   // a pasted registration is committed
  kIntentStarted,       // an e-mail with a confirmation link is on its way
  kIntentEnded,         // it expired or was given up
  kDisconnected,        // an administrator disconnected the workspace
  kForgotten,           // the cloud does not know the credentials, confirmed by a second try
  kReconnected,         // kept credentials work and are committed
  kSynced,              // an administrator's sync succeeded
  kFoundCredentials,    // the settings hold client id and secret
  kFoundNoCredentials,  // the settings hold no complete pair
};
inline constexpr size_t kEventCount = 10;

// The state that `event` leads to from `from`; nothing when the event cannot happen there and is
// to be refused. This is the one transition table.
std::optional<WorkspaceState> Next(WorkspaceState from, Event event);

// The name that status, documents and docs use, e.g. "disconnected".
std::string_view NameOf(WorkspaceState state);

// The state of that name.
std::optional<WorkspaceState> StateNamed(std::string_view name);

// Whether client id and secret are in the server's settings in this state.
bool HoldsCredentials(WorkspaceState state);

}  // namespace registrar

#endif  // REGISTRAR_MODULE_WORKSPACE_STATE_H_
