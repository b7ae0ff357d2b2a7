#pragma once

#include "app/commands/bind.hpp"
#include "domain/working_set.hpp"
#include "store/store.hpp"

namespace nameplate::app {

/// Loads all that a group of operations needs, set by set: the number of store calls depends on how deep containers
/// nest, never on how many items there are.
void load_wanted(store::Reader& reader, Wanted wanted, domain::WorkingSet& state);

/// The numbers of these subjects, current and closed.
void load_own_numbers(store::Reader& reader, std::vector<domain::SubjectId> const& subjects, domain::WorkingSet& state);

/// The holds on these, released ones as well.
void load_past_holds(store::Reader& reader, std::vector<domain::SubjectId> const& subjects, domain::WorkingSet& state);

/// The same for events that are folded again (verify): their subjects, and what is in and around them.
void load_subjects(store::Reader& reader, std::span<domain::Event const> events, domain::WorkingSet& state);

}  // namespace nameplate::app
