#include "base/check.hpp"
#include "domain/event_codec.hpp"
#include "domain/evolve.hpp"
#include "domain/records/catalog.hpp"
#include "domain/records/personal.hpp"
#include "domain/working_set.hpp"

#include <algorithm>
#include <utility>

namespace nameplate::domain {

/// Folds one event into a working set: evolves each subject, and notes what that does to the projections.
class Fold {
 public:
  Fold(WorkingSet& set, Event const& event) : set_(set), event_(event) {}

  void run() {
    // A container that the event makes must stand before something is put into it.
    for (auto const& item : event_.items) {
      if (item.role == SubjectRole::parent) {
        fold_container(item);
      }
    }
    for (auto const& item : event_.items) {
      if (item.role != SubjectRole::parent) {
        fold_item(item);
      }
    }
    fold_matter();
    for (auto const& document : event_.documents) {
      DocumentMention mention{
          .number_norm = normalise_code(document.number), .kind = document.kind, .event = event_.id};
      if (std::ranges::find(set_.documents_, mention) == set_.documents_.end()) {
        set_.documents_.push_back(std::move(mention));
      }
    }
  }

 private:
  void fold_item(EventItem const& item) {
    switch (item.kind) {
      case SubjectKind::unit: return fold_unit(item);
      case SubjectKind::lot: return fold_lot(item);
      case SubjectKind::container: return fold_container(item);
      case SubjectKind::hold:
      case SubjectKind::record: break;
    }
    base::unreachable();
  }

  void note_subject(SubjectId subject, SubjectRole role, std::string state) {
    set_.subjects_.push_back({.subject = subject,
                              .event_time = event_.event_time,
                              .event = event_.id,
                              .role = role,
                              .state = std::move(state)});
  }

  // Units

  void fold_unit(EventItem const& item) {
    auto& row = set_.units_[item.subject];
    auto const before = item.is_new ? UnitState{} : row.state;
    write_unit(row, evolve(row.state, event_, item), item.is_new ? nullptr : &before, item.role);
    if (!item.number.empty()) {
      take_number({.kind = IdentifierKind::serial, .scope = row.state.product.value}, item, before.serial);
    }
    fold_identifiers(item);
    fold_traits(item);
  }

  void write_unit(WorkingSet::Row<UnitState>& row, UnitState after, UnitState const* before, SubjectRole role) {
    if (before != nullptr) {
      count(*before, -1);
    }
    count(after, 1);
    change_parent(after.id, SubjectKind::unit, before == nullptr ? Holder() : before->holder, after.holder);
    row.state = std::move(after);
    row.changed = true;
    note_subject(row.state.id, role, encode_state(row.state));
  }

  void count(UnitState const& unit, std::int64_t units) {
    if (unit.status != Status::void_) {
      set_.counts_[{.holder = unit.holder,
                    .product = unit.product,
                    .lot = unit.lot,
                    .owner = unit.owner,
                    .status = unit.status}] += units;
    }
  }

  // Lots

  void fold_lot(EventItem const& item) {
    auto& row = set_.lots_[item.subject];
    auto const before_number = row.state.number;
    bool const first_mention = set_.subjects_.empty() || set_.subjects_.back().event != event_.id ||
                               set_.subjects_.back().subject != item.subject;
    if (item.is_new || event_.effect_of(item) != Effect{} || !item.number.empty()) {
      row.state = evolve(row.state, event_, item);
      row.changed = true;
    }
    if (item.is_new || !item.number.empty()) {
      take_number({.kind = IdentifierKind::lot, .scope = row.state.product.value}, item, before_number);
    }
    if (auto const* const detail = event_.detail_of(item); detail != nullptr && detail->quantity) {
      change_quantity(item.subject, *detail->quantity);
    }
    fold_identifiers(item);
    fold_traits(item);
    if (first_mention) {
      // What a quantity was after an event is the sum of the changes up to it: others may draw at the same time.
      note_subject(item.subject, item.role, {});
    }
  }

  void change_quantity(SubjectId lot, QuantityChange const& change) {
    if (change.from) {
      add_to_balance({lot, change.from->holder, change.from->status}, {-change.quantity.millionths},
                     {-change.weight.millionths});
    }
    if (change.to) {
      add_to_balance({lot, change.to->holder, change.to->status}, change.quantity, change.weight);
    }
  }

