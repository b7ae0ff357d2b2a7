#pragma once

#include "base/result.hpp"
#include "domain/identifier.hpp"
#include "domain/operation.hpp"
#include "domain/records/catalog.hpp"
#include "identify/serial_format.hpp"

#include <string>
#include <string_view>

/// Which rule of `identify` goes with which kind of number.
namespace nameplate::app {

/// The form in which numbers of a kind are compared. Errors: number.empty, number.too_long, number.characters and
/// those of the kind (number.imei, number.mac, number.sscc).
[[nodiscard]] base::Result<std::string> normalise_number(domain::IdentifierKind kind, std::string_view value);

/// The format that generates the serials of a product: its own, or the default one.
struct ProductFormat {
  identify::SerialFormat format;
  std::string counter;  ///< name of its counter
};
[[nodiscard]] base::Result<ProductFormat> format_of(domain::Catalog const& catalog, domain::Product const& product);

/// The numbers as which a scan may stand among the identifiers.
[[nodiscard]] std::vector<std::string> numbers_of_scan(std::string_view raw);

}  // namespace nameplate::app
