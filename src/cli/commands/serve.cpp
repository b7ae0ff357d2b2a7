#include "cli/commands/command.hpp"
#include "cli/commands/serve_options.hpp"

#include <CLI/CLI.hpp>

#include <memory>
#include <ostream>

namespace nameplate::cli {

void add_serve(CLI::App& program, Chosen& chosen) {
  auto& command = *program.add_subcommand("serve");
  auto const options = std::make_shared<ServeOptions>();
  add_serve_options(command, *options);
  command.callback([options, &chosen] {
    chosen = [options](Environment& environment) {
      return with_settings(*options, environment, [&](ServeArguments const& arguments) {
        auto const served = environment.serve(arguments, [&](Listening const& listening) {
          environment.out << "Nameplate " << environment.version << " listens on " << listening.url << '\n'
                          << std::flush;
        });
        return served ? *served : refuse(environment, served.error());
      });
    };
  });
}

}  // namespace nameplate::cli
