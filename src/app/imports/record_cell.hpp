#pragma once

#include "base/result.hpp"
#include "base/value.hpp"
#include "domain/records/record_kind.hpp"
#include "tabular/cell_date.hpp"
#include "tabular/cell_number.hpp"

#include <string_view>

namespace nameplate::app {

/// How cells of the table are written.
struct CellForm {
  tabular::DecimalMark decimal = tabular::DecimalMark::point;
  tabular::DateFormat dates = tabular::DateFormat::automatic;
  std::int16_t offset_minutes = 0;
  bool accepts_spoilt = false;
};

/// The value of a field as a cell writes it. Lists: `a; b`, or `a, b`. Lists of objects: `a:b; c:d`, the parts in the
/// order of the table of fields; or JSON, when the cell begins with a bracket. What the value may be is checked later,
/// as for any other request. Errors: row.value, spoilt.*, and those of dates and times.
[[nodiscard]] base::Result<base::Value> read_record_cell(domain::FieldRule const& field, std::string_view cell,
                                                         CellForm const& form);

}  // namespace nameplate::app
