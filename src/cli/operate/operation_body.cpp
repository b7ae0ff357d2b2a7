#include "cli/operate/operation_body.hpp"

#include "base/json_text.hpp"
#include "base/utf8.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <charconv>
#include <optional>

namespace nameplate::cli {
namespace {

namespace json = boost::json;
using domain::ItemField;
using domain::RequestField;

/// The fields that are an item of their own beside others.
constexpr domain::ItemFields stands_beside = {ItemField::generate, ItemField::container};
/// The fields that name goods without items.
constexpr domain::RequestFields names_a_set = {RequestField::rule, RequestField::hold, RequestField::event,
                                               RequestField::exception};

std::unexpected<base::Error> refuse_value(OperationOption const& option, std::string const& value,
                                          std::string const& wanted) {
  return base::fail(base::ErrorKind::bad_request, "option.malformed",
                    std::string(option.name) + " takes " + wanted + ", not \"" + base::excerpt(value) + "\".");
}

/// `carrier=TORTOISE` in its two halves.
base::Result<std::pair<std::string, std::string>> split(OperationOption const& option, std::string const& value,
                                                        char mark) {
  auto const at = value.find(mark);
  if (at == 0 || at == std::string::npos || at + 1 == value.size()) {
    return refuse_value(option, value, std::string(option.value));
  }
  return std::pair(value.substr(0, at), value.substr(at + 1));
}

base::Result<json::value> list_of_pairs(OperationOption const& option, std::vector<std::string> const& values,
                                        std::string_view first, std::string_view second) {
  json::array list;
  for (auto const& value : values) {
    auto const parts = split(option, value, '=');
    if (!parts) {
      return std::unexpected(parts.error());
    }
    json::object pair;
    pair[first] = parts->first;
    pair[second] = parts->second;
    list.push_back(std::move(pair));
  }
  return list;
}

base::Result<json::value> list_of_documents(OperationOption const& option, std::vector<std::string> const& values) {
  json::array list;
  for (auto const& value : values) {
    auto const parts = split(option, value, ':');
    if (!parts) {
      return std::unexpected(parts.error());
    }
    auto const& rest = parts->second;
    auto const line = rest.rfind(':');
    json::object document;
    document["kind"] = parts->first;
    document["number"] = rest.substr(0, line);
    if (line != std::string::npos) {
      document["line"] = rest.substr(line + 1);
    }
    list.push_back(std::move(document));
  }
  return list;
}

base::Result<json::value> object_of_parts(OperationOption const& option, std::vector<std::string> const& values) {
  json::object object;
  for (auto const& value : values) {
    auto const parts = split(option, value, '=');
    if (!parts) {
      return std::unexpected(parts.error());
    }
    object[parts->first] = parts->second;
  }
  return object;
}

/// What attributes hold: numbers and days are texts too.
base::Result<json::value> object_of_values(OperationOption const& option, std::vector<std::string> const& values) {
  json::object object;
  for (auto const& value : values) {
    auto const at = value.find('=');
    if (at == 0 || at == std::string::npos) {
      return refuse_value(option, value, std::string(option.value));
    }
    auto const text = value.substr(at + 1);
    auto& member = object[value.substr(0, at)];
    if (text == "true" || text == "false") {
      member = text == "true";
    } else if (!text.empty()) {
      member = text;
    }
  }
  return object;
}

json::value object_with(std::string_view name, json::value value) {
  json::object object;
  object[name] = std::move(value);
  return object;
}

base::Result<json::value> value_of(OperationOption const& option, std::vector<std::string> const& values) {
  auto const& first = values.front();
  switch (option.form) {
    case OptionForm::text: return json::value(first);
    case OptionForm::flag: return json::value(true);
    case OptionForm::texts: return json::array(values.begin(), values.end());
    case OptionForm::values: return object_of_values(option, values);
    case OptionForm::set_values: {
      auto object = object_of_values(option, values);
      return object ? object_with("attributes", *std::move(object)) : object;
    }
    case OptionForm::set_texts: return object_with("tags", json::array(values.begin(), values.end()));
    case OptionForm::reason: return object_with("reason", json::value(first));
    case OptionForm::documents: return list_of_documents(option, values);
    case OptionForm::roles: return list_of_pairs(option, values, "role", "party");
    case OptionForm::kinds: return list_of_pairs(option, values, "kind", "value");
    case OptionForm::parts: return object_of_parts(option, values);
    case OptionForm::day: return object_with(option.name.substr(2), json::value(first));
    case OptionForm::integer: break;
  }
  std::int64_t number = 0;
  auto const [end, error] = std::from_chars(first.data(), first.data() + first.size(), number);
  if (error != std::errc() || end != first.data() + first.size()) {
    return refuse_value(option, first, "a whole number");
  }
  return json::value(number);
}

/// `"lot":"L-1","quantity":"2"`: members without the braces around them.
std::string members_of(json::object const& object) {
  auto text = json::serialize(object);
  return text.substr(1, text.size() - 2);
}

/// Two options may be parts of one field (--produced, --expires).
void put(json::object& into, std::string_view name, json::value value) {
  auto* const before = into.if_contains(name);
  if (before != nullptr && before->is_object() && value.is_object()) {
    for (auto& member : value.get_object()) {
      before->get_object()[member.key()] = member.value();
    }
  } else {
    into[name] = std::move(value);
  }
}

}  // namespace

base::Result<OperationBody> OperationBody::make(domain::Verb verb, GivenOptions const& given) {
  OperationBody body;
  json::object head;
  json::object item;
  for (auto const& [option, values] : given) {
    for (auto const& value : values) {
      if (!base::is_valid_utf8(value)) {
        return refuse_value(*option, value, "text in UTF-8");
      }
    }
    auto value = value_of(*option, values);
    if (!value) {
      return std::unexpected(value.error());
    }
    if (auto const* const field = std::get_if<RequestField>(&option->field)) {
      put(head, domain::name_of(*field), *std::move(value));
      body.names_a_set_ = body.names_a_set_ || names_a_set.contains(*field);
    } else {
      auto const of_item = std::get<ItemField>(option->field);
      put(item, domain::name_of(of_item), *std::move(value));
      body.stands_beside_ = body.stands_beside_ || stands_beside.contains(of_item);
      // Where units are entered, a lot by itself is what they belong to.
      body.stands_alone_ = body.stands_alone_ || of_item == ItemField::quantity ||
                           (of_item == ItemField::lot && !domain::rule_of(verb).makes_new);
    }
  }
  body.head_ = members_of(head);
  body.whole_item_ = members_of(item);
  for (auto const field : {ItemField::generate, ItemField::container}) {
    item.erase(domain::name_of(field));
  }
  body.each_item_ = members_of(item);
  return body;
}

void OperationBody::append_item(std::string& items, GivenItem const& item) const {
  items += items.empty() ? "{" : ",{";
  if (item.is_json) {
    auto merged = each_item_.empty() ? json::object() : json::parse("{" + each_item_ + "}").as_object();
    auto const own = json::parse(item.text);
    for (auto const& member : own.as_object()) {
      merged[member.key()] = member.value();
    }
    items += members_of(merged);
  } else {
    items += "\"scan\":";
    base::append_json_string(items, item.text);
    items += each_item_.empty() ? "" : "," + each_item_;
  }
  items += '}';
}

void OperationBody::append_own_item(std::string& items, bool beside_numbers) const {
  if (!stands_beside_ && (beside_numbers || !stands_alone_)) {
    return;
  }
  items += (items.empty() ? "{" : ",{") + whole_item_ + "}";
}

std::string OperationBody::with_items(std::string_view items) const {
  std::string body = "{" + head_;
  if (!items.empty()) {
    body += head_.empty() ? "\"items\":[" : ",\"items\":[";
    body += items;
    body += ']';
  }
  return body + "}";
}

}  // namespace nameplate::cli