  void add_to_balance(BalanceKey const& key, base::Quantity quantity, base::Quantity weight) {
    auto& row = set_.balances_[key];
    row.balance.key = key;
    row.balance.quantity.millionths += quantity.millionths;
    row.balance.weight.millionths += weight.millionths;
    row.quantity_added.millionths += quantity.millionths;
    row.weight_added.millionths += weight.millionths;
    row.balance.trail = {.last_event = event_.id,
                         .latest_time = std::max(row.balance.trail.latest_time, event_.event_time)};
    row.changed = true;
    if (key.holder.is_container()) {
      if (auto const known = set_.contents_.find(key.holder.container()); known != set_.contents_.end()) {
        known->second.balances.insert(key);
      }
    }
  }

  // Containers

  void fold_container(EventItem const& item) {
    auto& row = set_.containers_[item.subject];
    auto const before = item.is_new ? ContainerState{} : row.state;
    if (item.is_new) {
      set_.contents_.try_emplace(item.subject);
    }
    auto after = evolve(row.state, event_, item);
    after.place = set_.place_of(after.holder);
    change_parent(after.id, SubjectKind::container, before.holder, after.holder);
    row.state = std::move(after);
    row.changed = true;
    note_subject(item.subject, item.role, encode_state(row.state));
    if (!item.number.empty()) {
      take_number({.kind = IdentifierKind::container, .scope = 0}, item, before.code);
    }
    fold_identifiers(item);
    fold_traits(item);
    if (!item.is_new) {
      fold_contents(item, before.place);
    }
  }

  void fold_contents(EventItem const& item, Holder place_before) {
    auto const& effect = event_.effect_of(item);
    bool const status_follows = effect.status.has_value() && rule_of(event_.verb).carries_contents;
    if (!status_follows && !effect.empties_container && set_.containers_.at(item.subject).state.place == place_before) {
      return;
    }
    auto const inside = set_.everything_inside(item.subject);
    if (effect.empties_container) {
      take_everything_out(item.subject, effect, place_before);
    } else if (status_follows) {
      carry(inside, effect, place_before);
    }
    // Outer containers come first, so each finds the new place of the one around it.
    for (auto const id : inside.containers) {
      auto& inner = set_.containers_.at(id);
      auto const place = set_.place_of(inner.state.holder);
      if (place != inner.state.place) {
        inner.state.place = place;
        touch(inner);
      }
    }
  }

  void carry(WorkingSet::Inside const& inside, Effect const& effect, Holder place_before) {
    for (auto const id : inside.units) {
      auto& row = set_.units_.at(id);
      auto const before = row.state;
      auto after = evolve_carried(before, event_, effect, place_before);
      if (after.status != before.status) {
        write_unit(row, std::move(after), &before, SubjectRole::carried);
      }
    }
    for (auto const id : inside.containers) {
      auto& row = set_.containers_.at(id);
      auto after = evolve_carried(row.state, event_, effect, place_before);
      if (after.status != row.state.status) {
        row.state = std::move(after);
        row.changed = true;
        note_subject(id, SubjectRole::carried, encode_state(row.state));
      }
    }
    for (auto const& key : inside.balances) {
      carry_balance(key, evolve_carried(key, event_, effect, place_before));
    }
  }

  /// The container comes back alone: what is directly inside stays behind, where it was.
  void take_everything_out(SubjectId container, Effect const& effect, Holder place_before) {
    auto const* const known = known_contents(container);
    auto const direct = known == nullptr ? WorkingSet::DirectContents() : *known;
    std::vector<SubjectId> units(direct.units.begin(), direct.units.end());
    std::vector<SubjectId> containers(direct.containers.begin(), direct.containers.end());
    std::vector<BalanceKey> balances(direct.balances.begin(), direct.balances.end());
    std::ranges::sort(units);
    std::ranges::sort(containers);
    std::ranges::sort(balances);
    for (auto const id : units) {
      auto& row = set_.units_.at(id);
      auto const before = row.state;
      write_unit(row, evolve_carried(before, event_, effect, place_before), &before, SubjectRole::carried);
    }
    for (auto const id : containers) {
      auto& row = set_.containers_.at(id);
      auto after = evolve_carried(row.state, event_, effect, place_before);
      change_parent(id, SubjectKind::container, row.state.holder, after.holder);
      after.place = set_.place_of(after.holder);
      row.state = std::move(after);
      row.changed = true;
      note_subject(id, SubjectRole::carried, encode_state(row.state));
    }
    for (auto const& key : balances) {
      carry_balance(key, evolve_carried(key, event_, effect, place_before));
    }
  }

