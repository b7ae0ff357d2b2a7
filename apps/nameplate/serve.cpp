#include "serve.hpp"

#include "app/jobs/runner.hpp"
#include "app/master_data_follower.hpp"
#include "app/past_follower.hpp"
#include "app/proof/sealer.hpp"
#include "assembly.hpp"
#include "base/logging.hpp"
#include "cli/owner_socket.hpp"
#include "housekeeping.hpp"
#include "http/server.hpp"
#include "http/tls_certificate.hpp"
#include "open_database.hpp"
#include "rebuild_report.hpp"
#include "service_manager.hpp"
#include "signals.hpp"

#include <optional>

#include <sys/resource.h>

namespace nameplate {
namespace {

/// Each that waits for the database has a connection of its own.
std::size_t workers_for(store::Store const& store) {
  return store.reads_wait() ? 8 : 2;
}

http::ServerOptions server_options(cli::ServeArguments const& arguments, store::Store const& store,
                                   std::string const& owner_socket, http::TlsCertificate const* certificate) {
  return {
      .address = arguments.listen.address,
      .port = arguments.listen.port,
      .unix_socket_path = owner_socket,
      // Who holds the lock of the database knows that nobody else serves it: a socket that is there was left behind.
      .stale_socket = http::StaleSocket::remove,
      .tls = certificate,
      .trusted_proxies = arguments.trusted_proxies,
      .base_url = arguments.base_url,
      .io_threads = arguments.io_threads,
      .worker_threads = arguments.workers != 0 ? arguments.workers : workers_for(store),
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

/// None: the server is to speak plain HTTP.
base::Result<std::unique_ptr<http::TlsCertificate>> read_certificate(cli::ServeArguments const& arguments,
                                                                     base::Clock const& clock) {
  if (!arguments.speaks_tls()) {
    return nullptr;
  }
  auto const& files = arguments.tls_files;
  return http::TlsCertificate::read({.certificate = files.certificate, .key = files.key}, clock);
}

/// None: heads are not signed.
base::Result<std::optional<base::SigningKey>> read_seal_key(cli::ServeArguments const& arguments) {
  if (arguments.seal_files.key.empty()) {
    return std::nullopt;
  }
  return base::SigningKey::read(arguments.seal_files.key);
}

http::HostRule host_rule(cli::ServeArguments const& arguments) {
  return arguments.base_url ? http::HostRule(arguments.base_url->host, arguments.listen.address) : http::HostRule();
}

/// Returns when the server is to stop.
void wait_for_the_end(Signals const& signals, http::TlsCertificate* certificate) {
  while (signals.wait() == Signals::Told::hang_up) {
    if (certificate != nullptr) {
      certificate->renew();
    } else if (!service_manager::is_there()) {
      break;  // the terminal was closed
    }
  }
  signals.release();
}

}  // namespace

base::Result<int> serve(cli::ServeArguments const& arguments, base::Clock const& clock, std::string const& version,
                        std::function<void(cli::Listening const&)> const& ready) {
  base::log::set_level(arguments.log_level);
  raise_open_files_limit();
  Signals const signals;
  auto const certificate = read_certificate(arguments, clock);
  if (!certificate) {
    return std::unexpected(certificate.error());
  }

  auto const seal_key = read_seal_key(arguments);
  if (!seal_key) {
    return std::unexpected(seal_key.error());
  }

  auto database = arguments.database;
  database.standby_url = arguments.read_database.url;
  Assembly assembly(open_database(database, cli::OpenFor::writing, Warn::yes), clock, version,
                    {.queue_max = arguments.queue,
                     .io_threads = arguments.io_threads,
                     .hosts = host_rule(arguments),
                     .on_rebuild = RebuildReport(),
                     .seal_key = *seal_key,
                     .backups = arguments.backups});
  if (*certificate) {
    assembly.metrics().add(http::Metrics::Kind::gauge, "nameplate_tls_certificate_expires_seconds",
                           "Until the certificate in use expires; below zero when it has.",
                           [in_use = certificate->get()] { return in_use->seconds_to_expiry(); });
  }

  app::Sealer sealer(
      assembly.ledger(),
      {.path = arguments.seal_files.file, .key = *seal_key, .interval_seconds = arguments.seal_interval_seconds});
  assembly.seal_by([&sealer] { sealer.seal_now(); });
  assembly.metrics().add(http::Metrics::Kind::gauge, "nameplate_sealed_sequence",
                         "The newest sequence of the ledger that is sealed.",
                         [&sealer] { return static_cast<double>(sealer.sealed()); });
  assembly.metrics().add(http::Metrics::Kind::gauge, "nameplate_seals_broken",
                         "1 when the ledger is not what was sealed, and sealing has stopped: run nameplate verify.",
                         [&sealer] { return sealer.is_broken() ? 1.0 : 0.0; });

  std::optional<cli::OwnerSocket> owner_socket;
  if (auto const path = arguments.database.socket_path(); !path.empty()) {
    owner_socket.emplace(path);
  }
  http::Server server(
      server_options(arguments, assembly.ledger().store, owner_socket ? owner_socket->name() : "", certificate->get()),
      assembly.dispatcher(), assembly.metrics());
  server.start();
  Housekeeping const housekeeping(assembly.ledger(), certificate->get());
  app::JobRunner runner(assembly.ledger(), assembly.jobs());
  app::PastFollower past(assembly.ledger());
  app::MasterDataFollower const master_data(assembly.ledger());
  assembly.backups().follow_plan();

  auto listen = arguments.listen;
  listen.port = server.port();
  base::log::info("serve", "started",
                  {{"listen", listen.to_string()}, {"database", arguments.database.shown()}, {"version", version}});
  if (*certificate) {
    (*certificate)->warn_before_expiry();
  } else if (!listen.is_loopback()) {
    base::log::warn("serve",
                    "listens beyond this machine without encryption; give it a certificate (--tls-cert, --tls-key), or "
                    "put a TLS proxy in front of it");
  }
  ready({.url = (*certificate ? "https://" : "http://") + listen.to_string()});
  service_manager::tell("READY=1");

  wait_for_the_end(signals, certificate->get());
  service_manager::tell("STOPPING=1");
  base::log::info("serve", "stopping");
  server.stop();
  assembly.backups().stop();
  runner.stop();
  past.stop();
  assembly.writer().stop();
  base::log::info("serve", "stopped", {{"sequence", std::to_string(assembly.writer().sequence())}});
  return cli::exit_ok;
}

}  // namespace nameplate
