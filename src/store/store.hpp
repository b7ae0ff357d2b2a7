#pragma once

#include "domain/changes.hpp"
#include "domain/event.hpp"
#include "store/failure.hpp"
#include "store/job.hpp"
#include "store/query.hpp"
#include "store/rows.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// Where the ledger and its projections are kept, in domain terms. Every call takes a set and costs the same number
/// of statements for one member and for 100,000. Rows that do not exist are left out of an answer.
/// All calls throw StorageFailure.
namespace nameplate::store {

/// What both a decision and a question need to load.
class Reader {
 public:
  virtual ~Reader() = default;

  /// Every row, current or closed, of any kind and scope, with one of these normalised values.
  [[nodiscard]] virtual std::vector<domain::Identifier> find_identifiers(std::span<std::string const> values_norm) = 0;
  /// All numbers of these subjects, current and closed, but for the current serial, code or lot number, which stands
  /// in their own rows.
  [[nodiscard]] virtual std::vector<domain::Identifier> identifiers_of(std::span<domain::SubjectId const> subjects) = 0;

  [[nodiscard]] virtual std::vector<domain::UnitState> load_units(std::span<domain::SubjectId const> ids) = 0;
  [[nodiscard]] virtual std::vector<domain::ContainerState> load_containers(std::span<domain::SubjectId const> ids) = 0;
  [[nodiscard]] virtual std::vector<domain::LotState> load_lots(std::span<domain::SubjectId const> ids) = 0;
  /// All balances of these lots.
  [[nodiscard]] virtual std::vector<domain::Balance> load_balances(std::span<domain::SubjectId const> lots) = 0;

  /// What is directly inside these containers.
  [[nodiscard]] virtual std::vector<domain::UnitState> units_in(std::span<domain::SubjectId const> containers) = 0;
  [[nodiscard]] virtual std::vector<domain::ContainerState> containers_in(
      std::span<domain::SubjectId const> containers) = 0;
  [[nodiscard]] virtual std::vector<domain::Balance> balances_in(std::span<domain::SubjectId const> containers) = 0;

  /// The members of holds on items that are not released.
  [[nodiscard]] virtual std::vector<domain::HoldMember> active_members_of(
      std::span<domain::SubjectId const> subjects) = 0;
  [[nodiscard]] virtual std::vector<domain::HoldMember> members_of_holds(std::span<domain::HoldId const> holds) = 0;
  [[nodiscard]] virtual std::vector<domain::Hold> load_holds(std::span<domain::HoldId const> ids) = 0;

  /// What these bear: by (subject, attribute, key).
  [[nodiscard]] virtual std::vector<domain::Trait> traits_of(std::span<domain::SubjectId const> subjects) = 0;

  [[nodiscard]] virtual std::vector<domain::RecordRow> load_records(std::span<domain::RecordId const> ids) = 0;
  /// Of these products, those that any unit or lot has ever been made of.
  [[nodiscard]] virtual std::vector<domain::RecordId> products_in_use(std::span<domain::RecordId const> products) = 0;
  /// Of these locations, those where anything stands now.
  [[nodiscard]] virtual std::vector<domain::RecordId> locations_in_use(std::span<domain::RecordId const> locations) = 0;

  /// With their private fields. In the order of ids.
  [[nodiscard]] virtual std::vector<domain::Event> load_events(std::span<domain::EventId const> ids) = 0;
  /// The rows of the history index of one event, for these of its subjects: their states after it.
  [[nodiscard]] virtual std::vector<domain::EventSubject> states_after(domain::EventId event, base::Instant event_time,
                                                                       std::span<domain::SubjectId const> subjects) = 0;
  [[nodiscard]] virtual Head head() = 0;
};

/// One consistent state of the database. Short: a second at most.
class ReadSnapshot : public Reader {
 public:
  /// A page in the asked order. Cost: rows looked at, not rows in the table, wherever an index serves the filter.
  [[nodiscard]] virtual std::vector<domain::UnitState> list_units(UnitFilter const& filter, UnitPage const& page) = 0;
  /// Exact up to `limit`.
  [[nodiscard]] virtual Count count_units(UnitFilter const& filter, std::int64_t limit) = 0;
  [[nodiscard]] virtual std::vector<StockRow> stock(StockFilter const& filter,
                                                    std::span<StockGroup const> group_by) = 0;

  /// By code, the code after which to begin, at most `limit`.
  [[nodiscard]] virtual std::vector<domain::ContainerState> list_containers(
      std::optional<std::vector<domain::RecordId>> const& locations, domain::SubjectId after, std::size_t limit) = 0;
  [[nodiscard]] virtual std::vector<domain::LotState> list_lots(std::optional<domain::RecordId> product,
                                                                domain::SubjectId after, std::size_t limit) = 0;
  /// Active ones only when `active_only`. By id.
  [[nodiscard]] virtual std::vector<domain::Hold> list_holds(bool active_only, domain::HoldId after,
                                                             std::size_t limit) = 0;

  /// Events with a sequence above `after`, in order.
  [[nodiscard]] virtual std::vector<domain::Event> events_after(domain::Sequence after, EventLimit limit) = 0;
  /// The history index of these subjects, by (subject, event time, event).
  [[nodiscard]] virtual std::vector<domain::EventSubject> history_of(std::span<domain::SubjectId const> subjects) = 0;
  /// In what these were, by (child, from).
  [[nodiscard]] virtual std::vector<domain::Containment> parents_of(std::span<domain::SubjectId const> children) = 0;
  /// What was in these at any time within [from, to].
  [[nodiscard]] virtual std::vector<domain::Containment> contents_of(std::span<domain::SubjectId const> parents,
                                                                     base::Instant from, base::Instant to) = 0;
  [[nodiscard]] virtual std::vector<domain::EventId> events_naming(std::string const& number_norm,
                                                                   std::optional<std::string> const& kind) = 0;

