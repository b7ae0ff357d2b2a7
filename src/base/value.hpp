#pragma once

#include "base/byte_codec.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace nameplate::base {

/// A small tree of data: what a master record holds. Objects keep the order of their fields. No floats.
class Value {
 public:
  using List = std::vector<Value>;
  using Field = std::pair<std::string, Value>;
  using Object = std::vector<Field>;

  Value() = default;
  Value(bool value) : data_(value) {}
  Value(std::int64_t value) : data_(value) {}
  Value(std::string value) : data_(std::move(value)) {}
  Value(std::string_view value) : data_(std::string(value)) {}
  Value(char const* value) : data_(std::string(value)) {}
  Value(List value) : data_(std::move(value)) {}
  Value(Object value) : data_(std::move(value)) {}

  [[nodiscard]] bool is_null() const { return std::holds_alternative<std::monostate>(data_); }
  [[nodiscard]] bool const* as_bool() const { return std::get_if<bool>(&data_); }
  [[nodiscard]] std::int64_t const* as_int() const { return std::get_if<std::int64_t>(&data_); }
  [[nodiscard]] std::string const* as_text() const { return std::get_if<std::string>(&data_); }
  [[nodiscard]] List const* as_list() const { return std::get_if<List>(&data_); }
  [[nodiscard]] Object const* as_object() const { return std::get_if<Object>(&data_); }

  /// The field of an object, or null when there is none.
  [[nodiscard]] Value const* find(std::string_view field) const;
  /// The text of a field, empty when it is absent or no text.
  [[nodiscard]] std::string text_of(std::string_view field) const;
  /// Sets or replaces a field of an object; a null value removes it.
  void set(std::string_view field, Value value);

  bool operator==(Value const&) const = default;

 private:
  std::variant<std::monostate, bool, std::int64_t, std::string, List, Object> data_;
};

/// Canonical bytes: one value has one form. Reading throws DamagedBytes.
void write_value(ByteWriter& out, Value const& value);
[[nodiscard]] Value read_value(ByteReader& in);

/// Compact JSON.
void append_json(std::string& out, Value const& value);

}  // namespace nameplate::base
