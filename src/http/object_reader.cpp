#include "http/object_reader.hpp"

#include "base/check.hpp"
#include "http/nearest_name.hpp"

#include <algorithm>
#include <span>
#include <vector>

namespace nameplate::http {
namespace {

constexpr std::string_view wanted_quantity = "a decimal number, best as a string such as \"0.5\"";

std::string_view kind_name(JsonKind kind) {
  switch (kind) {
    case JsonKind::null: return "null";
    case JsonKind::boolean: return "a boolean";
    case JsonKind::integer: return "an integer";
    case JsonKind::decimal: return "a number";
    case JsonKind::string: return "a string";
    case JsonKind::array: return "an array";
    case JsonKind::object: return "an object";
    case JsonKind::key: break;
  }
  base::unreachable();
}

}  // namespace

ObjectReader::ObjectReader(JsonValue value, std::string_view path, std::optional<std::size_t> index)
    : value_(value), path_(path), index_(index) {
  if (!value_.is_object()) {
    auto where = path_of({});
    error_ = base::Error{.kind = base::ErrorKind::bad_request,
                         .reason = "field.type",
                         .detail = (where.empty() ? "The body" : "`" + where + "`") + " must be an object, not " +
                                   std::string(kind_name(value_.kind())) + "."};
  }
}

std::string_view ObjectReader::required_text(std::string_view name, std::size_t bytes_max) {
  auto const text = take_text(name, bytes_max, false);
  if (!text) {
    missing(name);
  }
  return text.value_or(std::string_view());
}

std::optional<std::string_view> ObjectReader::optional_text(std::string_view name, std::size_t bytes_max) {
  return take_text(name, bytes_max, false);
}

std::optional<std::string_view> ObjectReader::optional_text_or_empty(std::string_view name, std::size_t bytes_max) {
  return take_text(name, bytes_max, true);
}

std::int64_t ObjectReader::required_integer(std::string_view name) {
  auto const number = optional_integer(name);
  if (!number) {
    missing(name);
  }
  return number.value_or(0);
}

std::optional<std::int64_t> ObjectReader::optional_integer(std::string_view name) {
  auto const value = take_kind(name, JsonKind::integer, "an integer of at most 64 bits");
  return value ? std::optional(value->integer()) : std::nullopt;
}

std::optional<bool> ObjectReader::optional_boolean(std::string_view name) {
  auto const value = take_kind(name, JsonKind::boolean, "true or false");
  return value ? std::optional(value->boolean()) : std::nullopt;
}

base::Quantity ObjectReader::required_quantity(std::string_view name) {
  auto const quantity = optional_quantity(name);
  if (!quantity) {
    missing(name);
  }
  return quantity.value_or(base::Quantity{});
}

std::optional<base::Quantity> ObjectReader::optional_quantity(std::string_view name) {
  auto const value = take(name);
  if (!value || value->is_null()) {
    return std::nullopt;
  }
  if (!value->is_string() && !value->is_integer() && value->kind() != JsonKind::decimal) {
    refuse(name, base::ErrorKind::bad_request, "field.type",
           "must be " + std::string(wanted_quantity) + ", not " + std::string(kind_name(value->kind())) + ".");
    return std::nullopt;
  }
  auto const quantity = value->is_integer() ? base::parse_quantity(std::to_string(value->integer()))
                                            : base::parse_quantity(value->text());
  if (!quantity) {
    refuse(name, quantity.error().kind, quantity.error().reason, "cannot be accepted. " + quantity.error().detail);
    return std::nullopt;
  }
  return *quantity;
}

std::optional<JsonValue> ObjectReader::required_array(std::string_view name) {
  auto const value = optional_array(name);
  if (!value) {
    missing(name);
  }
  return value;
}

std::optional<JsonValue> ObjectReader::optional_array(std::string_view name) {
  return take_kind(name, JsonKind::array, "an array");
}

std::optional<JsonValue> ObjectReader::required_object(std::string_view name) {
  auto const value = optional_object(name);
  if (!value) {
    missing(name);
  }
  return value;
}

std::optional<JsonValue> ObjectReader::optional_object(std::string_view name) {
  return take_kind(name, JsonKind::object, "an object");
}

std::optional<JsonValue> ObjectReader::any(std::string_view name) {
  return take(name);
}

void ObjectReader::refuse(std::string_view name, base::ErrorKind kind, std::string_view reason, std::string_view what) {
  if (!error_) {
    error_ = base::Error{
        .kind = kind, .reason = std::string(reason), .detail = "`" + path_of(name) + "` " + std::string(what)};
  }
}

std::string ObjectReader::path_of(std::string_view name) const {
  std::string path(path_);
  if (index_) {
    path += "[" + std::to_string(*index_) + "]";
  }
  if (!path.empty() && !name.empty()) {
    path += ".";
  }
  return path.append(name);
}

base::Result<void> ObjectReader::finish() {
  if (!error_ && matched_ != value_.size()) {
    for (auto const& member : value_.members()) {
      if (!was_asked(member.name)) {
        refuse_unknown(member.name);
        break;
      }
    }
  }
  if (error_) {
    return std::unexpected(*error_);
  }
  return {};
}

std::optional<JsonValue> ObjectReader::take(std::string_view name) {
  if (!value_.is_object()) {
    return std::nullopt;
  }
  auto const value = value_.find(name);
  if (value && was_asked(name)) {
    return value;
  }
  matched_ += value ? 1 : 0;
  base::check(asked_count_ < names_max, "an ObjectReader is asked for more names than it has room for");
  asked_[asked_count_++] = {.data = name.data(), .size = name.size()};
  return value;
}

std::optional<JsonValue> ObjectReader::take_kind(std::string_view name, JsonKind kind, std::string_view wanted) {
  auto const value = take(name);
  if (!value || value->is_null()) {
    return std::nullopt;
  }
  if (value->kind() != kind) {
    refuse(name, base::ErrorKind::bad_request, "field.type",
           "must be " + std::string(wanted) + ", not " + std::string(kind_name(value->kind())) + ".");
    return std::nullopt;
  }
  return value;
}

std::optional<std::string_view> ObjectReader::take_text(std::string_view name, std::size_t bytes_max,
                                                        bool may_be_empty) {
  auto const value = take_kind(name, JsonKind::string, "a string");
  if (!value) {
    return std::nullopt;
  }
  auto const text = value->text();
  if (text.empty() && !may_be_empty) {
    refuse(name, base::ErrorKind::bad_request, "field.empty", "is empty. Give a value or leave the field out.");
  }
  if (text.size() > bytes_max) {
    refuse(name, base::ErrorKind::bad_request, "field.too_long",
           "is longer than " + std::to_string(bytes_max) + " bytes.");
  }
  return text;
}

void ObjectReader::missing(std::string_view name) {
  refuse(name, base::ErrorKind::bad_request, "field.missing", "is required.");
}

bool ObjectReader::was_asked(std::string_view name) const {
  return std::ranges::any_of(std::span(asked_).first(asked_count_),
                             [&](Name const& asked) { return std::string_view(asked.data, asked.size) == name; });
}

void ObjectReader::refuse_unknown(std::string_view name) {
  std::vector<std::string_view> known;
  for (auto const& asked : std::span(asked_).first(asked_count_)) {
    known.emplace_back(asked.data, asked.size);
  }
  auto const nearest = nearest_name(name, known);
  refuse(name.substr(0, 100), base::ErrorKind::bad_request, "field.unknown",
         nearest.empty() ? std::string("is not known here.")
                         : "is not known here. Did you mean `" + std::string(nearest) + "`?");
}

}  // namespace nameplate::http
