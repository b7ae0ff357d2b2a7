#include "http/server.hpp"

#include "http/connection_counter.hpp"
#include "http/io_thread.hpp"
#include "http/listener.hpp"
#include "http/metrics.hpp"
#include "http/transport.hpp"
#include "http/worker_pool.hpp"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include <sys/socket.h>
#include <unistd.h>

namespace nameplate::http {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view too_many_connections =
    "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nRetry-After: 1\r\nConnection: close\r\n\r\n";

void turn_away(Connection const& connection, bool speaks_tls) {
  // What does not fit into the socket's buffer at once is not waited for. In TLS there is nothing to say before the
  // handshake, which is the very work to be saved.
  if (!speaks_tls) {
    static_cast<void>(::send(connection.descriptor, too_many_connections.data(), too_many_connections.size(),
                             MSG_DONTWAIT | MSG_NOSIGNAL));
  }
  ::close(connection.descriptor);
}

}  // namespace

struct Server::Parts {
  Parts(ServerOptions given, Dispatcher const& dispatcher, Metrics& metrics)
      : options(std::move(given)),
        connections(options.connections_max, options.connections_per_address_max),
        workers(std::make_shared<WorkerPool>(options.worker_threads, options.worker_queue_max)),
        transport{.options = options,
                  .dispatcher = dispatcher,
                  .metrics = metrics,
                  .workers = *workers,
                  .connections = connections} {}

  void let_in(Connection connection) {
    if (!connections.enter(connection.peer)) {
      transport.metrics.connection_refused();
      turn_away(connection, options.tls != nullptr && !connection.from_owner_socket);
      return;
    }
    threads[next_thread++ % threads.size()]->adopt(std::move(connection));
  }

  ServerOptions options;
  ConnectionCounter connections;
  std::shared_ptr<WorkerPool> workers;  ///< shared with the gauge, as metrics outlive the server
  Transport transport;
  std::vector<std::unique_ptr<IoThread>> threads;
  std::size_t next_thread = 0;
  std::unique_ptr<Listener> listener;
  std::uint16_t port = 0;
};

Server::Server(ServerOptions options, Dispatcher const& dispatcher, Metrics& metrics)
    : parts_(std::make_unique<Parts>(std::move(options), dispatcher, metrics)) {
  metrics.add(Metrics::Kind::gauge, "nameplate_http_worker_queue_length", "Requests that wait for a worker thread.",
              [workers = parts_->workers] { return static_cast<double>(workers->waiting()); });
}

Server::~Server() {
  stop();
}

void Server::start() {
  for (std::size_t i = 0; i < std::max(1U, parts_->options.io_threads); ++i) {
    parts_->threads.push_back(std::make_unique<IoThread>(parts_->transport, i));
  }
  parts_->listener = std::make_unique<Listener>(
      parts_->options, [parts = parts_.get()](Connection connection) { parts->let_in(std::move(connection)); });
  parts_->port = parts_->listener->port();
}

void Server::stop() {
  parts_->listener.reset();
  for (auto const& thread : parts_->threads) {
    thread->drain();
  }
  if (!parts_->connections.wait_until_empty(parts_->options.stop_timeout)) {
    for (auto const& thread : parts_->threads) {
      thread->abort();
    }
  }
  parts_->workers->stop();
  static_cast<void>(parts_->connections.wait_until_empty(2s));
  parts_->threads.clear();
}

std::uint16_t Server::port() const {
  return parts_->port;
}

}  // namespace nameplate::http
