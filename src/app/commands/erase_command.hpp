#pragma once

#include "app/commands/command.hpp"
#include "domain/records/catalog.hpp"
#include "domain/working_set.hpp"
#include "store/store.hpp"

#include <optional>

namespace nameplate::app {

/// The event that erases what is still there of what is asked; none: nothing is. The working set holds the record that
/// is concerned. Called inside the transaction that will write it, so nothing is erased twice.
/// Errors: erase.legal_hold (a hold protects some of it: nothing of it is erased, unless the command passes over that),
/// erase.overtaken (the record was changed since it was looked at).
[[nodiscard]] base::Result<std::optional<domain::Event>> decide_erasure(
    store::Reader& reader, domain::Catalog const& catalog, domain::WorkingSet const& state, domain::Actor const& actor,
    base::Instant now, domain::EventId event, EraseCommand const& command);

}  // namespace nameplate::app
