#include "serve.hpp"

#include "app/failure.hpp"
#include "app/initialise.hpp"
#include "app/jobs/jobs.hpp"
#include "app/jobs/runner.hpp"
#include "app/ledger.hpp"
#include "authentication.hpp"
#include "base/logging.hpp"
#include "cli/owner_socket.hpp"
#include "housekeeping.hpp"
#include "http/dispatcher.hpp"
#include "http/metrics.hpp"
#include "http/routes.hpp"
#include "http/server.hpp"
#include "http/services.hpp"
#include "stop_signals.hpp"
#include "store/sqlite/sqlite_store.hpp"

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

  auto const store = store::sqlite::open({.path = arguments.database.path});
  app::initialise(*store, clock);
  auto const owner = app::owner_actor(*store);
  app::MasterData master_data(*store);
  app::Writer writer(*store, master_data, clock, {.queue_max = arguments.queue});
  app::Access access(*store, master_data, clock);
  app::Ledger ledger{.store = *store, .clock = clock, .master_data = master_data, .writer = writer, .access = access};

  app::Jobs jobs(*store, clock);

  http::Services services{.ledger = ledger, .jobs = &jobs, .started_at = clock.now(), .version = version};
  http::Dispatcher const dispatcher(
      http::all_routes(), services,
      {.authenticate = [&](http::Request const& request) { return authenticate(ledger, owner, request); },
       .explain_failure = app::explain_failure});
  http::Metrics metrics(dispatcher.route_names(), arguments.io_threads);
  services.metrics = &metrics;

  cli::OwnerSocket const owner_socket(arguments.database.socket_path());
  http::Server server(server_options(arguments, owner_socket.name()), dispatcher, metrics);
  server.start();
  Housekeeping const housekeeping(ledger);
  app::JobRunner runner(ledger, jobs);

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
  runner.stop();
  writer.stop();
  base::log::info("serve", "stopped", {{"sequence", std::to_string(writer.sequence())}});
  return cli::exit_ok;
}

}  // namespace nameplate
