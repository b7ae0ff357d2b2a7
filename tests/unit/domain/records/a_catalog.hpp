#pragma once

#include "domain/records/catalog.hpp"
#include "domain/records/decide_record.hpp"
#include "domain/records/validate.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>

namespace nameplate::domain::testing {

using Object = base::Value::Object;
using List = base::Value::List;

/// A catalog that is filled as the writer does it: validate, decide, apply.
class ACatalog {
 public:
  /// Makes a record; the test fails when the rules refuse it.
  RecordId with(RecordKind kind, Object input, bool retired = false) {
    RecordId const id{++last_id_};
    change(id, kind, std::move(input), retired);
    return id;
  }

  void change(RecordId id, RecordKind kind, Object input, bool retired = false) {
    auto const value = validate(rule_of(kind), base::Value(std::move(input)), catalog);
    ASSERT_TRUE(value) << value.error().detail;
    apply(id, kind, *value, retired);
  }

  void apply(RecordId id, RecordKind kind, base::Value const& value, bool retired = false) {
    auto const code = value.text_of(rule_of(kind).key_field);
    catalog.apply({.id = id,
                   .kind = static_cast<std::uint8_t>(kind),
                   .code_norm = normalise_code(code),
                   .code = code,
                   .retired = retired,
                   .version = {},
                   .value = value});
  }

  RecordId place(std::string code, std::string parent = {}, bool retired = false) {
    return with(RecordKind::location, {{"code", code}, {"name", code}, {"kind", "zone"}, {"parent", parent}}, retired);
  }

  RecordId product(std::string sku, Object more = {}) {
    Object input{{"sku", sku}, {"name", sku}, {"tracking", "serial"}};
    input.insert(input.end(), more.begin(), more.end());
    return with(RecordKind::product, std::move(input));
  }

  Catalog catalog;

 private:
  std::int64_t last_id_ = 100;
};

}  // namespace nameplate::domain::testing
