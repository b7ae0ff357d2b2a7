#include "serve.hpp"

#include "assembly.hpp"
#include "base/logging.hpp"
#include "cli/owner_socket.hpp"
#include "housekeeping.hpp"
#include "http/server.hpp"
#include "stop_signals.hpp"

#include <sys/resource.h>

namespace nameplate {
namespace {

http::ServerOptions server_options(cli::ServeArguments const& arguments, std::string const& owner_socket) {
  return {
      .address = arguments.listen.address,
      .port = arguments.listen.port,
      .unix_socket_path = owner_socket,
      // Who holds the lock of the database knows that nobody else serves it: a socket that is there was left behind.
      .stale_socket = http::StaleSocket::remove,
      .io_threads = arguments.io_threads,
      .worker_threads = arguments.workers,
      .body_bytes_max = arguments.body_mib * 1024 * 1024,
      .connections_max = arguments.connections,
      .connections_per_address_max = arguments.connections_per_address};
}

/// Each connection is an open file, and the usual soft limit of 1,024 is below what the server admits.
void raise_open_files_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
  }
}

}  // namespace

int serve(cli::ServeArguments const& arguments, base::Clock const& clock, std::string const& version,
          std::function<void(cli::Listening const&)> const& ready) {
  base::log::set_level(arguments.log_level);
  raise_open_files_limit();
  StopSignals stop_signals;

  Assembly assembly(arguments.database.path, clock, version,
                    {.queue_max = arguments.queue, .io_threads = arguments.io_threads});

  cli::OwnerSocket const owner_socket(arguments.database.socket_path());
  http::Server server(server_options(arguments, owner_socket.name()), assembly.dispatcher(), assembly.metrics());
  server.start();
  Housekeeping const housekeeping(assembly.ledger());

  auto listen = arguments.listen;
  listen.port = server.port();
  base::log::info("serve", "started",
                  {{"listen", listen.to_string()}, {"database", arguments.database.path}, {"version", version}});
  if (!listen.is_loopback()) {
    base::log::warn("serve", "listens beyond this machine without encryption; put a TLS proxy in front of it");
  }
  ready({.url = "http://" + listen.to_string()});

  stop_signals.wait();
  base::log::info("serve", "stopping");
  server.stop();
  assembly.writer().stop();
  base::log::info("serve", "stopped", {{"sequence", std::to_string(assembly.writer().sequence())}});
  return cli::exit_ok;
}

}  // namespace nameplate
