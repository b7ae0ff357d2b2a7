#pragma once

#include "base/result.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Element strings of GS1 barcodes: `(01)09521234543213(10)A1`, or the same as a scanner sends it.
namespace nameplate::identify::gs1 {

struct Element {
  std::string identifier;  ///< `01`
  std::string value;

  friend bool operator==(Element const&, Element const&) = default;
};
using Elements = std::vector<Element>;

inline constexpr char group_separator = '\x1D';  ///< how scanners send FNC1 within a message

/// As scanned, without the first FNC1. Each value is checked by itself; `check_pairs` looks at them together.
/// Errors: label.malformed, label.check_digit, label.date.
[[nodiscard]] base::Result<Elements> parse_scanned(std::string_view text);
/// As people write it, identifiers in brackets; a bracket in a value as `\(`. Errors: the same.
[[nodiscard]] base::Result<Elements> parse_bracketed(std::string_view text);

/// One value of one identifier. Errors: the same.
[[nodiscard]] base::Result<Element> parse_element(std::string_view identifier, std::string_view value);

/// What must or must not stand together, and no identifier with two values (General Specifications 4.14).
/// Errors: label.pair.
[[nodiscard]] base::Result<void> check_pairs(std::span<Element const> elements);

/// As `parse_scanned` takes it.
[[nodiscard]] std::string scanned_text(std::span<Element const> elements);
[[nodiscard]] std::string bracketed_text(std::span<Element const> elements);

/// The value of an identifier; empty: it is not there.
[[nodiscard]] std::string_view value_of(std::span<Element const> elements, std::string_view identifier);

}  // namespace nameplate::identify::gs1
