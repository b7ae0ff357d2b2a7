#pragma once

#include "base/result.hpp"
#include "cli/api/api.hpp"
#include "cli/environment.hpp"

#include <boost/json/fwd.hpp>

#include <string>

namespace nameplate::cli {

/// Ctrl-C asks to stop looking, not to stop the job: while this lives it only sets a mark.
class Interruption {
 public:
  Interruption();
  ~Interruption();
  Interruption(Interruption const&) = delete;
  Interruption& operator=(Interruption const&) = delete;

  [[nodiscard]] static bool has_come();
};

/// Asks for the job until it rests, with a line that says how far it is. The answer is the job as it is then; while it is
/// still `checking` or `running`, Ctrl-C has come. Throws ApiFailure.
[[nodiscard]] base::Result<boost::json::object> watch_job(Environment& environment, Api& api, std::string const& id);

[[nodiscard]] bool is_at_work(boost::json::object const& job);

/// What to do with a job that goes on without us.
void tell_how_to_go_on(Environment& environment, Api& api, std::string const& id);

/// `1200 done, 3 unchanged, 2 failed`.
[[nodiscard]] std::string job_counts(boost::json::object const& job);

/// What has failed, as a table of the first rows; nothing when nothing has.
[[nodiscard]] base::Result<void> show_failed_rows(Environment& environment, Api& api, boost::json::object const& job);

}  // namespace nameplate::cli
