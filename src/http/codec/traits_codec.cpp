#include "http/codec/traits_codec.hpp"

#include "http/codec/text_rules.hpp"

namespace nameplate::http {
namespace {

constexpr std::size_t traits_max = 100;

std::unexpected<base::Error> wrong(std::string_view reason, std::string const& path, std::string_view what) {
  return base::fail(base::ErrorKind::bad_request, reason, "`" + path + "` " + std::string(what));
}

std::optional<std::string> text_of(JsonValue value) {
  switch (value.kind()) {
    case JsonKind::string:
    case JsonKind::decimal: return std::string(value.text());
    case JsonKind::integer: return std::to_string(value.integer());
    case JsonKind::boolean: return std::string(value.boolean() ? "true" : "false");
    case JsonKind::null:
    case JsonKind::array:
    case JsonKind::object:
    case JsonKind::key: break;
  }
  return std::nullopt;
}

base::Result<void> read_attributes(JsonValue attributes, std::string const& path, domain::TraitsGiven& given) {
  if (!attributes.is_object()) {
    return wrong("field.type", path, "must be an object: the code of each attribute, and its value.");
  }
  if (attributes.size() > traits_max) {
    return wrong("field.too_many", path, "has more than 100 entries.");
  }
  for (auto const& member : attributes.members()) {
    auto value = text_of(member.value);
    if (!value && !member.value.is_null()) {
      return wrong("field.type", path + "." + std::string(member.name.substr(0, 100)),
                   "must be a text, a number, true, false or null.");
    }
    given.attributes.push_back({.attribute = std::string(member.name), .value = std::move(value)});
  }
  return {};
}

base::Result<void> read_tags(JsonValue tags, std::string const& path, domain::TraitsGiven& given) {
  if (!tags.is_array()) {
    return wrong("field.type", path, "must be an array of texts.");
  }
  if (tags.size() > traits_max) {
    return wrong("field.too_many", path, "has more than 100 entries.");
  }
  auto& list = given.tags.emplace();
  for (auto const tag : tags.elements()) {
    if (!tag.is_string()) {
      return wrong("field.type", path, "must be an array of texts.");
    }
    list.emplace_back(tag.text());
  }
  return {};
}

}  // namespace

base::Result<domain::TraitsGiven> read_traits(std::optional<JsonValue> attributes, std::optional<JsonValue> tags,
                                              std::string const& path) {
  domain::TraitsGiven given;
  auto const path_of = [&](std::string_view name) {
    return path.empty() ? std::string(name) : path + "." + std::string(name);
  };
  if (attributes && !attributes->is_null()) {
    if (auto const read = read_attributes(*attributes, path_of("attributes"), given); !read) {
      return std::unexpected(read.error());
    }
  }
  if (tags && !tags->is_null()) {
    if (auto const read = read_tags(*tags, path_of("tags"), given); !read) {
      return std::unexpected(read.error());
    }
  }
  return given;
}

}  // namespace nameplate::http
