#include "domain/records/catalog.hpp"

#include "a_catalog.hpp"

#include <algorithm>

namespace nameplate::domain {
namespace {

using testing::ACatalog;
using testing::List;
using testing::Object;

TEST(NormaliseCode, CaseOfAsciiLettersAndBlanksAroundDoNotMatter) {
  EXPECT_EQ(normalise_code("  bin-3b \t"), "BIN-3B");
  EXPECT_EQ(normalise_code("größe 1"), "GRößE 1");
}

TEST(Catalog, ARecordIsFoundByItsCodeInAnyCase) {
  ACatalog known;
  auto const id = known.place("Dock-1");

  EXPECT_EQ(known.catalog.find(RecordKind::location, " dock-1 "), id);
  EXPECT_EQ(known.catalog.find(RecordKind::product, "dock-1"), RecordId{});
  EXPECT_EQ(known.catalog.code_of(RecordKind::location, id), "Dock-1");
  EXPECT_EQ(known.catalog.code_of(RecordKind::product, id), "");
}

TEST(Catalog, ARenamedRecordFreesItsOldCode) {
  ACatalog known;
  auto const id = known.place("OLD");

  known.change(id, RecordKind::location, {{"code", "NEW"}, {"name", "n"}, {"kind", "bin"}});

  EXPECT_EQ(known.catalog.find(RecordKind::location, "OLD"), RecordId{});
  EXPECT_EQ(known.catalog.find(RecordKind::location, "NEW"), id);
}

TEST(Catalog, TwoRecordsMaySwapTheirCodes) {
  ACatalog known;
  auto const one = known.place("A");
  auto const other = known.place("B");

  for (auto const& [id, code] : {std::pair(one, "T"), std::pair(other, "A"), std::pair(one, "B")}) {
    known.change(id, RecordKind::location, {{"code", code}, {"name", "n"}, {"kind", "bin"}});
  }

  EXPECT_EQ(known.catalog.find(RecordKind::location, "A"), other);
  EXPECT_EQ(known.catalog.find(RecordKind::location, "B"), one);
}

TEST(Catalog, ACopyDoesNotSeeLaterChanges) {
  ACatalog before;
  auto const id = before.place("A");

  ACatalog after = before;
  after.change(id, RecordKind::location, {{"code", "B"}, {"name", "b"}, {"kind", "bin"}});
  auto const below = after.place("C", "B");

  EXPECT_EQ(before.catalog.location(id)->code, "A");
  EXPECT_EQ(before.catalog.find(RecordKind::location, "B"), RecordId{});
  EXPECT_EQ(before.catalog.with_places_below(id), std::vector{id});
  EXPECT_EQ(after.catalog.with_places_below(id), (std::vector{id, below}));
}

TEST(Catalog, AProductIsFoundByEveryCodeThatItBears) {
  ACatalog known;
  auto const id = known.product(
      "PUMP",
      {{"gtin", "9521234001010"}, {"codes", List{Object{{"code", "box-12"}, {"packQuantity", std::int64_t{12}}}}}});

  for (auto const* code : {"pump", "9521234001010", "09521234001010"}) {
    auto const matches = known.catalog.products_by_code(code);
    ASSERT_EQ(matches.size(), 1U) << code;
    EXPECT_EQ(matches.front().product, id);
    EXPECT_EQ(matches.front().pack_quantity, 1);
  }
  EXPECT_EQ(known.catalog.products_by_code("BOX-12").front().pack_quantity, 12);
  EXPECT_TRUE(known.catalog.products_by_code("unknown").empty());
  EXPECT_TRUE(known.catalog.products_by_code("").empty());
}

TEST(Catalog, ACodeTakenOffAProductFindsItNoMore) {
  ACatalog known;
  auto const id = known.product("PUMP", {{"gtin", "9521234001010"}});

  known.change(id, RecordKind::product, {{"sku", "PUMP-2"}, {"name", "n"}, {"tracking", "serial"}});

  EXPECT_TRUE(known.catalog.products_by_code("9521234001010").empty());
  EXPECT_TRUE(known.catalog.products_by_code("PUMP").empty());
  EXPECT_EQ(known.catalog.products_by_code("PUMP-2").size(), 1U);
}

TEST(Catalog, PlacesKnowWhatIsAboveAndBelowThem) {
  ACatalog known;
  auto const site = known.place("SITE");
  auto const hall = known.place("HALL", "SITE");
  auto const bin = known.place("BIN", "HALL");
  auto const other = known.place("OTHER");

  EXPECT_EQ(known.catalog.path_of(bin), "SITE/HALL/BIN");
  EXPECT_EQ(known.catalog.with_places_above(bin), (std::vector{bin, hall, site}));
  EXPECT_EQ(known.catalog.with_places_below(site), (std::vector{site, hall, bin}));
  EXPECT_EQ(known.catalog.with_places_below(other), std::vector{other});
  EXPECT_TRUE(known.catalog.with_places_above({}).empty());
}

TEST(Catalog, AMovedPlaceTakesWhatIsBelowItAlong) {
  ACatalog known;
  auto const one = known.place("ONE");
  auto const two = known.place("TWO");
  auto const hall = known.place("HALL", "ONE");
  auto const bin = known.place("BIN", "HALL");

  known.change(hall, RecordKind::location, {{"code", "HALL"}, {"name", "h"}, {"kind", "zone"}, {"parent", "TWO"}});

  EXPECT_EQ(known.catalog.with_places_below(one), std::vector{one});
  EXPECT_EQ(known.catalog.with_places_below(two), (std::vector{two, hall, bin}));
  EXPECT_EQ(known.catalog.path_of(bin), "TWO/HALL/BIN");
}

TEST(Catalog, ASettingThatIsNotMadeOrRetiredHasTheOtherValue) {
  ACatalog known;
  auto const id = known.with(RecordKind::setting, {{"code", "x"}, {"value", "1"}});
  EXPECT_EQ(known.catalog.setting("X", "0"), "1");
  EXPECT_EQ(known.catalog.setting("y", "0"), "0");

  known.change(id, RecordKind::setting, {{"code", "x"}, {"value", "1"}}, true);

  EXPECT_EQ(known.catalog.setting("x", "0"), "0");
}

class RuleHolds : public ::testing::Test {
 protected:
  std::size_t holds_on(Catalog::RuleSubject const& subject) const {
    return known_.catalog.rule_holds_on(subject).size();
  }

