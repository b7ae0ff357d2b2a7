#pragma once

#include "store/store.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Wraps a store and tells of every call of its interface, by name, before it is made. What is told may throw.
namespace nameplate::test {

using Intercept = std::function<void(std::string_view call)>;

template <typename Base>
class InterceptingReader : public Base {
 public:
  InterceptingReader(std::unique_ptr<Base> inner, Intercept const& intercept)
      : inner_(std::move(inner)), intercept_(intercept) {}

  std::vector<domain::Identifier> find_identifiers(std::span<std::string const> values_norm) override {
    return told("find_identifiers").find_identifiers(values_norm);
  }
  std::vector<domain::Identifier> identifiers_of(std::span<domain::SubjectId const> subjects) override {
    return told("identifiers_of").identifiers_of(subjects);
  }
  std::vector<domain::UnitState> load_units(std::span<domain::SubjectId const> ids) override {
    return told("load_units").load_units(ids);
  }
  std::vector<domain::ContainerState> load_containers(std::span<domain::SubjectId const> ids) override {
    return told("load_containers").load_containers(ids);
  }
  std::vector<domain::LotState> load_lots(std::span<domain::SubjectId const> ids) override {
    return told("load_lots").load_lots(ids);
  }
  std::vector<domain::Balance> load_balances(std::span<domain::SubjectId const> lots) override {
    return told("load_balances").load_balances(lots);
  }
  std::vector<domain::UnitState> units_in(std::span<domain::SubjectId const> containers) override {
    return told("units_in").units_in(containers);
  }
  std::vector<domain::ContainerState> containers_in(std::span<domain::SubjectId const> containers) override {
    return told("containers_in").containers_in(containers);
  }
  std::vector<domain::Balance> balances_in(std::span<domain::SubjectId const> containers) override {
    return told("balances_in").balances_in(containers);
  }
  std::vector<domain::HoldMember> active_members_of(std::span<domain::SubjectId const> subjects) override {
    return told("active_members_of").active_members_of(subjects);
  }
  std::vector<domain::HoldMember> members_of_holds(std::span<domain::HoldId const> holds) override {
    return told("members_of_holds").members_of_holds(holds);
  }
  std::vector<domain::Hold> load_holds(std::span<domain::HoldId const> ids) override {
    return told("load_holds").load_holds(ids);
  }
  std::vector<domain::Trait> traits_of(std::span<domain::SubjectId const> subjects) override {
    return told("traits_of").traits_of(subjects);
  }
  std::vector<domain::RecordRow> load_records(std::span<domain::RecordId const> ids) override {
    return told("load_records").load_records(ids);
  }
  std::vector<domain::RecordId> products_in_use(std::span<domain::RecordId const> products) override {
    return told("products_in_use").products_in_use(products);
  }
  std::vector<domain::RecordId> locations_in_use(std::span<domain::RecordId const> locations) override {
    return told("locations_in_use").locations_in_use(locations);
  }
  std::vector<domain::Event> load_events(std::span<domain::EventId const> ids) override {
    return told("load_events").load_events(ids);
  }
  std::vector<domain::EventSubject> states_after(domain::EventId event, base::Instant event_time,
                                                 std::span<domain::SubjectId const> subjects) override {
    return told("states_after").states_after(event, event_time, subjects);
  }
  std::vector<store::Approval> load_approvals(std::span<store::ApprovalId const> ids) override {
    return told("load_approvals").load_approvals(ids);
  }
  std::vector<domain::EventSubject> history_since(std::span<domain::SubjectId const> subjects,
                                                  base::Instant since) override {
    return told("history_since").history_since(subjects, since);
  }
  std::vector<domain::EventSubject> states_before(std::span<domain::SubjectId const> subjects,
                                                  base::Instant before) override {
    return told("states_before").states_before(subjects, before);
  }
  std::vector<domain::Containment> stays_since(std::span<domain::SubjectId const> children,
                                               base::Instant since) override {
    return told("stays_since").stays_since(children, since);
  }
  std::vector<domain::Containment> contents_of(std::span<domain::SubjectId const> parents, base::Instant from,
                                               base::Instant to) override {
    return told("contents_of").contents_of(parents, from, to);
  }
  std::vector<domain::LastLeft> last_left(std::span<domain::SubjectId const> containers) override {
    return told("last_left").last_left(containers);
  }
  std::vector<domain::SubjectId> lots_ever_in(std::span<domain::SubjectId const> containers) override {
    return told("lots_ever_in").lots_ever_in(containers);
  }
  std::vector<domain::ReversedItem> reversed_items(std::span<domain::EventId const> events) override {
    return told("reversed_items").reversed_items(events);
  }
  std::vector<domain::Amendment> amendments_of(std::span<domain::EventId const> events) override {
    return told("amendments_of").amendments_of(events);
  }
  std::vector<domain::Exception> load_exceptions(std::span<domain::EventId const> events) override {
    return told("load_exceptions").load_exceptions(events);
  }
  std::vector<domain::HoldMember> members_of(std::span<domain::SubjectId const> subjects) override {
    return told("members_of").members_of(subjects);
  }
  std::vector<domain::Hold> rule_holds_released_since(base::Instant since) override {
    return told("rule_holds_released_since").rule_holds_released_since(since);
  }
  store::Head head() override { return told("head").head(); }

