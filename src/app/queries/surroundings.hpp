#pragma once

#include "app/queries/as_of.hpp"
#include "domain/hold.hpp"
#include "domain/records/catalog.hpp"
#include "domain/state.hpp"
#include "store/store.hpp"

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace nameplate::app {

/// Why something must not be used.
struct HoldOn {
  enum class Source : std::uint8_t {
    item,  ///< placed on the thing, its lot or a container around it
    rule,  ///< by a rule that covers it
    date,  ///< computed: its expiry date has passed
  };
  Source source = Source::item;
  domain::HoldId hold;    ///< none: computed
  domain::RecordId kind;  ///< none: `expired`, when no such kind exists
  std::string reason;
};

/// What a set of subjects is shown with: the containers around them, their lots and holds. Loaded as sets: the number
/// of store calls grows with the depth of nesting only, and what nobody refers to is not asked for.
class Surroundings {
 public:
  Surroundings() = default;
  Surroundings(store::ReadSnapshot& snapshot, domain::Catalog const& catalog, std::int32_t today)
      : snapshot_(&snapshot), catalog_(&catalog), today_(today) {}

  /// As they were, with the rules for holds of that time.
  Surroundings(store::ReadSnapshot& snapshot, domain::Catalog const& catalog, AsOf const& as_of);

  void load_for(std::span<domain::UnitState const> units);
  void load_for(std::span<domain::ContainerState const> containers);
  void load_for(std::span<domain::LotState const> lots);
  void load_for(std::span<domain::Balance const> balances);
  /// Just these, without holds.
  void load(std::vector<domain::SubjectId> containers, std::vector<domain::SubjectId> lots);

  // Null when it was not loaded.
  [[nodiscard]] domain::ContainerState const* container(domain::SubjectId id) const;
  [[nodiscard]] domain::LotState const* lot(domain::SubjectId id) const;
  /// Where a holder effectively is: the place of the outermost container.
  [[nodiscard]] domain::Holder place_of(domain::Holder holder) const;

  [[nodiscard]] std::vector<HoldOn> holds_on(domain::UnitState const& unit) const;
  [[nodiscard]] std::vector<HoldOn> holds_on(domain::ContainerState const& container) const;
  [[nodiscard]] std::vector<HoldOn> holds_on(domain::LotState const& lot) const;

 private:
  void load_containers(std::vector<domain::SubjectId> ids);
  void load_lots(std::vector<domain::SubjectId> ids);
  /// Of the subjects, and of all lots and containers loaded so far.
  void load_members(std::vector<domain::SubjectId> subjects);
  [[nodiscard]] std::vector<domain::SubjectId> containers_around(domain::Holder holder) const;
  void add_placed(std::vector<HoldOn>& holds, std::span<domain::SubjectId const> subjects) const;
  void add_by_rule(std::vector<HoldOn>& holds, domain::Catalog::RuleSubject const& subject) const;
  void add_expired(std::vector<HoldOn>& holds, domain::Dates const& dates) const;

  store::ReadSnapshot* snapshot_ = nullptr;
  domain::Catalog const* catalog_ = nullptr;
  std::int32_t today_ = 0;
  AsOf as_of_ = {};
  std::shared_ptr<domain::Catalog const> catalog_then_ = {};  ///< what `catalog_` points to, for a past
  // Sorted by id: mostly a handful, so a search in a vector beats a hash map.
  std::vector<domain::ContainerState> containers_;
  std::vector<domain::LotState> lots_;
  std::vector<domain::HoldMember> members_;  ///< by (subject, hold)
  std::vector<domain::Hold> holds_;
};

}  // namespace nameplate::app
