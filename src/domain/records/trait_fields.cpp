#include "domain/records/common_fields.hpp"

namespace nameplate::domain {
namespace {

using enum FieldType;

constexpr std::array<std::string_view, 5> types = {"text", "number", "date", "choice", "boolean"};
constexpr std::array<std::string_view, 4> bearers = {"product", "unit", "lot", "container"};

constexpr std::array attribute_table = {
    code_field("code", "By which it is set and asked for: `colour`. Unique, in any case of letters."),
    name_field("What people call it."),
    FieldRule{
        .name = "type", .type = choice, .required = true, .choices = types, .summary = "What its values are. Fixed."},
    FieldRule{.name = "unit", .length_max = 20, .summary = "Unit of measure of a number: `GB`. Fixed."},
    FieldRule{.name = "choices",
              .type = texts,
              .length_max = 200,
              .summary = "The values of a `choice`. One that is taken off stays where it was set."},
    FieldRule{.name = "pattern",
              .length_max = 200,
              .summary = "Regular expression (RE2) that a text must fit as a whole: `[A-Z]{2}[0-9]+`."},
    FieldRule{.name = "minimum", .length_max = 30, .summary = "The least number, or the earliest date."},
    FieldRule{.name = "maximum", .length_max = 30, .summary = "The greatest number, or the latest date."},
    FieldRule{.name = "appliesTo",
              .type = choices,
              .length_max = 10,
              .choices = bearers,
              .summary = "What may bear it; all of these when absent."},
};

std::span<FieldRule const> category_attribute_fields() {
  static std::array const fields = {
      FieldRule{.name = "attribute",
                .type = reference,
                .required = true,
                .refers_to = RecordKind::attribute,
                .summary = "An attribute of goods of this category, and of those below. One that any category names is "
                           "for goods of such categories only, one that none names is for all."},
      FieldRule{.name = "requiredAt",
                .type = choices,
                .length_max = 50,
                .choices = verb_names(),
                .summary = "Operations after which goods must bear it."},
  };
  return fields;
}

}  // namespace

std::span<FieldRule const> attribute_fields() {
  return attribute_table;
}

std::span<FieldRule const> category_fields() {
  static std::array const fields = {
      code_field("code", "Unique, in any case of letters."),
      name_field("What people call it."),
      FieldRule{.name = "parent",
                .type = reference,
                .refers_to = RecordKind::category,
                .summary = "The category that it is part of, and whose defaults it takes over. At most 32 levels."},
      FieldRule{.name = "tracking",
                .type = choice,
                .choices = trackings(),
                .summary = "What a new product that says nothing of it gets; otherwise that of the category above."},
      FieldRule{.name = "serialFormat",
                .type = reference,
                .refers_to = RecordKind::serial_format,
                .summary = "How serials of products without a format of their own are generated; otherwise that of the "
                           "category above."},
      FieldRule{.name = "attributes",
                .type = objects,
                .length_max = 100,
                .fields = category_attribute_fields(),
                .summary = "What its goods may, or must, bear."},
      external_ids,
  };
  return fields;
}

}  // namespace nameplate::domain
