#include "http/codec/object_fields.hpp"

namespace nameplate::http {
namespace {

using base::ErrorKind;

/// Reads a text with `parse`, whose error becomes one of the field.
template <typename Value>
std::optional<Value> read_parsed(ObjectReader& reader, std::string_view name,
                                 base::Result<Value> (*parse)(std::string_view)) {
  auto const text = reader.optional_text(name);
  if (!text) {
    return std::nullopt;
  }
  auto const parsed = parse(*text);
  if (!parsed) {
    reader.refuse(name, parsed.error().kind, parsed.error().reason, "cannot be read. " + parsed.error().detail);
    return std::nullopt;
  }
  return *parsed;
}

}  // namespace

std::string read_text(ObjectReader& reader, std::string_view name, std::size_t length_max, Lines lines) {
  // An empty text and one that is too long are left to find_fault, so that they are refused in the same words
  // everywhere.
  auto const text = reader.optional_text_or_empty(name, json_string_bytes_max);
  if (!text) {
    return {};
  }
  if (auto const fault = find_fault(*text, length_max, lines)) {
    reader.refuse(name, ErrorKind::bad_request, fault->reason, fault->what);
    return {};
  }
  return std::string(*text);
}

std::string read_required_text(ObjectReader& reader, std::string_view name, std::size_t length_max, Lines lines) {
  auto text = read_text(reader, name, length_max, lines);
  if (text.empty()) {
    reader.refuse(name, ErrorKind::bad_request, "field.missing", "is required.");
  }
  return text;
}

bool read_choice(ObjectReader& reader, std::string_view name, std::string_view yes, std::string_view no) {
  auto const said = reader.optional_text(name);
  if (said && *said != yes && *said != no) {
    reader.refuse(name, ErrorKind::bad_request, "field.choice",
                  "must be \"" + std::string(no) + "\" or \"" + std::string(yes) + "\".");
  }
  return said == yes;
}

std::optional<base::ZonedInstant> read_time(ObjectReader& reader, std::string_view name) {
  return read_parsed(reader, name, base::parse_time);
}

std::optional<std::int32_t> read_day(ObjectReader& reader, std::string_view name) {
  return read_parsed(reader, name, base::parse_date);
}

}  // namespace nameplate::http
