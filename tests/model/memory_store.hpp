#pragma once

#include "domain/event_codec.hpp"
#include "rows_reader.hpp"
#include "store/store.hpp"

#include <stdexcept>

namespace nameplate::model {

/// All that there is, to be copied at will.
struct Tables {
  test::Rows rows;
  LedgerRows ledger;
  std::map<store::IdSeries, std::int64_t> last_ids;
};

[[noreturn]] inline void not_asked_here() {
  throw std::logic_error("a call that operations on goods do not make");
}

class MemorySnapshot final : public RowsReader<store::ReadSnapshot> {
 public:
  explicit MemorySnapshot(Tables const& tables) : RowsReader(tables.rows, tables.ledger), tables_(tables) {}

  std::vector<domain::RecordRow> list_records(std::uint8_t /*kind*/, std::string const& /*code_norm_after*/,
                                              std::size_t /*limit*/) override {
    not_asked_here();
  }
  void for_each_record(std::uint8_t kind, std::function<void(domain::RecordRow&&)> const& take) override {
    for (auto const& [id, record] : tables_.ledger.records) {
      if (record.kind == kind) {
        take(domain::RecordRow(record));
      }
    }
  }
  std::vector<domain::Hold> active_rule_holds() override {
    std::vector<domain::Hold> found;
    for (auto const& [id, hold] : tables_.rows.holds) {
      if (hold.rule && hold.is_active()) {
        found.push_back(hold);
      }
    }
    return found;
  }

  std::vector<domain::UnitState> list_units(store::UnitFilter const& /*filter*/,
                                            store::UnitPage const& /*page*/) override {
    not_asked_here();
  }
  store::Count count_units(store::UnitFilter const& /*filter*/, std::int64_t /*limit*/) override { not_asked_here(); }
  std::vector<store::StockRow> stock(store::StockFilter const& /*filter*/,
                                     std::span<store::StockGroup const> /*group_by*/) override {
    not_asked_here();
  }
  std::vector<domain::ContainerState> list_containers(std::optional<std::vector<domain::RecordId>> const& /*locations*/,
                                                      domain::SubjectId /*after*/, std::size_t /*limit*/) override {
    not_asked_here();
  }
  std::vector<domain::LotState> list_lots(std::optional<domain::RecordId> /*product*/, domain::SubjectId /*after*/,
                                          std::size_t /*limit*/) override {
    not_asked_here();
  }
  std::vector<domain::Hold> list_holds(bool /*active_only*/, domain::HoldId /*after*/, std::size_t /*limit*/) override {
    not_asked_here();
  }
  std::vector<domain::Event> events_after(domain::Sequence /*after*/, store::EventLimit /*limit*/) override {
    not_asked_here();
  }
  std::vector<domain::EventSubject> history_of(std::span<domain::SubjectId const> /*subjects*/) override {
    not_asked_here();
  }
  std::vector<domain::Containment> parents_of(std::span<domain::SubjectId const> /*children*/) override {
    not_asked_here();
  }
  std::vector<domain::EventId> events_naming(std::string const& /*number_norm*/,
                                             std::optional<std::string> const& /*kind*/) override {
    not_asked_here();
  }
  std::optional<store::TokenSecret> find_token(std::array<std::uint8_t, 32> const& /*hash*/) override {
    not_asked_here();
  }
  std::vector<store::TokenSecret> list_tokens() override { not_asked_here(); }
  std::vector<domain::Exception> list_exceptions(store::ExceptionFilter const& /*filter*/, domain::EventId /*before*/,
                                                 std::size_t /*limit*/) override {
    not_asked_here();
  }
  std::vector<store::Approval> list_approvals(std::optional<store::ApprovalState> /*state*/,
                                              store::ApprovalId /*before*/, std::size_t /*limit*/) override {
    not_asked_here();
  }
  std::vector<domain::EventId> job_events(domain::JobId /*job*/) override { not_asked_here(); }
  std::vector<store::Job> load_jobs(std::span<domain::JobId const> /*ids*/) override { not_asked_here(); }
  std::vector<store::Job> list_jobs(std::optional<domain::RecordId> /*account*/, domain::JobId /*before*/,
                                    std::size_t /*limit*/) override {
    not_asked_here();
  }
  std::optional<store::Job> find_job_by_key(store::ShortHash const& /*key*/) override { not_asked_here(); }
  std::vector<domain::JobId> jobs_at_work() override { not_asked_here(); }
  std::vector<store::JobPartInfo> job_parts(domain::JobId /*job*/) override { not_asked_here(); }
  std::optional<std::string> load_job_part(domain::JobId /*job*/, std::int64_t /*part*/) override { not_asked_here(); }
  std::vector<store::JobRow> job_rows(domain::JobId /*job*/, std::optional<store::RowOutcome> /*only*/,
                                      std::int64_t /*after*/, std::size_t /*limit*/) override {
    not_asked_here();
  }
  std::vector<store::ProjectionRow> dump(store::Projection /*projection*/, std::optional<std::string> const& /*after*/,
                                         std::size_t /*limit*/) override {
    not_asked_here();
  }

