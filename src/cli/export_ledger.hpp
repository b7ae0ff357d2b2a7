#pragma once

#include "cli/environment.hpp"
#include "domain/ids.hpp"

#include <optional>

namespace nameplate::cli {

/// Writes the ledger itself to standard output, up to a sequence or all there is. The answer is the exit code.
[[nodiscard]] int export_ledger(Database const& database, std::optional<domain::Sequence> until,
                                Environment& environment);

}  // namespace nameplate::cli
