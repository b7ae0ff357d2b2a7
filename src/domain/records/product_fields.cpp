#include "domain/records/common_fields.hpp"

namespace nameplate::domain {
namespace {

using enum FieldType;

constexpr std::array<std::string_view, 3> tracking_names = {"serial", "lot", "none"};
constexpr std::array<std::string_view, 3> product_roles = {"material", "component", "finished"};

constexpr std::array product_code_fields = {
    FieldRule{.name = "code", .required = true, .length_max = code_length_max, .summary = "What the barcode holds."},
    FieldRule{.name = "kind", .length_max = 40, .summary = "What the code is: `ean`, `maker`, `supplier`, ..."},
    FieldRule{.name = "party", .type = reference, .refers_to = RecordKind::party, .summary = "Whose code it is."},
    FieldRule{.name = "packQuantity",
              .type = integer,
              .integer_min = 1,
              .integer_max = 1'000'000,
              .summary = "How many are in the pack that bears it; 1 when absent."},
};

constexpr std::array unit_fields = {
    FieldRule{.name = "uom", .required = true, .length_max = 20, .summary = "Another unit of measure."},
    FieldRule{.name = "factor", .type = decimal, .required = true, .summary = "How many base units are in one."},
};

constexpr std::array fields = {
    code_field("sku", "The article number. Unique, in any case of letters."),
    name_field("What people call it."),
    FieldRule{.name = "tracking",
              .type = choice,
              .required = true,
              .choices = tracking_names,
              .summary =
                  "Whether each unit, each lot or neither is told apart; that of its category when absent. Fixed "
                  "after first use."},
    FieldRule{.name = "category",
              .type = reference,
              .refers_to = RecordKind::category,
              .summary = "The group whose defaults it takes over."},
    FieldRule{.name = "role", .type = choice, .choices = product_roles, .summary = "What it is to us."},
    FieldRule{
        .name = "gtin", .form = TextForm::gtin, .length_max = 14, .summary = "GS1 number, 8, 12, 13 or 14 digits."},
    FieldRule{.name = "codes",
              .type = objects,
              .length_max = 100,
              .fields = product_code_fields,
              .summary = "Other barcodes of it or of its packs. Each belongs to one product."},
    FieldRule{
        .name = "uom", .length_max = 20, .summary = "Base unit of measure; `pcs` when absent. Fixed after first use."},
    FieldRule{.name = "decimals",
              .type = integer,
              .integer_max = 6,
              .summary = "Decimals shown and entered; 0 when absent. Quantities are exact to a millionth."},
    FieldRule{.name = "units",
              .type = objects,
              .length_max = 50,
              .fields = unit_fields,
              .summary = "Further units of measure in which quantities may be entered."},
    FieldRule{.name = "serialFormat",
              .type = reference,
              .refers_to = RecordKind::serial_format,
              .summary = "How its serials are generated; that of its category, or the format "
                         "`default`, when absent."},
    FieldRule{.name = "attributes",
              .type = attributes,
              .length_max = 100,
              .summary = "Its attributes: `{\"capacity\": \"4000\"}`."},
    tags_field,
    external_ids,
};

}  // namespace

std::span<std::string_view const> trackings() {
  return tracking_names;
}

std::span<FieldRule const> product_fields() {
  return fields;
}

}  // namespace nameplate::domain
