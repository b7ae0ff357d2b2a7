#include "domain/records/decide_record.hpp"

#include "domain/records/attribute_value.hpp"
#include "domain/records/settings.hpp"
#include "domain/records/typed.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string>

namespace nameplate::domain {
namespace {

using base::Error;
using base::ErrorKind;
using base::Value;

constexpr std::size_t depth_max = 32;

/// Codes that the program itself looks up: they keep their name and stay active.
struct ReservedCode {
  RecordKind kind;
  std::string_view code_norm;
};
constexpr std::array reserved_codes = {ReservedCode{RecordKind::hold_kind, "EXPIRED"},
                                       ReservedCode{RecordKind::serial_format, "DEFAULT"}};

using Refused = std::optional<Error>;

Error conflict(std::string_view reason, std::string detail) {
  return {.kind = ErrorKind::conflict, .reason = std::string(reason), .detail = std::move(detail)};
}

class RecordRules {
 public:
  RecordRules(Catalog const& catalog, RecordKindRule const& rule, RecordProposal const& proposal)
      : catalog_(catalog), rule_(rule), proposal_(proposal), code_(proposal.value.text_of(rule.key_field)) {
    row_ = {.id = proposal.id,
            .kind = static_cast<std::uint8_t>(rule.kind),
            .code_norm = normalise_code(code_),
            .code = code_,
            .retired = proposal.retired,
            .version = {},
            .value = proposal.value};
  }

  [[nodiscard]] Refused judge() const {
    if (auto refused = judge_code()) {
      return refused;
    }
    switch (rule_.kind) {
      case RecordKind::product: return judge_product();
      case RecordKind::location: return judge_location();
      case RecordKind::hold_kind: return judge_hold_kind();
      case RecordKind::setting: return judge_setting();
      case RecordKind::category: return judge_category();
      case RecordKind::attribute: return judge_attribute();
      case RecordKind::serial_format: return judge_serial_format();
      case RecordKind::party:
      case RecordKind::reason_code:
      case RecordKind::legal_hold:
      case RecordKind::retention_rule:
      case RecordKind::number_block:
      case RecordKind::account: break;
    }
    return std::nullopt;
  }

  [[nodiscard]] RecordRow const& row() const { return row_; }

 private:
  [[nodiscard]] Refused judge_code() const {
    auto const& before = proposal_.before;
    if (before) {
      for (auto const& reserved : reserved_codes) {
        bool const concerned = reserved.kind == rule_.kind && reserved.code_norm == before->code_norm;
        if (concerned && (row_.code_norm != before->code_norm || row_.retired)) {
          return conflict("code.reserved", "The program itself uses the " + std::string(rule_.name) + " \"" +
                                               before->code + "\": it keeps its name and stays active.");
        }
      }
    }
    auto const known = catalog_.find(rule_.kind, code_);
    if (known && known != proposal_.id) {
      return conflict("code.taken", "There is another " + std::string(rule_.name) + " \"" +
                                        std::string(catalog_.code_of(rule_.kind, known)) +
                                        "\". Choose another code, or change that one.");
    }
    return std::nullopt;
  }

  [[nodiscard]] Refused judge_product() const {
    auto const now = to_product(row_);
    if (auto refused = judge_format_for_making(now.serial_format)) {
      return refused;
    }
    std::set<std::string> seen = {product_code_key(now.sku), product_code_key(now.gtin)};
    for (auto const& code : now.codes) {
      if (!seen.insert(code.code_norm).second) {
        return conflict("product.code_twice",
                        "The code \"" + code.code_norm + "\" stands twice in this product. Keep one.");
      }
    }
    seen.erase(std::string());
    for (auto const& code : seen) {
      for (auto const& match : catalog_.products_by_code(code)) {
        if (match.product != proposal_.id) {
          return conflict("product.code_taken", "The code \"" + code + "\" belongs to product \"" +
                                                    catalog_.product(match.product)->sku +
                                                    "\". A scan could mean either: take it off that one first.");
        }
      }
    }
    std::set<std::string> units = {now.uom};
    for (auto const& unit : now.units) {
      if (!units.insert(unit.name).second) {
        return conflict("product.unit_twice", "The unit of measure \"" + unit.name + "\" stands twice. Keep one.");
      }
    }
    if (auto refused = judge_product_traits(now)) {
      return refused;
    }
    if (!proposal_.before || !proposal_.use.product_in_use) {
      return std::nullopt;
    }
    auto const before = to_product(*proposal_.before);
    if (before.tracking != now.tracking || before.uom != now.uom) {
      return conflict("product.in_use",
                      "There are units or lots of this product already: its tracking and base unit of "
                      "measure stay. Make a new product, or leave these fields as they are.");
    }
    return std::nullopt;
  }

