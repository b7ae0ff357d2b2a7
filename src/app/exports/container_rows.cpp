#include "app/exports/export_cells.hpp"
#include "app/queries/reading.hpp"
#include "base/time_text.hpp"

#include <algorithm>

namespace nameplate::app {
namespace {

using domain::ContainerState;

/// Goes over all containers once for each level of nesting, so that whoever reads the rows in order has the outer
/// container before it needs it.
class ContainerRows final : public ExportRows {
 public:
  ContainerRows(Ledger& ledger, domain::Catalog const& catalog)
      : ledger_(ledger), traits_(catalog, domain::Bearer::container) {
    columns_ = {"code", "status", "location", "container", "party", "time"};
    traits_.add_columns(columns_);
  }

  [[nodiscard]] std::vector<std::string> const& columns() const override { return columns_; }

  [[nodiscard]] bool next(std::vector<ExportRow>& rows) override {
    auto const reading = begin_reading(ledger_);
    auto const page = reading.snapshot->list_containers(std::nullopt, after_, export_rows_at_once);
    add_level(reading, page, rows);
    if (page.size() == export_rows_at_once) {
      after_ = page.back().id;
      return true;
    }
    // A level without anything in it has nothing below it.
    bool const more = found_in_level_;
    ++level_;
    after_ = {};
    found_in_level_ = false;
    return more;
  }

 private:
  void add_level(Reading const& reading, std::vector<ContainerState> const& page, std::vector<ExportRow>& rows) {
    auto const depths = depths_of(*reading.snapshot, page);
    std::vector<domain::SubjectId> ids;
    std::vector<domain::Holder> holders;
    for (auto const& container : page) {
      ids.push_back(container.id);
      holders.push_back(container.holder);
    }
    std::ranges::sort(ids);
    auto const traits = ids.empty() ? std::vector<domain::Trait>() : reading.snapshot->traits_of(ids);
    auto const codes = container_codes(*reading.snapshot, holders);
    for (std::size_t i = 0; i < page.size(); ++i) {
      if (depths[i] != level_) {
        continue;
      }
      found_in_level_ = true;
      if (page[i].status != domain::Status::void_) {
        auto const borne = std::ranges::equal_range(traits, page[i].id, {}, &domain::Trait::subject);
        auto const where = whereabouts(*reading.catalog, page[i].holder, codes);
        ExportRow row{page[i].code, std::string(domain::name_of(page[i].status)), where.location, where.container,
                      where.party,  base::to_string(page[i].trail.latest_time)};
        traits_.add_cells({borne.begin(), borne.end()}, row);
        rows.push_back(std::move(row));
      }
    }
  }

  /// How many containers are around each. Cost: a call of the store for each level.
  static std::vector<std::size_t> depths_of(store::ReadSnapshot& snapshot, std::vector<ContainerState> const& page) {
    std::vector<std::size_t> depths(page.size(), 0);
    std::vector<domain::Holder> holders;
    for (auto const& container : page) {
      holders.push_back(container.holder);
    }
    constexpr std::size_t nesting_max = 64;  // a longer walk means a loop in damaged data
    for (std::size_t level = 0; level < nesting_max; ++level) {
      std::vector<domain::SubjectId> parents;
      for (auto const& holder : holders) {
        if (holder.is_container()) {
          parents.push_back(holder.container());
        }
      }
      if (parents.empty()) {
        break;
      }
      std::ranges::sort(parents);
      parents.erase(std::ranges::unique(parents).begin(), parents.end());
      std::map<domain::SubjectId, domain::Holder> outer;
      for (auto const& parent : snapshot.load_containers(parents)) {
        outer.emplace(parent.id, parent.holder);
      }
      for (std::size_t i = 0; i < holders.size(); ++i) {
        if (holders[i].is_container()) {
          ++depths[i];
          auto const found = outer.find(holders[i].container());
          holders[i] = found == outer.end() ? domain::Holder() : found->second;
        }
      }
    }
    return depths;
  }

  Ledger& ledger_;
  std::size_t level_ = 0;
  bool found_in_level_ = false;
  domain::SubjectId after_;
  TraitColumns traits_;
  std::vector<std::string> columns_;
};

}  // namespace

std::unique_ptr<ExportRows> export_containers(Ledger& ledger) {
  return std::make_unique<ContainerRows>(ledger, *ledger.master_data.now());
}

}  // namespace nameplate::app
