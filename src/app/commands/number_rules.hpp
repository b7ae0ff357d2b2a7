#pragma once

#include "base/result.hpp"
#include "domain/identifier.hpp"
#include "domain/operation.hpp"
#include "identify/scan.hpp"

#include <string>
#include <string_view>

/// Which rule of `identify` goes with which kind of number.
namespace nameplate::app {

/// The form in which numbers of a kind are compared. Errors: number.empty, number.too_long, number.characters and
/// those of the kind (number.imei, number.mac, number.sscc).
[[nodiscard]] base::Result<std::string> normalise_number(domain::IdentifierKind kind, std::string_view value);

/// The numbers as which a scan may stand among the identifiers, whatever product they belong to.
[[nodiscard]] std::vector<std::string> numbers_of_scan(identify::Scan const& scan);
[[nodiscard]] std::vector<std::string> numbers_of_scan(std::string_view raw);

}  // namespace nameplate::app
