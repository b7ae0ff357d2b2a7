#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace nameplate::http {

enum class JsonKind : std::uint8_t {
  null,
  boolean,
  integer,  ///< fits 64 bits, signed
  decimal,  ///< any other number; only its text is kept, never a float
  string,
  array,
  object,
  key,  ///< inside the document only; no JsonValue has this kind
};

/// How much one document may hold. What is beyond is refused, never cut.
struct JsonLimits {
  std::size_t keys_per_object_max = 10'000;
  std::size_t values_max = 2'000'000;  ///< keys included; bounds the memory that a small body can cost
};
inline constexpr std::size_t json_depth_max = 64;
inline constexpr std::size_t json_string_bytes_max = 1024 * 1024;
inline constexpr std::size_t json_number_characters_max = 64;

/// One place of a parsed document: its values stand one after the other, each container before what it holds.
struct JsonNode {
  explicit JsonNode(JsonKind of_kind, std::int64_t value = 0) : kind(of_kind), number(value) {}
  JsonNode(JsonKind of_kind, std::string_view value)
      : kind(of_kind), size(static_cast<std::uint32_t>(value.size())), text(value.data()) {}

  JsonKind kind;
  std::uint32_t size = 0;  ///< bytes of a text; members of an object, elements of an array
  union {
    std::int64_t number;  ///< integer; boolean as 0 or 1
    char const* text;     ///< string, key, decimal
    std::uint64_t span;   ///< array, object: nodes to skip, itself included
  };
};

/// A value inside a JsonDocument, which it must not outlive. Cheap to copy.
class JsonValue {
 public:
  class Elements;
  class Members;

  explicit JsonValue(JsonNode const* node) : node_(node) {}

  [[nodiscard]] JsonKind kind() const { return node_->kind; }
  [[nodiscard]] bool is_null() const { return kind() == JsonKind::null; }
  [[nodiscard]] bool is_string() const { return kind() == JsonKind::string; }
  [[nodiscard]] bool is_integer() const { return kind() == JsonKind::integer; }
  [[nodiscard]] bool is_object() const { return kind() == JsonKind::object; }
  [[nodiscard]] bool is_array() const { return kind() == JsonKind::array; }

  // Each of these is for the kind it names; ask before.
  [[nodiscard]] std::string_view text() const { return {node_->text, node_->size}; }  ///< string; decimal as written
  [[nodiscard]] std::int64_t integer() const { return node_->number; }
  [[nodiscard]] bool boolean() const { return node_->number != 0; }
  [[nodiscard]] std::size_t size() const { return node_->size; }  ///< of an array or object
  [[nodiscard]] Elements elements() const;
  [[nodiscard]] Members members() const;

  /// The member of that name; linear in the number of members.
  [[nodiscard]] std::optional<JsonValue> find(std::string_view name) const;

  /// The value as JSON text again: no spaces, members in their order, numbers as written. Not for hashing: two texts of
  /// the same value may differ in the order of members.
  void append_to(std::string& out) const;

 private:
  friend class JsonDocument;
  [[nodiscard]] JsonNode const* after() const {
    return node_ + (node_->kind == JsonKind::array || node_->kind == JsonKind::object ? node_->span : 1);
  }

  JsonNode const* node_;
};

struct JsonMember {
  std::string_view name;
  JsonValue value;
};

/// The elements of an array, for a range-based `for`.
class JsonValue::Elements {
 public:
  class iterator {  // NOLINT(readability-identifier-naming): as the standard library names it
   public:
    using value_type = JsonValue;
    using difference_type = std::ptrdiff_t;
    explicit iterator(JsonNode const* node) : node_(node) {}
    JsonValue operator*() const { return JsonValue(node_); }
    iterator& operator++() {
      node_ = JsonValue(node_).after();
      return *this;
    }
    void operator++(int) { ++*this; }
    bool operator==(iterator const&) const = default;

   private:
    JsonNode const* node_;
  };

  explicit Elements(JsonNode const* array) : array_(array) {}
  [[nodiscard]] iterator begin() const { return iterator(array_ + 1); }
  [[nodiscard]] iterator end() const { return iterator(array_ + array_->span); }

 private:
  JsonNode const* array_;
};

/// The members of an object in their order; no name comes twice.
class JsonValue::Members {
 public:
  class iterator {  // NOLINT(readability-identifier-naming): as the standard library names it
   public:
    using value_type = JsonMember;
    using difference_type = std::ptrdiff_t;
    explicit iterator(JsonNode const* key) : key_(key) {}
    JsonMember operator*() const { return {.name = {key_->text, key_->size}, .value = JsonValue(key_ + 1)}; }
    iterator& operator++() {
      key_ = JsonValue(key_ + 1).after();
      return *this;
    }
    void operator++(int) { ++*this; }
    bool operator==(iterator const&) const = default;

   private:
    JsonNode const* key_;
  };

  explicit Members(JsonNode const* object) : object_(object) {}
  [[nodiscard]] iterator begin() const { return iterator(object_ + 1); }
  [[nodiscard]] iterator end() const { return iterator(object_ + object_->span); }

 private:
  JsonNode const* object_;
};

inline JsonValue::Elements JsonValue::elements() const {
  return Elements(node_);
}
inline JsonValue::Members JsonValue::members() const {
  return Members(node_);
}

/// A parsed body, read-only. Owns the text that its values point into.
class JsonDocument {
 public:
  /// Strict RFC 8259, one value, in one pass. Errors, all 400: json.malformed (with line and column), json.too_deep,
  /// json.duplicate_key, json.too_many_keys, json.too_many_values, json.string_too_long, json.bad_number,
  /// json.invalid_text (not UTF-8, half a surrogate pair, a NUL).
  [[nodiscard]] static base::Result<JsonDocument> parse(std::string body, JsonLimits const& limits = {});

  JsonDocument(JsonDocument&&) noexcept;
  JsonDocument& operator=(JsonDocument&&) noexcept;
  JsonDocument(JsonDocument const&) = delete;
  JsonDocument& operator=(JsonDocument const&) = delete;
  ~JsonDocument();

  [[nodiscard]] JsonValue root() const;

 private:
  struct Storage;
  explicit JsonDocument(std::unique_ptr<Storage> storage);
  std::unique_ptr<Storage> storage_;
};

}  // namespace nameplate::http
