#pragma once

#include "store/store.hpp"
#include "support/rows.hpp"

namespace nameplate::model {

/// The ledger beside the projections.
struct LedgerRows {
  std::map<domain::EventId, domain::Event> events;
  std::map<domain::RecordId, domain::RecordRow> records;
  store::Head head;
};

/// What a group of operations loads, out of plain maps. `Base`: store::Reader or what extends it.
template <typename Base>
class RowsReader : public Base {
 public:
  RowsReader(test::Rows const& rows, LedgerRows const& ledger) : rows_(rows), ledger_(ledger) {}

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
    for (auto const lot : lots) {
      auto row = rows_.balances.lower_bound({.lot = lot, .holder = {}, .status = {}});
      for (; row != rows_.balances.end() && row->first.lot == lot; ++row) {
        found.push_back(row->second);
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

  std::vector<domain::RecordRow> load_records(std::span<domain::RecordId const> ids) override {
    return of(ledger_.records, ids);
  }
  std::vector<domain::Event> load_events(std::span<domain::EventId const> ids) override {
    return of(ledger_.events, ids);
  }
  std::vector<domain::EventSubject> states_after(domain::EventId event, base::Instant event_time,
                                                 std::span<domain::SubjectId const> subjects) override {
    std::vector<domain::EventSubject> found;
    for (auto const subject : subjects) {
      auto row = rows_.history.lower_bound({subject, event_time, event, domain::SubjectRole::item});
      for (; row != rows_.history.end(); ++row) {
        auto const& [its_subject, time, its_event, role] = row->first;
        if (its_subject != subject || time != event_time || its_event != event) {
          break;
        }
        found.push_back(history_row(*row));
      }
    }
    return found;
  }
  store::Head head() override { return ledger_.head; }

  // Asked by changes of master data only.
  std::vector<domain::RecordId> products_in_use(std::span<domain::RecordId const> /*products*/) override { return {}; }
  std::vector<domain::RecordId> locations_in_use(std::span<domain::RecordId const> /*locations*/) override {
    return {};
  }
  std::vector<store::Approval> load_approvals(std::span<store::ApprovalId const> /*ids*/) override { return {}; }

  std::vector<domain::EventSubject> history_since(std::span<domain::SubjectId const> subjects,
                                                  base::Instant since) override {
    std::vector<domain::EventSubject> found;
    for (auto const subject : subjects) {
      auto row = rows_.history.lower_bound({subject, since, {}, {}});
      for (; row != rows_.history.end() && std::get<0>(row->first) == subject; ++row) {
        found.push_back(history_row(*row));
      }
    }
    return found;
  }
  std::vector<domain::EventSubject> states_before(std::span<domain::SubjectId const> subjects,
                                                  base::Instant before) override {
    std::vector<domain::EventSubject> found;
    for (auto const subject : subjects) {
      auto row = rows_.history.lower_bound({subject, before, {}, {}});
      while (row != rows_.history.begin() && std::get<0>((--row)->first) == subject) {
        if (!row->second.empty()) {
          found.push_back(history_row(*row));
          break;
        }
      }
    }
    return found;
  }
  std::vector<domain::Containment> stays_since(std::span<domain::SubjectId const> children,
                                               base::Instant since) override {
    std::vector<domain::Containment> found;
    for (auto const child : children) {
      auto row = rows_.containment.lower_bound({child, {}, {}});
      for (; row != rows_.containment.end() && row->second.child == child; ++row) {
        if (!row->second.to || *row->second.to >= since) {
          found.push_back(row->second);
        }
      }
    }
    return found;
  }
  std::vector<domain::Containment> contents_of(std::span<domain::SubjectId const> parents, base::Instant from,
                                               base::Instant to) override {
    std::vector<domain::Containment> found;
    for (auto const& [key, stay] : rows_.containment) {
      if (std::ranges::find(parents, stay.parent) != parents.end() && stay.from <= to &&
          (!stay.to || *stay.to >= from)) {
        found.push_back(stay);
      }
    }
    return found;
  }
  std::vector<domain::LastLeft> last_left(std::span<domain::SubjectId const> containers) override {
    std::vector<domain::LastLeft> found;
    for (auto const container : containers) {
      base::Instant latest;
      for (auto const& [key, stay] : rows_.containment) {
        if (stay.parent == container && stay.to) {
          latest = std::max(latest, *stay.to);
        }
      }
      for (auto const& [key, balance] : rows_.balances) {
        if (key.holder == domain::Holder::in(container)) {
          latest = std::max(latest, balance.trail.latest_time);
        }
      }
      if (latest != base::Instant()) {
        found.push_back({.container = container, .time = latest});
      }
    }
    return found;
  }
  std::vector<domain::SubjectId> lots_ever_in(std::span<domain::SubjectId const> containers) override {
    std::set<domain::SubjectId> lots;
    for (auto const& [key, balance] : rows_.balances) {
      if (key.holder.is_container() && std::ranges::find(containers, key.holder.container()) != containers.end()) {
        lots.insert(key.lot);
      }
    }
    return {lots.begin(), lots.end()};
  }
  std::vector<domain::ReversedItem> reversed_items(std::span<domain::EventId const> events) override {
    std::vector<domain::ReversedItem> found;
    for (auto const& [key, by] : rows_.reversed) {
      if (std::ranges::find(events, key.first) != events.end()) {
        found.push_back({.event = key.first, .subject = key.second, .reversed_by = by});
      }
    }
    return found;
  }
  std::vector<domain::Amendment> amendments_of(std::span<domain::EventId const> events) override {
    std::vector<domain::Amendment> found;
    for (auto const& amendment : rows_.amendments) {
      if (std::ranges::find(events, amendment.event) != events.end()) {
        found.push_back(amendment);
      }
    }
    return found;
  }
  std::vector<domain::Exception> load_exceptions(std::span<domain::EventId const> events) override {
    return of(rows_.exceptions, events);
  }
  std::vector<domain::HoldMember> members_of(std::span<domain::SubjectId const> subjects) override {
    std::vector<domain::HoldMember> found;
    for (auto const subject : subjects) {
      auto row = rows_.members.lower_bound({subject, {}, {}});
      for (; row != rows_.members.end() && std::get<0>(row->first) == subject; ++row) {
        found.push_back(row->second);
      }
    }
    return found;
  }
  std::vector<domain::Hold> rule_holds_released_since(base::Instant since) override {
    std::vector<domain::Hold> found;
    for (auto const& [id, hold] : rows_.holds) {
      if (hold.rule && hold.released_at && *hold.released_at > since) {
        found.push_back(hold);
      }
    }
    return found;
  }

 private:
  static domain::EventSubject history_row(decltype(test::Rows::history)::value_type const& row) {
    auto const& [subject, time, event, role] = row.first;
    return {.subject = subject, .event_time = time, .event = event, .role = role, .state = row.second};
  }

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
  LedgerRows const& ledger_;
};

}  // namespace nameplate::model
