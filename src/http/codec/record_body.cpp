#include "http/codec/record_body.hpp"

#include "base/check.hpp"

#include <fmt/format.h>

#include <string>
#include <utility>

namespace nameplate::http {
namespace {

using base::ErrorKind;
using base::Value;

constexpr std::string_view state_field = "state";

base::Result<Value> to_value(JsonValue json, std::string const& path);

base::Result<Value> to_list(JsonValue json, std::string const& path) {
  Value::List list;
  list.reserve(json.size());
  for (auto const element : json.elements()) {
    auto value = to_value(element, path + "[" + std::to_string(list.size()) + "]");
    if (!value) {
      return value;
    }
    list.push_back(std::move(*value));
  }
  return Value(std::move(list));
}

base::Result<Value> to_object(JsonValue json, std::string const& path) {
  Value::Object object;
  object.reserve(json.size());
  for (auto const& member : json.members()) {
    std::string name(member.name);
    auto value = to_value(member.value, path.empty() ? name : fmt::format("{}.{}", path, name));
    if (!value) {
      return value;
    }
    object.emplace_back(std::move(name), std::move(*value));
  }
  return Value(std::move(object));
}

base::Result<Value> to_value(JsonValue json, std::string const& path) {
  switch (json.kind()) {
    case JsonKind::null: return Value();
    case JsonKind::boolean: return Value(json.boolean());
    case JsonKind::integer: return Value(json.integer());
    case JsonKind::string: return Value(json.text());
    case JsonKind::array: return to_list(json, path);
    case JsonKind::object: return to_object(json, path);
    case JsonKind::decimal:
      return base::fail(
          ErrorKind::bad_request, "field.type",
          "`" + path + "` must be a whole number. Where a decimal is wanted, write it as a string such as \"0.5\".");
    case JsonKind::key: break;
  }
  base::unreachable();
}

base::Result<bool> read_retired(JsonValue state) {
  if (state.is_string() && (state.text() == "active" || state.text() == "retired")) {
    return state.text() == "retired";
  }
  return base::fail(ErrorKind::bad_request, "field.choice", "`state` must be \"active\" or \"retired\".");
}

}  // namespace

base::Result<RecordBody> read_record_body(JsonValue body) {
  if (!body.is_object()) {
    return base::fail(ErrorKind::bad_request, "field.type", "The body must be an object.");
  }
  RecordBody read;
  if (auto const state = body.find(state_field)) {
    auto const retired = read_retired(*state);
    if (!retired) {
      return std::unexpected(retired.error());
    }
    read.retired = *retired;
  }
  auto value = to_value(body, {});
  if (!value) {
    return std::unexpected(value.error());
  }
  read.value = std::move(*value);
  if (read.retired) {
    read.value.set(state_field, Value());
  }
  return read;
}

}  // namespace nameplate::http
