#pragma once

#include "cli/api/api.hpp"
#include "cli/environment.hpp"

#include <string>

namespace nameplate::cli {

struct ImportArguments {
  std::string mapping_file;  ///< empty: each column goes into the field that it is named after
  std::string table_file;    ///< `-`: standard input
  std::string kind = {};     ///< where the mapping does not say it
  std::string key = {};
  bool check_only = false;
  bool skips_bad = false;
  bool is_sure = false;
  bool as_json = false;
};

/// Brings a table in as a job: upload, dry run, and the run itself when no row is bad. The answer is the exit code.
[[nodiscard]] int import_file(ImportArguments const& arguments, Environment& environment, Api& api);

}  // namespace nameplate::cli
