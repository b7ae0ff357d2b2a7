#include "domain/records/typed.hpp"
#include "domain/records/validate.hpp"

#include <algorithm>
#include <iterator>

namespace nameplate::domain {

using base::Value;

namespace {

Value render_object(std::span<FieldRule const> fields, Value const& stored, Catalog const& catalog) {
  Value out{Value::Object()};
  for (auto const& field : fields) {
    auto const* const value = stored.find(field.name);
    if (value == nullptr) {
      continue;
    }
    auto const* const id = value->as_int();
    auto const* const entries = value->as_list();
    if (field.type == FieldType::reference && id != nullptr) {
      out.set(field.name, Value(catalog.code_of(*field.refers_to, {*id})));
    } else if (field.type == FieldType::objects && entries != nullptr) {
      Value::List rendered;
      std::ranges::transform(*entries, std::back_inserter(rendered),
                             [&](Value const& entry) { return render_object(field.fields, entry, catalog); });
      out.set(field.name, Value(std::move(rendered)));
    } else if (field.type == FieldType::attributes) {
      out.set(field.name, render_attributes(*value, catalog));
    } else {
      out.set(field.name, *value);
    }
  }
  return out;
}

}  // namespace

Value render_attributes(Value const& stored, Catalog const& catalog) {
  Value::Object out;
  for (auto const& [attribute, value] : read_attributes(stored)) {
    out.emplace_back(std::string(catalog.code_of(RecordKind::attribute, attribute)), Value(value));
  }
  std::ranges::sort(out, {}, [](Value::Field const& field) { return normalise_code(field.first); });
  return Value(std::move(out));
}

Value render(RecordKindRule const& rule, Value const& stored, Catalog const& catalog) {
  return render_object(rule.fields, stored, catalog);
}

}  // namespace nameplate::domain
