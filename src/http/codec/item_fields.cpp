#include "http/codec/item_fields.hpp"

#include "app/external_id.hpp"
#include "base/check.hpp"

#include <utility>

namespace nameplate::http {

using base::ErrorKind;

ItemFieldValues::ItemFieldValues(JsonValue item, std::size_t index, domain::Verb verb, ItemFields allowed)
    : index_(index) {
  if (!item.is_object()) {
    refuse_item(ErrorKind::bad_request, "field.type", "must be an object.");
    return;
  }
  for (auto const& member : item.members()) {
    auto const field = domain::parse_item_field(member.name);
    if (!field || !allowed.contains(*field)) {
      refuse_unknown(member.name, verb, allowed);
      return;
    }
    if (!member.value.is_null()) {
      values_[static_cast<std::size_t>(*field)] = member.value;
      present_.insert(*field);
    }
  }
}

std::optional<ItemField> ItemFieldValues::only_one_of(ItemFields fields) const {
  auto found = ItemField::product;
  for (auto const field : domain::all_item_fields()) {
    if (!fields.contains(field) || !has(field)) {
      continue;
    }
    if (found != ItemField::product) {
      return std::nullopt;
    }
    found = field;
  }
  return found;
}

std::string_view ItemFieldValues::text(ItemField field, std::size_t length_max, Lines lines) {
  auto const value = value_of(field);
  if (!value.is_string()) {
    refuse(field, ErrorKind::bad_request, "field.type", "must be a string.");
    return {};
  }
  if (auto const fault = find_fault(value.text(), length_max, lines)) {
    refuse(field, ErrorKind::bad_request, fault->reason, fault->what);
    return {};
  }
  return value.text();
}

std::int64_t ItemFieldValues::integer(ItemField field, std::int64_t min, std::int64_t max) {
  auto const value = value_of(field);
  if (!value.is_integer()) {
    refuse(field, ErrorKind::bad_request, "field.type", "must be a whole number.");
    return min;
  }
  if (value.integer() < min || value.integer() > max) {
    refuse(field, ErrorKind::bad_request, "field.out_of_range",
           "must be between " + std::to_string(min) + " and " + std::to_string(max) + ".");
    return min;
  }
  return value.integer();
}

bool ItemFieldValues::boolean(ItemField field) {
  auto const value = value_of(field);
  if (value.kind() != JsonKind::boolean) {
    refuse(field, ErrorKind::bad_request, "field.type", "must be true or false.");
    return false;
  }
  return value.boolean();
}

std::int64_t ItemFieldValues::id(ItemField field, char letter) {
  auto const text = this->text(field, code_length_max, Lines::one);
  auto const id = app::parse_external_id(letter, text);
  if (!id && ok()) {
    refuse(field, ErrorKind::bad_request, "id.malformed",
           "must be an id such as \"" + std::string(1, letter) + "123\", as answers give it.");
  }
  return id.value_or(0);
}

std::optional<base::Quantity> ItemFieldValues::quantity(ItemField field) {
  auto const value = value_of(field);
  if (!value.is_string() && !value.is_integer() && value.kind() != JsonKind::decimal) {
    refuse(field, ErrorKind::bad_request, "field.type", "must be a decimal number, best as a string such as \"0.5\".");
    return std::nullopt;
  }
  auto const quantity =
      value.is_integer() ? base::parse_quantity(std::to_string(value.integer())) : base::parse_quantity(value.text());
  if (!quantity) {
    refuse(field, quantity.error().kind, quantity.error().reason, "cannot be accepted. " + quantity.error().detail);
    return std::nullopt;
  }
  if (quantity->millionths < 0) {
    refuse(field, ErrorKind::invalid, "quantity.negative",
           "is below zero. State how much there is, or how much to take.");
    return std::nullopt;
  }
  return *quantity;
}

std::optional<JsonValue> ItemFieldValues::array(ItemField field) {
  if (!has(field)) {
    return std::nullopt;
  }
  if (!value_of(field).is_array()) {
    refuse(field, ErrorKind::bad_request, "field.type", "must be an array.");
    return std::nullopt;
  }
  return value_of(field);
}

std::optional<JsonValue> ItemFieldValues::object(ItemField field) {
  if (!has(field)) {
    return std::nullopt;
  }
  if (!value_of(field).is_object()) {
    refuse(field, ErrorKind::bad_request, "field.type", "must be an object.");
    return std::nullopt;
  }
  return value_of(field);
}

void ItemFieldValues::refuse(ItemField field, ErrorKind kind, std::string_view reason, std::string_view what) {
  take_over({.kind = kind,
             .reason = std::string(reason),
             .detail = "`" + path_of(name_of(field)) + "` " + std::string(what)});
}

void ItemFieldValues::refuse_item(ErrorKind kind, std::string_view reason, std::string_view what) {
  take_over({.kind = kind, .reason = std::string(reason), .detail = "`" + path_of({}) + "` " + std::string(what)});
}

void ItemFieldValues::take_over(base::Error error) {
  if (error_) {
    return;
  }
  error.items.push_back({.index = index_, .reason = error.reason, .detail = error.detail});
  error_ = std::move(error);
}

std::string ItemFieldValues::path_of(std::string_view name) const {
  auto path = "items[" + std::to_string(index_) + "]";
  return name.empty() ? path : path + "." + std::string(name);
}

void ItemFieldValues::refuse_unknown(std::string_view name, domain::Verb verb, ItemFields allowed) {
  auto const nearest = nearest_field(allowed, name);
  take_over({.kind = ErrorKind::bad_request,
             .reason = "field.unknown",
             .detail = "`" + path_of(name.substr(0, 100)) + "` is not known for " + std::string(domain::name_of(verb)) +
                       "." + (nearest.empty() ? "" : " Did you mean `" + nearest + "`?")});
}

}  // namespace nameplate::http
