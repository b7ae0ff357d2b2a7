// Categories and attributes in the catalog.

#include "domain/records/catalog.hpp"

#include <algorithm>

namespace nameplate::domain {

void Catalog::index_categories() {
  std::map<RecordId, std::vector<RecordId>> below;
  std::map<RecordId, std::vector<RecordId>> naming;
  required_at_ = {};
  categories_.for_each([&](RecordId id, std::shared_ptr<Category const> const& category) {
    if (category->parent) {
      below[category->parent].push_back(id);
    }
    for (auto const& entry : category->attributes) {
      naming[entry.attribute].push_back(id);
      required_at_ = required_at_ | entry.required_at;
    }
  });
  categories_below_ = std::make_shared<std::map<RecordId, std::vector<RecordId>> const>(std::move(below));
  categories_naming_ = std::make_shared<std::map<RecordId, std::vector<RecordId>> const>(std::move(naming));
}

bool Catalog::is_in_category(RecordId product, RecordId category) const {
  auto const* const known = this->product(product);
  auto const around = with_categories_above(known == nullptr ? RecordId{} : known->category);
  return std::ranges::find(around, category) != around.end();
}

std::vector<RecordId> Catalog::products_that(std::function<bool(Product const&)> const& fits) const {
  std::vector<RecordId> found;
  products_.for_each([&](RecordId id, std::shared_ptr<Product const> const& product) {
    if (fits(*product)) {
      found.push_back(id);
    }
  });
  return found;
}

std::vector<RecordId> Catalog::all_of(RecordKind kind) const {
  std::vector<RecordId> all;
  auto const take = [&](RecordId id, auto const& record) {
    if (!record->retired) {
      all.push_back(id);
    }
  };
  switch (kind) {
    case RecordKind::product: products_.for_each(take); break;
    case RecordKind::location: locations_.for_each(take); break;
    case RecordKind::category: categories_.for_each(take); break;
    case RecordKind::party: parties_.for_each(take); break;
    default: break;
  }
  return all;
}

std::vector<RecordId> Catalog::products_in(RecordId category) const {
  auto categories = with_categories_below(category);
  std::ranges::sort(categories);
  return products_that(
      [&](Product const& product) { return std::ranges::binary_search(categories, product.category); });
}

RecordId Catalog::serial_format_of(Product const& product, RecordId location) const {
  if (product.serial_format) {
    return product.serial_format;
  }
  for (auto const around : with_categories_above(product.category)) {
    auto const* const known = category(around);
    if (known != nullptr && known->serial_format) {
      return known->serial_format;
    }
  }
  for (auto const around : with_places_above(location)) {
    auto const* const place = this->location(around);
    if (place != nullptr && place->serial_format) {
      return place->serial_format;
    }
  }
  return {};
}

std::vector<SerialFormat const*> Catalog::serial_formats() const {
  std::vector<SerialFormat const*> formats;
  serial_formats_.for_each([&](RecordId, std::shared_ptr<SerialFormat const> const& format) {
    if (!format->retired) {
      formats.push_back(format.get());
    }
  });
  std::ranges::sort(formats, {}, [](SerialFormat const* format) { return normalise_code(format->code); });
  return formats;
}

std::string Catalog::tracking_of_category(RecordId category) const {
  for (auto const around : with_categories_above(category)) {
    auto const* const known = this->category(around);
    if (known != nullptr && !known->tracking.empty()) {
      return known->tracking;
    }
  }
  return {};
}

std::vector<Attribute const*> Catalog::attributes() const {
  std::vector<Attribute const*> all;
  attributes_.for_each([&](RecordId, std::shared_ptr<Attribute const> const& attribute) {
    if (!attribute->retired) {
      all.push_back(attribute.get());
    }
  });
  std::ranges::sort(all, {}, [](Attribute const* attribute) { return normalise_code(attribute->code); });
  return all;
}

bool Catalog::is_attribute_of(RecordId attribute, RecordId product) const {
  auto const* const known = this->product(product);
  return is_attribute_within(attribute, with_categories_above(known == nullptr ? RecordId{} : known->category));
}

bool Catalog::is_attribute_within(RecordId attribute, std::span<RecordId const> categories) const {
  if (!categories_naming_) {
    return true;
  }
  auto const naming = categories_naming_->find(attribute);
  return naming == categories_naming_->end() ||
         std::ranges::find_first_of(naming->second, categories) != naming->second.end();
}

Category const* Catalog::category_naming(RecordId attribute) const {
  if (categories_naming_) {
    auto const naming = categories_naming_->find(attribute);
    for (auto const id : naming == categories_naming_->end() ? std::vector<RecordId>() : naming->second) {
      if (auto const* const known = category(id); known != nullptr && !known->retired) {
        return known;
      }
    }
  }
  return nullptr;
}

std::vector<Attribute const*> Catalog::required_attributes(RecordId product, Verb verb) const {
  std::vector<Attribute const*> required;
  auto const* const known = this->product(product);
  for (auto const around : with_categories_above(known == nullptr ? RecordId{} : known->category)) {
    auto const* const category = this->category(around);
    if (category == nullptr) {
      continue;
    }
    for (auto const& entry : category->attributes) {
      auto const* const attribute = this->attribute(entry.attribute);
      if (attribute != nullptr && entry.required_at.contains(verb) &&
          std::ranges::find(required, attribute) == required.end()) {
        required.push_back(attribute);
      }
    }
  }
  return required;
}

}  // namespace nameplate::domain
