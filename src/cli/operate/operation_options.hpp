#pragma once

#include "domain/verb_fields.hpp"

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11's own
class App;
}

namespace nameplate::cli {

/// How an option of an operation is written, and what it becomes in the request.
enum class OptionForm {
  text,       ///< `--location DOCK` → "location": "DOCK"
  integer,    ///< `--generate 10` → "generate": 10
  flag,       ///< `--unpack` → "unpack": true
  texts,      ///< `--acknowledge A --acknowledge B` → "acknowledge": ["A", "B"]
  reason,     ///< `--override TEXT` → "override": {"reason": "TEXT"}
  documents,  ///< `--document KIND:NUMBER[:LINE]`, several times → "documents": [{...}]
  roles,      ///< `--with-party ROLE=PARTY`, several times → "parties": [{...}]
  parts,      ///< `--rule PART=CODE`, several times → "rule": {...}
  kinds,      ///< `--identifier KIND=NUMBER`, several times → "identifiers": [{...}]
  values,     ///< `--attribute CODE=VALUE`, several times → "attributes": {...}; nothing behind `=`: null
  set_values, ///< the same inside of "set"
  set_texts,  ///< `--tag TAG`, several times → "set": {"tags": [...]}
  day,        ///< `--expires DAY` → "dates": {"expires": "DAY"}
};

/// An option of the commands that do something with goods: one row for each field of a request that can be one.
struct OperationOption {
  std::variant<domain::RequestField, domain::ItemField> field;
  std::string_view name;   ///< `--location`
  std::string_view value;  ///< what the help page calls it; empty for flags
  OptionForm form = OptionForm::text;
  std::string_view meaning;
  std::string_view choices = {};  ///< with commas, for completion
};

/// All of them, those of the request first.
[[nodiscard]] std::span<OperationOption const> operation_options();

/// Those of a verb: what its fields allow. What both a request and an item have belongs to the request.
[[nodiscard]] std::vector<OperationOption const*> options_of(domain::Verb verb);

/// What was given, by the row of the option.
using GivenOptions = std::map<OperationOption const*, std::vector<std::string>>;

void add_operation_options(CLI::App& command, domain::Verb verb, GivenOptions& given);

}  // namespace nameplate::cli
