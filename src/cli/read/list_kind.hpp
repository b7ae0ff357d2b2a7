#pragma once

#include "domain/records/record_kind.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The lists of the API and how they are shown, as one table: `list`, `export`, completion and the help pages use it.
namespace nameplate::cli {

/// What stands in a column.
enum class Shown {
  value,   ///< what is at the path
  time,    ///< a time, in the zone of this machine
  number,  ///< what is at the path, to the right
  place,   ///< location and container, or who has it; of the whole row
  holds,   ///< the kinds of the holds
  holder,  ///< who has it, when it does not stand at a place of ours; of the whole row
  owner,   ///< whose it is, when it is not ours
  token,   ///< active or revoked
  // Of an event, from the whole row:
  step,           ///< where it led: place, destination, party
  documents,      ///< the papers
  person,         ///< who did it
  notes,          ///< hold, reason and note
  verb,           ///< what was done, and whether it stands
  conflicts,      ///< what an exception contradicts
  field_changes,  ///< old and new values of a record
};

struct Column {
  std::string_view head;
  std::string_view path;  ///< `product/sku`
  Shown shown = Shown::value;
  std::string_view absent = {};  ///< what stands there when there is nothing
};

/// A parameter that narrows the list.
struct Filter {
  std::string_view name;     ///< as the API calls it: `changedFrom`
  std::string_view meaning;  ///< for the help page
  bool is_flag = false;      ///< true or absent
  bool repeats = false;      ///< may be given several times
  bool is_named = false;     ///< `--attribute colour=red` is the parameter `attribute.colour`
};

struct ListKind {
  std::string_view name;     ///< `units`; the path is the same
  std::string_view summary;  ///< for the help page
  std::string_view member;   ///< where the rows stand in the answer: `holdKinds`
  std::string_view cursor;   ///< the parameter that goes on: `cursor`, or `after` where `next` is a sequence
  bool has_pages = true;
  std::span<Filter const> filters;
  std::span<Column const> columns;
  std::string_view sorts = {};  ///< how it can be sorted, with commas; empty: not at all
};

/// Goods and the ledger, then each kind of master data.
[[nodiscard]] std::span<ListKind const> list_kinds();
/// Null when there is none of that name.
[[nodiscard]] ListKind const* find_list_kind(std::string_view name);
[[nodiscard]] ListKind const& list_of(domain::RecordKind kind);

/// `changedFrom` → `changed-from`: how an option is called.
[[nodiscard]] std::string option_name(std::string_view name);

}  // namespace nameplate::cli
