#include "app/imports/import_job.hpp"

#include "app/imports/chunk_work.hpp"
#include "app/imports/imports.hpp"

#include <algorithm>
#include <utility>

namespace nameplate::app {
namespace {

using store::JobChange;
using store::JobRow;
using store::JobState;
using store::RowOutcome;

constexpr std::int64_t check_notes_max = 10'000;
constexpr std::int64_t run_notes_max = 100'000;
constexpr int chunks_between_reports = 10;
constexpr std::size_t rows_at_once = 5'000;

/// Where a run stands: the pass over the file, and the last row of it that is done.
struct Position {
  std::int64_t pass = 0;
  std::int64_t row = 0;

  static constexpr unsigned row_bits = 40;
  [[nodiscard]] std::int64_t packed() const { return pass << row_bits | row; }
  static Position unpack(std::int64_t packed) {
    return {.pass = packed >> row_bits, .row = packed & ((std::int64_t{1} << row_bits) - 1)};
  }
};

/// Goes over the rows chunk by chunk. Rows that wait for others of the same file (a place and the one that it is part
/// of) are taken again in further passes, until a pass brings none of them in.
class ImportJob {
 public:
  ImportJob(JobContext const& context, store::Job job, Mapping const& mapping)
      : context_(context),
        job_(std::move(job)),
        mapping_(mapping),
        is_check_(job_.state == JobState::checking),
        report_(decode_report(job_.report)),
        position_(is_check_ ? Position() : Position::unpack(job_.position)) {
    if (is_check_ || !report_.began) {
      report_.begin_again();
    }
    if (!is_check_ && !report_.began) {
      report_.began = context.ledger.clock.now();
    }
    work_ = make_work();
  }

  base::Result<void> run() {
    if (position_.pass > 0) {
      if (auto const remembered = remember_all(); !remembered || stopped_) {
        return remembered;
      }
    }
    bool continues_a_pass = position_.row > 0;
    for (auto waiting = count_waiting();; waiting = count_waiting()) {
      auto const passed = pass();
      if (!passed || stopped_) {
        return passed;
      }
      auto const still_waiting = count_waiting();
      bool const is_stuck = position_.pass > 1 && still_waiting == waiting && !continues_a_pass;
      if (still_waiting == 0 || is_stuck) {
        return finish();
      }
      continues_a_pass = false;
    }
  }

 private:
  std::unique_ptr<ChunkWork> make_work() {
    ImportContext const context{.job_context = context_,
                                .job = job_.id,
                                .mapping = mapping_,
                                .report = report_,
                                .seen = seen_,
                                .events = events_};
    bool const is_records = mapping_.kind.kind == ImportKind::records;
    if (is_check_) {
      return is_records ? make_records_check(context) : make_goods_check(context);
    }
    return is_records ? make_records_run(context) : make_goods_run(context);
  }

  /// What earlier passes read, before this process began.
  base::Result<void> remember_all() {
    ImportContent content(context_.ledger.store, job_.id, mapping_);
    if (auto const opened = content.open(); !opened) {
      return opened;
    }
    while (!is_told_to_stop()) {
      auto const rows = content.next_chunk();
      if (!rows) {
        return std::unexpected(rows.error());
      }
      if (rows->empty()) {
        break;
      }
      work_->remember(*rows);
    }
    return {};
  }

  base::Result<void> pass() {
    auto const waiting = waiting_rows();
    ImportContent content(context_.ledger.store, job_.id, mapping_);
    if (auto const opened = content.open(); !opened) {
      return opened;
    }
    report_.describe(content);
    std::int64_t total = 0;
    while (!is_told_to_stop()) {
      auto rows = content.next_chunk();
      if (!rows) {
        return std::unexpected(rows.error());
      }
      if (rows->empty()) {
        break;
      }
      total += static_cast<std::int64_t>(rows->size());
      if (auto const done = take_chunk(*std::move(rows), content, waiting); !done) {
        return done;
      }
    }
    if (!stopped_) {
      report_.total = total;
      report_.describe(content);
      position_ = {.pass = position_.pass + 1};
    }
    return {};
  }

  base::Result<void> take_chunk(std::vector<MappedRow> rows, ImportContent const& content,
                                std::vector<std::int64_t> const& waiting) {
    auto const last = rows.back().number;
    if (last <= position_.row) {
      if (position_.pass == 0) {
        work_->remember(rows);
      }
      return {};
    }
    Chunk chunk{.name = "p" + std::to_string(position_.pass) + " " + std::to_string(rows.front().number)};
    if (position_.pass > 0) {
      std::erase_if(rows, [&](MappedRow const& row) { return !std::ranges::binary_search(waiting, row.number); });
    }
    chunk.rows = std::move(rows);
    position_.row = last;
    if (chunk.rows.empty()) {
      return {};
    }
    chunk.plan = std::exchange(job_.plan, {});
    report_.bytes_read = content.bytes_read();
    auto const results = work_->work(chunk, [this](std::string plan) {
      auto change = change_of(std::move(plan));
      change.job.position = job_.position;
      return save(change);
    });
    if (!results) {
      return std::unexpected(results.error());
    }
    if (!stopped_) {
      keep(*results);
    }
    return {};
  }

  /// Counts, and notes what is to be told of single rows.
  void keep(std::vector<RowResult> const& results) {
    JobChange change{.job = {}};
    for (auto const& result : results) {
      count(result.fate);
      bool const is_plain = result.fate == RowFate::unchanged || result.fate == RowFate::done;
      bool const says_something = !is_plain || !result.note.number.empty() || !result.note.warning.empty();
      if (result.fate == RowFate::deferred || (says_something && may_note())) {
        change.rows.push_back(note_of(result));
      } else if (position_.pass > 0) {
        change.rows_done.push_back(result.row);
      }
    }
    if (is_check_) {
      return keep_in_memory(change);
    }
    change.job = job_;
    change.job.plan.clear();
    change.job.position = position_.packed();
    change.job.report = encode_report(report_);
    change.events = std::exchange(events_, {});
    static_cast<void>(save(change));
  }

