#pragma once

#include "http/json.hpp"

#include <boost/system/error_code.hpp>

#include <array>
#include <memory_resource>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Only for json.cpp.
namespace nameplate::http {

/// The number of bytes below 0x80 at the start.
[[nodiscard]] std::size_t count_leading_ascii(std::string_view text);

/// Takes the parts of a document from Boost.JSON's parser, checks what that parser does not, and lays the nodes down
/// one after the other. Texts without escapes stay where they are in the body.
class JsonBuilder {
 public:
  using ErrorCode = boost::system::error_code;
  using View = std::string_view;

  struct Objection {
    std::string_view reason;
    std::string detail;
  };

  // Boost.JSON asks for these by name.
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = json_string_bytes_max;
  static constexpr std::size_t max_string_size = json_string_bytes_max;

  JsonBuilder(std::string_view body, JsonLimits const& limits, std::vector<JsonNode>& nodes,
              std::pmr::monotonic_buffer_resource& texts);

  [[nodiscard]] std::optional<Objection> const& objection() const { return objection_; }

  bool on_document_begin(ErrorCode&) { return true; }
  bool on_document_end(ErrorCode&) { return true; }
  bool on_array_begin(ErrorCode& code) { return open(JsonKind::array, code); }
  bool on_array_end(std::size_t count, ErrorCode&) { return close(count); }
  bool on_object_begin(ErrorCode& code) { return open(JsonKind::object, code); }
  bool on_object_end(std::size_t count, ErrorCode& code);
  bool on_key_part(View part, std::size_t, ErrorCode&) { return keep(part); }
  bool on_key(View rest, std::size_t, ErrorCode& code);
  bool on_string_part(View part, std::size_t, ErrorCode&) { return keep(part); }
  bool on_string(View rest, std::size_t, ErrorCode& code) { return add_text(JsonKind::string, rest, code); }
  bool on_number_part(View, ErrorCode&) { return true; }  // does not happen: the body comes in one piece
  bool on_int64(std::int64_t number, View text, ErrorCode& code);
  bool on_uint64(std::uint64_t, View text, ErrorCode& code) { return add_decimal(text, code); }
  bool on_double(double number, View text, ErrorCode& code);
  bool on_bool(bool yes, ErrorCode& code) { return add_scalar(JsonKind::boolean, yes ? 1 : 0, code); }
  bool on_null(ErrorCode& code) { return add_scalar(JsonKind::null, 0, code); }
  bool on_comment_part(View, ErrorCode&) { return true; }
  bool on_comment(View, ErrorCode&) { return true; }

 private:
  struct Open {
    std::size_t node = 0;
    std::size_t keys = 0;
  };

  bool open(JsonKind kind, ErrorCode& code);
  bool close(std::size_t count);
  bool keep(View part);
  bool add_text(JsonKind kind, View rest, ErrorCode& code);
  bool add_decimal(View text, ErrorCode& code);
  bool add_scalar(JsonKind kind, std::int64_t number, ErrorCode& code);
  bool has_room(ErrorCode& code);
  bool object_to(ErrorCode& code, std::string_view reason, std::string detail);
  [[nodiscard]] std::optional<std::string_view> find_duplicate_key(std::size_t object, std::size_t count);

  std::string_view body_;
  JsonLimits limits_;
  std::vector<JsonNode>& nodes_;
  std::pmr::monotonic_buffer_resource& texts_;
  std::array<Open, json_depth_max + 1> open_{};
  std::size_t depth_ = 0;
  std::string parts_;  ///< of a text with escapes, which comes in pieces
  std::vector<std::string_view> keys_;
  std::optional<Objection> objection_;
};

}  // namespace nameplate::http
