#pragma once

#include "cli/environment.hpp"
#include "domain/verb.hpp"

#include <boost/json/fwd.hpp>

#include <cstdint>
#include <functional>
#include <string>

namespace nameplate::cli {

struct OperationCounts {
  std::int64_t done = 0;
  std::int64_t unchanged = 0;
  std::int64_t refused = 0;
};

[[nodiscard]] OperationCounts counts_of(boost::json::object const& answer);

/// `3 received, 1 was so already, 2 refused`.
[[nodiscard]] std::string sentence_of(domain::Verb verb, OperationCounts const& counts);

/// What became of each item: a table of the first twenty, and how many more there are.
void show_items(Environment& environment, boost::json::object const& answer);

/// The reversals that a reversal would need, in the order in which they are asked for.
void show_cascade(Environment& environment, boost::json::object const& answer);

/// The refused items of an operation that went on without them. `place_of`: where the item with this index stood.
void show_refused(Environment& environment, boost::json::object const& answer,
                  std::function<std::string(std::size_t index)> const& place_of);

}  // namespace nameplate::cli