  void carry_balance(BalanceKey const& before, BalanceKey const& after) {
    auto const balance = set_.balances_.at(before).balance;
    if (before == after || balance.quantity.millionths == 0) {
      return;
    }
    add_to_balance(before, {-balance.quantity.millionths}, {-balance.weight.millionths});
    add_to_balance(after, balance.quantity, balance.weight);
    // Several containers of one event may hold some of it.
    if (carried_lots_.insert(before.lot).second) {
      note_subject(before.lot, SubjectRole::carried, {});
    }
  }

  void touch(WorkingSet::Row<ContainerState>& row) {
    row.state.trail = {.last_event = event_.id,
                       .latest_time = std::max(row.state.trail.latest_time, event_.event_time)};
    row.changed = true;
  }

  void change_parent(SubjectId child, SubjectKind kind, Holder before, Holder after) {
    if (before == after) {
      return;
    }
    if (before.is_container()) {
      leave(child, kind, before.container());
    }
    if (after.is_container()) {
      set_.entered_[child] = {.child = child,
                              .child_kind = kind,
                              .parent = after.container(),
                              .from = event_.event_time,
                              .entered_by = event_.id};
      if (auto* const contents = known_contents(after.container())) {
        (kind == SubjectKind::unit ? contents->units : contents->containers).insert(child);
      }
    }
  }

  void leave(SubjectId child, SubjectKind kind, SubjectId parent) {
    if (auto const entered = set_.entered_.find(child); entered != set_.entered_.end()) {
      auto closed = entered->second;
      closed.to = event_.event_time;
      closed.left_by = event_.id;
      set_.entered_and_left_.push_back(closed);
      set_.entered_.erase(entered);
    } else {
      set_.left_[child] = {.child = child,
                           .child_kind = kind,
                           .parent = parent,
                           .from = {},
                           .entered_by = {},
                           .to = event_.event_time,
                           .left_by = event_.id};
    }
    if (auto* const contents = known_contents(parent)) {
      (kind == SubjectKind::unit ? contents->units : contents->containers).erase(child);
    }
  }

  WorkingSet::DirectContents* known_contents(SubjectId container) {
    auto const known = set_.contents_.find(container);
    return known == set_.contents_.end() ? nullptr : &known->second;
  }

  // Numbers

  /// The subject takes `item.number`, and gives up the one before.
  void take_number(IdentifierKey key, EventItem const& item, std::string const& number_before) {
    auto const* const detail = event_.detail_of(item);
    if (!item.is_new && !number_before.empty()) {
      key.value_norm = normalise_code(number_before);
      close_number(key, item.subject, detail != nullptr && detail->closes_number_as_mistake);
    }
    if (item.kind == SubjectKind::lot && item.number.empty()) {
      auto const& lot = set_.lots_.at(item.subject).state;
      key.value_norm = WorkingSet::unnumbered_lot_norm(lot.product, lot.owner);
    } else {
      key.value_norm = normalise_code(item.number);
    }
    open_number(std::move(key), item.subject, item.number);
  }

  void fold_identifiers(EventItem const& item) {
    auto const* const detail = event_.detail_of(item);
    if (detail == nullptr) {
      return;
    }
    for (auto const& change : detail->identifiers) {
      if (change.opens) {
        open_number(change.key, item.subject, change.value);
      } else {
        close_number(change.key, item.subject, detail->closes_number_as_mistake);
      }
    }
  }

  void open_number(IdentifierKey key, SubjectId subject, std::string const& value) {
    auto& row = set_.identifiers_[key.value_norm];
    row.rows.push_back({.key = std::move(key),
                        .subject = subject,
                        .value = value,
                        .valid_from = event_.event_time,
                        .opened_by = event_.id});
    row.origin.push_back(WorkingSet::Origin::opened_here);
  }

  void close_number(IdentifierKey const& key, SubjectId subject, bool mistaken) {
    auto const found = set_.identifiers_.find(key.value_norm);
    if (found == set_.identifiers_.end()) {
      return;
    }
    for (std::size_t i = 0; i < found->second.rows.size(); ++i) {
      auto& identifier = found->second.rows[i];
      if (identifier.key == key && identifier.subject == subject && identifier.is_current()) {
        identifier.valid_to = event_.event_time;
        identifier.closed_by = event_.id;
        identifier.mistaken = mistaken;
        auto& origin = found->second.origin[i];
        origin = origin == WorkingSet::Origin::as_loaded ? WorkingSet::Origin::closed_here : origin;
      }
    }
  }

  // Traits

