#pragma once

#include "domain/changes.hpp"
#include "domain/event.hpp"
#include "store/approval.hpp"
#include "store/copy.hpp"
#include "store/failure.hpp"
#include "store/job.hpp"
#include "store/lease.hpp"
#include "store/query.hpp"
#include "store/rows.hpp"
#include "store/seal.hpp"
#include "store/side.hpp"

#include <atomic>
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
  [[nodiscard]] virtual std::vector<Approval> load_approvals(std::span<ApprovalId const> ids) = 0;
  [[nodiscard]] virtual Head head() = 0;

  // The past, for what turns up late.

  /// The history index of these subjects from a moment on, by (subject, event time, event).
  [[nodiscard]] virtual std::vector<domain::EventSubject> history_since(std::span<domain::SubjectId const> subjects,
                                                                        base::Instant since) = 0;
  /// Of each of these subjects the newest row of the history index before a moment, as far as it holds a state.
  [[nodiscard]] virtual std::vector<domain::EventSubject> states_before(std::span<domain::SubjectId const> subjects,
                                                                        base::Instant before) = 0;
  /// In what these were, by (child, from): stays that were not over before `since`.
  [[nodiscard]] virtual std::vector<domain::Containment> stays_since(std::span<domain::SubjectId const> children,
                                                                     base::Instant since) = 0;
  /// What was in these at any time within [from, to].
  [[nodiscard]] virtual std::vector<domain::Containment> contents_of(std::span<domain::SubjectId const> parents,
                                                                     base::Instant from, base::Instant to) = 0;
  /// When something last left each of these containers, as far as anything did.
  [[nodiscard]] virtual std::vector<domain::LastLeft> last_left(std::span<domain::SubjectId const> containers) = 0;
  /// The lots of which there was ever something directly in these.
  [[nodiscard]] virtual std::vector<domain::SubjectId> lots_ever_in(std::span<domain::SubjectId const> containers) = 0;
  /// The items of these events that were reversed, by (event, subject).
  [[nodiscard]] virtual std::vector<domain::ReversedItem> reversed_items(std::span<domain::EventId const> events) = 0;
  /// By (event, amended by).
  [[nodiscard]] virtual std::vector<domain::Amendment> amendments_of(std::span<domain::EventId const> events) = 0;
  [[nodiscard]] virtual std::vector<domain::Exception> load_exceptions(std::span<domain::EventId const> events) = 0;
  /// The members of holds on items, released ones too.
  [[nodiscard]] virtual std::vector<domain::HoldMember> members_of(std::span<domain::SubjectId const> subjects) = 0;
  /// Holds by rule that were released after a moment.
  [[nodiscard]] virtual std::vector<domain::Hold> rule_holds_released_since(base::Instant since) = 0;
};

/// One consistent state of the database. Short: a second at most.
class ReadSnapshot : public Reader {
 public:
  /// A page in the asked order. Cost: rows looked at, not rows in the table, wherever an index serves the filter.
  [[nodiscard]] virtual std::vector<domain::UnitState> list_units(UnitFilter const& filter, UnitPage const& page) = 0;
  /// Exact up to `limit`.
  [[nodiscard]] virtual Count count_units(UnitFilter const& filter, std::int64_t limit) = 0;
  /// A page of those that fitted at a past moment, by id. The filter may name products, statuses, a place, a container,
  /// a party, a lot, an owner, and subjects. Cost: as list_units, as far as follow_past() has come; without it, a look
  /// at every unit, in parts.
  [[nodiscard]] virtual UnitsThen list_units_at(UnitFilter const& filter, base::Instant at, UnitPage const& page) = 0;
  [[nodiscard]] virtual std::vector<StockRow> stock(StockFilter const& filter,
                                                    std::span<StockGroup const> group_by) = 0;
  /// The same at a past moment, in parts of some tenths of a second each: every unit is counted in one of them.
  /// `known`: by what had been recorded until then. Cost: what changed since, or one look at every unit.
  [[nodiscard]] virtual StockPart stock_at(StockFilter const& filter, std::span<StockGroup const> group_by,
                                           base::Instant at, KnownOnce const* known, domain::SubjectId after) = 0;
  /// Whose earlier history was told anew by events after a sequence: late ones, and what was reversed or amended. Looks
  /// at some thousand events in one call.
  [[nodiscard]] virtual Rewritten rewritten_since(domain::Sequence after) = 0;

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
  /// Of each of these the newest row of the history index with a state, at a moment (its own time included); left out:
  /// what did not exist yet.
  [[nodiscard]] virtual std::vector<domain::EventSubject> states_at(std::span<domain::SubjectId const> subjects,
                                                                    base::Instant at) = 0;
  /// The last one that had been recorded at a moment; 0: none yet.
  [[nodiscard]] virtual domain::Sequence sequence_at(base::Instant recorded) = 0;
  /// Of each counter from which anything was drawn the number that comes next, as `first`. In the order asked for.
  [[nodiscard]] virtual std::vector<CounterRange> read_counters(std::span<std::string const> counters) = 0;
  [[nodiscard]] virtual std::vector<EventMoment> moments_of(std::span<domain::EventId const> events) = 0;
  /// In what these were, by (child, from).
  [[nodiscard]] virtual std::vector<domain::Containment> parents_of(std::span<domain::SubjectId const> children) = 0;
  [[nodiscard]] virtual std::vector<domain::EventId> events_naming(std::string const& number_norm,
                                                                   std::optional<std::string> const& kind) = 0;

