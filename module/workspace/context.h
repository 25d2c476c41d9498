#ifndef REGISTRAR_MODULE_WORKSPACE_CONTEXT_H_
#define REGISTRAR_MODULE_WORKSPACE_CONTEXT_H_

#include <memory>
#include <optional>
#include <utility>

#include "module/async/cancel.h"
#include "module/async/loop.h"
#include "module/base/metrics.h"
#include "module/cloud/cloud_client.h"
#include "module/host/host.h"
#include "module/net/http_client.h"
#include "module/net/metered_client.h"
#include "module/workspace/attempts.h"
#include "module/workspace/cloud_settings.h"
#include "module/workspace/generation.h"
#include "module/workspace/guarded_host.h"
#include "module/workspace/history.h"
#include "module/workspace/instances.h"
#include "module/workspace/journal.h"
#include "module/workspace/lease.h"
#include "module/workspace/poll_pace.h"
#include "module/workspace/records.h"
#include "module/workspace/status.h"
#include "module/workspace/token_cache.h"
#include "module/workspace/turnstile.h"
#include "module/workspace/workspace.h"

namespace registrar {

// What the flows of one workspace share. Every flow holds it by shared ownership, so that one
// whose answer comes late still finds it.
struct Context {
  Context(Loop& loop_in, HttpClient& http_in, Host& host_in, WorkspaceConfig config_in)
      : loop(loop_in),
        http(loop_in, http_in, metrics),
        config(std::move(config_in)),
        host(host_in, stop.token()),
        cloud(http),
        records(host),
        instances(loop_in, config),
        lease(std::make_shared<Lease>(loop_in, host, records, instances, stop.token())),
        generation(std::make_shared<Generation>(loop_in, records, stop.token())),
        history(loop_in, host, records),
        status(loop_in, host, records),
        attempts(loop_in, records, instances),
        journal(host, records, instances),
        poll_pace(loop_in),
        tokens(std::make_shared<TokenCache>(loop_in, host, cloud, config, metrics, stop.token())) {}
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  Loop& loop;
  Metrics metrics;
  MeteredClient http;
  const WorkspaceConfig config;
  CancelSource stop;
  GuardedHost host;
  CloudClient cloud;
  Records records;
  Instances instances;
  std::shared_ptr<Lease> lease;
  std::shared_ptr<Generation> generation;
  History history;
  StatusStore status;
  Attempts attempts;
  Journal journal;
  // A registration that a token bought and that the database would not take yet: it is written by
  // the next flow that enters, for the cloud hands it out once.
  std::optional<JournalEntry> bought;
  PollPace poll_pace;
  std::shared_ptr<TokenCache> tokens;
  Turnstile turns;
  Turnstile logins;  // what changes a user's login takes a turn of its own
};

using ContextPtr = std::shared_ptr<Context>;

}  // namespace registrar

#endif  // REGISTRAR_MODULE_WORKSPACE_CONTEXT_H_
