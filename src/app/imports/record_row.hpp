#pragma once

#include "app/commands/command.hpp"
#include "app/imports/goods_row.hpp"
#include "domain/records/catalog.hpp"

#include <expected>
#include <string>

namespace nameplate::app {

/// A row of master data as a command: what makes the record, or lays what the row says over it. An empty cell says
/// nothing.
struct RecordRowRead {
  RecordCommand command;
  std::string key;  ///< what it names: one row in a file may
};

/// Errors: row.missing, row.value, spoilt.*, date.*, time.*.
[[nodiscard]] std::expected<RecordRowRead, RowError> read_record_row(Mapping const& mapping, MappedRow const& row,
                                                                     domain::Catalog const& catalog);

/// A refusal of the command as an error of this row, with the cell that it speaks of.
[[nodiscard]] RowError record_row_error(Mapping const& mapping, MappedRow const& row, base::Error const& error);

/// Whether the row may be waiting for another one: what it refers to is of the kind that the file brings.
[[nodiscard]] bool may_wait(Mapping const& mapping, RowError const& error);

}  // namespace nameplate::app
