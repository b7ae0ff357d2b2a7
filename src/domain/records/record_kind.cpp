#include "domain/records/record_kind.hpp"

#include "base/check.hpp"
#include "domain/records/common_fields.hpp"
#include "domain/verb.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace nameplate::domain {
namespace {

using enum FieldType;

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
  static constexpr VerbSet notes = {Verb::announce, Verb::observe, Verb::hold,    Verb::release, Verb::relabel,
                                    Verb::adjust,   Verb::amend,   Verb::reverse, Verb::resolve};
  static auto const names = names_of_verbs([](Verb verb) { return !notes.contains(verb); });
  return names;
}

/// What a hold can forbid: nobody is kept from looking, or from setting matters right.
std::span<std::string_view const> forbiddable() {
  static constexpr VerbSet always = {Verb::register_, Verb::announce, Verb::observe, Verb::hold,    Verb::release,
                                     Verb::relabel,   Verb::adjust,   Verb::amend,   Verb::reverse, Verb::resolve};
  static auto const names = names_of_verbs([](Verb verb) { return !always.contains(verb); });
  return names;
}

constexpr std::array table_row_fields = {
    FieldRule{.name = "table", .required = true, .length_max = 40, .summary = "Its table: `map=NAME` in a template."},
    FieldRule{.name = "from",
              .required = true,
              .length_max = code_length_max,
              .summary = "What the record says, in any case of letters."},
    FieldRule{.name = "to", .required = true, .length_max = 40, .summary = "What stands in the number for it."},
};

constexpr std::array version_fields = {
    FieldRule{.name = "version",
              .type = integer,
              .required = true,
              .integer_min = 1,
              .integer_max = 1'000'000,
              .summary = "1, 2, ..."},
    FieldRule{.name = "template", .required = true, .length_max = 400, .summary = "What the numbers looked like."},
    FieldRule{.name = "until", .type = FieldType::time, .required = true, .summary = "When it was changed."},
};

constexpr std::array shift_fields = {
    FieldRule{.name = "name", .required = true, .length_max = 20, .summary = "What stands in a number for it."},
    FieldRule{.name = "from",
              .required = true,
              .form = TextForm::time_of_day,
              .length_max = 5,
              .summary = "When it begins, by the clock of the place; it lasts until the next one begins."},
};

/// A counter of 18 digits ends below it.
constexpr std::int64_t max_count = 1'000'000'000'000'000'000;

constexpr std::array serial_format_fields = {
    code_field("name", "Unique, in any case of letters. `default` serves every product that names no other."),
    FieldRule{.name = "template",
              .required = true,
              .length_max = 400,
              .summary = "What the numbers look like, see [serial formats](serial-formats.md): `SN-{counter:8}`. A "
                         "change makes a new version; numbers of the old one are still read."},
    FieldRule{.name = "readOnly",
              .type = boolean,
              .summary = "Only for reading numbers that others made; false when absent."},
    FieldRule{
        .name = "lowWater",
        .type = integer,
        .integer_max = max_count,
        .summary = "When fewer numbers of a counter are left, each draw warns with `format.low`; never when absent."},
    FieldRule{.name = "tables",
              .type = objects,
              .length_max = 2000,
              .fields = table_row_fields,
              .summary = "What becomes of values on their way into a number. Rows are added, not changed."},
    FieldRule{.name = "unwanted",
              .type = texts,
              .length_max = 500,
              .summary = "Words: numbers that hold one, in any case of letters, are passed over."},
    FieldRule{.name = "versions",
              .type = objects,
              .length_max = 1000,
              .fields = version_fields,
              .summary = "The earlier versions. Kept by the server: what is sent here is ignored."},
};

constexpr std::array account_fields = {
    code_field("name", "Who or what signs in with it. Unique, in any case of letters."),
    FieldRule{.name = "role", .type = choice, .required = true, .choices = account_roles, .summary = "What it may do."},
    FieldRule{.name = "expiresAt", .type = FieldType::time, .summary = "From when it is refused; never when absent."},
    FieldRule{.name = "backDatingHours",
              .type = integer,
              .integer_max = 1'000'000,
              .summary = "How far back it may date, in hours; what the role may when absent."},
    FieldRule{.name = "mayRecordConflicts",
              .type = boolean,
              .summary = "Whether it may record what contradicts the books (`onConflict: record`), as machines and "
                         "partners do; managers may."},
};

