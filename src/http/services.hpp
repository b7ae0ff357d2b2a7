#pragma once

#include "app/jobs/jobs.hpp"
#include "app/ledger.hpp"
#include "base/clock.hpp"

#include <atomic>
#include <string>

namespace nameplate::http {

class Metrics;

/// What the handlers work on.
struct Services {
  app::Ledger& ledger;
  app::Jobs* jobs = nullptr;
  base::Instant started_at = {};
  std::string version = {};
  /// Made from the dispatcher's route names, so it is set after the dispatcher; before the server starts.
  Metrics const* metrics = nullptr;
  /// Reads that wait for a sequence: bounded, because each keeps a worker.
  std::atomic<int> waiting_reads = 0;
};

}  // namespace nameplate::http
