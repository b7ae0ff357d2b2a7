#include "app/numbers/formats.hpp"

namespace nameplate::app {

identify::FormatOptions options_of(domain::SerialFormat const& format) {
  identify::FormatOptions options{.unwanted = format.unwanted};
  for (auto const& row : format.tables) {
    options.maps[row.table][row.from] = row.to;
  }
  return options;
}

base::Result<identify::NumberFormat> compile(domain::SerialFormat const& format) {
  return format.only_for_reading ? identify::NumberFormat::parse_for_reading(format.template_text, options_of(format))
                                 : identify::NumberFormat::parse(format.template_text, options_of(format));
}

std::optional<identify::NumberFormat> compile_version(domain::SerialFormat const& format, std::int64_t version) {
  auto const* text = version == format.version() ? &format.template_text : nullptr;
  for (auto const& earlier : format.earlier) {
    text = earlier.version == version ? &earlier.template_text : text;
  }
  if (text == nullptr) {
    return std::nullopt;
  }
  auto compiled = identify::NumberFormat::parse_for_reading(*text, options_of(format));
  return compiled ? std::optional(*std::move(compiled)) : std::nullopt;
}

base::Result<domain::SerialFormat const*> format_of(domain::Catalog const& catalog, domain::Product const& product,
                                                    domain::RecordId location) {
  constexpr std::string_view default_format = "default";
  auto const own = catalog.serial_format_of(product, location);
  auto const id = own ? own : catalog.find(domain::RecordKind::serial_format, default_format);
  auto const* const record = catalog.serial_format(id);
  if (record == nullptr) {
    return base::fail(base::ErrorKind::conflict, "format.missing",
                      product.sku + " has no serial format, and there is no default one. Give it one.");
  }
  return record;
}

}  // namespace nameplate::app
