#include "app/queries/traits.hpp"

#include "app/queries/codes.hpp"
#include "base/time_text.hpp"

#include <algorithm>
#include <map>

namespace nameplate::app {
namespace {

using domain::TraitType;

/// The key of a value that is asked for. It need not be one that the attribute would take today.
base::Result<std::string> key_of(domain::Attribute const& attribute, std::string_view value) {
  if (attribute.type == TraitType::number) {
    auto const number = domain::canonical_number(value);
    return number ? base::Result<std::string>(domain::trait_key(TraitType::number, *number))
                  : std::unexpected(number.error());
  }
  if (attribute.type == TraitType::date) {
    auto const days = base::parse_date(value);
    return days ? base::Result<std::string>(base::date_to_string(*days)) : std::unexpected(days.error());
  }
  return domain::trait_key(attribute.type, value);
}

base::Result<store::TraitRange> range_of(domain::Attribute const& attribute, std::string_view value) {
  store::TraitRange range;
  if (value == "*") {
    return range;
  }
  bool const ordered = attribute.type == TraitType::number || attribute.type == TraitType::date;
  auto const dots = ordered ? value.find("..") : std::string_view::npos;
  auto const first = value.substr(0, dots);
  auto const last = dots == std::string_view::npos ? value : value.substr(dots + 2);
  for (auto const& [text, key] : {std::pair{first, &range.from}, std::pair{last, &range.to}}) {
    if (text.empty() && dots != std::string_view::npos) {
      continue;
    }
    auto read = key_of(attribute, text);
    if (!read) {
      return base::fail(base::ErrorKind::bad_request, "filter.invalid",
                        "attribute." + attribute.code + ": " + read.error().detail +
                            " Write a value, a range such as 5..10, or * for any.");
    }
    *key = *std::move(read);
  }
  return range;
}

bool has(std::vector<store::TraitRange> const& ranges, std::string_view key) {
  return std::ranges::any_of(ranges,
                             [&](store::TraitRange const& range) { return range.from <= key && key <= range.to; });
}

}  // namespace

base::Result<TraitConditions> find_traits(domain::Catalog const& catalog, TraitQuestion const& question,
                                          domain::Bearer bearer) {
  TraitConditions found;
  std::map<domain::RecordId, std::vector<store::TraitRange>> ranges;
  for (auto const& [code, value] : question.attributes) {
    auto const id = find_code(catalog, domain::RecordKind::attribute, code);
    if (!id) {
      return std::unexpected(id.error());
    }
    auto range = range_of(*catalog.attribute(*id), value);
    if (!range) {
      return std::unexpected(range.error());
    }
    ranges[*id].push_back(*std::move(range));
  }
  for (auto& [id, any_of] : ranges) {
    auto& where = catalog.attribute(id)->may_be_borne_by(bearer) ? found.of_subject : found.of_product;
    where.push_back({.attribute = id, .any_of = std::move(any_of)});
  }
  for (auto const& tag : question.tags) {
    auto const key = domain::trait_key(TraitType::tag, tag);
    found.of_subject.push_back({.attribute = {}, .any_of = {{.from = key, .to = key}}});
  }
  return found;
}

bool meets(std::span<domain::Trait const> traits, std::vector<store::TraitCondition> const& conditions) {
  return std::ranges::all_of(conditions, [&](store::TraitCondition const& condition) {
    return std::ranges::any_of(traits, [&](domain::Trait const& trait) {
      return trait.attribute == condition.attribute && has(condition.any_of, trait.key);
    });
  });
}

bool meets(domain::Catalog const& catalog, domain::Product const& product,
           std::vector<store::TraitCondition> const& conditions) {
  return std::ranges::all_of(conditions, [&](store::TraitCondition const& condition) {
    if (!condition.attribute) {
      return std::ranges::any_of(product.tags, [&](std::string const& tag) {
        return has(condition.any_of, domain::trait_key(TraitType::tag, tag));
      });
    }
    auto const* const attribute = catalog.attribute(condition.attribute);
    return std::ranges::any_of(product.attributes, [&](auto const& borne) {
      return borne.first == condition.attribute &&
             has(condition.any_of, domain::trait_key(attribute->type, borne.second));
    });
  });
}

base::Result<std::optional<std::vector<domain::RecordId>>> products_with(domain::Catalog const& catalog,
                                                                         std::string const& category,
                                                                         TraitQuestion const& question) {
  std::optional<std::vector<domain::RecordId>> products;
  std::vector<domain::RecordId> categories;
  if (!category.empty()) {
    auto const id = find_code(catalog, domain::RecordKind::category, category);
    if (!id) {
      return std::unexpected(id.error());
    }
    categories = catalog.with_categories_below(*id);
    std::ranges::sort(categories);
  }
  auto const conditions = find_traits(catalog, question, domain::Bearer::product);
  if (!conditions) {
    return std::unexpected(conditions.error());
  }
  if (categories.empty() && question.is_empty()) {
    return products;
  }
  if (!conditions->of_product.empty()) {
    return std::optional(std::vector<domain::RecordId>());  // an attribute that no product may bear
  }
  return std::optional(catalog.products_that([&](domain::Product const& product) {
    return (categories.empty() || std::ranges::binary_search(categories, product.category)) &&
           meets(catalog, product, conditions->of_subject);
  }));
}

}  // namespace nameplate::app
