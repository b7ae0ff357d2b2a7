#include "http/json.hpp"

#include "base/check.hpp"
#include "base/json_text.hpp"
#include "base/utf8.hpp"
#include "http/json_builder.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/error.hpp>

#include <algorithm>
#include <utility>

namespace nameplate::http {

struct JsonDocument::Storage {
  std::string body;
  std::pmr::monotonic_buffer_resource texts;
  std::vector<JsonNode> nodes;
};

namespace {

constexpr std::size_t large_body_bytes = 1024 * 1024;

struct Place {
  std::size_t line;
  std::size_t column;
};

Place place_of(std::string_view body, std::size_t offset) {
  auto const before = body.substr(0, offset);
  auto const line_start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
  return {.line = 1 + static_cast<std::size_t>(std::ranges::count(before, '\n')), .column = 1 + offset - line_start};
}

base::Error refused(std::string_view reason, std::string detail, std::string_view body, std::size_t offset) {
  auto const place = place_of(body, offset);
  detail += " Look at line " + std::to_string(place.line) + ", column " + std::to_string(place.column) + " (byte " +
            std::to_string(offset) + ").";
  return {.kind = base::ErrorKind::bad_request, .reason = std::string(reason), .detail = std::move(detail)};
}

/// Whether the text breaks off behind the first half of a surrogate pair (`\ud83d` and then no second escape), which
/// the parser calls a syntax error like any other.
bool ends_with_leading_surrogate(std::string_view text) {
  static constexpr std::size_t escape_size = 6;
  if (text.ends_with('\\')) {
    text.remove_suffix(1);
  }
  if (text.size() < escape_size) {
    return false;
  }
  auto const escape = text.substr(text.size() - escape_size);
  return escape.starts_with("\\u") && (escape[2] == 'd' || escape[2] == 'D') &&
         std::string_view("89abAB").contains(escape[3]);
}

/// What the parser itself objected to, in our words.
base::Error explain(boost::json::error_code const& code, std::string_view body, std::size_t offset) {
  using boost::json::error;
  if (code == error::too_deep) {
    return refused("json.too_deep", "The body is nested deeper than " + std::to_string(json_depth_max) + " levels.",
                   body, offset);
  }
  if (code == error::string_too_large || code == error::key_too_large) {
    return refused("json.string_too_long", "A text in the body is longer than 1 MiB.", body, offset);
  }
  if (code == error::exponent_overflow) {
    return refused("json.bad_number", "A number in the body is out of range.", body, offset);
  }
  if (code == error::illegal_leading_surrogate || code == error::illegal_trailing_surrogate ||
      ends_with_leading_surrogate(body.substr(0, offset))) {
    return refused("json.invalid_text", "A text in the body holds half a surrogate pair, which is no character.", body,
                   offset);
  }
  if (code == error::incomplete) {
    return refused("json.malformed", "The body is not complete JSON: it ends too early.", body, offset);
  }
  return refused("json.malformed", "The body is not JSON.", body, offset);
}

/// The place of the first bytes that are not UTF-8; the length of the text when there are none.
std::size_t find_invalid_utf8(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    at += count_leading_ascii(text.substr(at));
    auto end = at;
    while (end < text.size() && static_cast<unsigned char>(text[end]) >= 0x80) {
      ++end;
    }
    if (!base::is_valid_utf8(text.substr(at, end - at))) {
      return at;
    }
    at = end;
  }
  return at;
}

void append_node(std::string& out, JsonValue value) {
  switch (value.kind()) {
    case JsonKind::null: out += "null"; return;
    case JsonKind::boolean: out += value.boolean() ? "true" : "false"; return;
    case JsonKind::integer: out += std::to_string(value.integer()); return;
    case JsonKind::decimal: out += value.text(); return;
    case JsonKind::string: base::append_json_string(out, value.text()); return;
    case JsonKind::array: {
      char separator = '[';
      for (auto const element : value.elements()) {
        out.push_back(std::exchange(separator, ','));
        append_node(out, element);
      }
      out += separator == '[' ? "[]" : "]";
      return;
    }
    case JsonKind::object: {
      char separator = '{';
      for (auto const& [name, content] : value.members()) {
        out.push_back(std::exchange(separator, ','));
        base::append_json_string(out, name);
        out.push_back(':');
        append_node(out, content);
      }
      out += separator == '{' ? "{}" : "}";
      return;
    }
    case JsonKind::key: break;
  }
  base::unreachable();
}

}  // namespace

std::optional<JsonValue> JsonValue::find(std::string_view name) const {
  for (auto const& member : members()) {
    if (member.name == name) {
      return member.value;
    }
  }
  return std::nullopt;
}

void JsonValue::append_to(std::string& out) const {
  append_node(out, *this);
}

base::Result<JsonDocument> JsonDocument::parse(std::string body, JsonLimits const& limits) {
  auto storage = std::make_unique<Storage>();
  storage->body = std::move(body);
  std::string_view const text = storage->body;
  if (auto const bad = find_invalid_utf8(text); bad != text.size()) {
    return std::unexpected(refused("json.invalid_text", "The body is not UTF-8.", text, bad));
  }
  // One node per nine bytes is what bulk requests have. A large body gets room for all that it may hold: memory that is
  // not touched costs nothing, but growing would have two copies for a moment.
  storage->nodes.reserve(text.size() > large_body_bytes ? limits.values_max : text.size() / 9 + 16);

  boost::json::parse_options options;
  options.max_depth = json_depth_max;
  options.allow_invalid_utf8 = true;  // just checked, once for the whole
  boost::json::basic_parser<JsonBuilder> parser(options, text, limits, storage->nodes, storage->texts);
  boost::json::error_code code;
  auto const used = parser.write_some(false, text.data(), text.size(), code);
  if (auto const& objection = parser.handler().objection()) {
    return std::unexpected(refused(objection->reason, objection->detail, text, used));
  }
  if (code) {
    return std::unexpected(explain(code, text, used));
  }
  if (auto const extra = text.find_first_not_of(" \t\r\n", used); extra != std::string_view::npos) {
    return std::unexpected(refused("json.malformed", "Something follows the end of the JSON value.", text, extra));
  }
  return JsonDocument(std::move(storage));
}

JsonDocument::JsonDocument(std::unique_ptr<Storage> storage) : storage_(std::move(storage)) {}
JsonDocument::JsonDocument(JsonDocument&&) noexcept = default;
JsonDocument& JsonDocument::operator=(JsonDocument&&) noexcept = default;
JsonDocument::~JsonDocument() = default;

JsonValue JsonDocument::root() const {
  return JsonValue(storage_->nodes.data());
}

}  // namespace nameplate::http
