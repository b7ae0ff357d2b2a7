#include "app/proof/head_text.hpp"
#include "app/proof/sealer.hpp"
#include "cli/api/ask.hpp"
#include "cli/commands/command.hpp"

#include <CLI/CLI.hpp>

#include <memory>
#include <optional>
#include <ostream>

namespace nameplate::cli {
namespace {

struct SealExport {
  std::string key;
  std::string output;
  std::optional<domain::Sequence> sequence;
};

base::Result<app::SignedHead> ask_for_head(Api& api, SealExport const& arguments) {
  std::vector<Parameter> parameters;
  if (arguments.sequence) {
    parameters.push_back({"sequence", std::to_string(*arguments.sequence)});
  }
  auto const answer = ask(api, {.target = target_of("seals/head", parameters)});
  if (!answer) {
    return std::unexpected(answer.error());
  }
  return app::parse_head(answer->body);
}

int export_seal(SealExport const& arguments, Environment& environment, Api& api) {
  auto head = ask_for_head(api, arguments);
  if (!head) {
    return refuse(environment, head.error());
  }
  if (!arguments.key.empty()) {
    auto const key = base::SigningKey::read(arguments.key);
    if (!key) {
      return refuse(environment, key.error());
    }
    head = app::sign(std::move(head->head), *key);
  }
  auto const text = app::to_text(*head) + "\n";
  if (arguments.output.empty()) {
    environment.out << text;
    return exit_ok;
  }
  auto const written = app::replace_file(arguments.output, text);
  return written ? exit_ok : refuse(environment, written.error());
}

}  // namespace

void add_seal_export(CLI::App& seal, Chosen& chosen) {
  auto& command = *seal.add_subcommand("export");
  auto const arguments = std::make_shared<SealExport>();
  command.add_option("--key", arguments->key);
  command.add_option("--output", arguments->output);
  command.add_option("--sequence", arguments->sequence)->check(CLI::PositiveNumber);
  works_on_ledger(command, chosen, [arguments](Environment& environment, Api& api) {
    return export_seal(*arguments, environment, api);
  });
}

}  // namespace nameplate::cli
