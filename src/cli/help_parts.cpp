#include "cli/help_parts.hpp"

#include "cli/operate/operation_options.hpp"
#include "cli/operate/verb_words.hpp"
#include "cli/read/list_kind.hpp"
#include "cli/records/record_kinds.hpp"

#include <algorithm>
#include <set>

namespace nameplate::cli {
namespace {

constexpr std::string_view of_operations =
    "The numbers are what a scanner reads: serials, other numbers of a unit, boxes, lots, product codes. Without any, "
    "they\n"
    "are read from standard input, one a line; so with `-`. Blank lines and lines that begin with `#` are skipped; a "
    "line\n"
    "that begins with `{` is an item as the API has it: `{\"unit\": \"u12\"}`. More than 100,000 become several "
    "operations,\n"
    "each done as a whole.\n\n";

constexpr std::string_view options_of_every_operation =
    "| `--items FILE` | reads the numbers from a file, as from standard input |\n"
    "| `--key KEY` | the Idempotency-Key: the same command with the same key is done once |\n"
    "| `--json` | prints the answer as it came, for programs |\n"
    "| `--quiet` | prints nothing but what went wrong |\n";

std::string shown_type(domain::FieldRule const& field) {
  using enum domain::FieldType;
  switch (field.type) {
    case text: return "text";
    case integer: return "whole number";
    case boolean: return "yes or no";
    case choice: return "one of the choices";
    case choices: return "choices, with commas";
    case decimal: return "number";
    case time: return "time";
    case reference: return "code";
    case objects: return "JSON list";
    case texts: return "texts, with commas";
    case attributes: return "JSON object";
  }
  return {};
}

/// Links of the reference lead to pages beside it; a terminal shows their names.
std::string without_links(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    auto const middle = text[at] == '[' ? text.find("](", at) : std::string_view::npos;
    auto const end = middle == std::string_view::npos ? middle : text.find(')', middle);
    if (end != std::string_view::npos) {
      out += text.substr(at + 1, middle - at - 1);
      at = end;
    } else {
      out += text[at];
    }
  }
  return out;
}

std::string row_of(Filter const& filter) {
  return "| `--" + option_name(filter.name) + (filter.is_flag ? "" : filter.is_named ? " CODE=VALUE" : " VALUE") + "` | " + std::string(filter.meaning) +
         (filter.repeats ? "; several times" : "") + " |\n";
}

/// Where the API has a filter that the command does not name, `--filter` gives it.
std::string rows_of(ListKind const& kind) {
  std::string rows;
  for (auto const& filter : kind.filters) {
    rows += row_of(filter);
  }
  return rows;
}

}  // namespace

std::string ledger_part() {
  return "LEDGER is `--database sqlite:PATH`, or `--server URL` with `--token-file FILE` and perhaps `--ca FILE`; "
         "`nameplate help`\nsays more about it.";
}

std::string operation_part(domain::Verb verb) {
  std::string part(of_operations);
  part += "| option | meaning |\n|---|---|\n";
  for (auto const* const option : options_of(verb)) {
    part += "| `" + std::string(option->name) + (option->value.empty() ? "" : " " + std::string(option->value)) +
            "` | " + std::string(option->meaning) + " |\n";
  }
  return part + std::string(options_of_every_operation);
}

std::string record_part(domain::RecordKindRule const& kind) {
  return "`add` makes a new one; `put` makes it or replaces what stands there; `change` sets only the fields that are "
         "named;\n"
         "`retire` takes it out of use (`change CODE state=active` brings it back). `CODE` is its `" +
         std::string(kind.key_field) +
         "`. Lists of objects are JSON;\n`FIELD=@FILE` takes the value from a file, and `FIELD=` clears it. `list` "
         "takes "
         "`--filter NAME=VALUE`, `--limit N` and `--all`;\nchanges take `--key KEY`, and every command `--json`.";
}

std::string fields_part(domain::RecordKindRule const& kind) {
  std::string part = "| field | value | meaning |\n|---|---|---|\n";
  for (auto const& field : kind.fields) {
    if (field.name != kind.key_field) {
      part += "| `" + std::string(field.name) + "` | " + shown_type(field) + (field.required ? ", required" : "") +
              " | " + without_links(field.summary) + " |\n";
    }
  }
  part.pop_back();
  return part;
}

std::string verbs_part() {
  std::string rows;
  for (auto const& rule : domain::verb_rules()) {
    rows += (rows.empty() ? "| `" : "\n| `") + std::string(command_of(rule.verb)) + "` | " + std::string(rule.summary) +
            " |";
  }
  return rows;
}

std::string kinds_part() {
  std::string names;
  for (auto const* const kind : record_commands()) {
    names += (names.empty() ? "`" : ", `") + command_of(*kind) + "`";
  }
  return names;
}

std::string filters_part() {
  std::string part;
  for (auto const& kind : list_kinds()) {
    bool const is_master_data = kind.summary == "master data";
    if (kind.has_pages && !is_master_data && !kind.filters.empty()) {
      part += "`" + std::string(kind.name) + "`: " + std::string(kind.summary) +
              "\n\n| filter | meaning |\n|---|---|\n" + rows_of(kind) + "\n";
    }
  }
  std::string records;
  ListKind const* last = nullptr;
  for (auto const& kind : list_kinds()) {
    if (kind.name == "products") {
      part += "`products`\n\n| filter | meaning |\n|---|---|\n" + rows_of(kind) + "\n";
    } else if (kind.summary == "master data") {
      records += (records.empty() ? "`" : ", `") + std::string(kind.name) + "`";
      last = &kind;
    }
  }
  return part + records + ": further master data\n\n| filter | meaning |\n|---|---|\n" +
         (last == nullptr ? "" : rows_of(*last));
}

std::string filters_part_of(std::string_view list) {
  return "| filter | meaning |\n|---|---|\n" + rows_of(*find_list_kind(list));
}

std::string filter_options_part() {
  std::set<std::string> names = {"`--filter`"};
  for (auto const& kind : list_kinds()) {
    for (auto const& filter : kind.filters) {
      names.insert("`--" + option_name(filter.name) + "`");
    }
  }
  std::string part;
  for (auto const& name : names) {
    part += (part.empty() ? "" : ", ") + name;
  }
  return part;
}

std::string sorts_part() {
  std::string part;
  for (auto const& kind : list_kinds()) {
    if (!kind.sorts.empty()) {
      std::string orders(kind.sorts);
      for (auto at = orders.find(','); at != std::string::npos; at = orders.find(',', at + 4)) {
        orders.replace(at, 1, "`, `");
      }
      part += (part.empty() ? "" : "; ") + std::string("of ") + std::string(kind.name) + " `" + orders + "`";
    }
  }
  return part;
}

}  // namespace nameplate::cli
