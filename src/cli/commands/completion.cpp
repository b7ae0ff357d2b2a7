#include "cli/completion.hpp"

#include "cli/commands/command.hpp"
#include "cli/program.hpp"

#include <CLI/CLI.hpp>

#include <memory>
#include <ostream>

namespace nameplate::cli {

void add_completion(CLI::App& program, Chosen& chosen) {
  auto& command = *program.add_subcommand("completion", "Prints a script that completes commands in your shell.");
  auto const shell = std::make_shared<std::string>();
  command.add_option("SHELL", *shell)->required()->check([](std::string const& name) {
    return parse_shell(name) ? std::string() : std::string("It is made for bash, zsh and fish.");
  });
  command.callback([shell, &chosen] {
    chosen = [shell](Environment& environment) {
      environment.out << completion_script(parse_shell(*shell).value(), completion_words());
      return exit_ok;
    };
  });
}

}  // namespace nameplate::cli
