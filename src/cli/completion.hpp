#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nameplate::cli {

/// What can stand behind a command: its own commands, its options, and the values that an option takes.
struct CompletionWords {
  std::string command;  ///< `token create`; empty for the program
  std::vector<std::string> commands = {};
  std::vector<std::string> options = {};  ///< those with a value and those without
  std::vector<std::string> flags = {};    ///< those without
};

enum class Shell { bash, zsh, fish };

[[nodiscard]] std::optional<Shell> parse_shell(std::string_view name);

/// The script that makes the shell complete the commands of this program.
[[nodiscard]] std::string completion_script(Shell shell, std::vector<CompletionWords> const& all);

}  // namespace nameplate::cli
