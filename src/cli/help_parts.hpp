#pragma once

#include "domain/records/record_kind.hpp"
#include "domain/verb.hpp"

#include <string>
#include <string_view>

/// The parts of help pages that follow from tables, so that a page and the program cannot differ.
namespace nameplate::cli {

/// Where the ledger is, as it stands in every page.
[[nodiscard]] std::string ledger_part();

/// Numbers and options of a command that does something with goods.
[[nodiscard]] std::string operation_part(domain::Verb verb);

/// What the commands of a kind of record do, and its fields.
[[nodiscard]] std::string record_part(domain::RecordKindRule const& kind);
[[nodiscard]] std::string fields_part(domain::RecordKindRule const& kind);

/// Rows of the table of commands: what is done with goods; and the commands of master data.
[[nodiscard]] std::string verbs_part();
[[nodiscard]] std::string kinds_part();

/// The filters of all lists, by kind; of one list; and how they can be sorted.
[[nodiscard]] std::string filters_part();
[[nodiscard]] std::string filters_part_of(std::string_view list);
[[nodiscard]] std::string sorts_part();
/// The options of all filters, with commas.
[[nodiscard]] std::string filter_options_part();

}  // namespace nameplate::cli
