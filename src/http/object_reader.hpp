#pragma once

#include "base/quantity.hpp"
#include "base/result.hpp"
#include "http/json.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nameplate::http {

/// Reads the members of one JSON object by name and type. Getters never fail one by one: the first error is kept, the
/// rest of the reading goes on with empty values, and `finish` tells. A member that is null counts as absent. At most
/// 64 names per object.
///
/// Errors (400 unless stated): field.missing, field.type, field.empty, field.too_long, field.unknown; those of
/// parse_quantity (422). The detail names the place as `items[3].product`.
class ObjectReader {
 public:
  /// `path` names the object (`items`, empty for the body itself) and must outlive the reader, as `value` must.
  /// `index` makes it `items[3]`: put together only when there is an error, so that a reader per item costs nothing.
  explicit ObjectReader(JsonValue value, std::string_view path = {}, std::optional<std::size_t> index = {});

  static constexpr std::size_t text_bytes_max = 4096;

  /// Not empty; views into the document.
  [[nodiscard]] std::string_view required_text(std::string_view name, std::size_t bytes_max = text_bytes_max);
  /// Empty text is refused here too: leave the field out instead.
  [[nodiscard]] std::optional<std::string_view> optional_text(std::string_view name,
                                                              std::size_t bytes_max = text_bytes_max);
  /// May be empty, for texts where that means something (clearing a note).
  [[nodiscard]] std::optional<std::string_view> optional_text_or_empty(std::string_view name,
                                                                       std::size_t bytes_max = text_bytes_max);

  [[nodiscard]] std::int64_t required_integer(std::string_view name);
  [[nodiscard]] std::optional<std::int64_t> optional_integer(std::string_view name);
  [[nodiscard]] std::optional<bool> optional_boolean(std::string_view name);

  /// A decimal string, or a JSON number as written (1, 0.5; no exponent): it never passes through a float.
  [[nodiscard]] base::Quantity required_quantity(std::string_view name);
  [[nodiscard]] std::optional<base::Quantity> optional_quantity(std::string_view name);

  [[nodiscard]] std::optional<JsonValue> required_array(std::string_view name);
  [[nodiscard]] std::optional<JsonValue> optional_array(std::string_view name);
  [[nodiscard]] std::optional<JsonValue> required_object(std::string_view name);
  [[nodiscard]] std::optional<JsonValue> optional_object(std::string_view name);
  /// Whatever it is, null included: for fields with several forms and for PATCH, where null clears.
  [[nodiscard]] std::optional<JsonValue> any(std::string_view name);

  /// Adds an error of the caller's own about one field, in the same form; the first error stays.
  void refuse(std::string_view name, base::ErrorKind kind, std::string_view reason, std::string_view what);

  [[nodiscard]] bool ok() const { return !error_.has_value(); }
  /// The path of a field as errors name it.
  [[nodiscard]] std::string path_of(std::string_view name) const;

  /// The first error, or field.unknown when the object has a member that no getter asked for.
  [[nodiscard]] base::Result<void> finish();

 private:
  static constexpr std::size_t names_max = 64;
  /// A string_view that costs nothing to construct: a reader is made for each of 100,000 items.
  struct Name {
    char const* data;
    std::size_t size;
  };

  [[nodiscard]] std::optional<JsonValue> take(std::string_view name);
  [[nodiscard]] std::optional<JsonValue> take_kind(std::string_view name, JsonKind kind, std::string_view wanted);
  [[nodiscard]] std::optional<std::string_view> take_text(std::string_view name, std::size_t bytes_max,
                                                          bool may_be_empty);
  void missing(std::string_view name);
  [[nodiscard]] bool was_asked(std::string_view name) const;
  void refuse_unknown(std::string_view name);

  JsonValue value_;
  std::string_view path_;
  std::optional<std::size_t> index_;
  std::size_t asked_count_ = 0;
  std::size_t matched_ = 0;
  std::array<Name, names_max> asked_;
  std::optional<base::Error> error_;
};

}  // namespace nameplate::http
