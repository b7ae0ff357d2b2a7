#include "app/commands/load.hpp"

#include "app/commands/past.hpp"

#include <algorithm>
#include <unordered_set>

namespace nameplate::app {
namespace {

using domain::HoldId;
using domain::SubjectId;
using domain::SubjectKind;
using domain::WorkingSet;

template <typename T>
void sort_unique(std::vector<T>& values) {
  std::ranges::sort(values);
  auto const twice = std::ranges::unique(values);
  values.erase(twice.begin(), twice.end());
}

class Loader {
 public:
  Loader(store::Reader& reader, WorkingSet& state) : reader_(reader), state_(state) {}

  void load_numbers(std::vector<std::string> numbers) {
    sort_unique(numbers);
    if (numbers.empty()) {
      return;
    }
    for (auto& identifier : reader_.find_identifiers(numbers)) {
      bearers_.push_back(identifier.subject);
      state_.add_identifier(std::move(identifier));
    }
  }

  /// What bears a number can be any kind of subject.
  void load_bearers(std::vector<SubjectId>& units, std::vector<SubjectId>& containers, std::vector<SubjectId>& lots) {
    for (auto* const ids : {&units, &containers, &lots}) {
      ids->insert(ids->end(), bearers_.begin(), bearers_.end());
    }
  }

  void load_units(std::vector<SubjectId> ids) {
    sort_unique(ids);
    if (ids.empty()) {
      return;
    }
    for (auto& unit : reader_.load_units(ids)) {
      add_unit(std::move(unit));
    }
  }

  void load_containers(std::vector<SubjectId> ids) {
    sort_unique(ids);
    if (ids.empty()) {
      return;
    }
    for (auto& container : reader_.load_containers(ids)) {
      named_containers_.push_back(container.id);
      add_container(std::move(container));
    }
  }

  void load_lots(std::vector<SubjectId> ids) {
    sort_unique(ids);
    if (ids.empty()) {
      return;
    }
    std::vector<SubjectId> found;
    for (auto& lot : reader_.load_lots(ids)) {
      found.push_back(lot.id);
      subjects_.push_back(lot.id);
      state_.add_lot(std::move(lot));
    }
    if (!found.empty()) {
      for (auto const& balance : reader_.load_balances(found)) {
        add_balance(balance);
      }
    }
  }

  /// Level by level outwards, until nothing is inside anything unknown.
  void load_around() {
    while (!parents_.empty()) {
      auto level = std::exchange(parents_, {});
      sort_unique(level);
      std::erase_if(level, [&](SubjectId id) { return state_.container(id) != nullptr; });
      if (level.empty()) {
        break;
      }
      for (auto& container : reader_.load_containers(level)) {
        add_container(std::move(container));
      }
    }
  }

  /// Level by level inwards: containers always, since their place follows; the rest when its status follows.
  void load_inside(bool everything) {
    auto level = named_containers_;
    sort_unique(level);
    std::vector<SubjectId> all;
    while (!level.empty()) {
      state_.know_contents_of(level);
      all.insert(all.end(), level.begin(), level.end());
      auto inner = reader_.containers_in(level);
      level.clear();
      for (auto& container : inner) {
        level.push_back(container.id);
        add_container(std::move(container));
      }
    }
    if (!everything || all.empty()) {
      return;
    }
    sort_unique(all);
    for (auto& unit : reader_.units_in(all)) {
      add_unit(std::move(unit));
    }
    for (auto const& balance : reader_.balances_in(all)) {
      lots_of_goods_.push_back(balance.key.lot);
      add_balance(balance);
    }
  }

  /// The lots that units and quantities belong to: their dates and holds concern those too.
  void load_lots_of_goods() {
    sort_unique(lots_of_goods_);
    std::erase_if(lots_of_goods_, [&](SubjectId id) { return state_.lot(id) != nullptr; });
    if (lots_of_goods_.empty()) {
      return;
    }
    for (auto& lot : reader_.load_lots(lots_of_goods_)) {
      subjects_.push_back(lot.id);
      state_.add_lot(std::move(lot));
    }
  }

