#include "cli/records/record_fields.hpp"

#include "base/utf8.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <charconv>
#include <fstream>
#include <iterator>
#include <optional>

namespace nameplate::cli {
namespace {

namespace json = boost::json;
using domain::FieldRule;
using domain::FieldType;

/// Not a field of the record itself, but every record has it.
constexpr FieldRule state_field = {.name = "state", .summary = "`active` or `retired`"};

std::unexpected<base::Error> refuse_value(std::string_view name, std::string const& value, std::string_view wanted) {
  return base::fail(base::ErrorKind::bad_request, "field.malformed",
                    std::string(name) + " takes " + std::string(wanted) + ", not \"" + base::excerpt(value) + "\".");
}

json::array list_of(std::string_view text) {
  json::array list;
  while (!text.empty()) {
    auto const end = std::min(text.find(','), text.size());
    list.push_back(json::value(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return list;
}

base::Result<json::value> parsed(FieldRule const& field, std::string const& text) {
  json::error_code malformed;
  auto value = json::parse(text, malformed);
  bool const is_object = field.type == FieldType::attributes;
  if (malformed || !(is_object ? value.is_object() : value.is_array())) {
    return refuse_value(field.name, text,
                        is_object ? "a JSON object, or @FILE with one" : "a JSON list, or @FILE with one");
  }
  return value;
}

base::Result<json::value> value_of(FieldRule const& field, std::string const& text) {
  if (text.empty()) {
    return json::value(nullptr);
  }
  switch (field.type) {
    case FieldType::integer: {
      std::int64_t number = 0;
      auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
      if (error != std::errc() || end != text.data() + text.size()) {
        return refuse_value(field.name, text, "a whole number");
      }
      return json::value(number);
    }
    case FieldType::boolean:
      if (text == "true" || text == "yes" || text == "false" || text == "no") {
        return json::value(text == "true" || text == "yes");
      }
      return refuse_value(field.name, text, "yes or no");
    case FieldType::choices:
    case FieldType::texts: return text.starts_with('[') ? parsed(field, text) : json::value(list_of(text));
    case FieldType::attributes:
    case FieldType::objects: return parsed(field, text);
    case FieldType::text:
    case FieldType::choice:
    case FieldType::decimal:
    case FieldType::time:
    case FieldType::reference: break;
  }
  return json::value(text);
}

base::Result<std::string> read_file(std::string const& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return base::fail(base::ErrorKind::not_found, "file.missing",
                      "The file " + path + " cannot be read. Check the path.");
  }
  std::string text{std::istreambuf_iterator<char>(file), {}};
  while (text.ends_with('\n') || text.ends_with('\r')) {
    text.pop_back();
  }
  return text;
}

std::unexpected<base::Error> unknown_field(domain::RecordKindRule const& kind, std::string const& name) {
  std::string known;
  for (auto const& field : kind.fields) {
    known += (known.empty() ? "" : ", ") + std::string(field.name);
  }
  return base::fail(
      base::ErrorKind::bad_request, "field.unknown",
      "A " + std::string(kind.name) + " has no field " + base::excerpt(name) + ". It has " + known + " and state.");
}

}  // namespace

base::Result<json::object> read_fields(domain::RecordKindRule const& kind, std::vector<std::string> const& given) {
  json::object body;
  for (auto const& pair : given) {
    auto const at = pair.find('=');
    auto const name = pair.substr(0, at);
    if (at == std::string::npos || !base::is_valid_utf8(pair)) {
      return base::fail(base::ErrorKind::bad_request, "field.malformed",
                        "A field is written as name=value, not \"" + base::excerpt(pair) + "\".");
    }
    auto const* const field = name == state_field.name ? &state_field : domain::find_field(kind.fields, name);
    if (field == nullptr) {
      return unknown_field(kind, name);
    }
    auto text = base::Result<std::string>(pair.substr(at + 1));
    if (text->starts_with('@')) {
      text = read_file(text->substr(1));
    }
    if (!text) {
      return std::unexpected(text.error());
    }
    auto value = value_of(*field, *text);
    if (!value) {
      return std::unexpected(value.error());
    }
    body[name] = *std::move(value);
  }
  return body;
}

}  // namespace nameplate::cli
