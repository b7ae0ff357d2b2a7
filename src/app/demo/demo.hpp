#pragma once

#include "app/ledger.hpp"
#include "domain/role.hpp"

/// The demonstration: a made-up maker of pumps, with some weeks of history.
namespace nameplate::app::demo {

/// Fills an empty ledger, as any client would: by commands to the writer, one after the other. The same each time, but
/// that it ends with the day before the clock's. Throws std::runtime_error when a command is refused.
void fill(Ledger& ledger, domain::Actor const& owner);

}  // namespace nameplate::app::demo
