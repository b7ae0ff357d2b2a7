#pragma once

#include "domain/changes.hpp"
#include "domain/working_set.hpp"

#include <array>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace nameplate::test {

/// The projections as plain maps. Strict: a change that does not fit what stands there exactly is a logic_error, as
/// it would break a key or a guard of the database.
class Rows {
 public:
  std::map<domain::SubjectId, domain::UnitState> units;
  std::map<domain::SubjectId, domain::ContainerState> containers;
  std::map<domain::SubjectId, domain::LotState> lots;
  std::map<domain::BalanceKey, domain::Balance> balances;
  std::map<domain::CountKey, std::int64_t> counts;
  /// By normalised value: number, subject and the event that opened the row are its key.
  std::map<std::tuple<std::string, domain::IdentifierKey, domain::SubjectId, domain::EventId>, domain::Identifier>
      identifiers;
  std::map<std::tuple<domain::SubjectId, base::Instant, domain::EventId>, domain::Containment> containment;
  std::map<domain::SubjectId, domain::Containment> inside_now;
  std::map<domain::HoldId, domain::Hold> holds;
  std::map<std::tuple<domain::SubjectId, domain::HoldId, domain::EventId>, domain::HoldMember> members;
  std::map<std::tuple<domain::SubjectId, base::Instant, domain::EventId, domain::SubjectRole>, std::string> history;
  std::set<domain::DocumentMention> documents;
  std::map<std::pair<domain::EventId, domain::SubjectId>, domain::EventId> reversed;
  std::set<domain::Amendment> amendments;
  std::map<domain::EventId, domain::Exception> exceptions;
  /// Attributes by their id, tags by their key.
  std::map<std::tuple<domain::SubjectId, domain::RecordId, std::string>, domain::Trait> traits;
  std::map<domain::Holder, std::set<domain::SubjectId>> things_at;  ///< units and containers
  std::map<domain::Holder, std::set<domain::BalanceKey>> balances_at;
  std::map<domain::IdentifierKey, domain::SubjectId> bearers;  ///< current, of kinds with a scope

  void apply(domain::Changes const& changes) {
    remove(changes);
    write(units, changes.units);
    write(containers, changes.containers);
    write(lots, changes.lots);
    close_identifiers(changes.identifiers_closed);
    open_identifiers(changes.identifiers_opened);
    move(changes);
    write_holds(changes);
    for (auto const& row : changes.subjects) {
      must(history.try_emplace({row.subject, row.event_time, row.event, row.role}, row.state).second,
           "one row per subject, event and role");
    }
    for (auto const& document : changes.documents) {
      must(documents.insert(document).second, "a document is mentioned once by an event");
    }
    for (auto const& [trait, removed] : changes.traits) {
      auto const key = std::tuple(trait.subject, trait.attribute, trait.attribute ? std::string() : trait.key);
      traits.erase(key);
      if (!removed) {
        traits.emplace(key, trait);
      }
    }
    write_corrections(changes);
    write_amounts(changes);
  }

  /// Puts all of it into a working set that is to fold more.
  void load_all(domain::WorkingSet& state) const {
    std::vector<domain::SubjectId> all;
    for (auto const& [id, container] : containers) {
      all.push_back(id);
      state.add_container(container);
    }
    state.know_contents_of(all);
    for (auto const& [id, unit] : units) {
      state.add_unit(unit);
    }
    for (auto const& [id, lot] : lots) {
      state.add_lot(lot);
    }
    for (auto const& [key, balance] : balances) {
      state.add_balance(balance);
    }
    for (auto const& [key, identifier] : identifiers) {
      state.add_identifier(identifier);
    }
    for (auto const& [id, hold] : holds) {
      state.add_hold(hold);
    }
    for (auto const& [key, trait] : traits) {
      state.add_trait(trait);
    }
    for (auto const& [key, member] : members) {
      state.add_member(member);
    }
  }

  static void must(bool holds, char const* rule) {
    if (!holds) {
      throw std::logic_error(rule);
    }
  }

  bool operator==(Rows const&) const = default;

 private:
  template <typename State>
  void write(std::map<domain::SubjectId, State>& rows, std::vector<domain::Guarded<State>> const& changed) {
    for (auto const& [state, expected] : changed) {
      auto const known = rows.find(state.id);
      if (known == rows.end()) {
        must(!expected, "a row that is expected stands there");
      } else {
        must(known->second.trail.last_event == expected, "a row is as it was when it was loaded");
        index(known->second, false);
      }
      index(rows[state.id] = state, true);
    }
  }

  template <typename State>
  void index(State const& state, bool there) {
    if constexpr (requires { state.holder; }) {
      auto& at = things_at[state.holder];
      if (there) {
        at.insert(state.id);
      } else if (at.erase(state.id); at.empty()) {
        things_at.erase(state.holder);
      }
    }
  }

