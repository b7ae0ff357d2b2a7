#pragma once

#include "app/jobs/jobs.hpp"
#include "app/ledger.hpp"

#include <thread>

namespace nameplate::app {

/// What one piece of long work gets.
struct JobContext {
  Ledger& ledger;
  Jobs& jobs;
  domain::Actor actor;  ///< the account that asked, with its rights of today
  std::stop_token stop;
};

/// Does one job after the other, the oldest first, on a thread of its own. What was being done when the process ended
/// goes on at the next start.
class JobRunner {
 public:
  JobRunner(Ledger& ledger, Jobs& jobs);
  /// Stops at the next place from which the job can go on. Before the writer stops.
  ~JobRunner() { stop(); }
  JobRunner(JobRunner const&) = delete;
  JobRunner& operator=(JobRunner const&) = delete;

  void stop();

 private:
  void run(std::stop_token const& stop);
  void work_on(store::Job job, std::stop_token const& stop);

  Ledger& ledger_;
  Jobs& jobs_;
  std::jthread thread_;
};

}  // namespace nameplate::app
