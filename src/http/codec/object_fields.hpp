#pragma once

#include "base/time_text.hpp"
#include "http/codec/text_rules.hpp"
#include "http/object_reader.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Fields that several requests have, read through an ObjectReader: what is wrong stays with the reader.
namespace nameplate::http {

/// Empty when absent. Errors: field.type and those of find_fault.
[[nodiscard]] std::string read_text(ObjectReader& reader, std::string_view name, std::size_t length_max,
                                    Lines lines = Lines::one);
/// Errors: field.missing too.
[[nodiscard]] std::string read_required_text(ObjectReader& reader, std::string_view name, std::size_t length_max,
                                             Lines lines = Lines::one);

/// Whether the field says `yes`; it may say `no` or be absent. Errors: field.choice.
[[nodiscard]] bool read_choice(ObjectReader& reader, std::string_view name, std::string_view yes, std::string_view no);

/// Errors: time.malformed.
[[nodiscard]] std::optional<base::ZonedInstant> read_time(ObjectReader& reader, std::string_view name);
/// Errors: date.malformed.
[[nodiscard]] std::optional<std::int32_t> read_day(ObjectReader& reader, std::string_view name);

}  // namespace nameplate::http
