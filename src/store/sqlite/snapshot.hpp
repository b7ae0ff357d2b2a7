#pragma once

#include "store/sqlite/reader_part.hpp"
#include "store/sqlite/readers.hpp"

namespace nameplate::store::sqlite {

class Snapshot final : public ReaderPart<ReadSnapshot, Snapshot> {
 public:
  explicit Snapshot(Readers& readers) : readers_(readers), slot_(readers.take()) {}
  ~Snapshot() override { readers_.give_back(slot_); }
  Snapshot(Snapshot const&) = delete;
  Snapshot& operator=(Snapshot const&) = delete;

  std::vector<domain::UnitState> list_units(UnitFilter const& filter, UnitPage const& page) override;
  Count count_units(UnitFilter const& filter, std::int64_t limit) override;
  std::vector<StockRow> stock(StockFilter const& filter, std::span<StockGroup const> group_by) override;
  std::vector<domain::ContainerState> list_containers(std::optional<std::vector<domain::RecordId>> const& locations,
                                                      domain::SubjectId after, std::size_t limit) override;
  std::vector<domain::LotState> list_lots(std::optional<domain::RecordId> product, domain::SubjectId after,
                                          std::size_t limit) override;
  std::vector<domain::Hold> list_holds(bool active_only, domain::HoldId after, std::size_t limit) override;
  std::vector<domain::Event> events_after(domain::Sequence after, EventLimit limit) override;
  std::vector<domain::EventSubject> history_of(std::span<domain::SubjectId const> subjects) override;
  std::vector<domain::Containment> parents_of(std::span<domain::SubjectId const> children) override;
  std::vector<domain::Containment> contents_of(std::span<domain::SubjectId const> parents, base::Instant from,
                                               base::Instant to) override;
  std::vector<domain::EventId> events_naming(std::string const& number_norm,
                                             std::optional<std::string> const& kind) override;
  std::vector<domain::RecordRow> list_records(std::uint8_t kind, std::string const& code_norm_after,
                                              std::size_t limit) override;
  void for_each_record(std::uint8_t kind, std::function<void(domain::RecordRow&&)> const& take) override;
  std::vector<domain::Hold> active_rule_holds() override;
  std::optional<TokenSecret> find_token(std::array<std::uint8_t, 32> const& hash) override;
  std::vector<TokenSecret> list_tokens() override;
  std::vector<Job> load_jobs(std::span<domain::JobId const> ids) override;
  std::vector<Job> list_jobs(std::optional<domain::RecordId> account, domain::JobId before, std::size_t limit) override;
  std::optional<Job> find_job_by_key(ShortHash const& key) override;
  std::vector<domain::JobId> jobs_at_work() override;
  std::vector<JobPartInfo> job_parts(domain::JobId job) override;
  std::optional<std::string> load_job_part(domain::JobId job, std::int64_t part) override;
  std::vector<JobRow> job_rows(domain::JobId job, std::optional<RowOutcome> only, std::int64_t after,
                               std::size_t limit) override;
  std::vector<ProjectionRow> dump(Projection projection, std::optional<std::string> const& after,
                                  std::size_t limit) override;

  [[nodiscard]] std::optional<domain::JobId> job_with_old_content(base::Instant limit);
  /// Whether keys in [from, to) were used before `limit`.
  [[nodiscard]] bool has_old_keys(std::string_view from, std::string_view to, base::Instant limit);

 private:
  friend class ReaderPart<ReadSnapshot, Snapshot>;
  template <typename Call>
  auto run_on_connection(Call&& call);

  Readers& readers_;
  Readers::Slot& slot_;
};

template <typename Call>
auto Snapshot::run_on_connection(Call&& call) {
  std::scoped_lock const lock(slot_.mutex);
  if (slot_.ended) {
    throw StorageFailure(FailureKind::unavailable, "the snapshot took too long and was ended");
  }
  try {
    return call(*slot_.connection);
  } catch (StorageFailure const&) {
    slot_.suspect = true;
    throw;
  }
}

}  // namespace nameplate::store::sqlite
