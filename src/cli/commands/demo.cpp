#include "cli/commands/command.hpp"
#include "cli/commands/serve_options.hpp"
#include "cli/demo_database.hpp"

#include <CLI/CLI.hpp>

#include <memory>
#include <ostream>

namespace nameplate::cli {
namespace {

void show_tokens(std::ostream& out, std::string const& url, DemoTokens const& tokens) {
  out << "  to look   " << tokens.viewer << "  (viewer)\n"
      << "  to work   " << tokens.worker << "  (operator)\n\n"
      << "Try:\n"
      << "  curl -s -H 'Authorization: Bearer " << tokens.viewer << "' '" << url << "/api/v1/units?serial=S20-0004'\n"
      << "  curl -s -H 'Authorization: Bearer " << tokens.viewer << "' '" << url
      << "/api/v1/stock?groupBy=product,status'\n";
}

void show_welcome(std::ostream& out, Listening const& listening, Database const& database) {
  out << "Nameplate's demonstration: a maker of pumps, with six weeks of history.\n\n"
      << "  address   " << listening.url << '\n';
  if (auto const tokens = read_demo_tokens(database)) {
    show_tokens(out, listening.url, *tokens);
  } else {
    out << "\nThis database was not made by `nameplate demo`. To look around, make a token:\n"
        << "  nameplate token create --database " << (database.is_file() ? "sqlite:" : "") << database.shown()
        << " --name me --role viewer\n";
  }
  out << "\nThe ledger is " << database.shown() << "; delete it to begin afresh. Ctrl-C stops the server.\n"
      << std::flush;
}

}  // namespace

void add_demo(CLI::App& program, Chosen& chosen) {
  auto& command = *program.add_subcommand("demo");
  auto const options = std::make_shared<ServeOptions>();
  options->defaults["log-level"] = {.values = {"warn"}, .source = "default"};
  add_serve_options(command, *options);
  command.callback([options, &chosen] {
    chosen = [options](Environment& environment) {
      return with_settings(*options, environment, [&](ServeArguments const& arguments) {
        make_demo_database(arguments.database, environment);
        auto const served = environment.serve(arguments, [&](Listening const& listening) {
          show_welcome(environment.out, listening, arguments.database);
        });
        return served ? *served : refuse(environment, served.error());
      });
    };
  });
}

}  // namespace nameplate::cli
