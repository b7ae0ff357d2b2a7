#include "domain/records/decide_record.hpp"

#include "a_catalog.hpp"
#include "domain/records/initial.hpp"
#include "domain/records/settings.hpp"

#include <map>

namespace nameplate::domain {
namespace {

using base::Value;
using testing::ACatalog;
using testing::List;
using testing::Object;

class DecideRecord : public ::testing::Test {
 protected:
  /// What the rules say of a record as it shall be; `id` of an existing one makes it a change.
  std::string reason(RecordKind kind, RecordId id, Object input, bool retired = false, RecordUse use = {}) const {
    auto const decision = decided(kind, id, std::move(input), retired, use);
    return !decision ? decision.error().reason : *decision ? "changed" : "unchanged";
  }

  base::Result<std::optional<RecordDecision>> decided(RecordKind kind, RecordId id, Object input, bool retired = false,
                                                      RecordUse use = {}) const {
    auto const value = validate(rule_of(kind), Value(std::move(input)), known_.catalog);
    EXPECT_TRUE(value) << value.error().detail;
    auto const before = rows_.contains(id.value) ? std::optional(rows_.at(id.value)) : std::nullopt;
    return decide_record(known_.catalog, rule_of(kind),
                         {.id = id, .before = before, .value = *value, .retired = retired, .use = use});
  }

  RecordId with(RecordKind kind, Object input, bool retired = false) {
    auto const id = known_.with(kind, input, retired);
    auto const value = validate(rule_of(kind), Value(input), known_.catalog).value();
    auto const code = value.text_of(rule_of(kind).key_field);
    rows_[id.value] = {.id = id,
                       .kind = static_cast<std::uint8_t>(kind),
                       .code_norm = normalise_code(code),
                       .code = code,
                       .retired = retired,
                       .version = {},
                       .value = value};
    return id;
  }

  static Object place(std::string code, std::string parent = {}) {
    return {{"code", code}, {"name", "n"}, {"kind", "zone"}, {"parent", parent}};
  }
  static Object product(std::string sku, Object more = {}) {
    Object input{{"sku", sku}, {"name", "n"}, {"tracking", "serial"}};
    input.insert(input.end(), more.begin(), more.end());
    return input;
  }

