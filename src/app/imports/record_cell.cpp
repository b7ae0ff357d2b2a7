#include "app/imports/record_cell.hpp"

#include "base/ascii.hpp"
#include "base/check_digit.hpp"
#include "base/utf8.hpp"
#include "tabular/spoilt_number.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace nameplate::app {
namespace {

namespace json = boost::json;
using base::Value;
using domain::FieldRule;
using domain::FieldType;

std::unexpected<base::Error> wrong(std::string_view cell, std::string_view expected) {
  return base::fail(base::ErrorKind::invalid, "row.value",
                    "\"" + base::excerpt(cell) + "\" is not " + std::string(expected) + ".");
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    auto const end = text.find(separator);
    parts.push_back(base::trim_blanks(text.substr(0, end)));
    if (end == std::string_view::npos) {
      return parts;
    }
    text.remove_prefix(end + 1);
  }
}

base::Result<Value> read_boolean(std::string_view cell) {
  constexpr std::array<std::string_view, 6> yes = {"TRUE", "YES", "1", "X", "JA", "WAHR"};
  constexpr std::array<std::string_view, 5> no = {"FALSE", "NO", "0", "NEIN", "FALSCH"};
  auto const word = base::to_upper(cell);
  if (std::ranges::find(yes, word) != yes.end()) {
    return Value(true);
  }
  return std::ranges::find(no, word) != no.end() ? base::Result<Value>(Value(false)) : wrong(cell, "true or false");
}

base::Result<Value> read_integer(std::string_view cell, CellForm const& form) {
  auto const plain = tabular::plain_decimal(cell, form.decimal);
  std::int64_t number = 0;
  auto const [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), number);
  bool const is_whole = error == std::errc() && end == plain.data() + plain.size();
  return is_whole ? base::Result<Value>(Value(number)) : wrong(cell, "a whole number");
}

base::Result<Value> read_text(FieldRule const& field, std::string_view cell, CellForm const& form) {
  bool const is_number = field.form == domain::TextForm::gtin || field.form == domain::TextForm::gln ||
                         field.form == domain::TextForm::code;
  if (is_number && !form.accepts_spoilt) {
    tabular::NumberRule const rule{.shape = field.form == domain::TextForm::gtin ? tabular::NumberShape::gtin
                                                                                 : tabular::NumberShape::free};
    if (auto const spoilt = tabular::find_spoilt(cell, rule)) {
      return base::fail(base::ErrorKind::invalid, spoilt->reason, spoilt->detail);
    }
  }
  return Value(cell);
}

base::Result<Value> from_json(json::value const& value, std::string_view cell) {
  switch (value.kind()) {
    case json::kind::null: return Value();
    case json::kind::bool_: return Value(value.get_bool());
    case json::kind::int64: return Value(value.get_int64());
    case json::kind::string: return Value(std::string_view(value.get_string()));
    case json::kind::array: {
      Value::List list;
      for (auto const& element : value.get_array()) {
        auto read = from_json(element, cell);
        if (!read) {
          return read;
        }
        list.push_back(*std::move(read));
      }
      return Value(std::move(list));
    }
    case json::kind::object: {
      Value object{Value::Object()};
      for (auto const& member : value.get_object()) {
        auto read = from_json(member.value(), cell);
        if (!read) {
          return read;
        }
        object.set(member.key(), *std::move(read));
      }
      return object;
    }
    case json::kind::uint64:
    case json::kind::double_: break;
  }
  return wrong(cell, "JSON whose decimals are written as texts, such as \"0.5\"");
}

base::Result<Value> read_json(std::string_view cell) {
  json::error_code failed;
  auto const value = json::parse(json::string_view(cell.data(), cell.size()), failed);
  return failed ? wrong(cell, "well-formed JSON") : from_json(value, cell);
}

/// `a:b; c:d`
base::Result<Value> read_objects(FieldRule const& field, std::string_view cell, CellForm const& form) {
  Value::List list;
  for (auto const entry : split(cell, ';')) {
    if (entry.empty()) {
      continue;
    }
    auto const parts = split(entry, ':');
    if (parts.size() > field.fields.size()) {
      std::string shape;
      for (auto const& part : field.fields) {
        shape += (shape.empty() ? "" : ":") + std::string(part.name);
      }
      return wrong(cell, "of the form " + shape + ", several of them with ; between them, or JSON");
    }
    Value object{Value::Object()};
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (parts[i].empty()) {
        continue;
      }
      auto value = read_record_cell(field.fields[i], parts[i], form);
      if (!value) {
        return value;
      }
      object.set(field.fields[i].name, *std::move(value));
    }
    list.emplace_back(std::move(object));
  }
  return Value(std::move(list));
}

/// `colour=red; depth=12`
base::Result<Value> read_attributes(std::string_view cell) {
  if (cell.starts_with('{')) {
    return read_json(cell);
  }
  Value object{Value::Object()};
  for (auto const entry : split(cell, ';')) {
    auto const equals = entry.find('=');
    if (entry.empty()) {
      continue;
    }
    if (equals == std::string_view::npos || equals == 0) {
      return wrong(cell, "of the form code=value, several of them with ; between them, or JSON");
    }
    object.set(base::trim_blanks(entry.substr(0, equals)), Value(base::trim_blanks(entry.substr(equals + 1))));
  }
  return object;
}

}  // namespace

base::Result<Value> read_record_cell(FieldRule const& field, std::string_view cell, CellForm const& form) {
  bool const is_list =
      field.type == FieldType::objects || field.type == FieldType::choices || field.type == FieldType::texts;
  if (is_list && cell.starts_with('[')) {
    return read_json(cell);
  }
  switch (field.type) {
    case FieldType::text: return read_text(field, cell, form);
    case FieldType::choice:
    case FieldType::reference: return Value(cell);
    case FieldType::integer: return read_integer(cell, form);
    case FieldType::boolean: return read_boolean(cell);
    case FieldType::decimal: return Value(tabular::plain_decimal(cell, form.decimal));
    case FieldType::time: {
      auto const moment = tabular::read_moment(cell, form.dates, form.offset_minutes);
      return moment ? base::Result<Value>(Value(base::to_string(moment->instant))) : std::unexpected(moment.error());
    }
    case FieldType::choices:
    case FieldType::texts: {
      Value::List list;
      for (auto const part : split(cell, cell.contains(';') ? ';' : ',')) {
        if (!part.empty()) {
          list.emplace_back(part);
        }
      }
      return Value(std::move(list));
    }
    case FieldType::objects: return read_objects(field, cell, form);
    case FieldType::attributes: return read_attributes(cell);
  }
  return wrong(cell, "of a known form");
}

}  // namespace nameplate::app
