#pragma once

#include <string>

namespace nameplate::domain {

/// docs/reference/verbs.md: the rules as the program has them. A test compares the page.
[[nodiscard]] std::string describe_verbs();

/// docs/reference/statuses.md: statuses, kinds of numbers, kinds of holds.
[[nodiscard]] std::string describe_statuses();

}  // namespace nameplate::domain