  /// Writes down what becomes of each; what was there before need not be known.
  void fold_traits(EventItem const& item) {
    for (auto const& change : event_.effect_of(item).traits) {
      bool const is_tag = !change.attribute;
      Trait trait{.subject = item.subject,
                  .kind = item.kind,
                  .attribute = change.attribute,
                  .key = change.removed && !is_tag ? std::string() : trait_key(change.type, change.value),
                  .value = change.value,
                  .set_by = event_.id};
      auto& known = set_.traits_[item.subject];
      std::erase_if(known, [&](Trait const& other) {
        return other.attribute == change.attribute && (!is_tag || other.key == trait.key);
      });
      if (!change.removed) {
        known.push_back(trait);
      }
      auto const key = std::tuple(item.subject, change.attribute, is_tag ? trait.key : std::string());
      set_.trait_writes_[key] = {.trait = std::move(trait), .removed = change.removed};
    }
  }

  // Holds and master data

  void fold_matter() {
    if (auto const* const placed = std::get_if<HoldPlaced>(&event_.matter)) {
      place_hold(*placed);
    } else if (auto const* const released = std::get_if<HoldsReleased>(&event_.matter)) {
      for (auto const hold : released->holds) {
        release_hold(hold);
      }
    } else if (auto const* const changed = std::get_if<RecordChanged>(&event_.matter)) {
      change_record(*changed);
    }
  }

  void place_hold(HoldPlaced const& placed) {
    auto& row = set_.holds_[placed.hold];
    row.state = {.id = placed.hold,
                 .kind = placed.kind,
                 .reason = event_.reason,
                 .case_number = placed.case_number,
                 .rule = placed.rule,
                 .placed_by = event_.id,
                 .placed_at = event_.event_time};
    row.changed = true;
    note_subject({placed.hold.value}, SubjectRole::item, {});
    for (auto const& item : event_.items) {
      set_.members_[item.subject].push_back(
          {.member = {.subject = item.subject, .hold = placed.hold, .kind = placed.kind, .placed_by = event_.id},
           .origin = WorkingSet::Origin::opened_here});
      set_.members_by_hold_[placed.hold].push_back(item.subject);
    }
  }

  /// For the items of the event; for everything under the hold when it names none.
  void release_hold(HoldId hold) {
    bool const names_items = !event_.items.empty();
    auto const released = [&](SubjectId subject) { return !names_items || is_item(subject); };
    auto& under_hold = set_.members_by_hold_[hold];
    for (auto const subject : under_hold) {
      for (auto& row : set_.members_[subject]) {
        if (row.member.hold == hold && !row.member.released_by && released(subject)) {
          row.member.released_by = event_.id;
          row.origin = row.origin == WorkingSet::Origin::as_loaded ? WorkingSet::Origin::closed_here : row.origin;
          if (!names_items) {
            note_subject(subject, SubjectRole::carried, {});
          }
        }
      }
    }
    std::erase_if(under_hold, released);
    if (auto const row = set_.holds_.find(hold); row != set_.holds_.end()) {
      auto& state = row->second.state;
      if (state.is_active() && under_hold.empty() && (!names_items || !state.rule)) {
        state.released_by = event_.id;
        state.released_at = event_.event_time;
        row->second.changed = true;
      }
    }
    note_subject({hold.value}, SubjectRole::item, {});
  }

  bool is_item(SubjectId subject) {
    if (items_.empty()) {
      for (auto const& item : event_.items) {
        items_.insert(item.subject);
      }
    }
    return items_.contains(subject);
  }

  void change_record(RecordChanged const& changed) {
    auto& row = set_.records_[changed.record];
    // What can identify a person stands beside the event, as long as it is not erased.
    std::vector<PersonalValue> personal;
    for (auto const& field : event_.private_fields) {
      if (field.field.starts_with(personal_value_prefix)) {
        personal.push_back({.field = field.field.substr(personal_value_prefix.size()), .bytes = field.value});
      }
    }
    auto const& rule = rule_of(static_cast<RecordKind>(changed.kind));
    row.state = {.id = changed.record,
                 .kind = changed.kind,
                 .code_norm = normalise_code(changed.code),
                 .code = changed.code,
                 .retired = changed.retired,
                 .version = event_.id,
                 .value = merge_personal(rule, changed.value, personal)};
    row.changed = true;
    note_subject({changed.record.value}, SubjectRole::item, {});
  }

  WorkingSet& set_;
  Event const& event_;
  std::unordered_set<SubjectId> carried_lots_;
  std::unordered_set<SubjectId> items_;  ///< of the event, once somebody asked
};

void WorkingSet::fold(Event const& event) {
  Fold(*this, event).run();
}

}  // namespace nameplate::domain
