#pragma once

#include "domain/event.hpp"
#include "domain/state.hpp"

/// What an event makes of one subject. Total: it never refuses and never looks anything up, so the fold of the same
/// events gives the same state everywhere.
namespace nameplate::domain {

/// Whether the event says of something in this status, at this place, what is so already: then it stays as it is, also
/// in the container that it lies in there. By place only where the verb does not speak of the container.
[[nodiscard]] bool says_what_is_so(Verb verb, Effect const& effect, Status status, Holder place);

/// Dates that are given replace those before.
[[nodiscard]] Dates merge_dates(Dates before, Dates given);

/// For an item that the event names. `before` is a default state when the item is new.
[[nodiscard]] UnitState evolve(UnitState before, Event const& event, EventItem const& item);
[[nodiscard]] LotState evolve(LotState before, Event const& event, EventItem const& item);
/// Sets everything but `place`, which depends on the containers around it.
[[nodiscard]] ContainerState evolve(ContainerState before, Event const& event, EventItem const& item);

/// For something inside a container that the event names with `effect`: the status follows where the verb allows it.
/// `place_before` is where the container stood: what stays behind when it comes back empty stays there.
[[nodiscard]] UnitState evolve_carried(UnitState before, Event const& event, Effect const& effect, Holder place_before);
[[nodiscard]] ContainerState evolve_carried(ContainerState before, Event const& event, Effect const& effect,
                                            Holder place_before);
/// Where a quantity inside goes.
[[nodiscard]] BalanceKey evolve_carried(BalanceKey before, Event const& event, Effect const& effect,
                                        Holder place_before);

}  // namespace nameplate::domain