constexpr std::array setting_fields = {
    code_field("code", "Which [setting](settings.md)."),
    FieldRule{.name = "value", .required = true, .length_max = note_length_max, .summary = "What the setting takes."},
};

std::span<FieldRule const> location_fields() {
  static std::array const fields = {
      code_field("code", "What the label at the place says. Unique, in any case of letters."),
      name_field("What people call it."),
      FieldRule{
          .name = "kind",
          .required = true,
          .length_max = 40,
          .summary =
              "What it is: `site`, `warehouse`, `zone`, `aisle`, `bin`, `station`, `vehicle`, or a word of your own."},
      FieldRule{.name = "parent",
                .type = reference,
                .refers_to = RecordKind::location,
                .summary = "The place that it is part of. At most 32 levels."},
      FieldRule{.name = "activities",
                .type = choices,
                .length_max = 50,
                .choices = activities(),
                .summary = "What may be done here; everything when absent."},
      FieldRule{
          .name = "gln", .form = TextForm::gln, .length_max = 13, .summary = "GS1 number of the place, 13 digits."},
      FieldRule{.name = "serialFormat",
                .type = reference,
                .refers_to = RecordKind::serial_format,
                .summary = "How serials of goods that come in here are generated, where neither their product nor its "
                           "category says; that of the place above, or `default`, when absent."},
      FieldRule{.name = "zone",
                .form = TextForm::time_zone,
                .length_max = 60,
                .summary = "Its time zone, such as `Europe/Berlin`; that of the place above, or the "
                           "[setting](settings.md) `time.default-zone`, when absent."},
      FieldRule{.name = "shifts",
                .type = objects,
                .length_max = 24,
                .fields = shift_fields,
                .summary = "When which shift works; those of the place above when absent."},
      tags_field,
      external_ids,
  };
  return fields;
}

std::span<FieldRule const> hold_kind_fields() {
  static std::array const fields = {
      code_field("code", "Unique, in any case of letters. `expired` is put by the expiry date itself."),
      name_field("What people call it."),
      FieldRule{.name = "forbids",
                .type = choices,
                .required = true,
                .length_max = 50,
                .choices = forbiddable(),
                .summary = "What may not be done with goods under it."},
      FieldRule{.name = "releaseRole",
                .type = choice,
                .choices = release_roles,
                .summary = "Who may release it; `manager` when absent."},
      FieldRule{.name = "overridable",
                .type = boolean,
                .summary = "Whether `override` lifts it for one operation; true when absent."},
  };
  return fields;
}

std::span<FieldRule const> reason_code_fields() {
  static std::array const fields = {
      code_field("code", "Unique, in any case of letters. A `reason` that equals it counts as the code."),
      name_field("What people call it."),
      FieldRule{.name = "verbs",
                .type = choices,
                .length_max = 50,
                .choices = verb_names(),
                .summary = "For which operations it is offered; all when absent."},
  };
  return fields;
}

constexpr std::array legal_hold_fields = {
    code_field("code", "Unique, in any case of letters: the number of the case, for example."),
    name_field("Why nothing may be erased."),
    FieldRule{.name = "party",
              .type = reference,
              .refers_to = RecordKind::party,
              .summary = "Protects what belongs to it, and the notes and names of every event that names it."},
    FieldRule{.name = "document",
              .length_max = code_length_max,
              .summary = "Protects the notes and names of every event that names this paper."},
    FieldRule{.name = "until", .type = FieldType::time, .summary = "When it ends by itself; never when absent."},
};

constexpr std::array<std::string_view, 3> retention_classes = {"operators", "notes", "contacts"};

constexpr std::array retention_rule_fields = {
    code_field("code", "Unique, in any case of letters."),
    FieldRule{.name = "class",
              .type = choice,
              .required = true,
              .choices = retention_classes,
              .summary = "What it is about: names of operators; notes of events and items; contacts and addresses that "
                         "a party had before and has no more."},
    FieldRule{.name = "days",
              .type = integer,
              .required = true,
              .integer_min = 1,
              .integer_max = 36'500,
              .summary = "How many days after it was recorded it is erased. Of several rules the shortest counts."},
};

constexpr std::array<std::string_view, 2> block_purposes = {"block", "void"};