  void count(RowFate fate) {
    switch (fate) {
      case RowFate::done: ++report_.done; return;
      case RowFate::unchanged: ++report_.unchanged; return;
      case RowFate::failed: ++report_.failed; return;
      case RowFate::skipped: ++report_.skipped; return;
      case RowFate::deferred: return;
    }
  }
  bool may_note() {
    if (report_.noted >= (is_check_ ? check_notes_max : run_notes_max)) {
      return false;
    }
    ++report_.noted;
    return true;
  }
  static JobRow note_of(RowResult const& result) {
    auto const outcome = result.fate == RowFate::failed     ? RowOutcome::failed
                         : result.fate == RowFate::skipped  ? RowOutcome::skipped
                         : result.fate == RowFate::deferred ? RowOutcome::deferred
                                                            : RowOutcome::noted;
    return {.row = result.row, .outcome = outcome, .body = encode_note(result.note)};
  }

  /// A check writes its findings at its end; until then it only says how far it is.
  void keep_in_memory(JobChange const& change) {
    for (auto const& row : change.rows) {
      notes_.insert_or_assign(row.row, row);
    }
    for (auto const row : change.rows_done) {
      notes_.erase(row);
    }
    if (++chunks_checked_ % chunks_between_reports == 0) {
      auto progress = change_of({});
      static_cast<void>(save(progress));
    }
  }

  [[nodiscard]] std::vector<std::int64_t> waiting_rows() const {
    std::vector<std::int64_t> rows;
    if (is_check_) {
      for (auto const& [number, row] : notes_) {
        if (row.outcome == RowOutcome::deferred) {
          rows.push_back(number);
        }
      }
      return rows;
    }
    while (true) {
      auto const page = context_.ledger.store.begin_read()->job_rows(job_.id, RowOutcome::deferred,
                                                                     rows.empty() ? 0 : rows.back(), rows_at_once);
      for (auto const& row : page) {
        rows.push_back(row.row);
      }
      if (page.size() < rows_at_once) {
        return rows;
      }
    }
  }
  [[nodiscard]] std::size_t count_waiting() const { return waiting_rows().size(); }

  /// What still waits has nothing left to wait for.
  base::Result<void> finish() {
    report_.bytes_read = report_.bytes_total;
    if (is_check_) {
      auto change = change_of({});
      change.job.state = JobState::checked;
      change.forgets_rows = true;
      for (auto& [number, row] : notes_) {
        if (row.outcome == RowOutcome::deferred) {
          fail_waiting(row);
          ++report_.failed;
        }
        change.rows.push_back(std::move(row));
      }
      change.job.report = encode_report(report_);
      static_cast<void>(save(change));
      return {};
    }
    while (true) {
      auto page = context_.ledger.store.begin_read()->job_rows(job_.id, RowOutcome::deferred, 0, rows_at_once);
      bool const is_last = page.size() < rows_at_once;
      auto step = change_of({});
      for (auto& row : page) {
        fail_waiting(row);
        ++report_.failed;
        ++report_.noted;
      }
      step.rows = std::move(page);
      if (is_last) {
        step.job.state = JobState::done;
      }
      step.job.position = position_.packed();
      step.job.report = encode_report(report_);
      if (!save(step) || is_last) {
        return {};
      }
    }
  }
  static void fail_waiting(JobRow& row) { row.outcome = RowOutcome::failed; }

  JobChange change_of(std::string plan) const {
    JobChange change{.job = job_};
    change.job.plan = std::move(plan);
    change.job.report = encode_report(report_);
    return change;
  }
  bool save(JobChange& change) {
    if (!context_.jobs.save(change)) {
      stopped_ = true;
      return false;
    }
    job_ = change.job;
    if (change.job.state == JobState::running || change.job.state == JobState::checking) {
      job_.plan.clear();
    }
    return true;
  }
  bool is_told_to_stop() {
    stopped_ = stopped_ || context_.stop.stop_requested();
    return stopped_;
  }

  JobContext const& context_;
  store::Job job_;
  Mapping const& mapping_;
  bool is_check_;
  ImportReport report_;
  Position position_;
  SeenRows seen_;
  std::vector<domain::EventId> events_;
  std::unique_ptr<ChunkWork> work_;
  bool stopped_ = false;  ///< cancelled, or the process ends
  int chunks_checked_ = 0;
  std::map<std::int64_t, JobRow> notes_;  ///< of a check
};

}  // namespace

base::Result<void> do_import(JobContext const& context, store::Job job) {
  auto const parameters = import_parameters(job);
  auto mapping = parse_mapping(parameters.mapping, parameters.kind);
  if (mapping && mapping->lacks_columns) {
    ImportContent content(context.ledger.store, job.id, *mapping);
    if (auto const opened = content.open(); !opened) {
      return opened;
    }
    mapping = parse_mapping(parameters.mapping, parameters.kind, content.columns().columns);
  }
  if (!mapping) {
    return std::unexpected(mapping.error());
  }
  if (context.actor.role < role_min_of(mapping->kind)) {
    return base::fail(base::ErrorKind::forbidden, "access.role",
                      "The account that asked for this import may not do it any more. Ask for it with another one.");
  }
  return ImportJob(context, std::move(job), *mapping).run();
}

}  // namespace nameplate::app
