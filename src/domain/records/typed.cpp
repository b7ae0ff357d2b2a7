#include "domain/records/typed.hpp"

#include "base/check_digit.hpp"
#include "base/time_text.hpp"
#include "domain/records/catalog.hpp"
#include "domain/records/check_text.hpp"

#include <algorithm>
#include <charconv>
#include <string>
#include <utility>

namespace nameplate::domain {
namespace {

using base::Value;

constexpr std::string_view uom_default = "pcs";

std::optional<std::int64_t> integer_of(Value const& value, std::string_view field) {
  auto const* const found = value.find(field);
  auto const* const integer = found == nullptr ? nullptr : found->as_int();
  return integer == nullptr ? std::nullopt : std::optional(*integer);
}

RecordId reference_of(Value const& value, std::string_view field) {
  return {integer_of(value, field).value_or(0)};
}

/// The list in a field; an empty one when there is none.
Value::List const& list_of(Value const& value, std::string_view field) {
  static Value::List const none;
  auto const* const found = value.find(field);
  auto const* const list = found == nullptr ? nullptr : found->as_list();
  return list == nullptr ? none : *list;
}

VerbSet verbs_of(Value const& value, std::string_view field) {
  VerbSet verbs;
  for (auto const& name : list_of(value, field)) {
    if (auto const* const text = name.as_text()) {
      if (auto const verb = parse_verb(*text)) {
        verbs.insert(*verb);
      }
    }
  }
  return verbs;
}

TraitType trait_type_of(std::string_view name) {
  return name == "number"    ? TraitType::number
         : name == "date"    ? TraitType::date
         : name == "choice"  ? TraitType::choice
         : name == "boolean" ? TraitType::boolean
                             : TraitType::text;
}

EnumSet<Bearer> bearers_of(Value const& value) {
  EnumSet<Bearer> bearers;
  for (auto const& name : list_of(value, "appliesTo")) {
    auto const* const text = name.as_text();
    if (text == nullptr) {
      continue;
    }
    bearers.insert(*text == "product" ? Bearer::product
                   : *text == "unit"  ? Bearer::unit
                   : *text == "lot"   ? Bearer::lot
                                      : Bearer::container);
  }
  return bearers;
}

Tracking tracking_of(Value const& value) {
  auto const name = value.text_of("tracking");
  return name == "lot" ? Tracking::lot : name == "none" ? Tracking::none : Tracking::serial;
}

}  // namespace

std::string product_code_key(std::string_view code) {
  auto key = normalise_code(code);
  return base::is_gtin(key) ? base::pad_gtin(key) : key;
}

std::vector<std::pair<RecordId, std::string>> read_attributes(base::Value const& stored) {
  std::vector<std::pair<RecordId, std::string>> attributes;
  auto const* const members = stored.as_object();
  for (auto const& [name, value] : members == nullptr ? Value::Object() : *members) {
    std::int64_t id = 0;
    auto const [end, error] = std::from_chars(name.data(), name.data() + name.size(), id);
    auto const* const text = value.as_text();
    if (error == std::errc() && text != nullptr) {
      attributes.emplace_back(RecordId{id}, *text);
    }
  }
  return attributes;
}

Product to_product(RecordRow const& row) {
  auto const& value = row.value;
  Product product{.id = row.id,
                  .sku = row.code,
                  .name = value.text_of("name"),
                  .tracking = tracking_of(value),
                  .gtin = value.text_of("gtin"),
                  .uom = value.text_of("uom"),
                  .decimals = static_cast<int>(integer_of(value, "decimals").value_or(0)),
                  .category = reference_of(value, "category"),
                  .serial_format = reference_of(value, "serialFormat"),
                  .retired = row.retired};
  if (product.uom.empty()) {
    product.uom = uom_default;
  }
  for (auto const& code : list_of(value, "codes")) {
    product.codes.push_back({.code_norm = product_code_key(code.text_of("code")),
                             .kind = code.text_of("kind"),
                             .party = reference_of(code, "party"),
                             .pack_quantity = integer_of(code, "packQuantity").value_or(1)});
  }
  if (auto const* const attributes = value.find("attributes")) {
    product.attributes = read_attributes(*attributes);
  }
  for (auto const& tag : list_of(value, "tags")) {
    product.tags.push_back(tag.as_text() == nullptr ? std::string() : *tag.as_text());
  }
  for (auto const& unit : list_of(value, "units")) {
    if (auto const factor = base::parse_quantity(unit.text_of("factor"))) {
      product.units.push_back({.name = unit.text_of("uom"), .factor = *factor});
    }
  }
  return product;
}

Location to_location(RecordRow const& row) {
  auto const& value = row.value;
  Location location{.id = row.id,
                    .code = row.code,
                    .name = value.text_of("name"),
                    .kind = value.text_of("kind"),
                    .parent = reference_of(value, "parent"),
                    .activities = verbs_of(value, "activities"),
                    .gln = value.text_of("gln"),
                    .serial_format = reference_of(value, "serialFormat"),
                    .zone = value.text_of("zone"),
                    .retired = row.retired};
  for (auto const& entry : list_of(value, "shifts")) {
    auto const minute = minute_of_day(entry.text_of("from"));
    location.shifts.push_back({.name = entry.text_of("name"), .from_minute = minute.value_or(0)});
  }
  std::ranges::sort(location.shifts, {}, &Shift::from_minute);
  return location;
}

Party to_party(RecordRow const& row) {
  return {.id = row.id, .code = row.code, .name = row.value.text_of("name"), .retired = row.retired};
}

HoldKind to_hold_kind(RecordRow const& row) {
  auto const& value = row.value;
  HoldKind kind{.id = row.id,
                .code = row.code,
                .name = value.text_of("name"),
                .forbids = verbs_of(value, "forbids"),
                .retired = row.retired};
  kind.release_role = parse_role(value.text_of("releaseRole")).value_or(Role::manager);
  if (auto const* const field = value.find("overridable")) {
    auto const* const flag = field->as_bool();
    kind.overridable = flag == nullptr || *flag;
  }
  return kind;
}

ReasonCode to_reason_code(RecordRow const& row) {
  return {.id = row.id,
          .code = row.code,
          .name = row.value.text_of("name"),
          .verbs = verbs_of(row.value, "verbs"),
          .retired = row.retired};
}

SerialFormat to_serial_format(RecordRow const& row) {
  SerialFormat format{
      .id = row.id, .code = row.code, .template_text = row.value.text_of("template"), .retired = row.retired};
  for (auto const& entry : list_of(row.value, "tables")) {
    format.tables.push_back(
        {.table = entry.text_of("table"), .from = normalise_code(entry.text_of("from")), .to = entry.text_of("to")});
  }
  for (auto const& word : list_of(row.value, "unwanted")) {
    if (auto const* const text = word.as_text()) {
      format.unwanted.push_back(normalise_code(*text));
    }
  }
  if (auto const* const field = row.value.find("readOnly")) {
    auto const* const flag = field->as_bool();
    format.only_for_reading = flag != nullptr && *flag;
  }
  format.low_water = integer_of(row.value, "lowWater").value_or(0);
  for (auto const& entry : list_of(row.value, "versions")) {
    format.earlier.push_back(
        {.version = integer_of(entry, "version").value_or(1), .template_text = entry.text_of("template")});
  }
  return format;
}

Account to_account(RecordRow const& row) {
  Account account{.id = row.id, .name = row.code, .revoked = row.retired};
  account.role = parse_role(row.value.text_of("role")).value_or(Role::viewer);
  if (auto const expires = base::parse_time(row.value.text_of("expiresAt"))) {
    account.expires = expires->instant;
  }
  account.back_dating_hours = integer_of(row.value, "backDatingHours");
  if (auto const* const field = row.value.find("mayRecordConflicts")) {
    auto const* const flag = field->as_bool();
    account.may_record_conflicts = flag != nullptr && *flag;
  }
  return account;
}

Setting to_setting(RecordRow const& row) {
  return {.id = row.id, .code = row.code, .value = row.value.text_of("value"), .retired = row.retired};
}

Attribute to_attribute(RecordRow const& row) {
  auto const& value = row.value;
  Attribute attribute{.id = row.id,
                      .code = row.code,
                      .name = value.text_of("name"),
                      .type = trait_type_of(value.text_of("type")),
                      .unit = value.text_of("unit"),
                      .minimum = value.text_of("minimum"),
                      .maximum = value.text_of("maximum"),
                      .bearers = bearers_of(value),
                      .retired = row.retired};
  for (auto const& choice : list_of(value, "choices")) {
    if (auto const* const text = choice.as_text()) {
      attribute.choices.push_back(*text);
    }
  }
  if (auto const expression = value.text_of("pattern"); !expression.empty()) {
    // One that cannot be read was refused when it was made.
    attribute.pattern = Pattern::parse(expression).value_or(Pattern());
  }
  return attribute;
}

LegalHold to_legal_hold(RecordRow const& row) {
  LegalHold hold{.id = row.id,
                 .code = row.code,
                 .party = reference_of(row.value, "party"),
                 .document_norm = normalise_code(row.value.text_of("document")),
                 .retired = row.retired};
  if (auto const until = base::parse_time(row.value.text_of("until"))) {
    hold.until = until->instant;
  }
  return hold;
}

RetentionRule to_retention_rule(RecordRow const& row) {
  return {.id = row.id,
          .code = row.code,
          .of = row.value.text_of("class"),
          .days = integer_of(row.value, "days").value_or(0),
          .retired = row.retired};
}

NumberBlock to_number_block(RecordRow const& row) {
  auto const ranges = [&](std::string_view field) {
    std::vector<NumberBlock::Range> read;
    for (auto const& entry : list_of(row.value, field)) {
      read.push_back({.first = entry.text_of("first"), .last = entry.text_of("last")});
    }
    return read;
  };
  return {.id = row.id,
          .code = row.code,
          .serial_format = reference_of(row.value, "serialFormat"),
          .is_void = row.value.text_of("purpose") == "void",
          .first = row.value.text_of("first"),
          .last = row.value.text_of("last"),
          .first_count = integer_of(row.value, "firstCount").value_or(0),
          .last_count = integer_of(row.value, "lastCount").value_or(0),
          .printed = ranges("printed"),
          .returned = ranges("returned"),
          .lost = ranges("lost"),
          .retired = row.retired};
}

Category to_category(RecordRow const& row) {
  auto const& value = row.value;
  Category category{.id = row.id,
                    .code = row.code,
                    .name = value.text_of("name"),
                    .parent = reference_of(value, "parent"),
                    .tracking = value.text_of("tracking"),
                    .serial_format = reference_of(value, "serialFormat"),
                    .retired = row.retired};
  for (auto const& entry : list_of(value, "attributes")) {
    category.attributes.push_back(
        {.attribute = reference_of(entry, "attribute"), .required_at = verbs_of(entry, "requiredAt")});
  }
  return category;
}

}  // namespace nameplate::domain
