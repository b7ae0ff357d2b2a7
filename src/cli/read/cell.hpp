#pragma once

#include "cli/read/list_kind.hpp"

#include <boost/json/fwd.hpp>

#include <string>

namespace nameplate::cli {

/// What stands in a column of a row.
[[nodiscard]] std::string cell_of(Column const& column, boost::json::object const& row);

/// Who did it: the person where one is named, otherwise the account.
[[nodiscard]] std::string person_of(boost::json::object const& event);

/// Where something is, in one text: `SHELF-1`, `SHELF-1 in BOX-1`, `with UTOPIA`.
[[nodiscard]] std::string place_of(boost::json::object const& subject);

}  // namespace nameplate::cli
