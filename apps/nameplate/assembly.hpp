#pragma once

#include "app/jobs/jobs.hpp"
#include "app/ledger.hpp"
#include "http/dispatcher.hpp"
#include "http/metrics.hpp"
#include "http/services.hpp"

#include <cstddef>
#include <memory>
#include <string>

namespace nameplate {

/// A ledger and everything that answers requests about it, put together in order and taken down in the other. The
/// server puts its sockets before it; a command that works on a database which nobody serves asks it directly.
class Assembly {
 public:
  struct Options {
    std::size_t queue_max = 4096;
    std::size_t io_threads = 1;  ///< how many count requests
    http::HostRule hosts = {};   ///< which names a request may be meant for
  };

  /// Makes the database if there is none. Throws store::StorageFailure.
  Assembly(std::string const& path, base::Clock const& clock, std::string version, Options options);
  Assembly(Assembly const&) = delete;
  Assembly& operator=(Assembly const&) = delete;

  [[nodiscard]] app::Ledger& ledger() { return ledger_; }
  [[nodiscard]] app::Jobs& jobs() { return jobs_; }
  [[nodiscard]] app::Writer& writer() { return writer_; }
  [[nodiscard]] http::Dispatcher const& dispatcher() const { return dispatcher_; }
  [[nodiscard]] http::Metrics& metrics() { return metrics_; }

 private:
  std::unique_ptr<store::Store> store_;
  domain::Actor owner_;
  app::MasterData master_data_;
  app::Writer writer_;
  app::Access access_;
  app::Ledger ledger_;
  app::Jobs jobs_;
  http::Services services_;
  http::Dispatcher dispatcher_;
  http::Metrics metrics_;
};

}  // namespace nameplate
