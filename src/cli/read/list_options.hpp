#pragma once

#include "cli/read/list_kind.hpp"
#include "cli/read/show_list.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11's own
class App;
}

namespace nameplate::cli {

/// The options that narrow a list, as they were written.
struct ListOptions {
  std::vector<Parameter> filters = {};
  std::vector<std::string> further = {};  ///< `--filter name=value`
  std::string sort = {};
  std::int64_t limit = 0;
  bool all = false;
  bool as_json = false;
};

/// `--product`, `--status`, ...: one for each filter, and `--filter name=value` for any.
void add_filter_options(CLI::App& command, ListKind const& kind, std::shared_ptr<ListOptions> const& options);
/// Those, and `--sort`, `--limit`, `--all`, `--json`.
void add_list_options(CLI::App& command, ListKind const& kind, std::shared_ptr<ListOptions> const& options);

[[nodiscard]] ListRequest request_of(ListOptions const& options);

}  // namespace nameplate::cli
