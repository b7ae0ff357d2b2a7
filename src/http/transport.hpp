#pragma once

#include "http/server_options.hpp"

#include <string>

namespace nameplate::http {

class ConnectionCounter;
class Dispatcher;
class Metrics;
class WorkerPool;

/// What every connection of a server works with.
struct Transport {
  ServerOptions const& options;
  Dispatcher const& dispatcher;
  Metrics& metrics;
  WorkerPool& workers;
  ConnectionCounter& connections;
};

/// A client that was just let in.
struct Connection {
  int descriptor = -1;  ///< non-blocking; whoever takes the connection closes it
  std::string peer;     ///< IP address, or "unix"
  bool from_owner_socket = false;
};

}  // namespace nameplate::http
