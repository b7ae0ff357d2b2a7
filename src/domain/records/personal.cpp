#include "domain/records/personal.hpp"

#include <utility>

namespace nameplate::domain {

using base::Value;

SplitValue split_personal(RecordKindRule const& rule, Value const& value) {
  SplitValue split{.open = value, .personal = {}};
  for (auto const& field : rule.fields) {
    auto const* const found = field.personal ? value.find(field.name) : nullptr;
    if (found == nullptr) {
      continue;
    }
    base::ByteWriter out;
    base::write_value(out, *found);
    split.personal.push_back({.field = std::string(field.name), .bytes = out.take()});
    split.open.set(field.name, Value());
  }
  return split;
}

Value merge_personal(RecordKindRule const& rule, Value const& open, std::vector<PersonalValue> const& personal) {
  Value whole = open;
  for (auto const& [field, bytes] : personal) {
    base::ByteReader in(bytes);
    whole.set(field, base::read_value(in));
  }
  return in_table_order(rule, whole);
}

Value in_table_order(RecordKindRule const& rule, Value const& value) {
  Value ordered{Value::Object()};
  for (auto const& field : rule.fields) {
    if (auto const* const found = value.find(field.name)) {
      ordered.set(field.name, *found);
    }
  }
  if (auto const* const members = value.as_object()) {
    for (auto const& [name, member] : *members) {
      if (find_field(rule.fields, name) == nullptr) {
        ordered.set(name, member);
      }
    }
  }
  return ordered;
}

}  // namespace nameplate::domain
