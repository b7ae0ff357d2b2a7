#include "http/json_builder.hpp"

#include <boost/json/error.hpp>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <functional>

namespace nameplate::http {
namespace {

// Below this many members comparing each with each is faster than sorting.
constexpr std::size_t members_compared_pairwise_max = 24;

std::string_view key_of(JsonNode const& node) {
  return {node.text, node.size};
}

}  // namespace

std::size_t count_leading_ascii(std::string_view text) {
  static constexpr std::uint64_t high_bits = 0x8080'8080'8080'8080;
  std::size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + at, 8);
    if ((word & high_bits) != 0) {
      break;
    }
  }
  while (at < text.size() && static_cast<unsigned char>(text[at]) < 0x80) {
    ++at;
  }
  return at;
}

JsonBuilder::JsonBuilder(std::string_view body, JsonLimits const& limits, std::vector<JsonNode>& nodes,
                         std::pmr::monotonic_buffer_resource& texts)
    : body_(body), limits_(limits), nodes_(nodes), texts_(texts) {}

bool JsonBuilder::on_object_end(std::size_t count, ErrorCode& code) {
  auto const object = open_[depth_ - 1].node;
  if (auto const twice = find_duplicate_key(object, count)) {
    return object_to(
        code, "json.duplicate_key",
        "The name \"" + std::string(twice->substr(0, 100)) + "\" stands twice in one object. Send it once.");
  }
  return close(count);
}

bool JsonBuilder::on_key(View rest, std::size_t, ErrorCode& code) {
  if (++open_[depth_ - 1].keys > limits_.keys_per_object_max) {
    return object_to(
        code, "json.too_many_keys",
        "An object in the body has more than " + std::to_string(limits_.keys_per_object_max) + " members.");
  }
  return add_text(JsonKind::key, rest, code);
}

bool JsonBuilder::on_int64(std::int64_t number, View text, ErrorCode& code) {
  if (text.size() > json_number_characters_max) {
    return add_decimal(text, code);
  }
  return add_scalar(JsonKind::integer, number, code);
}

bool JsonBuilder::on_double(double number, View text, ErrorCode& code) {
  if (!std::isfinite(number)) {
    return object_to(code, "json.bad_number", "A number in the body is out of range.");
  }
  return add_decimal(text, code);
}

bool JsonBuilder::open(JsonKind kind, ErrorCode& code) {
  if (!has_room(code)) {
    return false;
  }
  open_[depth_++] = {.node = nodes_.size(), .keys = 0};
  nodes_.emplace_back(kind);
  return true;
}

bool JsonBuilder::close(std::size_t count) {
  auto const at = open_[--depth_].node;
  nodes_[at].size = static_cast<std::uint32_t>(count);
  nodes_[at].span = nodes_.size() - at;
  return true;
}

bool JsonBuilder::keep(View part) {
  parts_.append(part);
  return true;
}

bool JsonBuilder::add_text(JsonKind kind, View rest, ErrorCode& code) {
  if (!has_room(code)) {
    return false;
  }
  auto text = rest;
  bool const in_body = parts_.empty() && !std::less<>{}(text.data(), body_.data()) &&
                       !std::less<>{}(body_.data() + body_.size(), text.data() + text.size());
  if (!in_body && !(parts_.empty() && text.empty())) {
    auto const size = parts_.size() + text.size();
    auto* const copy = static_cast<char*>(texts_.allocate(size, 1));
    std::ranges::copy(parts_, copy);
    std::ranges::copy(text, copy + parts_.size());
    text = {copy, size};
    parts_.clear();
    // PostgreSQL cannot store it, and nothing that a person writes holds it. Only an escape can bring it here.
    if (text.contains('\0')) {
      return object_to(code, "json.invalid_text", "A text in the body holds the character NUL.");
    }
  }
  nodes_.emplace_back(kind, text);
  return true;
}

bool JsonBuilder::add_decimal(View text, ErrorCode& code) {
  if (text.size() > json_number_characters_max) {
    return object_to(code, "json.bad_number", "A number in the body has more than 64 characters.");
  }
  if (!has_room(code)) {
    return false;
  }
  nodes_.emplace_back(JsonKind::decimal, text);
  return true;
}

bool JsonBuilder::add_scalar(JsonKind kind, std::int64_t number, ErrorCode& code) {
  if (!has_room(code)) {
    return false;
  }
  nodes_.emplace_back(kind, number);
  return true;
}

bool JsonBuilder::has_room(ErrorCode& code) {
  if (nodes_.size() < limits_.values_max) [[likely]] {
    return true;
  }
  return object_to(code, "json.too_many_values",
                   "The body has more than " + std::to_string(limits_.values_max) + " values. Send it in parts.");
}

bool JsonBuilder::object_to(ErrorCode& code, std::string_view reason, std::string detail) {
  objection_ = Objection{.reason = reason, .detail = std::move(detail)};
  code = boost::json::error::input_error;  // any: the objection says more
  return false;
}

std::optional<std::string_view> JsonBuilder::find_duplicate_key(std::size_t object, std::size_t count) {
  keys_.clear();
  auto const step = [&](std::size_t value) {
    auto const kind = nodes_[value].kind;
    return kind == JsonKind::array || kind == JsonKind::object ? nodes_[value].span : 1;
  };
  for (auto at = object + 1; at < nodes_.size(); at += 1 + step(at + 1)) {
    auto const key = key_of(nodes_[at]);
    if (count <= members_compared_pairwise_max && std::ranges::find(keys_, key) != keys_.end()) {
      return key;
    }
    keys_.push_back(key);
  }
  if (count > members_compared_pairwise_max) {
    std::ranges::sort(keys_);
    if (auto const twice = std::ranges::adjacent_find(keys_); twice != keys_.end()) {
      return *twice;
    }
  }
  return std::nullopt;
}

}  // namespace nameplate::http