 protected:
  /// The wrapped one, after `call` was told of.
  Base& told(std::string_view call) {
    intercept_(call);
    return *inner_;
  }

 private:
  std::unique_ptr<Base> inner_;
  Intercept const& intercept_;
};

class InterceptingSnapshot final : public InterceptingReader<store::ReadSnapshot> {
 public:
  using InterceptingReader::InterceptingReader;

  std::vector<domain::UnitState> list_units(store::UnitFilter const& filter, store::UnitPage const& page) override {
    return told("list_units").list_units(filter, page);
  }
  store::Count count_units(store::UnitFilter const& filter, std::int64_t limit) override {
    return told("count_units").count_units(filter, limit);
  }
  store::UnitsThen list_units_at(store::UnitFilter const& filter, base::Instant at,
                                 store::UnitPage const& page) override {
    return told("list_units_at").list_units_at(filter, at, page);
  }
  std::vector<store::StockRow> stock(store::StockFilter const& filter,
                                     std::span<store::StockGroup const> group_by) override {
    return told("stock").stock(filter, group_by);
  }
  store::StockPart stock_at(store::StockFilter const& filter, std::span<store::StockGroup const> group_by,
                            base::Instant at, store::KnownOnce const* known, domain::SubjectId after) override {
    return told("stock_at").stock_at(filter, group_by, at, known, after);
  }
  store::Rewritten rewritten_since(domain::Sequence after) override {
    return told("rewritten_since").rewritten_since(after);
  }
  std::vector<domain::ContainerState> list_containers(std::optional<std::vector<domain::RecordId>> const& locations,
                                                      domain::SubjectId after, std::size_t limit) override {
    return told("list_containers").list_containers(locations, after, limit);
  }
  std::vector<domain::LotState> list_lots(std::optional<domain::RecordId> product, domain::SubjectId after,
                                          std::size_t limit) override {
    return told("list_lots").list_lots(product, after, limit);
  }
  std::vector<domain::Hold> list_holds(bool active_only, domain::HoldId after, std::size_t limit) override {
    return told("list_holds").list_holds(active_only, after, limit);
  }
  std::vector<domain::Event> events_after(domain::Sequence after, store::EventLimit limit) override {
    return told("events_after").events_after(after, limit);
  }
  std::vector<domain::EventSubject> history_of(std::span<domain::SubjectId const> subjects) override {
    return told("history_of").history_of(subjects);
  }
  std::vector<domain::EventSubject> states_at(std::span<domain::SubjectId const> subjects, base::Instant at) override {
    return told("states_at").states_at(subjects, at);
  }
  domain::Sequence sequence_at(base::Instant recorded) override { return told("sequence_at").sequence_at(recorded); }
  std::vector<store::CounterRange> read_counters(std::span<std::string const> counters) override {
    return told("read_counters").read_counters(counters);
  }
  std::vector<store::EventMoment> moments_of(std::span<domain::EventId const> events) override {
    return told("moments_of").moments_of(events);
  }
  std::vector<domain::Containment> parents_of(std::span<domain::SubjectId const> children) override {
    return told("parents_of").parents_of(children);
  }
  std::vector<domain::EventId> events_naming(std::string const& number_norm,
                                             std::optional<std::string> const& kind) override {
    return told("events_naming").events_naming(number_norm, kind);
  }
  std::vector<store::PrivateRow> private_after(domain::ErasedValue const& after, std::size_t limit) override {
    return told("private_after").private_after(after, limit);
  }
  std::vector<domain::RecordRow> list_records(std::uint8_t kind, std::string const& code_norm_after,
                                              std::size_t limit) override {
    return told("list_records").list_records(kind, code_norm_after, limit);
  }
  void for_each_record(std::uint8_t kind, std::function<void(domain::RecordRow&&)> const& take) override {
    told("for_each_record").for_each_record(kind, take);
  }
  std::vector<domain::Hold> active_rule_holds() override { return told("active_rule_holds").active_rule_holds(); }
  std::optional<store::TokenSecret> find_token(std::array<std::uint8_t, 32> const& hash) override {
    return told("find_token").find_token(hash);
  }
  std::vector<store::TokenSecret> list_tokens() override { return told("list_tokens").list_tokens(); }
  std::vector<domain::Exception> list_exceptions(store::ExceptionFilter const& filter, domain::EventId before,
                                                 std::size_t limit) override {
    return told("list_exceptions").list_exceptions(filter, before, limit);
  }
  std::vector<store::Approval> list_approvals(std::optional<store::ApprovalState> state, store::ApprovalId before,
                                              std::size_t limit) override {
    return told("list_approvals").list_approvals(state, before, limit);
  }
  std::vector<store::Job> load_jobs(std::span<domain::JobId const> ids) override {
    return told("load_jobs").load_jobs(ids);
  }
  std::vector<store::Job> list_jobs(std::optional<domain::RecordId> account, domain::JobId before,
                                    std::size_t limit) override {
    return told("list_jobs").list_jobs(account, before, limit);
  }
  std::optional<store::Job> find_job_by_key(store::ShortHash const& key) override {
    return told("find_job_by_key").find_job_by_key(key);
  }
  std::vector<domain::JobId> jobs_at_work() override { return told("jobs_at_work").jobs_at_work(); }
  std::vector<store::JobPartInfo> job_parts(domain::JobId job) override { return told("job_parts").job_parts(job); }
  std::optional<std::string> load_job_part(domain::JobId job, std::int64_t part) override {
    return told("load_job_part").load_job_part(job, part);
  }
  std::vector<domain::EventId> job_events(domain::JobId job) override { return told("job_events").job_events(job); }
  std::vector<store::JobRow> job_rows(domain::JobId job, std::optional<store::RowOutcome> only, std::int64_t after,
                                      std::size_t limit) override {
    return told("job_rows").job_rows(job, only, after, limit);
  }
  void for_each_stored_event(domain::Sequence after, store::StoredEventLimit limit,
                             std::function<void(domain::StoredEvent const&)> const& take) override {
    told("for_each_stored_event").for_each_stored_event(after, limit, take);
  }
  std::vector<store::Seal> seals_after(std::int64_t block, std::size_t limit) override {
    return told("seals_after").seals_after(block, limit);
  }
  std::optional<store::Seal> newest_seal() override { return told("newest_seal").newest_seal(); }
  std::vector<domain::SealNode> seal_nodes(std::span<domain::SealNodeKey const> keys) override {
    return told("seal_nodes").seal_nodes(keys);
  }
  std::vector<store::SideRow> side_rows(store::SideTable table, store::SideRow const& after,
                                        store::SideLimit limit) override {
    return told("side_rows").side_rows(table, after, limit);
  }
  bool is_half_made() override { return told("is_half_made").is_half_made(); }
  store::LedgerCounts ledger_counts() override { return told("ledger_counts").ledger_counts(); }
  std::vector<store::CountDifference> compare_counts() override { return told("compare_counts").compare_counts(); }
  std::vector<std::string> check_structure() override { return told("check_structure").check_structure(); }
  std::vector<store::ProjectionRow> dump(store::Projection projection, std::optional<std::string> const& after,
                                         std::size_t limit) override {
    return told("dump").dump(projection, after, limit);
  }
};

class InterceptingTransaction final : public InterceptingReader<store::WriteTransaction> {
 public:
  using InterceptingReader::InterceptingReader;

