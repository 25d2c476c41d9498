#ifndef REGISTRAR_MODULE_WORKSPACE_RECOVERY_H_
#define REGISTRAR_MODULE_WORKSPACE_RECOVERY_H_

#include <optional>

#include "module/workspace/context.h"

namespace registrar {

// A flow that has its turn: nobody else changes the registration until it goes.
struct Entry {
  Turnstile::Turn turn;
  CloudSettings settings;  // read within the turn
  // A change that an earlier flow or process had left unfinished and that was finished now.
  std::optional<JournalEntry::Kind> finished;
};

// Takes a turn, finishes what is unfinished, reads the settings. Every flow that changes or uses
// the registration begins with it. Errors: the reason of `cancel`, kBusy while another instance
// carries out a change, host.*.
Task<Result<Entry>> Enter(ContextPtr context, CancelToken cancel);

// Writes `entry` into the journal unless another instance registers the workspace just now. Called
// within a turn, before Finish(). Errors: kBusy, host.*.
Task<Status> Begin(ContextPtr context, JournalEntry entry);

// Carries out `entry`, which is in the journal as this instance's own, to the end: settings,
// attempt, status, kept credentials, and at last the journal. May be repeated after a crash at any
// point. Errors: host.*; then the journal keeps the entry and a later flow or start finishes it.
Task<Status> Finish(ContextPtr context, JournalEntry entry);

// Within a turn: an attempt without a journal entry whose instance ended between the request and
// the durable answer is closed as lost. The token may be spent and is not tried again.
Task<Status> CloseLostAttempt(ContextPtr context, CloudSettings settings);

// At start, within a turn: reads or makes the status record; drops all records when the
// workspace's unique id changed; ends an attempt whose answer was lost.
Task<Status> TakeStock(ContextPtr context, CloudSettings settings);

}  // namespace registrar

#endif  // REGISTRAR_MODULE_WORKSPACE_RECOVERY_H_
