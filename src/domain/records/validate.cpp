#include "domain/records/validate.hpp"

#include "base/ascii.hpp"
#include "base/check.hpp"
#include "base/quantity.hpp"
#include "base/time_text.hpp"
#include "base/utf8.hpp"
#include "domain/records/attribute_value.hpp"
#include "domain/records/check_text.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string>

namespace nameplate::domain {
namespace {

using base::ErrorKind;
using base::fail;
using base::Result;
using base::Value;

std::unexpected<base::Error> wrong_type(std::string const& path, std::string_view expected) {
  return fail(ErrorKind::bad_request, "field.type", "`" + path + "` must be " + std::string(expected) + ".");
}

std::string listed(std::span<std::string_view const> names) {
  std::string text;
  for (auto const name : names) {
    text += (text.empty() ? "" : ", ") + std::string(name);
  }
  return text;
}

/// A refusal of a value by another parser, told as one of this field.
std::unexpected<base::Error> at(std::string const& path, base::Error error) {
  error.detail = "`" + path + "`: " + error.detail;
  return std::unexpected(std::move(error));
}

/// As a form sends a field that nobody filled in.
bool says_nothing(Value const& given) {
  auto const* const text = given.as_text();
  return given.is_null() || (text != nullptr && base::trim_blanks(*text).empty());
}

/// Walks an input along the table of its fields.
class Validation {
 public:
  explicit Validation(Catalog const& catalog) : catalog_(catalog) {}

  Result<Value> object(std::span<FieldRule const> fields, Value const& input, std::string const& prefix) {
    auto const* const members = input.as_object();
    if (members == nullptr) {
      return wrong_type(prefix.empty() ? "the body" : prefix, "an object");
    }
    auto const path_of = [&prefix](std::string_view name) {
      return prefix.empty() ? std::string(name) : prefix + "." + std::string(name);
    };
    for (auto const& [name, member] : *members) {
      if (find_field(fields, name) == nullptr) {
        return fail(ErrorKind::bad_request, "field.unknown",
                    "There is no field `" + path_of(base::excerpt(name)) + "` here.");
      }
    }
    Value out{Value::Object()};
    for (auto const& field : fields) {
      auto const* const given = input.find(field.name);
      auto value = given == nullptr || says_nothing(*given) ? Result<Value>() : one(field, *given, path_of(field.name));
      if (!value) {
        return value;
      }
      if (field.required && value->is_null()) {
        return fail(ErrorKind::bad_request, "field.missing", "`" + path_of(field.name) + "` is required.");
      }
      out.set(field.name, std::move(*value));
    }
    return out;
  }

 private:
  /// The value of one field; null when it says nothing.
  Result<Value> one(FieldRule const& field, Value const& given, std::string const& path) {
    switch (field.type) {
      case FieldType::text: return text(field, given, path);
      case FieldType::integer: return integer(field, given, path);
      case FieldType::boolean:
        return given.as_bool() != nullptr ? Result<Value>(given) : wrong_type(path, "true or false");
      case FieldType::choice: return choice(field, given, path);
      case FieldType::choices: return choices(field, given, path);
      case FieldType::decimal: return decimal(given, path);
      case FieldType::time: return time(given, path);
      case FieldType::reference: return reference(field, given, path);
      case FieldType::objects:
        return list(field, given, path, [&](Value const& entry, std::string const& at_entry) {
          return object(field.fields, entry, at_entry);
        });
      case FieldType::texts:
        return list(field, given, path,
                    [&](Value const& entry, std::string const& at_entry) { return text(field, entry, at_entry); });
      case FieldType::attributes: return attributes(field, given, path);
    }
    base::unreachable();
  }

  static Result<Value> text(FieldRule const& field, Value const& given, std::string const& path) {
    auto const* const written = given.as_text();
    if (written == nullptr) {
      return wrong_type(path, "a text");
    }
    auto checked = check_text(field, *written, path);
    return checked ? Result<Value>(std::move(*checked)) : std::unexpected(checked.error());
  }

  static Result<Value> integer(FieldRule const& field, Value const& given, std::string const& path) {
    auto const* const number = given.as_int();
    if (number == nullptr) {
      return wrong_type(path, "a whole number");
    }
    if (*number < field.integer_min || *number > field.integer_max) {
      return fail(ErrorKind::invalid, "field.out_of_range",
                  "`" + path + "` must lie between " + std::to_string(field.integer_min) + " and " +
                      std::to_string(field.integer_max) + ".");
    }
    return given;
  }

  static Result<Value> choice(FieldRule const& field, Value const& given, std::string const& path) {
    auto const* const name = given.as_text();
    if (name == nullptr) {
      return wrong_type(path, "a text");
    }
    if (std::ranges::find(field.choices, *name) == field.choices.end()) {
      return fail(ErrorKind::invalid, "field.choice",
                  "`" + path + "`: \"" + base::excerpt(*name) + "\" is none of " + listed(field.choices) + ".");
    }
    return given;
  }