  /// What is dated before something was taken out of a container has to be told again.
  void load_last_left() {
    std::vector<SubjectId> containers;
    for (auto const id : subjects_) {
      if (state_.container(id) != nullptr) {
        containers.push_back(id);
      }
    }
    if (!containers.empty()) {
      for (auto const& left : reader_.last_left(containers)) {
        state_.add_last_left(left);
      }
    }
  }

  /// What is dated back is judged by the holds of then as well, those that were released since.
  void load_members(bool with_released) {
    sort_unique(subjects_);
    if (subjects_.empty()) {
      return;
    }
    std::vector<domain::HoldMember> released;
    for (auto const& member : with_released ? reader_.members_of(subjects_) : reader_.active_members_of(subjects_)) {
      if (member.released_by) {
        released.push_back(member);
      } else {
        member_holds_.push_back(member.hold);
        state_.add_member(member);
      }
    }
    add_past_members(reader_, released, state_);
  }

  void load_traits() {
    if (!subjects_.empty()) {
      for (auto& trait : reader_.traits_of(subjects_)) {
        state_.add_trait(std::move(trait));
      }
    }
  }

  /// A hold is over when its last item is released, so all its items must be known.
  void load_holds(std::vector<HoldId> ids, bool with_those_of_members) {
    if (with_those_of_members) {
      ids.insert(ids.end(), member_holds_.begin(), member_holds_.end());
    }
    sort_unique(ids);
    if (ids.empty()) {
      return;
    }
    for (auto& hold : reader_.load_holds(ids)) {
      state_.add_hold(std::move(hold));
    }
    for (auto const& member : reader_.members_of_holds(ids)) {
      state_.add_member(member);
    }
  }

  /// The numbers that subjects bear now: relabelling closes them.
  void load_own_numbers(std::vector<SubjectId> const& subjects) {
    std::vector<std::string> numbers;
    for (auto const id : subjects) {
      if (auto const* const unit = state_.unit(id)) {
        numbers.push_back(domain::normalise_code(unit->serial));
      } else if (auto const* const container = state_.container(id)) {
        numbers.push_back(domain::normalise_code(container->code));
      } else if (auto const* const lot = state_.lot(id)) {
        numbers.push_back(lot->number.empty() ? WorkingSet::unnumbered_lot_norm(lot->product, lot->owner)
                                              : domain::normalise_code(lot->number));
      }
    }
    load_numbers(std::move(numbers));
    if (!subjects.empty()) {
      for (auto& identifier : reader_.identifiers_of(subjects)) {
        state_.add_identifier(std::move(identifier));
      }
    }
  }

  [[nodiscard]] std::vector<SubjectId> const& subjects() const { return subjects_; }

 private:
  void add_unit(domain::UnitState unit) {
    subjects_.push_back(unit.id);
    if (unit.lot && (lots_of_goods_.empty() || lots_of_goods_.back() != unit.lot)) {
      lots_of_goods_.push_back(unit.lot);
    }
    if (unit.holder.is_container()) {
      parents_.push_back(unit.holder.container());
    }
    state_.add_unit(std::move(unit));
  }

  void add_container(domain::ContainerState container) {
    subjects_.push_back(container.id);
    if (container.holder.is_container()) {
      parents_.push_back(container.holder.container());
    }
    state_.add_container(std::move(container));
  }

  void add_balance(domain::Balance const& balance) {
    if (balance.key.holder.is_container()) {
      parents_.push_back(balance.key.holder.container());
    }
    state_.add_balance(balance);
  }

