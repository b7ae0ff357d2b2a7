#pragma once

#include "domain/changes.hpp"
#include "domain/event.hpp"

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
  /// Where a holder effectively is: the place of the outermost container, otherwise the holder itself.
  [[nodiscard]] Holder place_of(Holder holder) const;

  /// Evolves the state by one event. Total: it never refuses. The subjects of the event must have been loaded.
  void fold(Event const& event);

  /// What the events folded so far do to the projections. Called once, at the end.
  [[nodiscard]] Changes take_changes() &&;

  /// The number under which a lot of an untracked product stands among the identifiers: it has none to show.
  [[nodiscard]] static std::string unnumbered_lot_norm(RecordId product, RecordId owner);

 private:
  friend class Fold;

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
};

}  // namespace nameplate::domain
