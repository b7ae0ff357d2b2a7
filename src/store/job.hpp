#pragma once

#include "base/clock.hpp"
#include "domain/ids.hpp"
#include "store/rows.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// Long work, kept beside the projections: what was uploaded for it, how far it is, what became of which row. Never
/// part of the ledger. What `app` encodes stands here as bytes.
namespace nameplate::store {

/// The numbers stand in the database: never renumber.
enum class JobState : std::uint8_t {
  uploading = 1,  ///< its content is still being sent
  checking = 2,   ///< a dry run is going on, or waits for its turn
  checked = 3,
  running = 4,  ///< or waits for its turn
  done = 5,
  cancelled = 6,
  failed = 7,  ///< it stopped; `reason` and `detail` say why
};

struct Job {
  domain::JobId id;
  std::string kind;
  JobState state = JobState::uploading;
  domain::RecordId account;  ///< who asked: it is done with this account's rights
  std::string name;
  std::optional<ShortHash> key = {};   ///< of the Idempotency-Key it was made with
  std::optional<ShortHash> body = {};  ///< of that request
  std::string parameters;
  std::string report;         ///< counts, and what was found out about the content
  std::int64_t position = 0;  ///< how far it is; what it counts is the kind's own
  std::string plan;           ///< what is to be done at the position, written down before it is done
  std::string reason;
  std::string detail;
  base::Instant created_at;
  base::Instant updated_at;
  std::int64_t version = 0;  ///< guards every write of it; 0: new

  auto operator<=>(Job const&) const = default;
};

struct JobPart {
  std::int64_t part = 0;
  std::string bytes;
};

/// A part without its bytes.
struct JobPartInfo {
  std::int64_t part = 0;
  std::int64_t size = 0;
  ShortHash hash{};

  auto operator<=>(JobPartInfo const&) const = default;
};

/// The numbers stand in the database: never renumber.
enum class RowOutcome : std::uint8_t {
  failed = 1,
  skipped = 2,   ///< left out, as the mapping says
  noted = 3,     ///< done, and there is something to tell: a number that was generated, a warning
  deferred = 4,  ///< waits for another row; none of these are left when a job has ended
};

/// What became of one row of the content. Rows that are plainly done, or unchanged, have none.
struct JobRow {
  std::int64_t row = 0;
  RowOutcome outcome = RowOutcome::failed;
  std::string body;

  auto operator<=>(JobRow const&) const = default;
};

/// One write of a job: its row, and what goes with it.
struct JobChange {
  Job job;  ///< `version` as it was read
  std::vector<JobPart> parts = {};
  bool forgets_rows = false;                 ///< all that is known of its rows so far
  std::vector<JobRow> rows = {};             ///< each in place of what was known of that row
  std::vector<std::int64_t> rows_done = {};  ///< nothing is to be known of these any more
  std::vector<domain::EventId> events = {};  ///< that the job recorded; those that are known already are no error
};

}  // namespace nameplate::store
