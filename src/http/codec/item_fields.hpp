#pragma once

#include "base/quantity.hpp"
#include "base/result.hpp"
#include "domain/verb.hpp"
#include "http/codec/text_rules.hpp"
#include "http/codec/verb_fields.hpp"
#include "http/json.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nameplate::http {

/// The fields of one item by what they are, found in one walk over its members: asking an ObjectReader for each of
/// nineteen names would cost more than reading the text. Null counts as absent. The first error is kept; errors name
/// the field as `items[3].serial` and carry the item's index.
class ItemFieldValues {
 public:
  ItemFieldValues(JsonValue item, std::size_t index, domain::Verb verb, ItemFields allowed);

  [[nodiscard]] bool ok() const { return !error_.has_value(); }
  [[nodiscard]] base::Error error() && { return std::move(*error_); }

  [[nodiscard]] bool has(ItemField field) const { return present_.contains(field); }
  [[nodiscard]] bool has_any_but(ItemFields others) const { return (present_ | others) != others; }
  /// Which of these is there: `ItemField::product` stands for none of them, nothing for several.
  [[nodiscard]] std::optional<ItemField> only_one_of(ItemFields fields) const;

  // For fields that are there. What cannot be read gives an error and an empty value.
  [[nodiscard]] std::string_view text(ItemField field, std::size_t length_max, Lines lines);
  [[nodiscard]] std::int64_t integer(ItemField field, std::int64_t min, std::int64_t max);
  [[nodiscard]] bool boolean(ItemField field);
  [[nodiscard]] std::int64_t id(ItemField field, char letter);
  [[nodiscard]] std::optional<base::Quantity> quantity(ItemField field);
  // Nothing when absent.
  [[nodiscard]] std::optional<JsonValue> value(ItemField field) const {
    return has(field) ? std::optional(value_of(field)) : std::nullopt;
  }
  [[nodiscard]] std::optional<JsonValue> array(ItemField field);
  [[nodiscard]] std::optional<JsonValue> object(ItemField field);

  void refuse(ItemField field, base::ErrorKind kind, std::string_view reason, std::string_view what);
  /// About the item as a whole.
  void refuse_item(base::ErrorKind kind, std::string_view reason, std::string_view what);
  /// An error found inside one of the fields.
  void take_over(base::Error error);
  [[nodiscard]] std::string path_of(std::string_view name) const;

 private:
  [[nodiscard]] JsonValue value_of(ItemField field) const { return *values_[static_cast<std::size_t>(field)]; }
  void refuse_unknown(std::string_view name, domain::Verb verb, ItemFields allowed);

  std::array<std::optional<JsonValue>, 19> values_ = {};
  ItemFields present_;
  std::size_t index_;
  std::optional<base::Error> error_;
};

}  // namespace nameplate::http