constexpr std::array number_range_fields = {
    FieldRule{.name = "first", .required = true, .length_max = 80, .summary = "The first number of them."},
    FieldRule{.name = "last", .required = true, .length_max = 80, .summary = "The last one."},
};

constexpr std::array number_block_fields = {
    code_field("code", "Unique, in any case of letters."),
    FieldRule{.name = "serialFormat",
              .type = reference,
              .required = true,
              .refers_to = RecordKind::serial_format,
              .summary = "Whose numbers they are."},
    FieldRule{.name = "purpose",
              .type = choice,
              .required = true,
              .choices = block_purposes,
              .summary = "`block`: given out to somebody who makes labels or units without asking; `void`: never to be "
                         "used."},
    FieldRule{.name = "count",
              .type = integer,
              .integer_min = 1,
              .integer_max = 1'000'000,
              .summary = "How many numbers are drawn for it. Without it `first` and `last` say which they are."},
    FieldRule{.name = "product",
              .type = reference,
              .refers_to = RecordKind::product,
              .summary = "What parts of the format stand for."},
    FieldRule{.name = "location",
              .type = reference,
              .refers_to = RecordKind::location,
              .summary = "The place that parts of the format stand for."},
    FieldRule{.name = "party", .type = reference, .refers_to = RecordKind::party, .summary = "Who has the block."},
    FieldRule{.name = "holder", .summary = "What has it: a printer, a device, another site."},
    FieldRule{.name = "reason", .summary = "Why: numbers are voided on purpose."},
    FieldRule{
        .name = "first", .length_max = 80, .summary = "The first number. Kept by the server when `count` is given."},
    FieldRule{
        .name = "last", .length_max = 80, .summary = "The last number. Kept by the server when `count` is given."},
    FieldRule{.name = "firstCount",
              .type = integer,
              .integer_max = max_count,
              .summary = "Which number of its counter the first one is. Kept by the server."},
    FieldRule{.name = "lastCount",
              .type = integer,
              .integer_max = max_count,
              .summary = "Which number of its counter the last one is. Kept by the server."},
    FieldRule{.name = "printed",
              .type = objects,
              .length_max = 1000,
              .fields = number_range_fields,
              .summary = "Of which labels were printed."},
    FieldRule{.name = "returned",
              .type = objects,
              .length_max = 1000,
              .fields = number_range_fields,
              .summary = "Which came back unused."},
    FieldRule{.name = "lost",
              .type = objects,
              .length_max = 1000,
              .fields = number_range_fields,
              .summary = "Which nobody can account for any more."},
    FieldRule{.name = "reconciled", .type = boolean, .summary = "Somebody has gone through it; false when absent."},
};

}  // namespace

std::span<std::string_view const> verb_names() {
  static auto const names = names_of_verbs([](Verb) { return true; });
  return names;
}

std::span<RecordKindRule const> record_kinds() {
  static std::array const rules = {
      RecordKindRule{RecordKind::product, "product", "products", "sku", Role::manager, product_fields()},
      RecordKindRule{RecordKind::location, "location", "locations", "code", Role::manager, location_fields()},
      RecordKindRule{RecordKind::party, "party", "parties", "code", Role::manager, party_fields()},
      RecordKindRule{RecordKind::hold_kind, "hold kind", "hold-kinds", "code", Role::admin, hold_kind_fields()},
      RecordKindRule{RecordKind::reason_code, "reason code", "reason-codes", "code", Role::manager,
                     reason_code_fields()},
      RecordKindRule{RecordKind::serial_format, "serial format", "serial-formats", "name", Role::manager,
                     serial_format_fields},
      RecordKindRule{RecordKind::account, "account", "tokens", "name", Role::admin, account_fields},
      RecordKindRule{RecordKind::setting, "setting", "settings", "code", Role::admin, setting_fields},
      RecordKindRule{RecordKind::category, "category", "categories", "code", Role::manager, category_fields()},
      RecordKindRule{RecordKind::attribute, "attribute", "attributes", "code", Role::manager, attribute_fields()},
      RecordKindRule{RecordKind::legal_hold, "legal hold", "legal-holds", "code", Role::admin, legal_hold_fields},
      RecordKindRule{RecordKind::retention_rule, "retention rule", "retention-rules", "code", Role::admin,
                     retention_rule_fields},
      RecordKindRule{RecordKind::number_block, "number block", "number-blocks", "code", Role::manager,
                     number_block_fields},
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
