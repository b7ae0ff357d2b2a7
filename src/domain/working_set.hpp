#pragma once

#include "domain/changes.hpp"
#include "domain/event.hpp"
#include "domain/past.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace nameplate::domain {

/// How an event that is on record already is folded again.
struct ToldAgain {
  std::unordered_set<SubjectId> const& subjects;  ///< whose history is told again; what else it names is left alone
  std::span<EventSubject const> lots;             ///< its rows of the history index about lots
  std::unordered_map<SubjectId, EventId> const& reversed;  ///< its items that did not happen, and who says so
};

/// A hold on an item as it was for a time.
struct PastMember {
  RecordId kind;
  base::Instant from;
  base::Instant to;
};

/// The part of the state that a group of operations concerns: loaded once, read by every decision, moved on by the
/// fold of every event, written back as one set of changes.
class WorkingSet {
 public:
  // Loading. What is already there is not loaded over.
  void add_unit(UnitState unit);
  void add_container(ContainerState container);
  void add_lot(LotState lot);
  void add_balance(Balance const& balance);
  void add_identifier(Identifier identifier);
  void add_member(HoldMember const& member);
  void add_hold(Hold hold);
  void add_record(RecordRow record);
  void add_trait(Trait trait);
  void add_last_left(LastLeft const& left);
  /// All that is directly inside these containers has been added or is about to be.
  void know_contents_of(std::span<SubjectId const> containers);
  void reserve(std::size_t units);

  // Reading. Null when it is not loaded or does not exist.
  [[nodiscard]] UnitState const* unit(SubjectId id) const;
  [[nodiscard]] ContainerState const* container(SubjectId id) const;
  [[nodiscard]] LotState const* lot(SubjectId id) const;
  [[nodiscard]] Balance const* balance(BalanceKey const& key) const;
  [[nodiscard]] Hold const* hold(HoldId id) const;
  [[nodiscard]] RecordRow const* record(RecordId id) const;
  /// Every row of this normalised number, current or closed.
  [[nodiscard]] std::span<Identifier const> identifiers(std::string const& value_norm) const;
  /// Current numbers of this kind by subject, as far as they were loaded. Cost: linear in all numbers that were.
  [[nodiscard]] std::unordered_multimap<SubjectId, Identifier> current_identifiers(IdentifierKind kind) const;
  [[nodiscard]] std::vector<Balance> balances_of(SubjectId lot) const;
  /// Holds placed on the subject itself that are not released.
  [[nodiscard]] std::vector<HoldMember> active_members_of(SubjectId subject) const;
  [[nodiscard]] std::vector<SubjectId> active_subjects_of(HoldId hold) const;
  /// What the subject bears now, as far as it was loaded.
  [[nodiscard]] std::span<Trait const> traits_of(SubjectId subject) const;
  /// The units, containers, and lots with a balance that are loaded.
  [[nodiscard]] std::vector<SubjectId> loaded() const;
  [[nodiscard]] bool knows_contents_of(SubjectId container) const { return contents_.contains(container); }

  /// Everything inside, at any depth. The contents must be known.
  struct Inside {
    std::vector<SubjectId> units;
    std::vector<SubjectId> containers;
    std::vector<BalanceKey> balances;
  };
  [[nodiscard]] Inside everything_inside(SubjectId container) const;
  /// How many containers deep the contents nest; 0: it holds no container.
  [[nodiscard]] std::size_t depth_inside(SubjectId container) const;
  /// Whether anything is left of one of these.
  [[nodiscard]] bool has_quantity(std::span<BalanceKey const> balances) const;
  /// The containers around a holder, from the inside out.
  [[nodiscard]] std::vector<SubjectId> containers_around(Holder holder) const;
  [[nodiscard]] bool is_around(SubjectId container, Holder holder) const;
  /// The latest event time of the containers around a holder, and of what is inside a container or was taken out of it,
  /// as far as loaded.
  [[nodiscard]] base::Instant latest_around(Holder holder) const;
  [[nodiscard]] base::Instant latest_inside(SubjectId container) const;
  /// Where a holder effectively is: the place of the outermost container, otherwise the holder itself.
  [[nodiscard]] Holder place_of(Holder holder) const;

  /// Evolves the state by one event. Total: it never refuses. The subjects of the event must have been loaded.
  void fold(Event const& event);

  /// What the events folded so far do to the projections. Called once, at the end.
  [[nodiscard]] Changes take_changes() &&;

  // The past (rewind.cpp, fold.cpp, retold_changes.cpp)

