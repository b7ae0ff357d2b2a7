#pragma once

#include "base/result.hpp"
#include "identify/gs1/elements.hpp"

#include <span>
#include <string>
#include <string_view>

/// GS1 Digital Link: the same elements as the address of a web page, `https://id.gs1.org/01/09521234543213/21/7`.
namespace nameplate::identify::gs1 {

/// Whether a text claims to be a web address.
[[nodiscard]] bool is_web_address(std::string_view text);

/// The key, its qualifiers, then what the query says, in the order in which they stand there. Old names in words
/// (`/gtin/`) are read too. What the query has beside numbers of identifiers is for others and passed over.
/// Errors: label.link (it is no Digital Link), and those of an element.
[[nodiscard]] base::Result<Elements> parse_digital_link(std::string_view address);

/// The address of the thing that the first key among the elements names. `stem`: `https://id.gs1.org`, without a slash
/// at its end. Errors: label.link (no key, or an element that may not stand in an address).
[[nodiscard]] base::Result<std::string> digital_link(std::span<Element const> elements,
                                                     std::string_view stem = "https://id.gs1.org");

}  // namespace nameplate::identify::gs1
