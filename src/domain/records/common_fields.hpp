#pragma once

#include "domain/records/record_kind.hpp"

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

/// The larger tables of fields, and what several of them share, for record_kind.cpp.
namespace nameplate::domain {

inline constexpr std::size_t code_length_max = 80;
inline constexpr std::size_t note_length_max = 2000;

[[nodiscard]] constexpr FieldRule code_field(std::string_view field, std::string_view summary) {
  return {.name = field, .required = true, .form = TextForm::code, .length_max = code_length_max, .summary = summary};
}

[[nodiscard]] constexpr FieldRule name_field(std::string_view summary) {
  return {.name = "name", .required = true, .summary = summary};
}

inline constexpr std::array external_id_fields = {
    FieldRule{.name = "system", .required = true, .length_max = code_length_max, .summary = "The other system."},
    FieldRule{.name = "id", .required = true, .summary = "Its id for this record."},
};

inline constexpr FieldRule external_ids = {.name = "externalIds",
                                           .type = FieldType::objects,
                                           .length_max = 20,
                                           .fields = external_id_fields,
                                           .summary = "The ids that other systems use for it."};

inline constexpr FieldRule tags_field = {
    .name = "tags", .type = FieldType::texts, .length_max = 50, .summary = "Free words to group it by."};

/// All operations on goods, by name.
[[nodiscard]] std::span<std::string_view const> verb_names();
/// `serial`, `lot`, `none`.
[[nodiscard]] std::span<std::string_view const> trackings();

[[nodiscard]] std::span<FieldRule const> product_fields();
[[nodiscard]] std::span<FieldRule const> party_fields();
[[nodiscard]] std::span<FieldRule const> attribute_fields();
[[nodiscard]] std::span<FieldRule const> category_fields();

}  // namespace nameplate::domain
