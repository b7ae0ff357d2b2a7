#pragma once

#include "app/commands/command.hpp"
#include "app/imports/goods_planner.hpp"

#include <string>
#include <vector>

namespace nameplate::app {

/// A record that rows name and that does not exist yet.
struct MissingRecord {
  RecordCommand command;
  std::string code;
};

/// Those that the mapping says to make: each once, with what the mapping says that they get. The name is the code
/// unless the mapping gives one.
[[nodiscard]] std::vector<MissingRecord> missing_records(Mapping const& mapping, domain::Catalog const& catalog,
                                                         std::vector<PlannedRow> const& rows);

}  // namespace nameplate::app
