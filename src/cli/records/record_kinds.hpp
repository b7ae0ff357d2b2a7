#pragma once

#include "domain/records/record_kind.hpp"

#include <string>
#include <vector>

namespace nameplate::cli {

/// The kinds of master data that have a command: all but accounts, which are made with their tokens.
[[nodiscard]] std::vector<domain::RecordKindRule const*> record_commands();

/// `hold-kind`.
[[nodiscard]] std::string command_of(domain::RecordKindRule const& kind);

}  // namespace nameplate::cli
