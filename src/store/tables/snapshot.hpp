#pragma once

#include "store/tables/past_follow.hpp"
#include "store/tables/reader_part.hpp"

#include <functional>

namespace nameplate::store::tables {

/// All questions of ReadSnapshot. An engine adds the connection that they are asked on.
class Snapshot : public ReaderPart<ReadSnapshot, Snapshot> {
 public:
  std::vector<domain::UnitState> list_units(UnitFilter const& filter, UnitPage const& page) override;
  Count count_units(UnitFilter const& filter, std::int64_t limit) override;
  UnitsThen list_units_at(UnitFilter const& filter, base::Instant at, UnitPage const& page) override;
  std::vector<StockRow> stock(StockFilter const& filter, std::span<StockGroup const> group_by) override;
  StockPart stock_at(StockFilter const& filter, std::span<StockGroup const> group_by, base::Instant at,
                     KnownOnce const* known, domain::SubjectId after) override;
  Rewritten rewritten_since(domain::Sequence after) override;
  std::vector<domain::ContainerState> list_containers(std::optional<std::vector<domain::RecordId>> const& locations,
                                                      domain::SubjectId after, std::size_t limit) override;
  std::vector<domain::LotState> list_lots(std::optional<domain::RecordId> product, domain::SubjectId after,
                                          std::size_t limit) override;
  std::vector<domain::Hold> list_holds(bool active_only, domain::HoldId after, std::size_t limit) override;
  std::vector<domain::Event> events_after(domain::Sequence after, EventLimit limit) override;
  std::vector<domain::EventSubject> history_of(std::span<domain::SubjectId const> subjects) override;
  std::vector<domain::EventSubject> states_at(std::span<domain::SubjectId const> subjects, base::Instant at) override;
  domain::Sequence sequence_at(base::Instant recorded) override;
  std::vector<CounterRange> read_counters(std::span<std::string const> counters) override;
  std::vector<EventMoment> moments_of(std::span<domain::EventId const> events) override;
  std::vector<domain::Containment> parents_of(std::span<domain::SubjectId const> children) override;
  std::vector<domain::EventId> events_naming(std::string const& number_norm,
                                             std::optional<std::string> const& kind) override;
  std::vector<PrivateRow> private_after(domain::ErasedValue const& after, std::size_t limit) override;
  std::vector<domain::RecordRow> list_records(std::uint8_t kind, std::string const& code_norm_after,
                                              std::size_t limit) override;
  void for_each_record(std::uint8_t kind, std::function<void(domain::RecordRow&&)> const& take) override;
  std::vector<domain::Hold> active_rule_holds() override;
  std::optional<TokenSecret> find_token(std::array<std::uint8_t, 32> const& hash) override;
  std::vector<TokenSecret> list_tokens() override;
  std::vector<domain::Exception> list_exceptions(ExceptionFilter const& filter, domain::EventId before,
                                                 std::size_t limit) override;
  std::vector<Approval> list_approvals(std::optional<ApprovalState> state, ApprovalId before,
                                       std::size_t limit) override;
  std::vector<Job> load_jobs(std::span<domain::JobId const> ids) override;
  std::vector<Job> list_jobs(std::optional<domain::RecordId> account, domain::JobId before, std::size_t limit) override;
  std::optional<Job> find_job_by_key(ShortHash const& key) override;
  std::vector<domain::JobId> jobs_at_work() override;
  std::vector<JobPartInfo> job_parts(domain::JobId job) override;
  std::optional<std::string> load_job_part(domain::JobId job, std::int64_t part) override;
  std::vector<domain::EventId> job_events(domain::JobId job) override;
  std::vector<JobRow> job_rows(domain::JobId job, std::optional<RowOutcome> only, std::int64_t after,
                               std::size_t limit) override;
  void for_each_stored_event(domain::Sequence after, StoredEventLimit limit,
                             std::function<void(domain::StoredEvent const&)> const& take) override;
  std::vector<Seal> seals_after(std::int64_t block, std::size_t limit) override;
  std::optional<Seal> newest_seal() override;
  std::vector<domain::SealNode> seal_nodes(std::span<domain::SealNodeKey const> keys) override;
  std::vector<SideRow> side_rows(SideTable table, SideRow const& after, SideLimit limit) override;
  bool is_half_made() override;
  LedgerCounts ledger_counts() override;
  std::vector<CountDifference> compare_counts() override;
  std::vector<std::string> check_structure() override;
  std::vector<ProjectionRow> dump(Projection projection, std::optional<std::string> const& after,
                                  std::size_t limit) override;

  [[nodiscard]] std::optional<domain::JobId> job_with_old_content(base::Instant limit);
  /// Whether keys in [from, to) were used before `limit`.
  [[nodiscard]] bool has_old_keys(std::string_view from, std::string_view to, base::Instant limit);
  /// What is to be followed next (past_follow.hpp).
  [[nodiscard]] PastStep past_step(std::int64_t events_max);

 protected:
  Snapshot() = default;
  /// Calls `call` once with the connection of this snapshot.
  virtual void on_connection(std::function<void(Connection&)> const& call) = 0;

 private:
  friend class ReaderPart<ReadSnapshot, Snapshot>;
  template <typename Call>
  auto run_on_connection(Call&& call) {
    return answer_of(std::forward<Call>(call), [this](auto const& one) { on_connection(one); });
  }
};

}  // namespace nameplate::store::tables
