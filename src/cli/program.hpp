#pragma once

#include "cli/environment.hpp"

#include <span>
#include <string>
#include <string_view>

namespace nameplate::cli {

/// Reads the arguments (without the program's name), runs what they ask for and returns the exit code.
[[nodiscard]] int run(std::span<char const* const> arguments, Environment& environment);

/// The help page of a command (`token create`), of the whole program when empty. Empty when there is no such command.
[[nodiscard]] std::string help_page(std::string_view command);

/// Every help page, one after the other: docs/reference/cli.md.
[[nodiscard]] std::string reference_page();

}  // namespace nameplate::cli
