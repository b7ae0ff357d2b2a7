// The tables that drive master data, and the page that shows them.
#include "domain/records/record_kind.hpp"

#include "domain/records/describe.hpp"
#include "domain/records/settings.hpp"
#include "domain/records/typed.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

namespace nameplate::domain {
namespace {

using base::Value;
using List = Value::List;
using Object = Value::Object;

void expect_sound(std::span<FieldRule const> fields, std::string const& where) {
  std::set<std::string_view> names;
  for (auto const& field : fields) {
    auto const called = where + "." + std::string(field.name);
    EXPECT_TRUE(names.insert(field.name).second) << called << " stands twice";
    EXPECT_FALSE(field.summary.empty()) << called;
    EXPECT_EQ(field.type == FieldType::reference, field.refers_to.has_value()) << called;
    EXPECT_EQ(field.type == FieldType::choice || field.type == FieldType::choices, !field.choices.empty()) << called;
    EXPECT_EQ(field.type == FieldType::objects, !field.fields.empty()) << called;
    EXPECT_EQ(field.type == FieldType::integer, field.integer_max > field.integer_min) << called;
    expect_sound(field.fields, called);
  }
}

TEST(RecordKinds, EveryKindHasARuleUnderItsNumberWithARequiredCode) {
  for (auto const& rule : record_kinds()) {
    EXPECT_EQ(&rule_of(rule.kind), &rule);
    auto const* const key = find_field(rule.fields, rule.key_field);
    ASSERT_NE(key, nullptr) << rule.name;
    EXPECT_TRUE(key->required);
    EXPECT_EQ(key->form, TextForm::code);
    // Every record shows these beside its fields.
    EXPECT_EQ(find_field(rule.fields, "id"), nullptr);
    EXPECT_EQ(find_field(rule.fields, "state"), nullptr);
  }
}

TEST(RecordKinds, EveryFieldIsDescribedAndComplete) {
  for (auto const& rule : record_kinds()) {
    for (auto const& field : rule.fields) {
      expect_sound({&field, 1}, std::string(rule.name));
    }
  }
}

void expect_page(std::string const& path, std::string const& made) {
  if (std::getenv("NAMEPLATE_UPDATE_DOCS") != nullptr) {
    std::ofstream(path) << made;
  }
  std::ifstream file(path);
  std::stringstream page;
  page << file.rdbuf();

  EXPECT_EQ(page.str(), made) << "run the test with NAMEPLATE_UPDATE_DOCS=1";
}

TEST(RecordKinds, ThePageOfMasterDataIsMadeFromTheTables) {
  expect_page(NAMEPLATE_ROOT "/docs/reference/master-data.md", describe_record_kinds());
}

TEST(RecordKinds, ThePageOfSettingsIsMadeFromItsTable) {
  expect_page(NAMEPLATE_ROOT "/docs/reference/settings.md", describe_settings());
}

RecordRow row(RecordKind kind, std::string code, Value value, bool retired = false) {
  return {.id = {7},
          .kind = static_cast<std::uint8_t>(kind),
          .code_norm = {},
          .code = std::move(code),
          .retired = retired,
          .version = {},
          .value = std::move(value)};
}

TEST(TypedRecords, AbsentFieldsTakeTheirDefaults) {
  auto const product = to_product(row(RecordKind::product, "P", Value(Object{{"sku", "P"}, {"tracking", "lot"}})));
  EXPECT_EQ(product.tracking, Tracking::lot);
  EXPECT_EQ(product.uom, "pcs");
  EXPECT_EQ(product.decimals, 0);
  EXPECT_FALSE(product.serial_format);

  auto const kind = to_hold_kind(row(RecordKind::hold_kind, "k", Value(Object{{"forbids", List{"ship"}}})));
  EXPECT_EQ(kind.release_role, Role::manager);
  EXPECT_TRUE(kind.overridable);

  auto const account = to_account(row(RecordKind::account, "a", Value(Object{})));
  EXPECT_EQ(account.role, Role::viewer);
  EXPECT_FALSE(account.expires);
}

TEST(TypedRecords, EveryFieldArrives) {
  auto const product = to_product(row(RecordKind::product, "P",
                                      Value(Object{{"tracking", "none"},
                                                   {"gtin", "96385074"},
                                                   {"uom", "kg"},
                                                   {"decimals", std::int64_t{3}},
                                                   {"codes", List{Object{{"code", "m1"},
                                                                         {"kind", "maker"},
                                                                         {"party", std::int64_t{5}},
                                                                         {"packQuantity", std::int64_t{6}}}}},
                                                   {"units", List{Object{{"uom", "t"}, {"factor", "1000"}}}},
                                                   {"serialFormat", std::int64_t{9}}}),
                                      true));
  EXPECT_EQ(product.tracking, Tracking::none);
  EXPECT_EQ(product.decimals, 3);
  ASSERT_EQ(product.codes.size(), 1U);
  EXPECT_EQ(product.codes.front().code_norm, "M1");
  EXPECT_EQ(product.codes.front().party, RecordId{5});
  EXPECT_EQ(product.codes.front().pack_quantity, 6);
  EXPECT_EQ(product.units.front().factor.millionths, 1'000'000'000);
  EXPECT_EQ(product.serial_format, RecordId{9});
  EXPECT_TRUE(product.retired);

  auto const location = to_location(
      row(RecordKind::location, "L", Value(Object{{"parent", std::int64_t{3}}, {"activities", List{"move", "pack"}}})));
  EXPECT_EQ(location.parent, RecordId{3});
  EXPECT_EQ(location.activities, (VerbSet{Verb::move, Verb::pack}));

  auto const account = to_account(row(
      RecordKind::account, "a",
      Value(Object{{"role", "manager"}, {"expiresAt", "2027-01-01T00:00:00Z"}, {"backDatingHours", std::int64_t{0}}}),
      true));
  EXPECT_EQ(account.role, Role::manager);
  EXPECT_EQ(account.expires->microseconds, 1'798'761'600'000'000);
  EXPECT_EQ(account.back_dating_hours, 0);
  EXPECT_TRUE(account.revoked);
}

}  // namespace
}  // namespace nameplate::domain