  store::Reader& reader_;
  WorkingSet& state_;
  std::vector<SubjectId> bearers_;
  std::vector<SubjectId> parents_;
  std::vector<SubjectId> named_containers_;
  std::vector<SubjectId> subjects_;
  std::vector<SubjectId> lots_of_goods_;
  std::vector<HoldId> member_holds_;
};

}  // namespace

void load_wanted(store::Reader& reader, Wanted wanted, WorkingSet& state) {
  Loader loader(reader, state);
  state.reserve(wanted.numbers_norm.size());
  loader.load_numbers(std::move(wanted.numbers_norm));
  loader.load_bearers(wanted.units, wanted.containers, wanted.lots);
  loader.load_units(std::move(wanted.units));
  // What a unit turned out to bear need not be asked for as a container or a lot.
  auto const is_unit = [&](SubjectId id) { return state.unit(id) != nullptr; };
  std::erase_if(wanted.containers, is_unit);
  loader.load_containers(std::move(wanted.containers));
  std::erase_if(wanted.lots, [&](SubjectId id) { return is_unit(id) || state.container(id) != nullptr; });
  loader.load_lots(std::move(wanted.lots));
  loader.load_around();
  loader.load_inside(wanted.contents);
  loader.load_lots_of_goods();
  loader.load_members(wanted.past_holds);
  if (wanted.past_holds) {
    loader.load_last_left();
  }
  loader.load_holds(std::move(wanted.holds), wanted.holds_of_items);
  if (wanted.traits) {
    loader.load_traits();
  }
  if (wanted.own_numbers) {
    loader.load_own_numbers(loader.subjects());
  }
}

void load_own_numbers(store::Reader& reader, std::vector<SubjectId> const& subjects, WorkingSet& state) {
  Loader(reader, state).load_own_numbers(subjects);
}

void load_past_holds(store::Reader& reader, std::vector<SubjectId> const& subjects, WorkingSet& state) {
  std::vector<domain::HoldMember> released;
  for (auto& member : reader.members_of(subjects)) {
    if (member.released_by) {
      released.push_back(member);
    }
    state.add_member(member);
  }
  add_past_members(reader, released, state);
}

void load_subjects(store::Reader& reader, std::span<domain::Event const> events, WorkingSet& state) {
  std::vector<SubjectId> units;
  std::vector<SubjectId> containers;
  std::vector<SubjectId> lots;
  std::vector<HoldId> holds;
  std::vector<domain::RecordId> records;
  std::vector<SubjectId> relabelled;
  bool contents = false;
  for (auto const& event : events) {
    bool const carries = !domain::is_administrative(event.verb) && domain::rule_of(event.verb).carries_contents;
    for (auto const& item : event.items) {
      switch (item.kind) {
        case SubjectKind::unit: units.push_back(item.subject); break;
        case SubjectKind::container:
          containers.push_back(item.subject);
          contents = contents || carries;
          break;
        case SubjectKind::lot: lots.push_back(item.subject); break;
        case SubjectKind::hold:
        case SubjectKind::record: break;
      }
      if (auto const& holder = event.effect_of(item).holder; holder && holder->is_container()) {
        containers.push_back(holder->container());
      }
      if (!item.is_new && (!item.number.empty() || event.detail_of(item) != nullptr)) {
        relabelled.push_back(item.subject);
      }
    }
    if (auto const* const released = std::get_if<domain::HoldsReleased>(&event.matter)) {
      holds.insert(holds.end(), released->holds.begin(), released->holds.end());
    } else if (auto const* const changed = std::get_if<domain::RecordChanged>(&event.matter)) {
      records.push_back(changed->record);
    } else if (auto const* const erased = std::get_if<domain::PrivateErased>(&event.matter); erased && erased->record) {
      records.push_back(erased->record);
    }
  }
  Loader loader(reader, state);
  loader.load_units(std::move(units));
  loader.load_containers(std::move(containers));
  loader.load_lots(std::move(lots));
  loader.load_around();
  loader.load_inside(contents);
  if (contents) {
    loader.load_lots_of_goods();  // the history says what a lot was when it was carried
  }
  loader.load_last_left();
  loader.load_holds(std::move(holds), false);
  sort_unique(relabelled);
  loader.load_own_numbers(relabelled);
  sort_unique(records);
  if (!records.empty()) {
    for (auto& record : reader.load_records(records)) {
      state.add_record(std::move(record));
    }
  }
}

}  // namespace nameplate::app