  std::vector<store::StoredOutcome> claim_keys(std::span<store::KeyClaim const> claims) override {
    return told("claim_keys").claim_keys(claims);
  }
  std::vector<store::CounterRange> draw_counters(std::span<store::CounterDraw const> draws) override {
    return told("draw_counters").draw_counters(draws);
  }
  void give_back(std::span<store::CounterRange const> unused) override { told("give_back").give_back(unused); }
  void write(domain::Changes const& changes) override { told("write").write(changes); }
  void write_secrets(std::span<store::TokenSecret const> secrets) override {
    told("write_secrets").write_secrets(secrets);
  }
  void write_approvals(std::span<store::Approval const> approvals) override {
    told("write_approvals").write_approvals(approvals);
  }
  store::Head advance_head(std::int64_t events, base::Instant now, std::int64_t rules_version_expected,
                           bool rules_changed) override {
    return told("advance_head").advance_head(events, now, rules_version_expected, rules_changed);
  }
  void append(std::span<domain::Event const> events) override { told("append").append(events); }
  void store_outcomes(std::span<store::StoredOutcome const> outcomes) override {
    told("store_outcomes").store_outcomes(outcomes);
  }
  void mark_half_made() override { told("mark_half_made").mark_half_made(); }
  void mark_whole() override { told("mark_whole").mark_whole(); }
  void put_side_rows(store::SideTable table, std::span<store::SideRow const> rows) override {
    told("put_side_rows").put_side_rows(table, rows);
  }
  void clear_side(store::SideTable table) override { told("clear_side").clear_side(table); }
  void commit() override { told("commit").commit(); }
};

class InterceptingStore : public store::Store {
 public:
  InterceptingStore(store::Store& inner, Intercept intercept) : inner_(inner), intercept_(std::move(intercept)) {}

