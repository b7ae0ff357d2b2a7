#pragma once

#include "domain/event_codec.hpp"
#include "domain/working_set.hpp"

#include <map>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

namespace nameplate::domain {

/// Folds one event into a working set: evolves each subject, and notes what that does to the projections. Private to
/// the working set.
class Fold {
 public:
  Fold(WorkingSet& set, Event const& event, ToldAgain const* again = nullptr)
      : set_(set), event_(event), again_(again) {}

  void run();

 private:
  /// When an event is told again, what is not loaded is not concerned.
  [[nodiscard]] bool concerns(EventItem const& item) const;
  [[nodiscard]] bool is_reversed(SubjectId subject) const;

  // fold.cpp
  /// What happens to something inside a container that the event names too is its own, not what it shares with that
  /// container: so the inner ones come first, whichever was entered into the books first.
  [[nodiscard]] std::vector<EventItem const*> inner_first() const;
  void fold_item(EventItem const& item);
  void note_subject(SubjectId subject, SubjectRole role, std::string state);
  void fold_unit(EventItem const& item);
  void write_unit(WorkingSet::Row<UnitState>& row, UnitState after, UnitState const* before, SubjectRole role);
  void count(UnitState const& unit, std::int64_t units);
  /// Writes down what becomes of each; what was there before need not be known.
  void fold_traits(EventItem const& item);

  // fold_again.cpp
  /// An item that did not happen: the history shows it, and that nothing came of it.
  void pass_over(EventItem const& item);
  /// The numbers that it would have taken stay findable, closed as a mistake at once.
  void note_numbers_never_borne(EventItem const& item);
  /// Quantities move as they are on record, but for what lies in containers whose history is told again: that follows
  /// them, whatever it is by now.
  void tell_quantities_again();

  // fold_lots.cpp
  void fold_lot(EventItem const& item);
  void change_quantity(SubjectId lot, SubjectRole role, QuantityChange const& change);
  /// What a quantity was after an event is the sum of the changes up to it: others may draw at the same time. So the
  /// history index keeps the changes.
  void note_lots();
  void add_to_balance(SubjectRole role, BalanceKey const& key, base::Quantity quantity, base::Quantity weight);

  // fold_containers.cpp
  void fold_container(EventItem const& item);
  void fold_contents(EventItem const& item, ContainerState const& before);
  void carry(WorkingSet::Inside const& inside, Effect const& effect, Holder place_before);
  /// The container comes back alone: what is directly inside stays behind, where it was.
  void take_everything_out(SubjectId container, Effect const& effect, Holder place_before);
  void carry_balance(BalanceKey const& before, BalanceKey const& after);
  /// Its place follows that of the container around it, which is no event of its own.
  void touch(WorkingSet::Row<ContainerState>& row);
  void change_parent(SubjectId child, SubjectKind kind, Holder before, Holder after);
  void leave(SubjectId child, SubjectKind kind, SubjectId parent);
  WorkingSet::DirectContents* known_contents(SubjectId container);

  // fold_numbers.cpp
  void fold_identifiers(EventItem const& item);
  /// The subject takes `item.number`, and gives up the one before.
  void take_number(IdentifierKey key, EventItem const& item, std::string const& number_before);
  [[nodiscard]] bool bears(IdentifierKey key, EventItem const& item) const;
  /// A unit turns out to be of another product: its serial is unique within that one from now on.
  void change_scope(EventItem const& item, RecordId product_before, UnitState const& unit);
  void open_number(IdentifierKey key, SubjectId subject, std::string const& value);
  void close_number(IdentifierKey const& key, SubjectId subject, bool mistaken);

  // fold_matter.cpp
  void fold_matter();
  /// An item may stand in an event several times, a lot with several quantities.
  void note_reversal(Reversal const& reversal);
  void place_hold(HoldPlaced const& placed);
  /// For the items of the event; for everything under the hold when it names none.
  void release_hold(HoldId hold);
  bool is_item(SubjectId subject);
  void change_record(RecordChanged const& changed);
  /// Folded again later, the change before has no such fields any more; the row becomes the same.
  void erase_private(PrivateErased const& erased);

  WorkingSet& set_;
  Event const& event_;
  ToldAgain const* again_;  ///< null: it happens now
  /// By lot and role: what the event changes in its balances, summed up.
  std::map<std::pair<SubjectId, SubjectRole>, std::map<BalanceKey, BalanceChange>> lots_told_;
  std::unordered_set<SubjectId> items_;  ///< of the event, once somebody asked
};

}  // namespace nameplate::domain
