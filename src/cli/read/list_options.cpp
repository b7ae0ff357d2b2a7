#include "cli/read/list_options.hpp"

#include <CLI/CLI.hpp>

namespace nameplate::cli {
namespace {

std::string check_pair(std::string const& text) {
  auto const at = text.find('=');
  return at == 0 || at == std::string::npos ? "--filter takes NAME=VALUE, such as product=PUMP-1" : std::string();
}

/// `--attribute colour=red` → attribute.colour=red.
Parameter parameter_of(Filter const& filter, std::string const& value) {
  auto const at = value.find('=');
  if (!filter.is_named || at == std::string::npos) {
    return {std::string(filter.name), value};
  }
  return {std::string(filter.name) + "." + value.substr(0, at), value.substr(at + 1)};
}

}  // namespace

void add_filter_options(CLI::App& command, ListKind const& kind, std::shared_ptr<ListOptions> const& options) {
  for (auto const& filter : kind.filters) {
    auto const option = "--" + option_name(filter.name);
    auto const name = std::string(filter.name);
    if (filter.is_flag) {
      command.add_flag_callback(option, [options, name] { options->filters.push_back({name, "true"}); });
      continue;
    }
    command
        .add_option_function<std::vector<std::string>>(option,
                                                       [options, filter](std::vector<std::string> const& values) {
                                                         for (auto const& value : values) {
                                                           options->filters.push_back(parameter_of(filter, value));
                                                         }
                                                       })
        ->allow_extra_args(false)
        ->multi_option_policy(filter.repeats ? CLI::MultiOptionPolicy::TakeAll : CLI::MultiOptionPolicy::Throw);
  }
  command.add_option("--filter", options->further)
      ->allow_extra_args(false)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->check(check_pair);
}

void add_list_options(CLI::App& command, ListKind const& kind, std::shared_ptr<ListOptions> const& options) {
  add_filter_options(command, kind, options);
  command.add_flag("--json", options->as_json);
  if (!kind.sorts.empty()) {
    command.add_option("--sort", options->sort);
  }
  if (kind.has_pages) {
    auto* const limit = command.add_option("--limit", options->limit)->check(CLI::PositiveNumber);
    command.add_flag("--all", options->all)->excludes(limit);
  }
}

ListRequest request_of(ListOptions const& options) {
  ListRequest request{.parameters = options.filters, .all = options.all, .as_json = options.as_json};
  for (auto const& pair : options.further) {
    auto const at = pair.find('=');
    request.parameters.push_back({pair.substr(0, at), pair.substr(at + 1)});
  }
  if (!options.sort.empty()) {
    request.parameters.push_back({"sort", options.sort});
  }
  if (options.limit > 0) {
    request.limit = options.limit;
  }
  return request;
}

}  // namespace nameplate::cli
