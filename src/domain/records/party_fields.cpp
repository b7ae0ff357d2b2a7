#include "domain/records/common_fields.hpp"

namespace nameplate::domain {
namespace {

using enum FieldType;

constexpr std::array<std::string_view, 5> party_roles = {"supplier", "customer", "manufacturer", "carrier", "owner"};

constexpr std::array contact_fields = {
    FieldRule{.name = "name", .summary = "Who."},
    FieldRule{.name = "phone", .length_max = 50, .summary = "Telephone number."},
    FieldRule{.name = "email", .summary = "E-mail address."},
    FieldRule{
        .name = "note", .form = TextForm::block, .length_max = note_length_max, .summary = "What else is to know."},
};

constexpr std::array address_fields = {
    FieldRule{.name = "street", .form = TextForm::block, .summary = "Street and number, in as many lines as it takes."},
    FieldRule{.name = "postcode", .length_max = 20, .summary = "Postal code."},
    FieldRule{.name = "city", .summary = "Town."},
    FieldRule{.name = "country", .length_max = 60, .summary = "Country."},
    FieldRule{
        .name = "note", .form = TextForm::block, .length_max = note_length_max, .summary = "What else is to know."},
};

constexpr std::array fields = {
    code_field("code", "Customer, supplier or carrier number. Unique, in any case of letters."),
    name_field("Company or person."),
    FieldRule{
        .name = "roles", .type = choices, .required = true, .choices = party_roles, .summary = "What it is to us."},
    FieldRule{.name = "contacts",
              .type = objects,
              .personal = true,
              .length_max = 50,
              .fields = contact_fields,
              .summary = "People to talk to."},
    FieldRule{.name = "addresses",
              .type = objects,
              .personal = true,
              .length_max = 50,
              .fields = address_fields,
              .summary = "Where it is."},
    FieldRule{.name = "language",
              .form = TextForm::language,
              .length_max = 35,
              .summary = "In what language to write to it (BCP 47): `de`, `pt-BR`."},
    tags_field,
    external_ids,
};

}  // namespace

std::span<FieldRule const> party_fields() {
  return fields;
}

}  // namespace nameplate::domain
