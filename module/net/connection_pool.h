#ifndef REGISTRAR_MODULE_NET_CONNECTION_POOL_H_
#define REGISTRAR_MODULE_NET_CONNECTION_POOL_H_

#include <list>
#include <map>
#include <memory>
#include <string>

#include "module/async/loop.h"
#include "module/net/stream.h"

namespace registrar {

// An open connection that carries one exchange after the other.
struct Connection {
  std::unique_ptr<Stream> stream;
  bool tls_resumed = false;
};

// Keeps connections that are idle until they are needed again, grow too old, or the other side
// closes them. A connection on which something arrives unasked is closed too.
class ConnectionPool {
 public:
  // `loop` must outlive it. At most `max_idle` connections of one key are kept for `idle_limit`.
  ConnectionPool(Loop& loop, Duration idle_limit, size_t max_idle)
      : loop_(loop), idle_limit_(idle_limit), max_idle_(max_idle) {}

  // The connection of `key` that was used last, or nullptr. One on which something has arrived,
  // most likely its end, is closed instead, also when the loop has not come to read it.
  std::unique_ptr<Connection> Take(const std::string& key);

  // Keeps an idle connection, closing the oldest of its key when there are too many.
  void Give(const std::string& key, std::unique_ptr<Connection> connection);

  // Closes all.
  void Clear() { idle_.clear(); }

 private:
  struct Idle {
    std::unique_ptr<Connection> connection;
    std::unique_ptr<Timer> timer;
  };
  using IdleList = std::list<Idle>;

  void Drop(const std::string& key, const Connection* connection);

  Loop& loop_;
  Duration idle_limit_;
  size_t max_idle_;
  std::map<std::string, IdleList> idle_;
};

}  // namespace registrar

#endif  // REGISTRAR_MODULE_NET_CONNECTION_POOL_H_
