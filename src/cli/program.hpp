#pragma once

#include "cli/completion.hpp"
#include "cli/environment.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nameplate::cli {

/// Reads the arguments (without the program's name), runs what they ask for and returns the exit code.
[[nodiscard]] int run(std::span<char const* const> arguments, Environment& environment);

/// The help page of a command (`token create`), of the whole program when empty. A command without a page of its own
/// has that of the command above it (`list units`). Empty when there is no such command.
[[nodiscard]] std::string help_page(std::string_view command);

/// What a command takes, such as `--database`; for the test that each of them stands in its help page.
[[nodiscard]] std::vector<std::string> option_names(std::string_view command);

/// The commands, in the order in which the reference shows them; the empty one is the program itself.
[[nodiscard]] std::vector<std::string> command_names();

/// Every command with what may stand behind it.
[[nodiscard]] std::vector<CompletionWords> completion_words();

/// Every help page, one after the other: docs/reference/cli.md.
[[nodiscard]] std::string reference_page();

}  // namespace nameplate::cli