  static auto key_of(domain::Identifier const& it) {
    return std::tuple(it.key.value_norm, it.key, it.subject, it.opened_by);
  }
  static bool is_unique(domain::Identifier const& it) {
    return domain::rule_of(it.key.kind).scope != domain::Scope::none;
  }

  /// What the history, told again, does not have.
  void remove(domain::Changes const& changes) {
    for (auto const& row : changes.subjects_removed) {
      must(history.erase({row.subject, row.event_time, row.event, row.role}) == 1,
           "a row of history that goes is there");
    }
    for (auto const& stay : changes.stays_removed) {
      must(containment.erase({stay.child, stay.from, stay.entered_by}) == 1, "a stay that goes is there");
      if (!stay.to) {
        inside_now.erase(stay.child);
      }
    }
    for (auto const& identifier : changes.identifiers_removed) {
      must(identifiers.erase(key_of(identifier)) == 1, "a number that goes is there");
      if (identifier.is_current() && is_unique(identifier)) {
        bearers.erase(identifier.key);
      }
    }
  }

  void write_corrections(domain::Changes const& changes) {
    for (auto const& item : changes.reversed) {
      must(reversed.try_emplace({item.event, item.subject}, item.reversed_by).second, "an item is reversed once");
    }
    for (auto const& amendment : changes.amended) {
      must(amendments.insert(amendment).second, "an event amends another once");
    }
    for (auto const& exception : changes.exceptions_raised) {
      must(exceptions.try_emplace(exception.raised_by, exception).second, "an event raises one exception");
    }
    for (auto const& resolved : changes.exceptions_resolved) {
      auto& known = exceptions.at(resolved.raised_by);
      must(known.is_open(), "an exception is resolved once");
      known.resolved_by = resolved.resolved_by;
      known.resolved_at = resolved.resolved_at;
    }
  }

  void close_identifiers(std::vector<domain::Identifier> const& closed) {
    for (auto const& identifier : closed) {
      auto const known = identifiers.find(key_of(identifier));
      must(known != identifiers.end() && known->second.is_current(), "only a current number is closed");
      must(!identifier.is_current() && identifier.valid_to.has_value(), "what is closed says when and by what");
      known->second = identifier;
      bearers.erase(identifier.key);
    }
  }

  void open_identifiers(std::vector<domain::Identifier> const& opened) {
    for (auto const& identifier : opened) {
      must(identifiers.try_emplace(key_of(identifier), identifier).second, "a number is opened once by an event");
      if (identifier.is_current() && is_unique(identifier)) {
        must(bearers.try_emplace(identifier.key, identifier.subject).second, "a number has one current bearer");
      }
    }
  }

  void move(domain::Changes const& changes) {
    for (auto const& left : changes.left) {
      auto const open = inside_now.find(left.child);
      must(open != inside_now.end() && open->second.parent == left.parent, "only what is inside leaves");
      auto row = open->second;
      row.to = left.to;
      row.left_by = left.left_by;
      containment.at({row.child, row.from, row.entered_by}) = row;
      inside_now.erase(open);
    }
    for (auto const& entered : changes.entered) {
      must(containment.try_emplace({entered.child, entered.from, entered.entered_by}, entered).second,
           "a child enters once by an event");
      if (!entered.to) {
        must(inside_now.try_emplace(entered.child, entered).second, "a child is in one container at a time");
      }
    }
  }

  void write_holds(domain::Changes const& changes) {
    for (auto const& hold : changes.holds_released) {
      must(holds.contains(hold.id) && holds.at(hold.id).is_active(), "only an active hold is released");
      holds.at(hold.id) = hold;
    }
    for (auto const& hold : changes.holds_placed) {
      must(holds.try_emplace(hold.id, hold).second, "a hold is placed once");
    }
    for (auto const& member : changes.members_released) {
      auto& known = members.at({member.subject, member.hold, member.placed_by});
      must(!known.released_by, "an item is released once");
      known = member;
    }
    for (auto const& member : changes.members_placed) {
      must(members.try_emplace({member.subject, member.hold, member.placed_by}, member).second,
           "an item is held once by a hold");
    }
  }

  void write_amounts(domain::Changes const& changes) {
    for (auto const& delta : changes.balances) {
      auto& balance = balances[delta.key];
      balance.key = delta.key;
      balance.quantity.millionths += delta.quantity.millionths;
      balance.weight.millionths += delta.weight.millionths;
      must(balance.quantity.millionths >= 0 && balance.weight.millionths >= 0, "no balance is negative");
      must(balance.quantity.millionths > 0 || balance.weight.millionths == 0, "nothing weighs nothing");
      balance.trail = {.last_event = delta.last_event,
                       .latest_time = std::max(balance.trail.latest_time, delta.latest_time)};
      balances_at[delta.key.holder].insert(delta.key);
    }
    for (auto const& delta : changes.counts) {
      auto const total = counts[delta.key] += delta.units;
      must(total >= 0, "no count is negative");
      if (total == 0) {
        counts.erase(delta.key);
      }
    }
  }
};

}  // namespace nameplate::test