  std::unique_ptr<store::ReadSnapshot> begin_read() override {
    intercept_("begin_read");
    return std::make_unique<InterceptingSnapshot>(inner_.begin_read(), intercept_);
  }
  bool reads_wait() const override { return inner_.reads_wait(); }
  std::unique_ptr<store::WriteTransaction> begin_write() override {
    intercept_("begin_write");
    return std::make_unique<InterceptingTransaction>(inner_.begin_write(), intercept_);
  }
  std::int64_t reserve_ids(store::IdSeries series, std::int64_t count) override {
    intercept_("reserve_ids");
    return inner_.reserve_ids(series, count);
  }
  void note_token_use(std::span<store::TokenSecret const> used) override {
    intercept_("note_token_use");
    inner_.note_token_use(used);
  }
  std::optional<store::Lease> take_lease(store::Work work, base::Instant now, base::Instant until) override {
    intercept_("take_lease");
    return inner_.take_lease(work, now, until);
  }
  void give_up_lease(store::Lease const& lease) override {
    intercept_("give_up_lease");
    inner_.give_up_lease(lease);
  }
  void forget_keys_before(base::Instant limit, store::Under const& under) override {
    intercept_("forget_keys_before");
    inner_.forget_keys_before(limit, under);
  }
  void write_jobs(std::span<store::JobChange const> changes, store::Under const& under) override {
    intercept_("write_jobs");
    inner_.write_jobs(changes, under);
  }
  void forget_job_content_before(base::Instant limit, store::Under const& under) override {
    intercept_("forget_job_content_before");
    inner_.forget_job_content_before(limit, under);
  }
  std::int64_t follow_past(std::int64_t events_max, store::Under const& under) override {
    intercept_("follow_past");
    return inner_.follow_past(events_max, under);
  }
  /// Not wrapped: what verify does in it is not what is looked at.
  std::unique_ptr<store::Store> make_scratch() override {
    intercept_("make_scratch");
    return inner_.make_scratch();
  }
  std::unique_ptr<store::Copy> begin_copy(std::string const& path) override {
    intercept_("begin_copy");
    return inner_.begin_copy(path);
  }
  store::CopyCheck check_copy(std::string const& path, std::atomic<bool> const* cancel) override {
    intercept_("check_copy");
    return inner_.check_copy(path, cancel);
  }
  std::unique_ptr<store::Store> open_copy(std::string const& path) override {
    intercept_("open_copy");
    return inner_.open_copy(path);
  }
  std::string place() const override { return inner_.place(); }
  std::unique_ptr<store::Store> open_kept_scratch() override {
    intercept_("open_kept_scratch");
    return inner_.open_kept_scratch();
  }
  void clear_kept_scratch() override {
    intercept_("clear_kept_scratch");
    inner_.clear_kept_scratch();
  }
  void write_seals(std::span<store::Seal const> seals, std::span<domain::SealNode const> nodes,
                   store::Under const& under) override {
    intercept_("write_seals");
    inner_.write_seals(seals, nodes, under);
  }
  bool has_stale_projections() override {
    intercept_("has_stale_projections");
    return inner_.has_stale_projections();
  }
  void take_projections_of(store::Store& scratch) override {
    intercept_("take_projections_of");
    inner_.take_projections_of(scratch);
  }
  std::vector<std::pair<std::string, std::int64_t>> figures() override { return inner_.figures(); }

 private:
  store::Store& inner_;
  Intercept intercept_;
};

}  // namespace nameplate::test
