#pragma once

#include "base/result.hpp"
#include "cli/api/ask.hpp"
#include "cli/environment.hpp"
#include "cli/read/list_kind.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace nameplate::cli {

/// What of a list is wanted.
struct ListRequest {
  std::vector<Parameter> parameters = {};
  std::optional<std::int64_t> limit = {};  ///< entries in all; none: one page as the server makes it
  bool all = false;                        ///< follows the pages to the end
  bool as_json = false;
};

/// Prints the list: a table, or the answer as one JSON object. What comes in many pages is printed as it comes. The
/// answer is the exit code.
[[nodiscard]] int show_list(Environment& environment, Api& api, ListKind const& kind, ListRequest const& request);

}  // namespace nameplate::cli
