#pragma once

#include "domain/check.hpp"
#include "domain/decide.hpp"
#include "domain/event_builder.hpp"
#include "domain/policy.hpp"

#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <variant>
#include <vector>

/// The parts of `decide` for one item each. Private to the domain.
namespace nameplate::domain {

/// What `decide` knows while it goes through the items.
struct Deciding {
  DecisionContext const& context;
  BoundOperation const& operation;
  Operation const& asked;
  VerbRule const& rule;
  EventTime time;
  /// Numbers that items of this operation give up, so that two labels can be swapped.
  std::unordered_set<IdentifierKey> given_up = {};
};

/// What an item becomes. `sighting`: nothing changes, and that is worth an event of its own.
struct Done {
  Effect effect = {};
  ItemDetail detail = {};
  std::string number = {};  ///< relabel: the number it takes
};
struct Unchanged {
  bool sighting = false;
};
using ItemDecision = std::variant<Done, Unchanged, Refusal>;

struct JudgedItem {
  ItemDecision decision;
  std::vector<std::string> warnings = {};
  base::Instant latest_time = {};  ///< of what the item touches
};

/// Where the verb leaves something that now stands at `holder`. Nothing: the place is unchanged.
[[nodiscard]] std::optional<Holder> target_of(Deciding const& deciding, Holder holder);
/// The status that the verb leaves, if it changes it.
[[nodiscard]] std::optional<Status> status_after(Deciding const& deciding);

[[nodiscard]] JudgedItem judge_unit(Deciding const& deciding, BoundItem const& item);
[[nodiscard]] JudgedItem judge_container(Deciding const& deciding, BoundItem const& item);

/// One request item of a lot may draw on balances in several statuses: a list of changes.
struct JudgedQuantity {
  std::variant<std::vector<QuantityChange>, Unchanged, Refusal> decision;
  std::vector<std::string> warnings = {};
  base::Instant latest_time = {};
};
/// `drawn`: what earlier items of the same operation took already.
using Drawn = std::unordered_map<BalanceKey, std::pair<base::Quantity, base::Quantity>>;
[[nodiscard]] JudgedQuantity judge_quantity(Deciding const& deciding, BoundItem const& item, Drawn& drawn);

/// hold, release, observe, inspect, process on a whole lot.
[[nodiscard]] JudgedItem judge_lot(Deciding const& deciding, BoundItem const& item);

/// relabel: whether the new number is free. `scope` as in IdentifierKey.
[[nodiscard]] std::optional<Refusal> check_number_free(Deciding const& deciding, IdentifierKey const& key,
                                                       SubjectId taker);

}  // namespace nameplate::domain
