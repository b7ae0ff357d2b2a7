#include "base/value.hpp"

#include "base/check.hpp"
#include "base/json_text.hpp"

#include <algorithm>

namespace nameplate::base {
namespace {

enum class Tag : std::uint8_t { null, false_, true_, integer, text, list, object };

constexpr int depth_max = 64;

Value read_nested(ByteReader& in, int depth) {
  if (depth > depth_max) {
    throw DamagedBytes("a value is nested too deeply");
  }
  auto const tag = in.unsigned_int();
  // Before the cast, which would take the lowest byte of a larger number for a type.
  if (tag > static_cast<std::uint64_t>(Tag::object)) {
    throw DamagedBytes("a value has an unknown type");
  }
  switch (static_cast<Tag>(tag)) {
    case Tag::null: return {};
    case Tag::false_: return Value(false);
    case Tag::true_: return Value(true);
    case Tag::integer: return Value(in.signed_int());
    case Tag::text: return Value(in.text());
    case Tag::list: {
      Value::List list;
      for (auto count = in.unsigned_int(); count > 0; --count) {
        list.push_back(read_nested(in, depth + 1));
      }
      return Value(std::move(list));
    }
    case Tag::object: {
      Value::Object object;
      for (auto count = in.unsigned_int(); count > 0; --count) {
        std::string name(in.text());
        object.emplace_back(std::move(name), read_nested(in, depth + 1));
      }
      return Value(std::move(object));
    }
  }
  unreachable();
}

void write_tag(ByteWriter& out, Tag tag) {
  out.unsigned_int(static_cast<std::uint64_t>(tag));
}

}  // namespace

Value const* Value::find(std::string_view field) const {
  auto const* const object = as_object();
  if (object == nullptr) {
    return nullptr;
  }
  auto const found = std::ranges::find(*object, field, &Field::first);
  return found == object->end() ? nullptr : &found->second;
}

std::string Value::text_of(std::string_view field) const {
  auto const* const found = find(field);
  auto const* const text = found == nullptr ? nullptr : found->as_text();
  return text == nullptr ? std::string() : *text;
}

void Value::set(std::string_view field, Value value) {
  if (!std::holds_alternative<Object>(data_)) {
    data_ = Object();
  }
  auto& object = std::get<Object>(data_);
  auto const found = std::ranges::find(object, field, &Field::first);
  if (value.is_null()) {
    if (found != object.end()) {
      object.erase(found);
    }
  } else if (found != object.end()) {
    found->second = std::move(value);
  } else {
    object.emplace_back(field, std::move(value));
  }
}

void write_value(ByteWriter& out, Value const& value) {
  if (auto const* flag = value.as_bool()) {
    write_tag(out, *flag ? Tag::true_ : Tag::false_);
  } else if (auto const* integer = value.as_int()) {
    write_tag(out, Tag::integer);
    out.signed_int(*integer);
  } else if (auto const* text = value.as_text()) {
    write_tag(out, Tag::text);
    out.text(*text);
  } else if (auto const* list = value.as_list()) {
    write_tag(out, Tag::list);
    out.unsigned_int(list->size());
    for (auto const& member : *list) {
      write_value(out, member);
    }
  } else if (auto const* object = value.as_object()) {
    write_tag(out, Tag::object);
    out.unsigned_int(object->size());
    for (auto const& [name, member] : *object) {
      out.text(name);
      write_value(out, member);
    }
  } else {
    write_tag(out, Tag::null);
  }
}

Value read_value(ByteReader& in) {
  return read_nested(in, 0);
}

void append_json(std::string& out, Value const& value) {
  if (auto const* flag = value.as_bool()) {
    out += *flag ? "true" : "false";
  } else if (auto const* integer = value.as_int()) {
    out += std::to_string(*integer);
  } else if (auto const* text = value.as_text()) {
    append_json_string(out, *text);
  } else if (auto const* list = value.as_list()) {
    out.push_back('[');
    for (auto const& member : *list) {
      append_json(out, member);
      out.push_back(',');
    }
    if (out.back() == ',') {
      out.pop_back();
    }
    out.push_back(']');
  } else if (auto const* object = value.as_object()) {
    out.push_back('{');
    for (auto const& [name, member] : *object) {
      append_json_string(out, name);
      out.push_back(':');
      append_json(out, member);
      out.push_back(',');
    }
    if (out.back() == ',') {
      out.pop_back();
    }
    out.push_back('}');
  } else {
    out += "null";
  }
}

}  // namespace nameplate::base
