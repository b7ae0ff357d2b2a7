#pragma once

#include "base/result.hpp"
#include "domain/event.hpp"

#include <optional>
#include <string>
#include <string_view>

/// The lines of a ledger export, docs/internals/ledger-file.md: a first line that says what it is, one line for each
/// event, a last line that says how many. One ledger has one form, byte for byte.
namespace nameplate::cli {

[[nodiscard]] std::string_view first_ledger_line();
[[nodiscard]] std::string ledger_line(domain::Event const& event);
[[nodiscard]] std::string last_ledger_line(domain::Sequence events);

/// An event, or how many there should be: the last line. Errors: ledger.line_malformed.
struct LedgerLine {
  std::optional<domain::Event> event = {};
  domain::Sequence events = 0;
};
[[nodiscard]] base::Result<LedgerLine> parse_ledger_line(std::string_view line);

}  // namespace nameplate::cli
