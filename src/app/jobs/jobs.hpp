#pragma once

#include "app/lease_keeper.hpp"
#include "app/master_data.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"
#include "domain/role.hpp"
#include "store/store.hpp"

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace nameplate::app {

[[nodiscard]] std::string_view name_of(store::JobState state);

inline constexpr std::size_t job_part_bytes_max = 16 * 1024 * 1024;
inline constexpr std::int64_t job_parts_max = 10'000;

struct NewJob {
  std::string kind;
  std::string name;
  std::string parameters;
  std::optional<store::KeyClaim> key = {};
  store::JobState begins = store::JobState::uploading;  ///< one without content is checked or run at once
};

struct MadeJob {
  store::Job job;
  bool replayed = false;
};

struct JobPage {
  std::vector<store::Job> jobs;
  std::optional<domain::JobId> next = {};
};

/// Long work: made, fed and watched by those who ask, done by the JobRunner. Everything is kept in the store, so a job
/// outlives the process. An account sees its own jobs; managers see all. Thread-safe.
class Jobs {
 public:
  Jobs(store::Store& store, base::Clock const& clock);

  /// The same key and body again: the job that was made first. Errors: key.other_body.
  [[nodiscard]] base::Result<MadeJob> create(domain::Actor const& actor, NewJob wanted);
  /// Parts are numbered from 1 without gaps; the same part again changes nothing. Errors: job.unknown, job.state,
  /// part.gap, part.differs, part.empty, part.too_large, part.too_many.
  [[nodiscard]] base::Result<store::Job> add_part(domain::Actor const& actor, domain::JobId id, std::int64_t part,
                                                  std::string bytes);
  /// The content is complete: check or run. Errors: job.unknown, job.state, job.no_content.
  [[nodiscard]] base::Result<store::Job> check(domain::Actor const& actor, domain::JobId id);
  /// `prepare`, if given, may change the job, or refuse.
  using Prepare = std::function<base::Result<void>(store::Job& job)>;
  [[nodiscard]] base::Result<store::Job> run(domain::Actor const& actor, domain::JobId id, Prepare const& prepare = {});
  /// What was done stays done. Errors: job.unknown, job.state.
  [[nodiscard]] base::Result<store::Job> cancel(domain::Actor const& actor, domain::JobId id);
  /// Goes on where it stopped. Errors: job.unknown, job.state, job.no_content.
  [[nodiscard]] base::Result<store::Job> resume(domain::Actor const& actor, domain::JobId id);

  [[nodiscard]] base::Result<store::Job> find(domain::Actor const& actor, domain::JobId id);
  [[nodiscard]] JobPage list(domain::Actor const& actor, domain::JobId before, std::size_t limit);

  // For the runner.
  /// The oldest one that is to be worked on; none when another process works on them.
  [[nodiscard]] std::optional<store::Job> next();
  /// Writes the change; the job's version is moved on. False: it was cancelled meanwhile, or another process works on
  /// it by now, and nothing is written.
  [[nodiscard]] bool save(store::JobChange& change);
  /// It stops as failed. When not even that can be written it is remembered until it can.
  void fail(domain::JobId id, base::Error const& error);
  /// So that another process goes on.
  void stop_working();
  /// Until there may be something to do.
  void wait_for_work(std::stop_token const& stop);

 private:
  using Change = std::function<base::Result<void>(store::JobChange& change)>;

  /// Reads the job, lets it be changed, writes it.
  base::Result<store::Job> update(domain::Actor const& actor, domain::JobId id, Change const& apply);
  [[nodiscard]] base::Result<store::Job> find_locked(domain::Actor const& actor, domain::JobId id);
  [[nodiscard]] store::Job as_told(store::Job job) const;
  void write_down_failures();

  store::Store& store_;
  base::Clock const& clock_;
  LeaseKeeper lease_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::uint64_t changes_ = 0;
  std::uint64_t changes_seen_ = 0;
  std::map<domain::JobId, base::Error> unsaved_failures_;  ///< the disk was full when they failed
};

}  // namespace nameplate::app
