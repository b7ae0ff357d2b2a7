#pragma once

#include "base/result.hpp"
#include "cli/api/api.hpp"

#include <boost/json/fwd.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace nameplate::cli {

/// `u12`, `l3`, `c4`, `e5`, `h6`, `j7` → the path of that thing; empty for anything else.
[[nodiscard]] std::string path_of_id(std::string_view text);

/// What a scan or a typed number may mean, as /resolve says it.
[[nodiscard]] base::Result<std::vector<boost::json::object>> matches_of(Api& api, std::string_view code);

/// The path of a match that is a unit, a container or a lot; empty for products and places.
[[nodiscard]] std::string path_of_match(boost::json::object const& match);

/// The one unit, container or lot with this id or number. Errors: number.unknown, number.ambiguous.
[[nodiscard]] base::Result<std::string> find_goods(Api& api, std::string_view text);

/// The one thing of any kind with this id, number or code. Errors as above.
[[nodiscard]] base::Result<std::string> find_anything(Api& api, std::string_view text);

}  // namespace nameplate::cli
