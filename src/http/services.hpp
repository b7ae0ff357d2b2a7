#pragma once

#include "app/backups/backups.hpp"
#include "app/jobs/jobs.hpp"
#include "app/ledger.hpp"
#include "base/clock.hpp"
#include "base/ed25519.hpp"

#include <atomic>
#include <functional>
#include <string>

namespace nameplate::http {

class Metrics;

/// What the handlers work on.
struct Services {
  app::Ledger& ledger;
  app::Jobs* jobs = nullptr;
  app::Backups* backups = nullptr;
  base::Instant started_at = {};
  std::string version = {};
  /// Seals what was recorded until now, as far as that is quickly done. Throws store::StorageFailure.
  std::function<void()> seal_now = {};
  /// Signs heads of the ledger; null: they are not signed.
  base::SigningKey const* seal_key = nullptr;
  /// Made from the dispatcher's route names, so it is set after the dispatcher; before the server starts.
  Metrics const* metrics = nullptr;
  /// Reads that wait for a sequence: bounded, because each keeps a worker.
  std::atomic<int> waiting_reads = 0;
};

}  // namespace nameplate::http
