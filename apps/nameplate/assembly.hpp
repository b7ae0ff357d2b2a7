#pragma once

#include "app/backups/backups.hpp"
#include "app/jobs/jobs.hpp"
#include "app/ledger.hpp"
#include "app/progress.hpp"
#include "base/ed25519.hpp"
#include "http/dispatcher.hpp"
#include "http/metrics.hpp"
#include "http/services.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace nameplate {

/// A ledger and everything that answers requests about it, put together in order and taken down in the other. The
/// server puts its sockets before it; a command that works on a database which nobody serves asks it directly.
class Assembly {
 public:
  struct Options {
    std::size_t queue_max = 4096;
    std::size_t io_threads = 1;                     ///< how many count requests
    http::HostRule hosts = {};                      ///< which names a request may be meant for
    app::ReportProgress on_rebuild = {};            ///< told when an older database has to be brought up to date first
    std::optional<base::SigningKey> seal_key = {};  ///< signs heads of the ledger
    app::BackupPlan backups = {};
  };

  /// Makes the ledger's first entries if there are none. Throws store::StorageFailure.
  Assembly(std::unique_ptr<store::Store> store, base::Clock const& clock, std::string version, Options options);
  Assembly(Assembly const&) = delete;
  Assembly& operator=(Assembly const&) = delete;

  [[nodiscard]] app::Ledger& ledger() { return ledger_; }
  [[nodiscard]] app::Jobs& jobs() { return jobs_; }
  [[nodiscard]] app::Backups& backups() { return backups_; }
  [[nodiscard]] app::Writer& writer() { return writer_; }
  [[nodiscard]] http::Dispatcher const& dispatcher() const { return dispatcher_; }
  [[nodiscard]] http::Metrics& metrics() { return metrics_; }
  /// How the newest events are sealed when somebody asks for a head. Before the server starts.
  void seal_by(std::function<void()> seal_now) { services_.seal_now = std::move(seal_now); }

 private:
  std::unique_ptr<store::Store> store_;
  domain::Actor owner_;
  app::MasterData master_data_;
  app::Writer writer_;
  app::Access access_;
  app::Ledger ledger_;
  app::Jobs jobs_;
  std::optional<base::SigningKey> seal_key_;
  app::Backups backups_;
  http::Services services_;
  http::Dispatcher dispatcher_;
  http::Metrics metrics_;
};

}  // namespace nameplate