  // The past, proofs and erasures are asked of the real stores.
  std::vector<store::PrivateRow> private_after(domain::ErasedValue const& /*after*/, std::size_t /*limit*/) override {
    not_asked_here();
  }
  store::UnitsThen list_units_at(store::UnitFilter const& /*filter*/, base::Instant /*at*/,
                                 store::UnitPage const& /*page*/) override {
    not_asked_here();
  }
  store::StockPart stock_at(store::StockFilter const& /*filter*/, std::span<store::StockGroup const> /*group_by*/,
                            base::Instant /*at*/, store::KnownOnce const* /*known*/,
                            domain::SubjectId /*after*/) override {
    not_asked_here();
  }
  store::Rewritten rewritten_since(domain::Sequence /*after*/) override { not_asked_here(); }
  std::vector<domain::EventSubject> states_at(std::span<domain::SubjectId const> /*subjects*/,
                                              base::Instant /*at*/) override {
    not_asked_here();
  }
  domain::Sequence sequence_at(base::Instant /*recorded*/) override { not_asked_here(); }
  std::vector<store::CounterRange> read_counters(std::span<std::string const> /*counters*/) override {
    not_asked_here();
  }
  std::vector<store::EventMoment> moments_of(std::span<domain::EventId const> /*events*/) override { not_asked_here(); }
  void for_each_stored_event(domain::Sequence /*after*/, store::StoredEventLimit /*limit*/,
                             std::function<void(domain::StoredEvent const&)> const& /*take*/) override {
    not_asked_here();
  }
  std::vector<store::Seal> seals_after(std::int64_t /*block*/, std::size_t /*limit*/) override { not_asked_here(); }
  std::optional<store::Seal> newest_seal() override { not_asked_here(); }
  std::vector<domain::SealNode> seal_nodes(std::span<domain::SealNodeKey const> /*keys*/) override { not_asked_here(); }
  std::vector<store::SideRow> side_rows(store::SideTable /*table*/, store::SideRow const& /*after*/,
                                        store::SideLimit /*limit*/) override {
    not_asked_here();
  }
  bool is_half_made() override { not_asked_here(); }
  store::LedgerCounts ledger_counts() override { not_asked_here(); }
  std::vector<store::CountDifference> compare_counts() override { not_asked_here(); }
  std::vector<std::string> check_structure() override { not_asked_here(); }

 private:
  Tables const& tables_;
};

/// Writes at once: nothing of it is ever rolled back, since nobody else writes.
class MemoryTransaction final : public RowsReader<store::WriteTransaction> {
 public:
  explicit MemoryTransaction(Tables& tables) : RowsReader(tables.rows, tables.ledger), tables_(tables) {}

  std::vector<store::StoredOutcome> claim_keys(std::span<store::KeyClaim const> /*claims*/) override { return {}; }
  std::vector<store::CounterRange> draw_counters(std::span<store::CounterDraw const> /*draws*/) override { return {}; }
  void give_back(std::span<store::CounterRange const> /*unused*/) override {}

