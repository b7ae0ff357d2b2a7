#pragma once

#include "base/result.hpp"
#include "store/store.hpp"

/// A ledger that is made in a database that is there already: marked until it is whole, so that nobody takes a half of
/// it for a ledger. Files are made under another name instead (cli/whole_database.hpp).
namespace nameplate::app {

/// Marks it, unless that was done before; gives how far an earlier try came. Errors: ledger.not_empty.
[[nodiscard]] base::Result<store::Head> begin_in_place(store::Store& store);
void end_in_place(store::Store& store);

}  // namespace nameplate::app