  [[nodiscard]] Refused judge_location() const {
    auto const now = to_location(row_);
    if (auto refused = judge_format_for_making(now.serial_format)) {
      return refused;
    }
    auto const* const before = catalog_.location(proposal_.id);
    if (before == nullptr || before->parent != now.parent) {
      if (auto refused = judge_parent(now)) {
        return refused;
      }
    }
    if (now.retired) {
      return proposal_.before && !proposal_.before->retired ? judge_retiring(now) : std::nullopt;
    }
    auto const* const parent = catalog_.location(now.parent);
    if (parent != nullptr && parent->retired) {
      return conflict("location.parent_retired",
                      "\"" + parent->code + "\" is retired. Bring it back first, or choose another parent.");
    }
    return std::nullopt;
  }

  [[nodiscard]] Refused judge_parent(Location const& location) const {
    auto const above = catalog_.with_places_above(location.parent);
    if (std::ranges::find(above, proposal_.id) != above.end()) {
      return conflict("location.below_itself",
                      "\"" + location.code + "\" would be part of itself. Choose another parent.");
    }
    if (above.size() + levels_of(proposal_.id) > depth_max) {
      return conflict("location.too_deep",
                      "Places nest at most " + std::to_string(depth_max) + " deep. Choose a parent further up.");
    }
    return std::nullopt;
  }

  [[nodiscard]] Refused judge_retiring(Location const& location) const {
    if (proposal_.use.location_in_use) {
      return conflict("location.in_use", "Something stands at \"" + location.code + "\". Move it elsewhere first.");
    }
    for (auto const below : catalog_.with_places_below(location.id)) {
      auto const* const place = catalog_.location(below);
      if (below != location.id && place != nullptr && !place->retired) {
        return conflict("location.in_use", "\"" + place->code + "\" is part of it and active. Retire that first.");
      }
    }
    return std::nullopt;
  }

  /// The place itself and the levels below it.
  [[nodiscard]] std::size_t levels_of(RecordId location) const {
    return levels(catalog_.with_places_below(location),
                  [this](RecordId place) { return catalog_.with_places_above(place).size(); });
  }

  /// `nodes` begin with the topmost; `depth_of` counts from the root.
  static std::size_t levels(std::vector<RecordId> const& nodes, auto depth_of) {
    std::size_t deepest = 0;
    auto const base = depth_of(nodes.front());
    for (auto const node : nodes) {
      deepest = std::max(deepest, depth_of(node) - base);
    }
    return deepest + 1;
  }

  /// What a product says of its category, its own attributes and its tags.
  [[nodiscard]] Refused judge_product_traits(Product const& product) const {
    auto const* const category = catalog_.category(product.category);
    auto const* const before = catalog_.product(proposal_.id);
    if (category != nullptr && category->retired && (before == nullptr || before->category != product.category)) {
      return conflict("category.retired", "The category \"" + category->code + "\" is retired. Choose another one.");
    }
    auto const around = catalog_.with_categories_above(product.category);
    for (auto const& [id, value] : product.attributes) {
      auto const* const attribute = catalog_.attribute(id);
      if (attribute == nullptr || !attribute->may_be_borne_by(Bearer::product) ||
          !catalog_.is_attribute_within(id, around)) {
        return conflict("attribute.not_here", "Products of this category do not bear the attribute \"" +
                                                  std::string(catalog_.code_of(RecordKind::attribute, id)) +
                                                  "\". Leave it out, or change it.");
      }
    }
    return std::nullopt;
  }

  [[nodiscard]] Refused judge_category() const {
    auto const now = to_category(row_);
    if (auto refused = judge_format_for_making(now.serial_format)) {
      return refused;
    }
    auto const* const before = catalog_.category(proposal_.id);
    if (before == nullptr || before->parent != now.parent) {
      auto const above = catalog_.with_categories_above(now.parent);
      if (std::ranges::find(above, proposal_.id) != above.end()) {
        return conflict("category.below_itself",
                        "\"" + now.code + "\" would be part of itself. Choose another parent.");
      }
      auto const below = levels(catalog_.with_categories_below(proposal_.id),
                                [this](RecordId node) { return catalog_.with_categories_above(node).size(); });
      if (above.size() + below > depth_max) {
        return conflict("category.too_deep", "Categories nest at most " + std::to_string(depth_max) + " deep.");
      }
    }
    if (now.retired) {
      return proposal_.before && !proposal_.before->retired ? judge_retiring(now) : std::nullopt;
    }
    auto const* const parent = catalog_.category(now.parent);
    if (parent != nullptr && parent->retired) {
      return conflict("category.parent_retired",
                      "\"" + parent->code + "\" is retired. Bring it back first, or choose another parent.");
    }
    return std::nullopt;
  }

  [[nodiscard]] Refused judge_retiring(Category const& category) const {
    auto const users = catalog_.products_that(
        [&](Product const& product) { return product.category == category.id && !product.retired; });
    if (!users.empty()) {
      return conflict("category.in_use", std::to_string(users.size()) + " active products are of it, such as " +
                                             catalog_.product(users.front())->sku +
                                             ". Give them another category first.");
    }
    for (auto const below : catalog_.with_categories_below(category.id)) {
      auto const* const known = catalog_.category(below);
      if (below != category.id && known != nullptr && !known->retired) {
        return conflict("category.in_use", "\"" + known->code + "\" is part of it and active. Retire that first.");
      }
    }
    bool const held = std::ranges::any_of(catalog_.rule_holds(),
                                          [&](Hold const& hold) { return hold.rule->category == category.id; });
    return held ? Refused(conflict("category.in_use", "A hold by rule covers it. Release that first.")) : std::nullopt;
  }