  /// Records of one kind by code.
  [[nodiscard]] virtual std::vector<domain::RecordRow> list_records(std::uint8_t kind,
                                                                    std::string const& code_norm_after,
                                                                    std::size_t limit) = 0;
  /// All of one kind, in no order: to fill the master data in memory.
  virtual void for_each_record(std::uint8_t kind, std::function<void(domain::RecordRow&&)> const& take) = 0;
  [[nodiscard]] virtual std::vector<domain::Hold> active_rule_holds() = 0;

  [[nodiscard]] virtual std::optional<TokenSecret> find_token(std::array<std::uint8_t, 32> const& hash) = 0;
  [[nodiscard]] virtual std::vector<TokenSecret> list_tokens() = 0;

  /// In the order of ids.
  [[nodiscard]] virtual std::vector<Job> load_jobs(std::span<domain::JobId const> ids) = 0;
  /// Newest first, those below `before`, of one account or of all. Without their plans.
  [[nodiscard]] virtual std::vector<Job> list_jobs(std::optional<domain::RecordId> account, domain::JobId before,
                                                   std::size_t limit) = 0;
  /// The job that a request with this key made.
  [[nodiscard]] virtual std::optional<Job> find_job_by_key(ShortHash const& key) = 0;
  /// Checking or running, oldest first.
  [[nodiscard]] virtual std::vector<domain::JobId> jobs_at_work() = 0;
  /// What was uploaded, in order.
  [[nodiscard]] virtual std::vector<JobPartInfo> job_parts(domain::JobId job) = 0;
  [[nodiscard]] virtual std::optional<std::string> load_job_part(domain::JobId job, std::int64_t part) = 0;
  /// In order, those after row `after`; of one outcome or of all.
  [[nodiscard]] virtual std::vector<JobRow> job_rows(domain::JobId job, std::optional<RowOutcome> only,
                                                     std::int64_t after, std::size_t limit) = 0;

  /// Rows of a projection with a key above `after`, in order of key: for verify.
  [[nodiscard]] virtual std::vector<ProjectionRow> dump(Projection projection, std::optional<std::string> const& after,
                                                        std::size_t limit) = 0;
};

/// One write at a time. Rolls back on destruction unless commit() was called. The calls come in the order in which
/// they stand here (docs/internals/write-path.md says why).
class WriteTransaction : public Reader {
 public:
  /// (a) Claims keys; the answer holds the outcome of those that were used before.
  [[nodiscard]] virtual std::vector<StoredOutcome> claim_keys(std::span<KeyClaim const> claims) = 0;

  /// (b) Draws numbers, in the order of counters; what is given back must be the end of what was drawn.
  [[nodiscard]] virtual std::vector<CounterRange> draw_counters(std::span<CounterDraw const> draws) = 0;
  virtual void give_back(std::span<CounterRange const> unused) = 0;

  /// (e) Writes projections. Throws GuardLost when a row is not as expected, also a key that somebody else took.
  virtual void write(domain::Changes const& changes) = 0;
  virtual void write_secrets(std::span<TokenSecret const> secrets) = 0;

  /// (f) Takes the head row and moves it on. Throws GuardLost when `rules_version` is not the expected one.
  virtual Head advance_head(std::int64_t events, base::Instant now, std::int64_t rules_version_expected,
                            bool rules_changed) = 0;

  /// (g) Appends events, complete with sequence and recorded time, and the outcomes of their keys.
  virtual void append(std::span<domain::Event const> events) = 0;
  virtual void store_outcomes(std::span<StoredOutcome const> outcomes) = 0;

  /// (h) Durable when it returns.
  virtual void commit() = 0;
};

class Store {
 public:
  virtual ~Store() = default;

  [[nodiscard]] virtual std::unique_ptr<ReadSnapshot> begin_read() = 0;
  [[nodiscard]] virtual std::unique_ptr<WriteTransaction> begin_write() = 0;

  /// Reserves `count` ids and returns the first. Durable before it returns; outside any write transaction.
  [[nodiscard]] virtual std::int64_t reserve_ids(IdSeries series, std::int64_t count) = 0;

  /// Not part of the ledger: when tokens were last used, keys that ran out.
  virtual void note_token_use(std::span<TokenSecret const> used) = 0;
  virtual void forget_keys_before(base::Instant limit) = 0;

  /// Writes jobs, all or nothing. Not part of the ledger. Throws GuardLost when one is not as it was read, or when a
  /// part is there already.
  virtual void write_jobs(std::span<JobChange const> changes) = 0;
  /// Removes the content and the rows of jobs at rest that nobody touched since.
  virtual void forget_job_content_before(base::Instant limit) = 0;

  /// An empty store of the same make, gone when it is closed: verify folds the ledger into it.
  [[nodiscard]] virtual std::unique_ptr<Store> make_scratch() = 0;

  /// For metrics: name and value.
  [[nodiscard]] virtual std::vector<std::pair<std::string, std::int64_t>> figures() = 0;
};

}  // namespace nameplate::store
