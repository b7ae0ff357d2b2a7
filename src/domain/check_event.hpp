#pragma once

#include "domain/event.hpp"
#include "domain/records/catalog.hpp"
#include "domain/working_set.hpp"

#include <string>
#include <vector>

namespace nameplate::domain {

/// Something on record that could not have happened as the history is told now.
struct Contradiction {
  EventId event;
  Verb verb = Verb::observe;
  base::Instant time;
  base::Instant recorded_at;
  SubjectKind kind = SubjectKind::unit;
  SubjectId subject;
  RecordId product = {};
  std::string number = {};
  std::string reason = {};
  std::string detail = {};
  std::optional<BalanceKey> balance = {};  ///< of a quantity: where it would fall below zero
  base::Quantity missing = {};
};

/// Whether a verb states something physical. What is administrative never contradicts, and is changed again, not
/// reversed.
[[nodiscard]] bool is_physical(Verb verb);
/// Whether an event of this verb can be reversed: what states a fact about goods, counts and tests included.
[[nodiscard]] bool is_reversible(Verb verb);

/// Physical facts only, of the items that are loaded: the status, the parent. To be asked before the event is folded.
/// Quantities are asked afterwards (`check_balances`).
void check_event(Catalog const& catalog, WorkingSet const& state, Event const& event,
                 std::unordered_set<SubjectId> const& left_out, std::vector<Contradiction>& found);

/// Balances of these lots that an event, just folded, has left below zero.
void check_balances(Catalog const& catalog, WorkingSet const& state, Event const& event,
                    std::span<SubjectId const> lots, std::vector<Contradiction>& found);

}  // namespace nameplate::domain