  [[nodiscard]] Refused judge_attribute() const {
    auto const now = to_attribute(row_);
    if (auto const fit = check_definition(now, row_.value.text_of("pattern")); !fit) {
      return fit.error();
    }
    auto const* const before = catalog_.attribute(proposal_.id);
    if (before == nullptr) {
      return std::nullopt;
    }
    if (before->type != now.type || before->unit != now.unit) {
      return conflict("attribute.type_fixed",
                      "The type and the unit of an attribute stay: values are kept in them. Make another attribute.");
    }
    if (now.retired && !before->retired) {
      if (auto const* const category = catalog_.category_naming(now.id)) {
        return conflict("attribute.in_use",
                        "The category \"" + category->code + "\" names it. Take it off there first.");
      }
    }
    return std::nullopt;
  }

  /// What stands in numbers that were made stays readable.
  [[nodiscard]] Refused judge_serial_format() const {
    auto const now = to_serial_format(row_);
    std::set<std::pair<std::string, std::string>> seen;
    for (auto const& line : now.tables) {
      if (!seen.emplace(line.table, line.from).second) {
        return conflict("format.table_twice",
                        "The table \"" + line.table + "\" says twice what becomes of \"" + line.from + "\". Keep one.");
      }
    }
    auto const* const before = catalog_.serial_format(proposal_.id);
    if (before == nullptr) {
      return std::nullopt;
    }
    for (auto const& line : before->tables) {
      auto const kept = [&](SerialFormat::TableRow const& other) {
        return other.table == line.table && other.from == line.from && other.to == line.to;
      };
      if (std::ranges::none_of(now.tables, kept)) {
        return conflict("format.table_frozen", "The table \"" + line.table + "\" says that \"" + line.from +
                                                   "\" becomes \"" + line.to +
                                                   "\", and numbers may have been made by it. Rows are added, not "
                                                   "changed: use a table of another name.");
      }
    }
    return std::nullopt;
  }

  /// Of a record that names a format by which its numbers are to be made.
  [[nodiscard]] Refused judge_format_for_making(RecordId format) const {
    auto const* const known = catalog_.serial_format(format);
    if (known != nullptr && known->only_for_reading) {
      return conflict("format.only_for_reading", "The format \"" + known->code +
                                                     "\" is only for reading numbers of others. Choose one that makes "
                                                     "numbers.");
    }
    return std::nullopt;
  }

  [[nodiscard]] Refused judge_hold_kind() const {
    auto const uses = [this](Hold const& hold) { return hold.kind == proposal_.id; };
    if (row_.retired && std::ranges::any_of(catalog_.rule_holds(), uses)) {
      return conflict("hold_kind.in_use", "A hold by rule of the kind \"" + code_ + "\" is active. Release it first.");
    }
    return std::nullopt;
  }

  [[nodiscard]] Refused judge_setting() const {
    auto const fits = check_setting(code_, proposal_.value.text_of("value"));
    // One that an older program took and this one does not know can still be retired.
    bool const is_put_away = proposal_.before && row_.retired && !find_setting(code_);
    return fits || is_put_away ? std::nullopt : Refused(fits.error());
  }

  Catalog const& catalog_;
  RecordKindRule const& rule_;
  RecordProposal const& proposal_;
  std::string code_;
  RecordRow row_;
};

}  // namespace

base::Result<std::optional<RecordDecision>> decide_record(Catalog const& catalog, RecordKindRule const& rule,
                                                          RecordProposal const& proposal) {
  RecordRules const rules(catalog, rule, proposal);
  auto const& before = proposal.before;
  if (before && before->retired == proposal.retired && in_table_order(rule, before->value) == proposal.value) {
    return std::nullopt;
  }
  if (auto refused = rules.judge()) {
    return std::unexpected(std::move(*refused));
  }
  auto split = split_personal(rule, proposal.value);
  return RecordDecision{.changed = {.kind = static_cast<std::uint8_t>(rule.kind),
                                    .record = proposal.id,
                                    .code = rules.row().code,
                                    .retired = proposal.retired,
                                    .value = std::move(split.open)},
                        .personal = std::move(split.personal)};
}

std::vector<FieldChange> field_changes(RecordKindRule const& rule, Value const& before, Value const& after) {
  std::vector<FieldChange> changes;
  auto const value_of = [](Value const& value, std::string_view field) {
    auto const* const found = value.find(field);
    return found == nullptr ? Value() : *found;
  };
  for (auto const& field : rule.fields) {
    auto was = value_of(before, field.name);
    auto is = value_of(after, field.name);
    if (was != is) {
      changes.push_back({.field = field.name, .before = std::move(was), .after = std::move(is)});
    }
  }
  return changes;
}

}  // namespace nameplate::domain
