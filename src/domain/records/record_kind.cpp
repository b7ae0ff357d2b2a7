#include "domain/records/record_kind.hpp"

#include "base/check.hpp"
#include "domain/verb.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace nameplate::domain {
namespace {

using enum FieldType;

constexpr std::size_t code_length_max = 80;
constexpr std::size_t note_length_max = 2000;

constexpr std::array<std::string_view, 3> trackings = {"serial", "lot", "none"};
constexpr std::array<std::string_view, 3> product_roles = {"material", "component", "finished"};
constexpr std::array<std::string_view, 12> location_kinds = {"site", "warehouse", "zone", "aisle",   "rack",   "bin",
                                                            "station", "dock",   "vehicle", "office", "yard", "other"};
constexpr std::array<std::string_view, 5> party_roles = {"supplier", "customer", "manufacturer", "carrier", "owner"};
constexpr std::array<std::string_view, 4> account_roles = {"viewer", "operator", "manager", "admin"};
constexpr std::array<std::string_view, 3> release_roles = {"operator", "manager", "admin"};

template <typename Predicate>
std::vector<std::string_view> names_of_verbs(Predicate fits) {
  std::vector<std::string_view> names;
  for (auto const& rule : verb_rules()) {
    if (fits(rule.verb)) {
      names.push_back(rule.name);
    }
  }
  return names;
}

/// What happens at a place. Notes about goods (seen there, a hold, another label) are free everywhere.
std::span<std::string_view const> activities() {
  static constexpr VerbSet notes = {Verb::announce, Verb::observe, Verb::hold, Verb::release, Verb::relabel, Verb::adjust};
  static auto const names = names_of_verbs([](Verb verb) { return !notes.contains(verb); });
  return names;
}

/// What a hold can forbid: nobody is kept from looking, or from setting matters right.
std::span<std::string_view const> forbiddable() {
  static constexpr VerbSet always = {Verb::register_, Verb::announce, Verb::observe, Verb::hold,
                              Verb::release,   Verb::relabel,  Verb::adjust};
  static auto const names = names_of_verbs([](Verb verb) { return !always.contains(verb); });
  return names;
}

std::span<std::string_view const> all_verbs() {
  static auto const names = names_of_verbs([](Verb) { return true; });
  return names;
}

constexpr FieldRule code_field(std::string_view field, std::string_view summary) {
  return {.name = field, .required = true, .form = TextForm::code, .length_max = code_length_max, .summary = summary};
}

constexpr FieldRule name_field(std::string_view summary) {
  return {.name = "name", .required = true, .summary = summary};
}

constexpr std::array external_id_fields = {
    FieldRule{.name = "system", .required = true, .length_max = code_length_max, .summary = "The other system."},
    FieldRule{.name = "id", .required = true, .summary = "Its id for this record."},
};

constexpr FieldRule external_ids = {.name = "externalIds", .type = objects, .length_max = 20,
                                    .fields = external_id_fields, .summary = "The ids that other systems use for it."};

constexpr std::array product_code_fields = {
    FieldRule{.name = "code", .required = true, .length_max = code_length_max, .summary = "What the barcode holds."},
    FieldRule{.name = "kind", .length_max = 40, .summary = "What the code is: `ean`, `maker`, `supplier`, ..."},
    FieldRule{.name = "party", .type = reference, .refers_to = RecordKind::party, .summary = "Whose code it is."},
    FieldRule{.name = "packQuantity", .type = integer, .integer_min = 1, .integer_max = 1'000'000,
              .summary = "How many are in the pack that bears it; 1 when absent."},
};

constexpr std::array unit_fields = {
    FieldRule{.name = "uom", .required = true, .length_max = 20, .summary = "Another unit of measure."},
    FieldRule{.name = "factor", .type = decimal, .required = true, .summary = "How many base units are in one."},
};

constexpr std::array product_fields = {
    code_field("sku", "The article number. Unique, in any case of letters."),
    name_field("What people call it."),
    FieldRule{.name = "tracking", .type = choice, .required = true, .choices = trackings,
              .summary = "Whether each unit, each lot or neither is told apart. Fixed after first use."},
    FieldRule{.name = "role", .type = choice, .choices = product_roles, .summary = "What it is to us."},
    FieldRule{.name = "gtin", .form = TextForm::gtin, .length_max = 14, .summary = "GS1 number, 8, 12, 13 or 14 digits."},
    FieldRule{.name = "codes", .type = objects, .length_max = 100, .fields = product_code_fields,
              .summary = "Other barcodes of it or of its packs. Each belongs to one product."},
    FieldRule{.name = "uom", .length_max = 20, .summary = "Base unit of measure; `pcs` when absent. Fixed after first use."},
    FieldRule{.name = "decimals", .type = integer, .integer_max = 6,
              .summary = "Decimals shown and entered; 0 when absent. Quantities are exact to a millionth."},
    FieldRule{.name = "units", .type = objects, .length_max = 50, .fields = unit_fields,
              .summary = "Further units of measure in which quantities may be entered."},
    FieldRule{.name = "serialFormat", .type = reference, .refers_to = RecordKind::serial_format,
              .summary = "How its serials are generated; the format `default` when absent."},
    external_ids,
};

constexpr std::array contact_fields = {
    FieldRule{.name = "name", .summary = "Who."},
    FieldRule{.name = "phone", .length_max = 50, .summary = "Telephone number."},
    FieldRule{.name = "email", .summary = "E-mail address."},
    FieldRule{.name = "note", .form = TextForm::block, .length_max = note_length_max, .summary = "What else is to know."},
};

constexpr std::array address_fields = {
    FieldRule{.name = "street", .form = TextForm::block, .summary = "Street and number, in as many lines as it takes."},
    FieldRule{.name = "postcode", .length_max = 20, .summary = "Postal code."},
    FieldRule{.name = "city", .summary = "Town."},
    FieldRule{.name = "country", .length_max = 60, .summary = "Country."},
    FieldRule{.name = "note", .form = TextForm::block, .length_max = note_length_max, .summary = "What else is to know."},
};

constexpr std::array party_fields = {
    code_field("code", "Customer, supplier or carrier number. Unique, in any case of letters."),
    name_field("Company or person."),
    FieldRule{.name = "roles", .type = choices, .required = true, .choices = party_roles, .summary = "What it is to us."},
    FieldRule{.name = "contacts", .type = objects, .personal = true, .length_max = 50, .fields = contact_fields,
              .summary = "People to talk to."},
    FieldRule{.name = "addresses", .type = objects, .personal = true, .length_max = 50, .fields = address_fields,
              .summary = "Where it is."},
    FieldRule{.name = "language", .form = TextForm::language, .length_max = 35,
              .summary = "In what language to write to it (BCP 47): `de`, `pt-BR`."},
    external_ids,
};

constexpr std::array serial_format_fields = {
    code_field("name", "Unique, in any case of letters. `default` serves every product that names no other."),
    FieldRule{.name = "template", .required = true, .length_max = 400,
              .summary = "What the numbers look like, see [serial formats](serial-formats.md): `SN-{counter:8}`."},
};

constexpr std::array account_fields = {
    code_field("name", "Who or what signs in with it. Unique, in any case of letters."),
    FieldRule{.name = "role", .type = choice, .required = true, .choices = account_roles, .summary = "What it may do."},
    FieldRule{.name = "expiresAt", .type = FieldType::time, .summary = "From when it is refused; never when absent."},
    FieldRule{.name = "backDatingHours", .type = integer, .integer_max = 1'000'000,
              .summary = "How far back it may date, in hours; what the role may when absent."},
};

constexpr std::array setting_fields = {
    code_field("code", "Which setting."),
    FieldRule{.name = "value", .required = true, .length_max = note_length_max, .summary = "Its value."},
};

std::span<FieldRule const> location_fields() {
  static std::array const fields = {
      code_field("code", "What the label at the place says. Unique, in any case of letters."),
      name_field("What people call it."),
      FieldRule{.name = "kind", .type = choice, .required = true, .choices = location_kinds, .summary = "What it is."},
      FieldRule{.name = "parent", .type = reference, .refers_to = RecordKind::location,
                .summary = "The place that it is part of. At most 32 levels."},
      FieldRule{.name = "activities", .type = choices, .length_max = 50, .choices = activities(),
                .summary = "What may be done here; everything when absent."},
      FieldRule{.name = "gln", .form = TextForm::gln, .length_max = 13, .summary = "GS1 number of the place, 13 digits."},
      external_ids,
  };
  return fields;
}

std::span<FieldRule const> hold_kind_fields() {
  static std::array const fields = {
      code_field("code", "Unique, in any case of letters. `expired` is put by the expiry date itself."),
      name_field("What people call it."),
      FieldRule{.name = "forbids", .type = choices, .required = true, .length_max = 50, .choices = forbiddable(),
                .summary = "What may not be done with goods under it."},
      FieldRule{.name = "releaseRole", .type = choice, .choices = release_roles,
                .summary = "Who may release it; `manager` when absent."},
      FieldRule{.name = "overridable", .type = boolean,
                .summary = "Whether `override` lifts it for one operation; true when absent."},
  };
  return fields;
}

std::span<FieldRule const> reason_code_fields() {
  static std::array const fields = {
      code_field("code", "Unique, in any case of letters. A `reason` that equals it counts as the code."),
      name_field("What people call it."),
      FieldRule{.name = "verbs", .type = choices, .length_max = 50, .choices = all_verbs(),
                .summary = "For which operations it is offered; all when absent."},
  };
  return fields;
}

}  // namespace