  /// A set: in the order of the table, each member once.
  static Result<Value> choices(FieldRule const& field, Value const& given, std::string const& path) {
    auto const* const names = given.as_list();
    if (names == nullptr) {
      return wrong_type(path, "a list");
    }
    for (auto const& name : *names) {
      if (auto const known = choice(field, name, path); !known) {
        return known;
      }
    }
    Value::List chosen;
    for (auto const name : field.choices) {
      if (std::ranges::find(*names, Value(name)) != names->end()) {
        chosen.emplace_back(name);
      }
    }
    return chosen.empty() ? Value() : Value(std::move(chosen));
  }

  static Result<Value> decimal(Value const& given, std::string const& path) {
    auto const* const whole = given.as_int();
    auto const* const written = given.as_text();
    if (whole == nullptr && written == nullptr) {
      return wrong_type(path, "a decimal number as a text, such as \"0.25\"");
    }
    auto const quantity = base::parse_quantity(whole != nullptr ? std::to_string(*whole) : *written);
    if (!quantity) {
      return at(path, quantity.error());
    }
    if (quantity->millionths <= 0) {
      return fail(ErrorKind::invalid, "field.out_of_range", "`" + path + "` must be above zero.");
    }
    return Value(base::to_string(*quantity));
  }

  static Result<Value> time(Value const& given, std::string const& path) {
    auto const* const written = given.as_text();
    if (written == nullptr) {
      return wrong_type(path, "a time, such as \"2026-11-23T09:30:00Z\"");
    }
    auto const parsed = base::parse_time(*written);
    return parsed ? Result<Value>(Value(base::to_string(parsed->instant))) : at(path, parsed.error());
  }

  Result<Value> reference(FieldRule const& field, Value const& given, std::string const& path) {
    auto const* const code = given.as_text();
    if (code == nullptr) {
      return wrong_type(path, "the code of a " + std::string(rule_of(*field.refers_to).name));
    }
    auto const record = catalog_.find(*field.refers_to, *code);
    if (!record) {
      auto const& kind = rule_of(*field.refers_to);
      return fail(ErrorKind::invalid, "reference.unknown",
                  "`" + path + "`: there is no " + std::string(kind.name) + " \"" + base::excerpt(*code) +
                      "\". Make it first, or correct the code.");
    }
    return Value(record.value);
  }

  /// Stored by the ids of the attributes, in their order, so that a code may be renamed.
  Result<Value> attributes(FieldRule const& field, Value const& given, std::string const& path) {
    auto const* const members = given.as_object();
    if (members == nullptr) {
      return wrong_type(path, "an object: the code of each attribute, and its value");
    }
    if (members->size() > field.length_max) {
      return fail(ErrorKind::invalid, "field.too_many",
                  "`" + path + "` has more than " + std::to_string(field.length_max) + " entries.");
    }
    std::map<std::int64_t, std::string> values;
    for (auto const& [code, written] : *members) {
      auto const* const attribute = catalog_.attribute(catalog_.find(RecordKind::attribute, code));
      if (attribute == nullptr) {
        return fail(ErrorKind::invalid, "attribute.unknown",
                    "`" + path + "`: there is no attribute \"" + base::excerpt(code) + "\". Make it first.");
      }
      if (says_nothing(written)) {
        continue;
      }
      auto const text = text_of_scalar(written);
      if (!text) {
        return wrong_type(path + "." + code, "a text, a whole number, true or false");
      }
      auto value = read_attribute_value(*attribute, *text);
      if (!value) {
        return at(path, value.error());
      }
      values[attribute->id.value] = *std::move(value);
    }
    Value::Object stored;
    for (auto& [id, value] : values) {
      stored.emplace_back(std::to_string(id), Value(std::move(value)));
    }
    return stored.empty() ? Value() : Value(std::move(stored));
  }

  static std::optional<std::string> text_of_scalar(Value const& value) {
    if (auto const* const text = value.as_text()) {
      return *text;
    }
    if (auto const* const number = value.as_int()) {
      return std::to_string(*number);
    }
    if (auto const* const flag = value.as_bool()) {
      return std::string(*flag ? "true" : "false");
    }
    return std::nullopt;
  }

  template <typename Entry>
  Result<Value> list(FieldRule const& field, Value const& given, std::string const& path, Entry entry) {
    auto const* const entries = given.as_list();
    if (entries == nullptr) {
      return wrong_type(path, "a list");
    }
    if (entries->size() > field.length_max) {
      return fail(ErrorKind::invalid, "field.too_many",
                  "`" + path + "` has " + std::to_string(entries->size()) + " entries; at most " +
                      std::to_string(field.length_max) + " are allowed.");
    }
    Value::List out;
    for (auto const& member : *entries) {
      if (says_nothing(member)) {
        continue;
      }
      auto value = entry(member, path + "[" + std::to_string(out.size()) + "]");
      if (!value) {
        return value;
      }
      out.push_back(std::move(*value));
    }
    return out.empty() ? Value() : Value(std::move(out));
  }

  Catalog const& catalog_;
};

}  // namespace

Result<Value> validate(RecordKindRule const& rule, Value const& input, Catalog const& catalog) {
  return Validation(catalog).object(rule.fields, input, {});
}

}  // namespace nameplate::domain
