#pragma once

#include "base/clock.hpp"
#include "domain/role.hpp"
#include "store/store.hpp"

namespace nameplate::app {

/// What a new ledger begins with: hold kinds, reason codes, the default serial format and the account `owner`, all as
/// events. Does nothing when the ledger has any event. Safe to repeat after a crash: it is one transaction.
void initialise(store::Store& store, base::Clock const& clock);

/// The account behind the owner's socket and the command line on the file itself. Has no token.
[[nodiscard]] domain::Actor owner_actor(store::Store& store);

}  // namespace nameplate::app
