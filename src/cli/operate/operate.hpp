#pragma once

#include "cli/api/api.hpp"
#include "cli/environment.hpp"
#include "cli/operate/operation_options.hpp"
#include "domain/verb.hpp"

#include <string>
#include <vector>

namespace nameplate::cli {

struct OperateArguments {
  domain::Verb verb = domain::Verb::observe;
  GivenOptions options = {};
  std::vector<std::string> numbers = {};  ///< a single `-`: standard input
  std::string items_file = {};
  std::string key = {};
  bool as_json = false;
  bool quiet = false;
};

/// Does the operation: as one, or in several where there are more items than one takes. The answer is the exit code.
[[nodiscard]] int operate(OperateArguments const& arguments, Environment& environment, Api& api);

}  // namespace nameplate::cli
