#include "module/net/connection_pool.h"

#include <algorithm>
#include <array>
#include <utility>

namespace registrar {
namespace {

// Whether nothing has happened on an idle stream. TLS takes session tickets while it looks.
bool IsQuiet(Stream& stream) {
  std::array<char, 1> buffer{};
  return !stream.TryRead(buffer).has_value();
}

}  // namespace

std::unique_ptr<Connection> ConnectionPool::Take(const std::string& key) {
  const auto found = idle_.find(key);
  if (found == idle_.end()) return nullptr;
  IdleList& list = found->second;
  std::unique_ptr<Connection> taken;
  while (!taken && !list.empty()) {
    auto connection = std::move(list.back().connection);
    list.pop_back();
    connection->stream->OnArrival(nullptr);
    if (connection->stream->Silent()) taken = std::move(connection);
  }
  if (list.empty()) idle_.erase(found);
  return taken;
}

void ConnectionPool::Give(const std::string& key, std::unique_ptr<Connection> connection) {
  if (max_idle_ == 0 || !IsQuiet(*connection->stream)) return;
  Connection* const kept = connection.get();
  kept->stream->OnArrival([this, key, kept] {
    if (!IsQuiet(*kept->stream)) Drop(key, kept);
  });
  IdleList& list = idle_[key];
  if (list.size() >= max_idle_) list.pop_front();
  list.push_back({std::move(connection),
                  loop_.CallAfter(idle_limit_, [this, key, kept] { Drop(key, kept); })});
}

void ConnectionPool::Drop(const std::string& key, const Connection* connection) {
  const auto found = idle_.find(key);
  if (found == idle_.end()) return;
  IdleList& list = found->second;
  const auto entry = std::find_if(list.begin(), list.end(), [connection](const Idle& idle) {
    return idle.connection.get() == connection;
  });
  if (entry == list.end()) return;
  list.erase(entry);
  if (list.empty()) idle_.erase(found);
}

}  // namespace registrar
