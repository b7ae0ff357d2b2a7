#pragma once

#include "cli/database.hpp"

#include <functional>
#include <string>
#include <vector>

namespace nameplate::cli {

/// Makes a database that is there as a whole or not at all, whenever this is broken off: in a folder beside it, from
/// which it is moved when `make` has ended and closed it. What `make` left under the same name with one of the
/// `endings` is moved before it. Never takes the place of a database, also not of one that came meanwhile. What `make`
/// throws ends it; throws std::runtime_error when another process is making this one, or when something is in the way.
void make_whole_database(Database const& database, std::vector<std::string> const& endings,
                         std::function<void(Database const& unfinished)> const& make);

/// Clears away what one that was broken off left.
void clear_unfinished(Database const& database);

}  // namespace nameplate::cli
