#include "app/queries/subject_history.hpp"

#include "a_ledger.hpp"

#include <gmock/gmock.h>

#include <algorithm>

// A unit's history is its own events and those of the containers around it, as long as it was inside.
namespace nameplate::app {
namespace {

using domain::Verb;
using testing::ElementsAre;

std::vector<Verb> verbs_of(History const& history) {
  std::vector<Verb> verbs;
  for (auto const& row : history.rows) {
    verbs.push_back(history.events.at(row.event).verb);
  }
  return verbs;
}

History history_of(ALedger& ledger, domain::SubjectId unit, bool newest_first = false) {
  auto const reading = ledger.read();
  return find_history(*reading.snapshot,
                      {.subject = {domain::SubjectKind::unit, unit}, .newest_first = newest_first, .limit = 100});
}

TEST(SubjectHistory, WhatHappensToAPalletHappensToWhatIsOnIt) {
  ALedger ledger;
  auto const unit = ledger.register_unit("A-1");
  ledger.pack("TOTE", ALedger::a_unit(unit));
  ledger.pack("PALLET", ALedger::a_container("TOTE"));
  ledger.move_container("PALLET", "DOCK");

  auto const history = history_of(ledger, unit);

  EXPECT_THAT(verbs_of(history), ElementsAre(Verb::register_, Verb::pack, Verb::pack, Verb::move));
  EXPECT_FALSE(history.rows[1].through);
  EXPECT_EQ(history.container(history.rows[2].through)->code, "TOTE");
  EXPECT_EQ(history.container(history.rows[3].through)->code, "PALLET");
}

TEST(SubjectHistory, EveryRowSaysWhereTheUnitWasThen) {
  ALedger ledger;
  auto const unit = ledger.register_unit("A-1");
  ledger.pack("TOTE", ALedger::a_unit(unit));
  ledger.pack("PALLET", ALedger::a_container("TOTE"));
  ledger.move_container("PALLET", "DOCK");
  auto const catalog = ledger.read().catalog;

  auto const history = history_of(ledger, unit);

  auto const bin = catalog->find(domain::RecordKind::location, "BIN");
  auto const dock = catalog->find(domain::RecordKind::location, "DOCK");
  ASSERT_EQ(history.rows.size(), 4U);
  EXPECT_EQ(history.rows[2].place_after, domain::Holder::at(bin));
  EXPECT_EQ(history.rows[3].place_after, domain::Holder::at(dock));
  EXPECT_EQ(history.rows[3].after->status, domain::Status::in_stock);
  EXPECT_TRUE(history.rows[3].after->holder.is_container());
}

TEST(SubjectHistory, WhatAContainerDidBeforeAndAfterIsNotTheUnits) {
  ALedger ledger;
  auto const first = ledger.register_unit("A-1");
  auto const second = ledger.register_unit("A-2");
  ledger.pack("TOTE", ALedger::a_unit(second));
  ledger.move_container("TOTE", "DOCK");
  ledger.pack("TOTE", ALedger::a_unit(first));
  domain::Operation unpack{.verb = Verb::unpack, .location = "BIN"};
  unpack.items.push_back(ALedger::a_unit(first));
  ledger.perform(std::move(unpack));
  ledger.move_container("TOTE", "SITE");

  EXPECT_THAT(verbs_of(history_of(ledger, first)), ElementsAre(Verb::register_, Verb::pack, Verb::unpack));
  EXPECT_THAT(verbs_of(history_of(ledger, second)), ElementsAre(Verb::register_, Verb::pack, Verb::move, Verb::move));
}

TEST(SubjectHistory, AShippedPalletIsOneRowOfTheUnitWithItsOwnStatus) {
  ALedger ledger;
  auto const unit = ledger.register_unit("A-1");
  ledger.pack("TOTE", ALedger::a_unit(unit));
  domain::Operation ship{.verb = Verb::ship, .party = "ACME"};
  ship.items.push_back(ALedger::a_container("TOTE"));
  ledger.perform(std::move(ship));

  auto const history = history_of(ledger, unit);

  ASSERT_THAT(verbs_of(history), ElementsAre(Verb::register_, Verb::pack, Verb::ship));
  EXPECT_EQ(history.rows[2].role, domain::SubjectRole::carried);
  EXPECT_EQ(history.rows[2].after->status, domain::Status::shipped);
  EXPECT_EQ(history.rows[2].place_after.kind, domain::HolderKind::party);
}

TEST(SubjectHistory, PagesMeetWithoutGapOrRepetitionInBothDirections) {
  ALedger ledger;
  auto const unit = ledger.register_unit("A-1");
  ledger.pack("TOTE", ALedger::a_unit(unit));
  for (auto const* const place : {"DOCK", "BIN", "SITE", "DOCK", "BIN"}) {
    ledger.move_container("TOTE", place);
  }
  auto const reading = ledger.read();

  for (bool const newest_first : {false, true}) {
    HistoryQuestion question{.subject = {domain::SubjectKind::unit, unit}, .newest_first = newest_first, .limit = 2};
    std::vector<Moment> paged;
    do {
      auto const page = find_history(*reading.snapshot, question);
      std::ranges::transform(page.rows, std::back_inserter(paged), &HistoryRow::moment);
      question.after = page.next;
    } while (question.after);

    std::vector<Moment> whole;
    std::ranges::transform(history_of(ledger, unit, newest_first).rows, std::back_inserter(whole), &HistoryRow::moment);
    EXPECT_EQ(paged, whole);
    EXPECT_EQ(paged.size(), 7U);
  }
}

TEST(SubjectHistory, MoreEventsCostNoMoreStoreCalls) {
  ALedger ledger;
  auto const unit = ledger.register_unit("A-1");
  ledger.pack("TOTE", ALedger::a_unit(unit));
  ledger.move_container("TOTE", "DOCK");
  auto const calls = [&] {
    ledger.store().reset();
    (void)history_of(ledger, unit);
    return ledger.store().counts();
  };
  auto const before = calls();
  for (int i = 0; i < 20; ++i) {
    ledger.move_container("TOTE", i % 2 == 0 ? "BIN" : "DOCK");
  }

  EXPECT_EQ(calls(), before);
}

}  // namespace
}  // namespace nameplate::app