  /// What is kept apart from the events, with keys above `after`, in the order of (event, field, place).
  [[nodiscard]] virtual std::vector<PrivateRow> private_after(domain::ErasedValue const& after, std::size_t limit) = 0;

  /// Records of one kind by code.
  [[nodiscard]] virtual std::vector<domain::RecordRow> list_records(std::uint8_t kind,
                                                                    std::string const& code_norm_after,
                                                                    std::size_t limit) = 0;
  /// All of one kind, in no order: to fill the master data in memory.
  virtual void for_each_record(std::uint8_t kind, std::function<void(domain::RecordRow&&)> const& take) = 0;
  [[nodiscard]] virtual std::vector<domain::Hold> active_rule_holds() = 0;

  [[nodiscard]] virtual std::optional<TokenSecret> find_token(std::array<std::uint8_t, 32> const& hash) = 0;
  [[nodiscard]] virtual std::vector<TokenSecret> list_tokens() = 0;

  /// Newest first, those of events below `before`.
  [[nodiscard]] virtual std::vector<domain::Exception> list_exceptions(ExceptionFilter const& filter,
                                                                       domain::EventId before, std::size_t limit) = 0;
  /// Newest first, those below `before`, of one state or of all.
  [[nodiscard]] virtual std::vector<Approval> list_approvals(std::optional<ApprovalState> state, ApprovalId before,
                                                             std::size_t limit) = 0;

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
  /// What the job recorded, by id.
  [[nodiscard]] virtual std::vector<domain::EventId> job_events(domain::JobId job) = 0;
  /// In order, those after row `after`; of one outcome or of all.
  [[nodiscard]] virtual std::vector<JobRow> job_rows(domain::JobId job, std::optional<RowOutcome> only,
                                                     std::int64_t after, std::size_t limit) = 0;

  /// Events with a sequence above `after` as they are kept, in order. Reads no more than their columns: what is in them
  /// may be damaged. What `take` is given is gone after its call.
  virtual void for_each_stored_event(domain::Sequence after, StoredEventLimit limit,
                                     std::function<void(domain::StoredEvent const&)> const& take) = 0;
  /// Those above `block`, in order.
  [[nodiscard]] virtual std::vector<Seal> seals_after(std::int64_t block, std::size_t limit) = 0;
  [[nodiscard]] virtual std::optional<Seal> newest_seal() = 0;
  [[nodiscard]] virtual std::vector<domain::SealNode> seal_nodes(std::span<domain::SealNodeKey const> keys) = 0;

  /// What stands beside the ledger, in the order of keys: the rows of a table after one, or from the first one on when
  /// `after` is empty.
  [[nodiscard]] virtual std::vector<SideRow> side_rows(SideTable table, SideRow const& after, SideLimit limit) = 0;
  /// Whether this is a copy of another ledger that is still being made.
  [[nodiscard]] virtual bool is_half_made() = 0;

  /// Counts of the ledger and its seals. Cost: a walk over an index.
  [[nodiscard]] virtual LedgerCounts ledger_counts() = 0;
  /// Sums that are kept against what they sum up. Cost: a walk over some indexes.
  [[nodiscard]] virtual std::vector<CountDifference> compare_counts() = 0;
  /// What the store itself finds broken in its files: a page, an index, a row of another shape. Cost: reads everything.
  [[nodiscard]] virtual std::vector<std::string> check_structure() = 0;

  /// Rows of a projection with a key above `after`, in order of key: for verify.
  [[nodiscard]] virtual std::vector<ProjectionRow> dump(Projection projection, std::optional<std::string> const& after,
                                                        std::size_t limit) = 0;
};

/// One write at a time. Rolls back on destruction unless commit() was called. The calls come in the order in which
/// they stand here (docs/internals/write-path.md says why). What a call throws of a write may be thrown by a later call
/// instead, by commit() at the latest: a store need not wait for each.
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
  /// Throws GuardLost when one is not as it was read.
  virtual void write_approvals(std::span<Approval const> approvals) = 0;

  /// (f) Takes the head row and moves it on. Throws GuardLost when `rules_version` is not the expected one.
  virtual Head advance_head(std::int64_t events, base::Instant now, std::int64_t rules_version_expected,
                            bool rules_changed) = 0;

  /// (g) Appends events, complete with sequence and recorded time, and the outcomes of their keys. What an event erases
  /// is gone with it, and what it stood on is overwritten.
  virtual void append(std::span<domain::Event const> events) = 0;
  virtual void store_outcomes(std::span<StoredOutcome const> outcomes) = 0;

  // Only for a copy that is being made.

  /// Throws GuardLost when there is a ledger already.
  virtual void mark_half_made() = 0;
  virtual void mark_whole() = 0;
  virtual void put_side_rows(SideTable table, std::span<SideRow const> rows) = 0;
  /// As in a new store.
  virtual void clear_side(SideTable table) = 0;

  /// (h) Durable when it returns.
  virtual void commit() = 0;
};

