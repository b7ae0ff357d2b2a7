#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

/// What stands beside the ledger and its projections as it is kept, column by column: for whoever moves all of it into
/// another store. Not part of it: the head and the seals, which follow from the events, and what makes lists of past
/// times quick.
namespace nameplate::store {

enum class SideTable : std::uint8_t {
  id_blocks,
  counters,
  keys,
  secrets,
  jobs,
  job_parts,
  job_rows,
  job_events,
  approvals
};

inline constexpr std::array side_tables = {SideTable::id_blocks, SideTable::counters,   SideTable::keys,
                                           SideTable::secrets,   SideTable::jobs,       SideTable::job_parts,
                                           SideTable::job_rows,  SideTable::job_events, SideTable::approvals};

/// Nothing, a number, a text or bytes.
using SideCell = std::variant<std::monostate, std::int64_t, std::string>;

/// The columns of the key come first.
using SideRow = std::vector<SideCell>;

/// How much is read at once.
struct SideLimit {
  std::size_t rows = 5000;
  std::size_t bytes = 8 * 1024 * 1024;  ///< the row that reaches it is the last one
};

}  // namespace nameplate::store
