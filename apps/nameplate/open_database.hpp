#pragma once

#include "cli/database.hpp"
#include "cli/environment.hpp"
#include "store/store.hpp"

#include <cstdint>
#include <memory>

namespace nameplate {

enum class Warn : std::uint8_t { no, yes };

/// The store that `--database` names: the only place that knows which there are. Warn::yes: of settings that lose data,
/// for whoever serves it. Throws store::StorageFailure.
[[nodiscard]] std::unique_ptr<store::Store> open_database(cli::Database const& database,
                                                          cli::OpenFor purpose = cli::OpenFor::writing,
                                                          Warn warn = Warn::no);

}  // namespace nameplate