class Store {
 public:
  virtual ~Store() = default;

  [[nodiscard]] virtual std::unique_ptr<ReadSnapshot> begin_read() = 0;
  [[nodiscard]] virtual std::unique_ptr<WriteTransaction> begin_write() = 0;
  /// For what people and programs ask, never for a decision: with may_lag() a copy answers that may be behind a little.
  [[nodiscard]] virtual std::unique_ptr<ReadSnapshot> begin_question() { return begin_read(); }
  [[nodiscard]] virtual bool may_lag() const { return false; }
  /// Whether a read waits for another process, however little it reads: not for a thread that others depend on.
  [[nodiscard]] virtual bool reads_wait() const = 0;

  /// Reserves `count` ids and returns the first. Durable before it returns; outside any write transaction.
  [[nodiscard]] virtual std::int64_t reserve_ids(IdSeries series, std::int64_t count) = 0;

  /// Takes the lease of some work, or prolongs the one that this store has: an opened store is a holder, and whoever
  /// has a file to itself is always the same one. None: another has it, at `now`. Not part of the ledger.
  [[nodiscard]] virtual std::optional<Lease> take_lease(Work work, base::Instant now, base::Instant until) = 0;
  /// Nothing when it is not held any more.
  virtual void give_up_lease(Lease const& lease) = 0;

  // What is written `under` a lease throws GuardLost, and writes nothing, when another store has it by now.

  /// Not part of the ledger: when tokens were last used, keys that ran out.
  virtual void note_token_use(std::span<TokenSecret const> used) = 0;
  virtual void forget_keys_before(base::Instant limit, Under const& under) = 0;

  /// Writes jobs, all or nothing. Not part of the ledger. Throws GuardLost when one is not as it was read, or when a
  /// part is there already.
  virtual void write_jobs(std::span<JobChange const> changes, Under const& under) = 0;
  /// Removes the content and the rows of jobs at rest that nobody touched since.
  virtual void forget_job_content_before(base::Instant limit, Under const& under) = 0;

  /// Brings what makes lists of past times quick up to date, by so many events at most. Gives how many are left. One
  /// caller at a time does it; the others get the number at once. Not part of the ledger.
  virtual std::int64_t follow_past(std::int64_t events_max, Under const& under) = 0;

  /// Seals blocks that follow the newest one; nodes that are there are written over. Not part of the ledger. May be
  /// lost when the machine fails before the next write of the ledger: then they are sealed again. Throws GuardLost when
  /// somebody else sealed one of the blocks, and under a lease when the block before them is not there any more.
  virtual void write_seals(std::span<Seal const> seals, std::span<domain::SealNode const> nodes,
                           Under const& under) = 0;

  /// An empty store of the same make, gone when it is closed: verify and rebuild fold the ledger into it.
  [[nodiscard]] virtual std::unique_ptr<Store> make_scratch() = 0;
  /// One that stays when it is closed or its process dies, until clear_kept_scratch(); as it was left when there is one
  /// already. None: another process has it, or there is no place for it.
  [[nodiscard]] virtual std::unique_ptr<Store> open_kept_scratch() = 0;
  virtual void clear_kept_scratch() = 0;

  /// Whether a migration left the projections to be made anew.
  [[nodiscard]] virtual bool has_stale_projections() = 0;
  /// Puts the projections of a store that make_scratch() gave in the place of its own: all or nothing, whenever it is
  /// broken off. Throws GuardLost when their ledgers do not end with the same sequence.
  virtual void take_projections_of(Store& scratch) = 0;

  /// Begins a copy into a new file, which is not to be in use by anybody. The copy must go before the store.
  [[nodiscard]] virtual std::unique_ptr<Copy> begin_copy(std::string const& path) = 0;
  /// Reads a copy through, and nothing else. StorageFailure `damaged` when it cannot be read at all.
  [[nodiscard]] virtual CopyCheck check_copy(std::string const& path, std::atomic<bool> const* cancel) = 0;
  /// A copy that nobody changes, to read from. Nothing is made beside it.
  [[nodiscard]] virtual std::unique_ptr<Store> open_copy(std::string const& path) = 0;
  /// Where the store is, for whoever must not write there; empty when it has no place.
  [[nodiscard]] virtual std::string place() const = 0;

  /// For metrics: name and value.
  [[nodiscard]] virtual std::vector<std::pair<std::string, std::int64_t>> figures() = 0;
};

}  // namespace nameplate::store
