#include "app/queries/find_units.hpp"

#include "a_ledger.hpp"

#include <gmock/gmock.h>

namespace nameplate::app {
namespace {

using domain::Verb;
using testing::ElementsAre;

base::Result<UnitList> find(ALedger& ledger, UnitQuestion const& question) {
  // The list refers to the snapshot only while it is made.
  auto const reading = ledger.read();
  return find_units(*reading.snapshot, *reading.catalog, reading.now, question);
}

std::vector<domain::SubjectId> ids_of(base::Result<UnitList> const& list) {
  std::vector<domain::SubjectId> ids;
  if (list) {
    for (auto const& unit : list->units) {
      ids.push_back(unit.id);
    }
  }
  return ids;
}

TEST(FindUnits, AFormerNumberStillFindsTheUnit) {
  ALedger ledger;
  auto const unit = ledger.register_unit("OLD-1");
  domain::Operation relabel{.verb = Verb::relabel};
  relabel.items.push_back(ALedger::a_unit(unit));
  relabel.items.back().extra = std::make_unique<domain::ItemExtra>();
  relabel.items.back().extra->new_serial = "NEW-1";
  ledger.perform(std::move(relabel));

  EXPECT_THAT(ids_of(find(ledger, {.serials = {"old-1"}})), ElementsAre(unit));
  EXPECT_THAT(ids_of(find(ledger, {.serials = {"NEW-1"}})), ElementsAre(unit));
  EXPECT_TRUE(ids_of(find(ledger, {.serials = {"OTHER"}})).empty());
}

TEST(FindUnits, ALookUpAsksTheStoreFewTimes) {
  ALedger ledger;
  (void)ledger.register_unit("A-1");
  auto const reading = ledger.read();
  ledger.store().reset();

  (void)find_units(*reading.snapshot, *reading.catalog, reading.now, {.serials = {"A-1"}});

  std::int64_t calls = 0;
  for (auto const& [name, count] : ledger.store().counts()) {
    calls += count;
  }
  EXPECT_EQ(calls, 3) << "the number, the unit, its holds";
}

TEST(FindUnits, AShipmentsPaperFindsWhatWasInItsContainersThen) {
  ALedger ledger;
  auto const shipped = ledger.register_unit("A-1");
  auto const stayed = ledger.register_unit("A-2");
  ledger.pack("TOTE", ALedger::a_unit(shipped));
  ledger.pack("PALLET", ALedger::a_container("TOTE"));
  domain::Operation ship{.verb = Verb::ship, .party = "ACME"};
  ship.items.push_back(ALedger::a_container("PALLET"));
  ship.documents.push_back({.kind = "delivery-note", .number = "DN-7"});
  ledger.perform(std::move(ship));
  domain::Operation back{.verb = Verb::return_, .location = "DOCK", .contents = domain::Contents::none};
  back.items.push_back(ALedger::a_container("PALLET"));
  ledger.perform(std::move(back));
  (void)stayed;

  EXPECT_THAT(ids_of(find(ledger, {.document = "dn-7"})), ElementsAre(shipped));
  EXPECT_TRUE(ids_of(find(ledger, {.document = "DN-7", .document_kind = "invoice"})).empty());
}

TEST(FindUnits, AHoldOnAContainerIsShownOnWhatIsInIt) {
  ALedger ledger;
  auto const unit = ledger.register_unit("A-1");
  ledger.pack("TOTE", ALedger::a_unit(unit));
  ledger.pack("PALLET", ALedger::a_container("TOTE"));
  domain::Operation hold{.verb = Verb::hold, .hold_kind = "quarantine"};
  hold.items.push_back(ALedger::a_container("PALLET"));
  auto const placed = ledger.perform(std::move(hold)).holds.at(0);

  auto const list = find(ledger, {.hold = "h" + std::to_string(placed.value)});

  ASSERT_THAT(ids_of(list), ElementsAre(unit));
  auto const holds = list->around.holds_on(list->units.front());
  ASSERT_EQ(holds.size(), 1U);
  EXPECT_EQ(holds.front().hold, placed);
}

TEST(FindUnits, AnUnknownCodeIsARefusalAndNoEmptyList) {
  ALedger ledger;

  auto const product = find(ledger, {.products = {"NONE"}});
  auto const lot = find(ledger, {.lot = "L-1"});
  auto const kind = find(ledger, {.hold_kind = "whim"});

  ASSERT_FALSE(product.has_value());
  EXPECT_EQ(product.error().reason, "product.unknown");
  ASSERT_FALSE(lot.has_value());
  EXPECT_EQ(lot.error().reason, "lot.product_missing");
  ASSERT_FALSE(kind.has_value());
  EXPECT_EQ(kind.error().reason, "hold_kind.unknown");
}

TEST(FindUnits, PagesMeetWithoutGapOrRepetition) {
  ALedger ledger;
  std::vector<domain::SubjectId> made;
  for (int i = 0; i < 7; ++i) {
    made.push_back(ledger.register_unit("A-" + std::to_string(i)));
  }
  UnitQuestion question{.products = {"CAM"}, .page = {.sort = SortKey::serial, .limit = 3}};
  std::vector<domain::SubjectId> paged;
  do {
    auto const page = find(ledger, question);
    ASSERT_TRUE(page.has_value());
    for (auto const id : ids_of(page)) {
      paged.push_back(id);
    }
    question.page.after = page->next;
  } while (question.page.after);

  EXPECT_EQ(paged, made);
}

}  // namespace
}  // namespace nameplate::app
