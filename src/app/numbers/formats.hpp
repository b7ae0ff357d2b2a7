#pragma once

#include "base/result.hpp"
#include "domain/records/catalog.hpp"
#include "identify/format/number_format.hpp"

/// From the record of a format to what it means.
namespace nameplate::app {

/// What goes with the template of a format, in all of its versions.
[[nodiscard]] identify::FormatOptions options_of(domain::SerialFormat const& format);

/// By the template of now. Errors: those of NumberFormat::parse.
[[nodiscard]] base::Result<identify::NumberFormat> compile(domain::SerialFormat const& format);
/// By the template of a version, for reading. Nothing: there is no such version, or it cannot be read any more.
[[nodiscard]] std::optional<identify::NumberFormat> compile_version(domain::SerialFormat const& format,
                                                                    std::int64_t version);

/// The format that makes the serials of a product that comes in at a place (none: nowhere in particular).
/// Errors: format.missing.
[[nodiscard]] base::Result<domain::SerialFormat const*> format_of(domain::Catalog const& catalog,
                                                                  domain::Product const& product,
                                                                  domain::RecordId location);

}  // namespace nameplate::app