  /// Takes everything that `past` names back to the moment before it, from the state as it is on record.
  void rewind(Past const& past);
  /// Folds an event that is on record already: master data, holds, papers and traits stay as they are.
  void fold_again(Event const& event, ToldAgain const& again);
  /// A unit that did not exist at this moment, and exists later: what it is called.
  [[nodiscard]] UnitState const* unborn(SubjectId id) const;
  /// A container that is first on record later: it exists without a time, but nothing has happened to it yet.
  [[nodiscard]] bool is_untouched(SubjectId container) const { return untouched_.contains(container); }
  /// The unit that is to take this number later and does not exist yet. `product`: none: any.
  [[nodiscard]] SubjectId later_bearer(std::string const& value_norm, RecordId product) const;
  /// Of a past state: whether something else bears the number at any time after it.
  [[nodiscard]] bool is_borne_later(IdentifierKey const& key, SubjectId but_for) const;
  /// Holds on items that were released, for what is dated before.
  void add_past_member(SubjectId subject, PastMember const& member) { past_members_[subject].push_back(member); }
  [[nodiscard]] std::span<PastMember const> past_members_of(SubjectId subject) const;
  /// After the history was told again from `present` taken back: how the projections differ now. `last` is the event
  /// recorded last; rows that change carry it.
  [[nodiscard]] Changes take_retold_changes(WorkingSet const& present, Past const& past, EventId last,
                                            std::span<Event const> added) &&;

  /// The number under which a lot of an untracked product stands among the identifiers: it has none to show.
  [[nodiscard]] static std::string unnumbered_lot_norm(RecordId product, RecordId owner);

 private:
  friend class Fold;
  friend class Rewinding;
  friend class Difference;

  template <typename State>
  struct Row {
    State state;
    EventId expected;  ///< `last_event` as loaded; none: not in the store yet
    bool changed = false;
  };
  struct BalanceRow {
    Balance balance;
    base::Quantity quantity_added = {};
    base::Quantity weight_added = {};
    bool changed = false;
  };
  struct DirectContents {
    std::unordered_set<SubjectId> units;
    std::unordered_set<SubjectId> containers;
    std::unordered_set<BalanceKey> balances;
  };
  /// What the fold did to a row that it may both open and close.
  enum class Origin : std::uint8_t { as_loaded, closed_here, opened_here };
  struct IdentifierRows {
    std::vector<Identifier> rows;
    std::vector<Origin> origin;
  };
  struct MemberRow {
    HoldMember member;
    Origin origin = Origin::as_loaded;
  };

  std::unordered_map<SubjectId, Row<UnitState>> units_;
  std::unordered_map<SubjectId, Row<ContainerState>> containers_;
  std::unordered_map<SubjectId, Row<LotState>> lots_;
  std::map<BalanceKey, BalanceRow> balances_;
  std::unordered_map<SubjectId, DirectContents> contents_;
  std::unordered_map<std::string, IdentifierRows> identifiers_;
  std::unordered_map<SubjectId, std::vector<MemberRow>> members_;
  std::unordered_map<HoldId, std::vector<SubjectId>> members_by_hold_;
  std::map<HoldId, Row<Hold>> holds_;
  std::map<RecordId, Row<RecordRow>> records_;
  std::map<SubjectId, Containment> entered_;  ///< open rows that the fold made, by child
  std::vector<Containment> entered_and_left_;
  std::map<SubjectId, Containment> left_;
  std::unordered_map<CountKey, std::int64_t> counts_;
  std::unordered_map<SubjectId, std::vector<Trait>> traits_;
  std::map<std::tuple<SubjectId, RecordId, std::string>, TraitWrite> trait_writes_;  ///< last: the key of a tag
  std::vector<EventSubject> subjects_;
  std::vector<DocumentMention> documents_;
  std::vector<ReversedItem> reversed_;
  std::vector<Amendment> amended_;
  std::vector<Exception> exceptions_raised_;
  std::vector<Exception> exceptions_resolved_;
  std::unordered_map<SubjectId, UnitState> unborn_;
  std::unordered_set<SubjectId> untouched_;
  std::unordered_map<SubjectId, base::Instant> last_left_;         ///< by container
  std::unordered_multimap<std::string, SubjectId> later_bearers_;  ///< by normalised number
  std::vector<Identifier> later_numbers_;                          ///< taken after the moment of a past state
  std::unordered_map<SubjectId, std::vector<PastMember>> past_members_;
};

}  // namespace nameplate::domain
