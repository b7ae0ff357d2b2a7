#include "serve.hpp"

#include "app/jobs/runner.hpp"
#include "assembly.hpp"
#include "base/logging.hpp"
#include "cli/owner_socket.hpp"
#include "housekeeping.hpp"
#include "http/server.hpp"
#include "http/tls_certificate.hpp"
#include "service_manager.hpp"
#include "signals.hpp"

#include <sys/resource.h>

namespace nameplate {
namespace {

http::ServerOptions server_options(cli::ServeArguments const& arguments, std::string const& owner_socket,
                                   http::TlsCertificate const* certificate) {
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

/// None: the server is to speak plain HTTP.
base::Result<std::unique_ptr<http::TlsCertificate>> read_certificate(cli::ServeArguments const& arguments,
                                                                     base::Clock const& clock) {
  if (!arguments.speaks_tls()) {
    return nullptr;
  }
  auto const& files = arguments.tls_files;
  return http::TlsCertificate::read({.certificate = files.certificate, .key = files.key}, clock);
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

  Assembly assembly(
      arguments.database.path, clock, version,
      {.queue_max = arguments.queue, .io_threads = arguments.io_threads, .hosts = host_rule(arguments)});
  if (*certificate) {
    assembly.metrics().add(http::Metrics::Kind::gauge, "nameplate_tls_certificate_expires_seconds",
                           "Until the certificate in use expires; below zero when it has.",
                           [in_use = certificate->get()] { return in_use->seconds_to_expiry(); });
  }

  cli::OwnerSocket const owner_socket(arguments.database.socket_path());
  http::Server server(server_options(arguments, owner_socket.name(), certificate->get()), assembly.dispatcher(),
                      assembly.metrics());
  server.start();
  Housekeeping const housekeeping(assembly.ledger(), certificate->get());
  app::JobRunner runner(assembly.ledger(), assembly.jobs());

  auto listen = arguments.listen;
  listen.port = server.port();
  base::log::info("serve", "started",
                  {{"listen", listen.to_string()}, {"database", arguments.database.path}, {"version", version}});
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
  runner.stop();
  assembly.writer().stop();
  base::log::info("serve", "stopped", {{"sequence", std::to_string(assembly.writer().sequence())}});
  return cli::exit_ok;
}

}  // namespace nameplate
