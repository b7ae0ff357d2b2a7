#include "domain/records/validate.hpp"

#include "a_catalog.hpp"

namespace nameplate::domain {
namespace {

using base::Value;
using testing::ACatalog;
using testing::List;
using testing::Object;

class Validate : public ::testing::Test {
 protected:
  base::Result<Value> validated(RecordKind kind, Object input) const {
    return validate(rule_of(kind), Value(std::move(input)), known_.catalog);
  }
  std::string reason(RecordKind kind, Object input) const {
    auto const value = validated(kind, std::move(input));
    return value ? "accepted" : value.error().reason;
  }
  std::string product_reason(Object more) const {
    Object input{{"sku", "P"}, {"name", "p"}, {"tracking", "serial"}};
    input.insert(input.end(), more.begin(), more.end());
    return reason(RecordKind::product, std::move(input));
  }
  std::string code_reason(std::string code) const {
    return reason(RecordKind::location, {{"code", code}, {"name", "n"}, {"kind", "bin"}});
  }

  ACatalog known_;
};

TEST_F(Validate, FieldsStandInTheOrderOfTheTableWithoutTheAbsentOnes) {
  auto const value = validated(RecordKind::product, {{"tracking", "lot"},
                                                     {"uom", " kg "},
                                                     {"role", Value()},
                                                     {"name", " Grease "},
                                                     {"gtin", "  "},
                                                     {"codes", List{}},
                                                     {"sku", " G-1 "}});

  ASSERT_TRUE(value) << value.error().detail;
  EXPECT_EQ(*value, Value(Object{{"sku", "G-1"}, {"name", "Grease"}, {"tracking", "lot"}, {"uom", "kg"}}));
}

TEST_F(Validate, UnknownFieldsAreNamedAlsoInsideLists) {
  EXPECT_EQ(product_reason({{"colour", "red"}}), "field.unknown");
  auto const nested = validated(RecordKind::party, {{"code", "C"},
                                                    {"name", "n"},
                                                    {"roles", List{"customer"}},
                                                    {"contacts", List{Object{{"name", "A"}}, Object{{"fax", "1"}}}}});

  ASSERT_FALSE(nested);
  EXPECT_EQ(nested.error().reason, "field.unknown");
  EXPECT_NE(nested.error().detail.find("contacts[1].fax"), std::string::npos);
}

TEST_F(Validate, MissingFieldsAreRefusedAlsoInsideLists) {
  EXPECT_EQ(reason(RecordKind::product, {{"sku", "P"}, {"tracking", "serial"}}), "field.missing");
  EXPECT_EQ(reason(RecordKind::product, {{"sku", "P"}, {"name", "  "}, {"tracking", "serial"}}), "field.missing");
  EXPECT_EQ(reason(RecordKind::party, {{"code", "C"}, {"name", "n"}, {"roles", List{}}}), "field.missing");
  EXPECT_EQ(product_reason({{"codes", List{Object{{"kind", "ean"}}}}}), "field.missing");
}

TEST_F(Validate, WrongTypesAreRefused) {
  EXPECT_EQ(validate(rule_of(RecordKind::product), Value("text"), known_.catalog).error().reason, "field.type");
  for (auto const& more :
       {Object{{"decimals", "3"}}, Object{{"gtin", std::int64_t{9521234001010}}}, Object{{"codes", "x"}},
        Object{{"codes", List{"x"}}}, Object{{"role", true}}, Object{{"serialFormat", std::int64_t{1}}},
        Object{{"units", List{Object{{"uom", "box"}, {"factor", true}}}}}}) {
    EXPECT_EQ(product_reason(more), "field.type") << more.front().first;
  }
}

TEST_F(Validate, ChoicesAreASetInTheOrderOfTheTable) {
  auto const value =
      validated(RecordKind::party, {{"code", "C"}, {"name", "n"}, {"roles", List{"carrier", "supplier", "carrier"}}});

  EXPECT_EQ(*value->find("roles"), Value(List{"supplier", "carrier"}));
  EXPECT_EQ(reason(RecordKind::party, {{"code", "C"}, {"name", "n"}, {"roles", List{"friend"}}}), "field.choice");
  EXPECT_EQ(product_reason({{"role", "Finished"}}), "field.choice");
}

TEST_F(Validate, NumbersKeepToTheirLimits) {
  EXPECT_EQ(product_reason({{"decimals", std::int64_t{6}}}), "accepted");
  EXPECT_EQ(product_reason({{"decimals", std::int64_t{7}}}), "field.out_of_range");
  EXPECT_EQ(product_reason({{"decimals", std::int64_t{-1}}}), "field.out_of_range");
  EXPECT_EQ(product_reason({{"codes", List{Object{{"code", "x"}, {"packQuantity", std::int64_t{0}}}}}}),
            "field.out_of_range");
}

TEST_F(Validate, FactorsAreExactAndAboveZero) {
  auto const factor = [this](Value value) {
    auto const result =
        validated(RecordKind::product, {{"sku", "P"},
                                        {"name", "p"},
                                        {"tracking", "lot"},
                                        {"units", List{Object{{"uom", "box"}, {"factor", std::move(value)}}}}});
    return result ? result->find("units")->as_list()->front().text_of("factor") : result.error().reason;
  };

  EXPECT_EQ(factor("012.50"), "12.5");
  EXPECT_EQ(factor(std::int64_t{12}), "12");
  EXPECT_EQ(factor("0"), "field.out_of_range");
  EXPECT_EQ(factor("-1"), "field.out_of_range");
  EXPECT_EQ(factor("twelve"), "quantity.malformed");
  EXPECT_EQ(factor("0.0000001"), "quantity.too_fine");
}

TEST_F(Validate, Gs1NumbersNeedTheirCheckDigit) {
  EXPECT_EQ(product_reason({{"gtin", "9521234001010"}}), "accepted");
  EXPECT_EQ(product_reason({{"gtin", "9521234001011"}}), "field.check_digit");
  EXPECT_EQ(product_reason({{"gtin", "952123400101"}}), "field.check_digit");
  EXPECT_EQ(product_reason({{"gtin", "95212340010"}}), "field.malformed");
  EXPECT_EQ(product_reason({{"gtin", "95212340010A0"}}), "field.malformed");
  EXPECT_EQ(reason(RecordKind::location, {{"code", "C"}, {"name", "n"}, {"kind", "bin"}, {"gln", "9521234001010"}}),
            "accepted");
  EXPECT_EQ(reason(RecordKind::location, {{"code", "C"}, {"name", "n"}, {"kind", "bin"}, {"gln", "96385074"}}),
            "field.malformed");
}

TEST_F(Validate, ACodeMayHoldAnythingVisible) {
  for (auto const* code : {"A", "BIN 3/4", "größe", "棚-1", "100%", "a-1", "U123", "u0", "ab1", "7"}) {
    EXPECT_EQ(code_reason(code), "accepted") << code;
  }
  EXPECT_EQ(code_reason(std::string(80, 'x')), "accepted");
}

TEST_F(Validate, ACodeThatMisleadsIsRefused) {
  EXPECT_EQ(code_reason("u123"), "code.looks_like_id");
  EXPECT_EQ(code_reason(" z9 "), "code.looks_like_id");
  EXPECT_EQ(code_reason(std::string(81, 'x')), "field.too_long");
  EXPECT_EQ(code_reason("A\nB"), "field.invisible_character");
  EXPECT_EQ(code_reason(std::string("A\0B", 3)), "field.invisible_character");
  EXPECT_EQ(code_reason("A\u200B"), "field.invisible_character");
  EXPECT_EQ(code_reason("A\xFF"), "field.invisible_character");
  EXPECT_EQ(code_reason(".."), "field.malformed");
}

TEST_F(Validate, LengthsAreCountedInCharactersNotBytes) {
  std::string name;
  for (int i = 0; i < 200; ++i) {
    name += "é";
  }
  EXPECT_EQ(reason(RecordKind::location, {{"code", "C"}, {"name", name}, {"kind", "bin"}}), "accepted");
  EXPECT_EQ(reason(RecordKind::location, {{"code", "C"}, {"name", name + "é"}, {"kind", "bin"}}), "field.too_long");
}

TEST_F(Validate, OnlyNotesMayHaveLines) {
  auto const contact = [this](std::string_view field) {
    return reason(RecordKind::party, {{"code", "C"},
                                      {"name", "n"},
                                      {"roles", List{"customer"}},
                                      {"contacts", List{Object{{std::string(field), "one\ntwo"}}}}});
  };

  EXPECT_EQ(contact("note"), "accepted");
  EXPECT_EQ(contact("name"), "field.invisible_character");
}

TEST_F(Validate, ListsHaveALargestSize) {
  EXPECT_EQ(product_reason({{"units", List(51, Object{{"uom", "box"}, {"factor", "2"}})}}), "field.too_many");
}

TEST_F(Validate, LanguagesLookLikeLanguages) {
  auto const language = [this](std::string tag) {
    return reason(RecordKind::party, {{"code", "C"}, {"name", "n"}, {"roles", List{"customer"}}, {"language", tag}});
  };

  for (auto const* tag : {"de", "pt-BR", "zh-Hant-TW", "gsw"}) {
    EXPECT_EQ(language(tag), "accepted") << tag;
  }
  for (auto const* tag : {"d", "german", "de-", "de_DE", "de--AT", "12"}) {
    EXPECT_EQ(language(tag), "field.malformed") << tag;
  }
}

TEST_F(Validate, TimesAreKeptInUtc) {
  auto const value = validated(RecordKind::account,
                               {{"name", "scanner"}, {"role", "operator"}, {"expiresAt", "2027-01-01T01:00:00+01:00"}});

  EXPECT_EQ(value->text_of("expiresAt"), "2027-01-01T00:00:00Z");
  EXPECT_EQ(reason(RecordKind::account, {{"name", "s"}, {"role", "operator"}, {"expiresAt", "tomorrow"}}),
            "time.malformed");
}

TEST_F(Validate, AReferenceIsKeptAsTheIdBehindTheCode) {
  auto const site = known_.place("SITE");

  auto const value =
      validated(RecordKind::location, {{"code", "BIN"}, {"name", "n"}, {"kind", "bin"}, {"parent", "site"}});

  EXPECT_EQ(*value->find("parent"), Value(site.value));
  EXPECT_EQ(reason(RecordKind::location, {{"code", "BIN"}, {"name", "n"}, {"kind", "bin"}, {"parent", "MOON"}}),
            "reference.unknown");
}

TEST_F(Validate, ARenamedReferenceIsShownByItsNewCode) {
  auto const site = known_.place("SITE");
  auto const value =
      validated(RecordKind::location, {{"code", "BIN"}, {"name", "n"}, {"kind", "bin"}, {"parent", "SITE"}}).value();

  known_.change(site, RecordKind::location, {{"code", "WORKS"}, {"name", "w"}, {"kind", "site"}});

  EXPECT_EQ(render(rule_of(RecordKind::location), value, known_.catalog).text_of("parent"), "WORKS");
}

TEST_F(Validate, WhatIsShownIsAcceptedAgainAndGivesTheSameValue) {
  known_.with(RecordKind::party, {{"code", "MAKER"}, {"name", "m"}, {"roles", List{"manufacturer"}}});
  known_.with(RecordKind::serial_format, {{"name", "long"}, {"template", "L{counter:12}"}});
  auto const value = validated(
      RecordKind::product,
      {{"sku", "P-1"},
       {"name", "Pump"},
       {"tracking", "serial"},
       {"role", "finished"},
       {"gtin", "9521234001010"},
       {"codes",
        List{Object{{"code", "M77"}, {"kind", "maker"}, {"party", "maker"}, {"packQuantity", std::int64_t{4}}}}},
       {"uom", "pcs"},
       {"decimals", std::int64_t{0}},
       {"units", List{Object{{"uom", "box"}, {"factor", "12"}}}},
       {"serialFormat", "LONG"},
       {"externalIds", List{Object{{"system", "erp"}, {"id", "4711"}}}}});
  ASSERT_TRUE(value) << value.error().detail;

  auto const shown = render(rule_of(RecordKind::product), *value, known_.catalog);

  EXPECT_EQ(shown.text_of("serialFormat"), "long");
  EXPECT_EQ(shown.find("codes")->as_list()->front().text_of("party"), "MAKER");
  EXPECT_EQ(validate(rule_of(RecordKind::product), shown, known_.catalog).value(), *value);
}

}  // namespace
}  // namespace nameplate::domain
