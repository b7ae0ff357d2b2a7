#pragma once

#include "domain/check.hpp"
#include "domain/decide.hpp"
#include "domain/event_builder.hpp"
#include "domain/policy.hpp"

#include <expected>
#include <optional>
#include <string>
#include <string_view>
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
  /// What is recorded against the facts; null: whatever contradicts is refused.
  std::vector<Conflict>* conflicts = nullptr;
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
  Effect effect = {};  ///< of a sighting: what it states
};
using ItemDecision = std::variant<Done, Unchanged, Refusal>;

struct JudgedItem {
  ItemDecision decision;
  std::vector<std::string> warnings = {};
  base::Instant latest_time = {};  ///< of what the item touches
};

/// Notes what contradicts where it is to be recorded all the same; gives the refusal back where it is not.
[[nodiscard]] std::optional<Refusal> note_or_refuse(Deciding const& deciding, std::optional<Refusal> refusal,
                                                    SubjectId subject);

/// A unit or container as most rules see it.
struct Standing {
  SubjectId id;
  std::string_view subject;  ///< `unit` or `container`: slugs begin with it
  std::string called;        ///< what a message calls it
  Status status;
  Holder holder;
  Holder place;  ///< where it effectively is
  base::Instant latest_time;
};
[[nodiscard]] Standing standing_of(WorkingSet const& state, UnitState const& unit);
[[nodiscard]] Standing standing_of(ContainerState const& container);

// decide_target.cpp: where the verb leaves something, and in what status.

/// Where the verb leaves something that now stands at `holder`. Nothing: the place is unchanged.
[[nodiscard]] std::optional<Holder> target_of(Deciding const& deciding, Holder holder);
/// The status that the verb leaves, if it changes it.
[[nodiscard]] std::optional<Status> status_after(Deciding const& deciding);
/// Status and holder as the verb states them, also where they are so already: a late event may turn up before it, and
/// what somebody stated stays true.
[[nodiscard]] Effect effect_of_verb(Deciding const& deciding, Standing const* before);
/// Whether the verb may be done to what lies in this holder without `unpack`.
[[nodiscard]] bool is_within_reach(Deciding const& deciding, Holder holder);
/// Whether goods come in with the verb: those under a hold are booked in, held, with a warning.
[[nodiscard]] bool brings_in(Verb verb);
/// The latest time of the containers around something that the verb takes out of them.
[[nodiscard]] base::Instant latest_around(Deciding const& deciding, Holder holder, std::optional<Holder> target);

// decide_standing.cpp: what is asked of units and containers alike.

/// Whether it is already as the verb would leave it.
[[nodiscard]] bool is_repetition(Deciding const& deciding, Standing const& now);
/// A repetition is recorded when it proves presence, or says another time than the event that it repeats.
[[nodiscard]] bool is_sighting(Deciding const& deciding, base::Instant latest_time);
/// Status, parent, and whether what the verb would leave makes sense.
[[nodiscard]] std::optional<Refusal> check_standing(Deciding const& deciding, Standing const& now);
/// Whether goods of this status can be where the request states, or would leave, them.
[[nodiscard]] std::optional<Refusal> check_stated_state(Deciding const& deciding, std::string const& called,
                                                        Status status, Holder holder);
/// return: whether it comes back from the party that it went to.
[[nodiscard]] std::optional<Refusal> check_returner(Deciding const& deciding, Standing const& now);

[[nodiscard]] JudgedItem judge_unit(Deciding const& deciding, BoundItem const& item);
[[nodiscard]] JudgedItem judge_container(Deciding const& deciding, BoundItem const& item);

/// One request item of a lot may draw on balances in several statuses: a list of changes.
struct JudgedQuantity {
  std::variant<std::vector<QuantityChange>, Unchanged, Refusal> decision;
  std::vector<std::string> warnings = {};
  base::Instant latest_time = {};
  Effect effect = {};  ///< what the lot itself learns: its dates, its supplier
};
/// What earlier items of the same operation took, brought and counted already.
struct Drawn {
  std::unordered_map<BalanceKey, std::pair<base::Quantity, base::Quantity>> taken;  ///< quantity and weight
  std::unordered_map<BalanceKey, base::Quantity> brought;
  std::unordered_set<BalanceKey> counted;
};
[[nodiscard]] JudgedQuantity judge_quantity(Deciding const& deciding, BoundItem const& item, Drawn& drawn);
/// draw_quantity.cpp: takes the amount from the balances that the verb may take from; what comes in may be more.
[[nodiscard]] JudgedQuantity draw_quantity(Deciding const& deciding, BoundItem const& item, Drawn& drawn);

// decide_traits.cpp

/// What the request says that the item bears, also where it is so already: something late may turn up before it.
struct StatedTraits {
  std::vector<TraitChange> changes = {};  ///< sorted
  bool differ = false;                    ///< some of it is not so already
};
/// Refusals: attribute.not_here, attribute.required.
[[nodiscard]] std::expected<StatedTraits, Refusal> judge_traits(Deciding const& deciding, BoundItem const& item);

// decide_lot.cpp

/// hold, release, relabel, observe, inspect, process on a whole lot.
[[nodiscard]] JudgedItem judge_lot(Deciding const& deciding, BoundItem const& item);
/// `Lot B-7 of MILK`, or the SKU where a product has no lots.
[[nodiscard]] std::string call_lot(Catalog const& catalog, LotState const& lot);
[[nodiscard]] std::string call_lot(Deciding const& deciding, BoundItem const& item);
[[nodiscard]] std::optional<Refusal> check_lot_held(Deciding const& deciding, BoundItem const& item, Holder holder);
/// What the lot learns from an item that brings in more of it. Refusals: lot.dates_differ.
[[nodiscard]] std::expected<Effect, Refusal> effect_on_lot(Deciding const& deciding, BoundItem const& item);

// decide_relabel.cpp

/// The numbers that the item gives up, if it is done.
[[nodiscard]] std::vector<IdentifierKey> numbers_given_up(BoundItem const& item);
/// The numbers that it takes.
[[nodiscard]] std::vector<IdentifierKey> numbers_taken(BoundItem const& item);
/// amend: whether the unit can keep its serial as one of another product.
[[nodiscard]] std::optional<Refusal> check_serial_free(Deciding const& deciding, UnitState const& unit,
                                                       RecordId product);
/// `own_number`: the serial, code or lot number that it bears now.
[[nodiscard]] JudgedItem judge_relabel(Deciding const& deciding, BoundItem const& item, std::string const& own_number,
                                       base::Instant latest_time);

}  // namespace nameplate::domain