std::span<RecordKindRule const> record_kinds() {
  static std::array const rules = {
      RecordKindRule{RecordKind::product, "product", "products", "sku", Role::manager, product_fields},
      RecordKindRule{RecordKind::location, "location", "locations", "code", Role::manager, location_fields()},
      RecordKindRule{RecordKind::party, "party", "parties", "code", Role::manager, party_fields},
      RecordKindRule{RecordKind::hold_kind, "hold kind", "hold-kinds", "code", Role::admin, hold_kind_fields()},
      RecordKindRule{RecordKind::reason_code, "reason code", "reason-codes", "code", Role::manager, reason_code_fields()},
      RecordKindRule{RecordKind::serial_format, "serial format", "serial-formats", "name", Role::manager,
                     serial_format_fields},
      RecordKindRule{RecordKind::account, "account", "tokens", "name", Role::admin, account_fields},
      RecordKindRule{RecordKind::setting, "setting", "settings", "code", Role::admin, setting_fields},
  };
  return rules;
}

RecordKindRule const& rule_of(RecordKind kind) {
  auto const rules = record_kinds();
  auto const index = static_cast<std::size_t>(kind) - 1;
  base::check(index < rules.size() && rules[index].kind == kind, "every kind of record has a rule");
  return rules[index];
}

FieldRule const* find_field(std::span<FieldRule const> fields, std::string_view name) {
  auto const found = std::ranges::find(fields, name, &FieldRule::name);
  return found == fields.end() ? nullptr : &*found;
}

}  // namespace nameplate::domain
