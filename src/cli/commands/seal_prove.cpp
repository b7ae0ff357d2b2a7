#include "cli/api/ask.hpp"
#include "cli/api/output_file.hpp"
#include "cli/commands/command.hpp"
#include "cli/read/subject.hpp"

#include <CLI/CLI.hpp>

#include <memory>
#include <optional>

namespace nameplate::cli {
namespace {

struct SealProve {
  std::string number;
  std::string output;
  std::optional<std::int64_t> sequence;
};

int prove(SealProve const& arguments, Environment& environment, Api& api) {
  auto const path = find_goods(api, arguments.number);
  if (!path) {
    return refuse(environment, path.error());
  }
  if (!path->starts_with("units/")) {
    return refuse(environment, {.kind = base::ErrorKind::invalid,
                                .reason = "proof.only_units",
                                .detail = "Only the history of a unit can be proven by itself. For lots and "
                                          "containers, export the ledger and check that."});
  }
  std::vector<Parameter> parameters;
  if (arguments.sequence) {
    parameters.push_back({"sequence", std::to_string(*arguments.sequence)});
  }
  return download(environment, api, target_of(*path + "/proof", parameters), arguments.output);
}

}  // namespace

void add_seal_prove(CLI::App& seal, Chosen& chosen) {
  auto& command = *seal.add_subcommand("prove");
  auto const arguments = std::make_shared<SealProve>();
  command.add_option("NUMBER", arguments->number)->required();
  command.add_option("--sequence", arguments->sequence)->check(CLI::PositiveNumber);
  command.add_option("--output", arguments->output);
  works_on_ledger(command, chosen,
                  [arguments](Environment& environment, Api& api) { return prove(*arguments, environment, api); });
}

}  // namespace nameplate::cli