  static constexpr RecordId fresh{9000};
  ACatalog known_;
  std::map<std::int64_t, RecordRow> rows_;
};

TEST_F(DecideRecord, ANewRecordIsWrittenWithItsWholeValue) {
  auto const decision = decided(RecordKind::location, fresh, place("A"));

  auto const& changed = decision.value()->changed;
  EXPECT_EQ(changed.record, fresh);
  EXPECT_EQ(changed.kind, 2);
  EXPECT_EQ(changed.code, "A");
  EXPECT_FALSE(changed.retired);
  EXPECT_EQ(changed.value.text_of("kind"), "zone");
}

TEST_F(DecideRecord, TheSameValueAgainChangesNothing) {
  auto const id = with(RecordKind::location, place("A"));

  EXPECT_EQ(reason(RecordKind::location, id, place("A")), "unchanged");
  EXPECT_EQ(reason(RecordKind::location, id, place("A"), true), "changed");
  EXPECT_EQ(reason(RecordKind::location, id, place("a")), "changed");
}

TEST_F(DecideRecord, WhatTheFoldAppendedAfterOtherFieldsIsStillTheSameValue) {
  Object const input{{"code", "C"},
                     {"name", "n"},
                     {"roles", List{"customer"}},
                     {"contacts", List{Object{{"name", "Ada"}}}},
                     {"language", "en"}};
  auto const id = with(RecordKind::party, input);
  auto& row = rows_.at(id.value);
  auto const contacts = *row.value.find("contacts");
  row.value.set("contacts", Value());
  row.value.set("contacts", contacts);

  EXPECT_EQ(reason(RecordKind::party, id, input), "unchanged");
}

TEST_F(DecideRecord, ACodeIsTakenInAnyCaseAndAlsoByARetiredRecord) {
  auto const id = with(RecordKind::location, place("A"));
  with(RecordKind::location, place("B"), true);

  EXPECT_EQ(reason(RecordKind::location, fresh, place("a")), "code.taken");
  EXPECT_EQ(reason(RecordKind::location, fresh, place("B")), "code.taken");
  EXPECT_EQ(reason(RecordKind::location, id, place("B")), "code.taken");
  EXPECT_EQ(reason(RecordKind::location, id, place("C")), "changed");
}

TEST_F(DecideRecord, WhatTheProgramLooksUpKeepsItsNameAndStaysActive) {
  Object const format{{"name", "default"}, {"template", "N{counter:8}"}};
  auto const id = with(RecordKind::serial_format, format);

  EXPECT_EQ(reason(RecordKind::serial_format, id, {{"name", "other"}, {"template", "N{counter:8}"}}), "code.reserved");
  EXPECT_EQ(reason(RecordKind::serial_format, id, format, true), "code.reserved");
  EXPECT_EQ(reason(RecordKind::serial_format, id, {{"name", "default"}, {"template", "X{counter:8}"}}), "changed");
}

TEST_F(DecideRecord, TwoProductsNeverShareACode) {
  with(RecordKind::product, product("P", {{"gtin", "9521234001010"}, {"codes", List{Object{{"code", "M1"}}}}}));

  EXPECT_EQ(reason(RecordKind::product, fresh, product("Q", {{"gtin", "09521234001010"}})), "product.code_taken");
  EXPECT_EQ(reason(RecordKind::product, fresh, product("Q", {{"codes", List{Object{{"code", "m1"}}}}})),
            "product.code_taken");
  EXPECT_EQ(reason(RecordKind::product, fresh, product("M1")), "product.code_taken");
  EXPECT_EQ(reason(RecordKind::product, fresh, product("Q", {{"codes", List{Object{{"code", "p"}}}}})),
            "product.code_taken");
  EXPECT_EQ(reason(RecordKind::product, fresh, product("Q", {{"codes", List{Object{{"code", "M2"}}}}})), "changed");
}

TEST_F(DecideRecord, OneProductNamesEachCodeOnce) {
  EXPECT_EQ(reason(RecordKind::product, fresh,
                   product("P", {{"codes", List{Object{{"code", "M1"}}, Object{{"code", "m1"}}}}})),
            "product.code_twice");
  EXPECT_EQ(reason(RecordKind::product, fresh,
                   product("P", {{"gtin", "9521234001010"}, {"codes", List{Object{{"code", "09521234001010"}}}}})),
            "product.code_twice");
  EXPECT_EQ(reason(RecordKind::product, fresh, product("9521234001010", {{"gtin", "9521234001010"}})), "changed");
}

TEST_F(DecideRecord, OneProductNamesEachUnitOfMeasureOnce) {
  auto const units = List{Object{{"uom", "pcs"}, {"factor", "2"}}};

  EXPECT_EQ(reason(RecordKind::product, fresh, product("P", {{"units", units}})), "product.unit_twice");
}

TEST_F(DecideRecord, TrackingAndBaseUnitStayOnceTheProductIsInUse) {
  auto const id = with(RecordKind::product, product("P"));
  RecordUse const used{.product_in_use = true};
  Object const by_lot{{"sku", "P"}, {"name", "n"}, {"tracking", "lot"}};

  EXPECT_EQ(reason(RecordKind::product, id, by_lot), "changed");
  EXPECT_EQ(reason(RecordKind::product, id, by_lot, false, used), "product.in_use");
  EXPECT_EQ(reason(RecordKind::product, id, product("P", {{"uom", "kg"}}), false, used), "product.in_use");
  EXPECT_EQ(reason(RecordKind::product, id, product("P", {{"uom", "pcs"}}), false, used), "changed");
  EXPECT_EQ(reason(RecordKind::product, id, product("P-2", {{"decimals", std::int64_t{2}}}), true, used), "changed");
}

TEST_F(DecideRecord, APlaceIsNeverPartOfItself) {
  auto const site = with(RecordKind::location, place("SITE"));
  with(RecordKind::location, place("HALL", "SITE"));
  with(RecordKind::location, place("BIN", "HALL"));

  EXPECT_EQ(reason(RecordKind::location, site, place("SITE", "SITE")), "location.below_itself");
  EXPECT_EQ(reason(RecordKind::location, site, place("SITE", "BIN")), "location.below_itself");
}

TEST_F(DecideRecord, PlacesNestThirtyTwoDeepAndNoDeeper) {
  with(RecordKind::location, place("L1"));
  for (int level = 2; level <= 32; ++level) {
    auto const code = "L" + std::to_string(level);
    ASSERT_EQ(reason(RecordKind::location, fresh, place(code, "L" + std::to_string(level - 1))), "changed") << level;
    with(RecordKind::location, place(code, "L" + std::to_string(level - 1)));
  }
  auto const top = with(RecordKind::location, place("TOP"));

  EXPECT_EQ(reason(RecordKind::location, fresh, place("L33", "L32")), "location.too_deep");
  auto const first = known_.catalog.find(RecordKind::location, "L1");
  EXPECT_EQ(reason(RecordKind::location, first, place("L1", "TOP")), "location.too_deep");
  EXPECT_EQ(reason(RecordKind::location, top, place("TOP", "L31")), "changed");
}

TEST_F(DecideRecord, APlaceIsRetiredOnlyWhenItIsEmptyAndNothingBelowIsActive) {
  auto const hall = with(RecordKind::location, place("HALL"));
  auto const bin = with(RecordKind::location, place("BIN", "HALL"));

  EXPECT_EQ(reason(RecordKind::location, bin, place("BIN", "HALL"), true, {.location_in_use = true}),
            "location.in_use");
  EXPECT_EQ(reason(RecordKind::location, hall, place("HALL"), true), "location.in_use");
  EXPECT_EQ(reason(RecordKind::location, bin, place("BIN", "HALL"), true), "changed");

  known_.change(bin, RecordKind::location, place("BIN", "HALL"), true);
  EXPECT_EQ(reason(RecordKind::location, hall, place("HALL"), true), "changed");
}

TEST_F(DecideRecord, NothingIsMadeOrRevivedBelowARetiredPlace) {
  with(RecordKind::location, place("HALL"), true);
  auto const bin = with(RecordKind::location, place("BIN", "HALL"), true);

  EXPECT_EQ(reason(RecordKind::location, fresh, place("NEW", "HALL")), "location.parent_retired");
  EXPECT_EQ(reason(RecordKind::location, bin, place("BIN", "HALL")), "location.parent_retired");
  EXPECT_EQ(reason(RecordKind::location, bin, place("BIN")), "changed");
}

TEST_F(DecideRecord, AHoldKindIsRetiredOnlyWhenNoRuleUsesIt) {
  Object const kind{{"code", "check"}, {"name", "n"}, {"forbids", List{"ship"}}};
  auto const id = with(RecordKind::hold_kind, kind);
  known_.catalog.place_hold({.id = {1}, .kind = id, .rule = HoldRule{.product = {5}}});

  EXPECT_EQ(reason(RecordKind::hold_kind, id, kind, true), "hold_kind.in_use");

  known_.catalog.release_hold({1});
  EXPECT_EQ(reason(RecordKind::hold_kind, id, kind, true), "changed");
}

TEST_F(DecideRecord, WhatIdentifiesAPersonStandsBesideTheEvent) {
  Object const input{{"code", "C"},
                     {"name", "n"},
                     {"roles", List{"customer"}},
                     {"contacts", List{Object{{"name", "Ada"}}}},
                     {"addresses", List{Object{{"city", "Bath"}}}}};
  auto const& rule = rule_of(RecordKind::party);

  auto const decision = decided(RecordKind::party, fresh, input).value().value();

  EXPECT_EQ(decision.changed.value.find("contacts"), nullptr);
  EXPECT_EQ(decision.changed.value.find("addresses"), nullptr);
  ASSERT_EQ(decision.personal.size(), 2U);
  EXPECT_EQ(decision.personal.front().field, "contacts");
  EXPECT_EQ(merge_personal(rule, decision.changed.value, decision.personal),
            validate(rule, Value(input), known_.catalog).value());
  EXPECT_EQ(merge_personal(rule, decision.changed.value, {}), decision.changed.value);
}

TEST_F(DecideRecord, ASettingIsOneOfTheTableAndSaysYesOrNo) {
  EXPECT_EQ(reason(RecordKind::setting, {100}, {{"code", "Receive.Makes-Lots"}, {"value", "false"}}), "changed");
  EXPECT_EQ(reason(RecordKind::setting, {100}, {{"code", "receive.makes-lots"}, {"value", "no"}}), "setting.value");
  EXPECT_EQ(reason(RecordKind::setting, {100}, {{"code", "company"}, {"value", "true"}}), "setting.unknown");

  auto const old = with(RecordKind::setting, {{"code", "company"}, {"value", "Acme"}});
  EXPECT_EQ(reason(RecordKind::setting, old, {{"code", "company"}, {"value", "Acme"}}, true), "changed");
}

TEST_F(DecideRecord, ASettingHoldsUntilItIsRetired) {
  EXPECT_TRUE(is_on(known_.catalog, receive_makes_lots));
  auto const id = with(RecordKind::setting, {{"code", "Receive.makes-lots"}, {"value", "false"}});
  EXPECT_FALSE(is_on(known_.catalog, receive_makes_lots));
  EXPECT_TRUE(is_on(known_.catalog, pack_makes_containers));

  known_.change(id, RecordKind::setting, {{"code", "Receive.makes-lots"}, {"value", "false"}}, true);
  EXPECT_TRUE(is_on(known_.catalog, receive_makes_lots));
}

TEST(FieldChanges, OnlyWhatDiffersIsToldInTheOrderOfTheTable) {
  Value const before(Object{{"sku", "P"}, {"name", "old"}, {"role", "finished"}, {"uom", "kg"}});
  Value const after(Object{{"sku", "P"}, {"name", "new"}, {"gtin", "96385074"}, {"uom", "kg"}});

  auto const changes = field_changes(rule_of(RecordKind::product), before, after);

  ASSERT_EQ(changes.size(), 3U);
  EXPECT_EQ(changes[0].field, "name");
  EXPECT_EQ(changes[0].before, Value("old"));
  EXPECT_EQ(changes[0].after, Value("new"));
  EXPECT_EQ(changes[1].field, "role");
  EXPECT_TRUE(changes[1].after.is_null());
  EXPECT_EQ(changes[2].field, "gtin");
  EXPECT_TRUE(changes[2].before.is_null());
}

TEST(FieldChanges, OfANewRecordEveryFieldIsTold) {
  EXPECT_EQ(field_changes(rule_of(RecordKind::setting), Value(), Value(Object{{"code", "x"}, {"value", "1"}})).size(),
            2U);
}

TEST(InitialRecords, ANewLedgerAcceptsAllOfThem) {
  ACatalog known;
  for (auto const& record : initial_records()) {
    auto const& rule = rule_of(record.kind);
    auto const value = validate(rule, record.value, known.catalog);
    ASSERT_TRUE(value) << value.error().detail;
    std::optional<RecordRow> const none;
    auto const decision = decide_record(known.catalog, rule, {.id = {1}, .before = none, .value = *value});
    ASSERT_TRUE(decision) << decision.error().detail;

    known.with(record.kind, *record.value.as_object());
  }
  auto const* const recall = known.catalog.hold_kind(known.catalog.find(RecordKind::hold_kind, "recall"));
  ASSERT_NE(recall, nullptr);
  EXPECT_FALSE(recall->overridable);
  EXPECT_EQ(recall->forbids, (VerbSet{Verb::ship, Verb::stage, Verb::deliver}));
  for (auto const* kind : {"quarantine", "quality", "expired", "customer"}) {
    EXPECT_TRUE(known.catalog.find(RecordKind::hold_kind, kind)) << kind;
  }
  EXPECT_TRUE(known.catalog.find(RecordKind::serial_format, "default"));
}

}  // namespace
}  // namespace nameplate::domain