  ACatalog known_;
  RecordId site_ = known_.place("SITE");
  RecordId bin_ = known_.place("BIN", "SITE");
  RecordId pump_ = known_.product("PUMP");
};

TEST_F(RuleHolds, ARuleOnAPlaceCoversWhatStandsBelowIt) {
  known_.catalog.place_hold({.id = {1}, .rule = HoldRule{.place = Holder::at(site_)}});

  EXPECT_EQ(holds_on({.product = pump_, .lot = {}, .location = bin_}), 1U);
  EXPECT_EQ(holds_on({.product = pump_, .lot = {}, .location = {}}), 0U);
}

TEST_F(RuleHolds, EveryPartOfARuleMustFit) {
  known_.catalog.place_hold({.id = {1}, .rule = HoldRule{.product = pump_, .lot = {7}, .place = Holder::at(bin_)}});

  EXPECT_EQ(holds_on({.product = pump_, .lot = {7}, .location = bin_}), 1U);
  EXPECT_EQ(holds_on({.product = pump_, .lot = {8}, .location = bin_}), 0U);
  EXPECT_EQ(holds_on({.product = {9}, .lot = {7}, .location = bin_}), 0U);
  EXPECT_EQ(holds_on({.product = pump_, .lot = {7}, .location = site_}), 0U);
}

TEST_F(RuleHolds, ARuleOnAContainerCoversWhatIsInsideAtAnyDepth) {
  known_.catalog.place_hold({.id = {1}, .rule = HoldRule{.place = Holder::in({50})}});

  EXPECT_EQ(holds_on({.product = pump_, .lot = {}, .containers = {{60}, {50}}}), 1U);
  EXPECT_EQ(holds_on({.product = pump_, .lot = {}, .containers = {{60}}}), 0U);
}

TEST_F(RuleHolds, ReleasedHoldsAndHoldsOnItemsAreNoRules) {
  known_.catalog.place_hold({.id = {1}, .rule = HoldRule{.product = pump_}});
  known_.catalog.place_hold({.id = {2}});
  EXPECT_EQ(holds_on({.product = pump_, .lot = {}}), 1U);

  known_.catalog.release_hold({1});
  known_.catalog.release_hold({99});

  EXPECT_FALSE(known_.catalog.has_rule_holds());
}

TEST_F(RuleHolds, ACopyKeepsAHoldThatIsReleasedLater) {
  known_.catalog.place_hold({.id = {1}, .rule = HoldRule{.product = pump_}});

  auto next = known_.catalog;
  next.release_hold({1});

  EXPECT_TRUE(known_.catalog.has_rule_holds());
  EXPECT_FALSE(next.has_rule_holds());
}

TEST(Catalog, AHundredThousandBinsUnderOneZoneAreLoadedFast) {
  ACatalog known;
  auto const zone = known.place("ZONE");
  for (std::int64_t bin = 0; bin < 100'000; ++bin) {
    known.apply({1000 + bin}, RecordKind::location,
                base::Value(Object{{"code", "B" + std::to_string(bin)}, {"parent", zone.value}}));
  }

  EXPECT_EQ(known.catalog.with_places_below(zone).size(), 100'001U);
}

}  // namespace
}  // namespace nameplate::domain