  void write(domain::Changes const& changes) override {
    for (auto const& [record, expected] : changes.records) {
      tables_.ledger.records[record.id] = record;
    }
    tables_.rows.apply(changes);
  }
  void write_approvals(std::span<store::Approval const> /*approvals*/) override {}
  void write_secrets(std::span<store::TokenSecret const> /*secrets*/) override {}

  store::Head advance_head(std::int64_t events, base::Instant now, std::int64_t /*rules_version_expected*/,
                           bool rules_changed) override {
    auto& head = tables_.ledger.head;
    head.sequence += events;
    head.recorded_at = std::max(head.recorded_at, now);
    head.rules_version += rules_changed ? 1 : 0;
    return head;
  }
  /// As the ledger keeps it: the body is written and read again.
  void append(std::span<domain::Event const> events) override {
    for (auto const& event : events) {
      auto kept = event;
      auto const body = domain::encode_body(event);
      domain::decode_body(body, kept);
      test::Rows::must(domain::encode_body(kept) == body, "a body is read as it was written");
      tables_.ledger.events[event.id] = std::move(kept);
    }
  }
  void store_outcomes(std::span<store::StoredOutcome const> /*outcomes*/) override {}
  void mark_half_made() override { not_asked_here(); }
  void mark_whole() override { not_asked_here(); }
  void put_side_rows(store::SideTable /*table*/, std::span<store::SideRow const> /*rows*/) override {
    not_asked_here();
  }
  void clear_side(store::SideTable /*table*/) override { not_asked_here(); }
  void commit() override {}

 private:
  Tables& tables_;
};

/// A store out of plain maps, for one thread: nothing lies between the rules and the test.
class MemoryStore final : public store::Store {
 public:
  explicit MemoryStore(Tables tables = {}) : tables_(std::move(tables)) {}

  std::unique_ptr<store::ReadSnapshot> begin_read() override { return std::make_unique<MemorySnapshot>(tables_); }
  bool reads_wait() const override { return false; }
  std::unique_ptr<store::WriteTransaction> begin_write() override {
    return std::make_unique<MemoryTransaction>(tables_);
  }
  std::int64_t reserve_ids(store::IdSeries series, std::int64_t count) override {
    auto& last = tables_.last_ids[series];
    last += count;
    return last - count + 1;
  }
  void note_token_use(std::span<store::TokenSecret const> /*used*/) override {}
  std::optional<store::Lease> take_lease(store::Work work, base::Instant /*now*/, base::Instant until) override {
    return store::Lease{.work = work, .epoch = 1, .until = until};
  }
  void give_up_lease(store::Lease const& /*lease*/) override {}
  void forget_keys_before(base::Instant /*limit*/, store::Under const& /*under*/) override {}
  void write_jobs(std::span<store::JobChange const> /*changes*/, store::Under const& /*under*/) override {}
  void forget_job_content_before(base::Instant /*limit*/, store::Under const& /*under*/) override {}
  void write_seals(std::span<store::Seal const> /*seals*/, std::span<domain::SealNode const> /*nodes*/,
                   store::Under const& /*under*/) override {}
  std::unique_ptr<store::Store> make_scratch() override { return std::make_unique<MemoryStore>(); }
  std::unique_ptr<store::Store> open_kept_scratch() override { return nullptr; }
  void clear_kept_scratch() override {}
  bool has_stale_projections() override { return false; }
  void take_projections_of(store::Store& /*scratch*/) override { not_asked_here(); }
  std::vector<std::pair<std::string, std::int64_t>> figures() override { return {}; }

  std::int64_t follow_past(std::int64_t /*events_max*/, store::Under const& /*under*/) override { not_asked_here(); }
  std::unique_ptr<store::Copy> begin_copy(std::string const& /*path*/) override { not_asked_here(); }
  store::CopyCheck check_copy(std::string const& /*path*/, std::atomic<bool> const* /*cancel*/) override {
    not_asked_here();
  }
  std::unique_ptr<store::Store> open_copy(std::string const& /*path*/) override { not_asked_here(); }
  [[nodiscard]] std::string place() const override { return {}; }

  [[nodiscard]] Tables const& tables() const { return tables_; }

 private:
  Tables tables_;
};

}  // namespace nameplate::model
