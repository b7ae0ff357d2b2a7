#pragma once

#include "store/store.hpp"
#include "support/rows.hpp"

namespace nameplate::model {

/// What a group of operations loads, out of plain maps.
class RowsReader final : public store::Reader {
 public:
  explicit RowsReader(test::Rows const& rows) : rows_(rows) {}

  std::vector<domain::Identifier> find_identifiers(std::span<std::string const> values_norm) override {
    std::vector<domain::Identifier> found;
    for (auto const& value : values_norm) {
      auto row = rows_.identifiers.lower_bound({value, {}, {}, {}});
      for (; row != rows_.identifiers.end() && std::get<0>(row->first) == value; ++row) {
        found.push_back(row->second);
      }
    }
    return found;
  }
  std::vector<domain::Identifier> identifiers_of(std::span<domain::SubjectId const> subjects) override {
    std::vector<domain::Identifier> found;
    for (auto const& [key, identifier] : rows_.identifiers) {
      if (std::ranges::find(subjects, identifier.subject) != subjects.end()) {
        found.push_back(identifier);
      }
    }
    return found;
  }

  std::vector<domain::UnitState> load_units(std::span<domain::SubjectId const> ids) override {
    return of(rows_.units, ids);
  }
  std::vector<domain::ContainerState> load_containers(std::span<domain::SubjectId const> ids) override {
    return of(rows_.containers, ids);
  }
  std::vector<domain::LotState> load_lots(std::span<domain::SubjectId const> ids) override {
    return of(rows_.lots, ids);
  }
  std::vector<domain::Balance> load_balances(std::span<domain::SubjectId const> lots) override {
    std::vector<domain::Balance> found;
    for (auto const& [key, balance] : rows_.balances) {
      if (std::ranges::find(lots, key.lot) != lots.end()) {
        found.push_back(balance);
      }
    }
    return found;
  }

  std::vector<domain::UnitState> units_in(std::span<domain::SubjectId const> containers) override {
    return of(rows_.units, things_in(containers));
  }
  std::vector<domain::ContainerState> containers_in(std::span<domain::SubjectId const> containers) override {
    return of(rows_.containers, things_in(containers));
  }
  std::vector<domain::Balance> balances_in(std::span<domain::SubjectId const> containers) override {
    std::vector<domain::Balance> found;
    for (auto const container : containers) {
      if (auto const at = rows_.balances_at.find(domain::Holder::in(container)); at != rows_.balances_at.end()) {
        for (auto const& key : at->second) {
          found.push_back(rows_.balances.at(key));
        }
      }
    }
    return found;
  }

  std::vector<domain::Trait> traits_of(std::span<domain::SubjectId const> subjects) override {
    std::vector<domain::Trait> found;
    for (auto const subject : subjects) {
      auto row = rows_.traits.lower_bound({subject, {}, {}});
      for (; row != rows_.traits.end() && std::get<0>(row->first) == subject; ++row) {
        found.push_back(row->second);
      }
    }
    return found;
  }
  std::vector<domain::HoldMember> active_members_of(std::span<domain::SubjectId const> subjects) override {
    std::vector<domain::HoldMember> found;
    for (auto const subject : subjects) {
      auto row = rows_.members.lower_bound({subject, {}, {}});
      for (; row != rows_.members.end() && std::get<0>(row->first) == subject; ++row) {
        if (!row->second.released_by) {
          found.push_back(row->second);
        }
      }
    }
    return found;
  }
  std::vector<domain::HoldMember> members_of_holds(std::span<domain::HoldId const> holds) override {
    std::vector<domain::HoldMember> found;
    for (auto const& [key, member] : rows_.members) {
      if (std::ranges::find(holds, member.hold) != holds.end()) {
        found.push_back(member);
      }
    }
    return found;
  }
  std::vector<domain::Hold> load_holds(std::span<domain::HoldId const> ids) override { return of(rows_.holds, ids); }

  // Not asked by operations on goods.
  std::vector<domain::RecordRow> load_records(std::span<domain::RecordId const> /*ids*/) override { return {}; }
  std::vector<domain::RecordId> products_in_use(std::span<domain::RecordId const> /*products*/) override { return {}; }
  std::vector<domain::RecordId> locations_in_use(std::span<domain::RecordId const> /*locations*/) override {
    return {};
  }
  std::vector<domain::Event> load_events(std::span<domain::EventId const> /*ids*/) override { return {}; }
  std::vector<domain::EventSubject> states_after(domain::EventId /*event*/, base::Instant /*event_time*/,
                                                 std::span<domain::SubjectId const> /*subjects*/) override {
    return {};
  }
  store::Head head() override { return {}; }

 private:
  template <typename Map, typename Ids>
  static std::vector<typename Map::mapped_type> of(Map const& rows, Ids const& ids) {
    std::vector<typename Map::mapped_type> found;
    for (auto const id : ids) {
      if (auto const row = rows.find(id); row != rows.end()) {
        found.push_back(row->second);
      }
    }
    return found;
  }

  std::vector<domain::SubjectId> things_in(std::span<domain::SubjectId const> containers) const {
    std::vector<domain::SubjectId> ids;
    for (auto const container : containers) {
      if (auto const at = rows_.things_at.find(domain::Holder::in(container)); at != rows_.things_at.end()) {
        ids.insert(ids.end(), at->second.begin(), at->second.end());
      }
    }
    return ids;
  }

  test::Rows const& rows_;
};

}  // namespace nameplate::model
