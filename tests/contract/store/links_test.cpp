// Containment in time, holds and master records.

#include "contract/store/store_contract.hpp"

#include <gmock/gmock.h>

#include <set>

namespace nameplate::test {
namespace {

using domain::Containment;
using domain::HoldId;
using domain::SubjectId;
using testing::ElementsAre;
using testing::IsEmpty;

class Links : public StoreContract {
 protected:
  static Containment stay(std::int64_t child, std::int64_t parent, std::int64_t from, std::int64_t event) {
    return {.child = {child}, .parent = {parent}, .from = {from}, .entered_by = {event}};
  }
  /// What the fold knows of a stay that had begun before.
  static Containment end_of(std::int64_t child, std::int64_t parent, std::int64_t to, std::int64_t event) {
    return {.child = {child},
            .parent = {parent},
            .from = {},
            .entered_by = {},
            .to = base::Instant{to},
            .left_by = {event}};
  }
};
NAMEPLATE_ON_EVERY_STORE(Links);

TEST_P(Links, StaysInContainersAreKeptInTime) {
  domain::Changes packed;
  packed.entered = {stay(10, 200, 1000, 1), stay(11, 200, 1000, 1)};
  write(packed);
  domain::Changes repacked;
  repacked.left = {end_of(10, 200, 2000, 2)};
  repacked.entered = {stay(10, 201, 2000, 2)};
  write(repacked);

  auto first = stay(10, 200, 1000, 1);
  first.to = base::Instant{2000};
  first.left_by = {2};
  auto const snapshot = store_->begin_read();
  EXPECT_THAT(snapshot->parents_of(std::vector{SubjectId{10}}), ElementsAre(first, stay(10, 201, 2000, 2)));
  auto const contents = [&](std::int64_t from, std::int64_t to) {
    return snapshot->contents_of(std::vector{SubjectId{200}}, {from}, {to});
  };
  EXPECT_THAT(contents(1500, 1600), ElementsAre(first, stay(11, 200, 1000, 1)));
  EXPECT_THAT(contents(2000, 2000), ElementsAre(first, stay(11, 200, 1000, 1))) << "both ends count";
  EXPECT_THAT(contents(2001, 9000), ElementsAre(stay(11, 200, 1000, 1)));
  EXPECT_THAT(contents(0, 999), IsEmpty());
}

TEST_P(Links, AnAttributeGivesWayToTheNextAndTagsStandSideBySide) {
  auto const trait = [](std::int64_t attribute, std::string const& key, std::int64_t event) {
    return domain::Trait{.subject = {10}, .attribute = {attribute}, .key = key, .value = key, .set_by = {event}};
  };
  domain::Changes changes;
  changes.traits = {{.trait = trait(0, "A", 1)}, {.trait = trait(0, "B", 1)}, {.trait = trait(70, "RED", 1)}};
  write(changes);
  changes.traits = {{.trait = trait(0, "A", 2), .removed = true}, {.trait = trait(70, "BLUE", 2)}};
  write(changes);
  changes.traits = {{.trait = trait(71, "", 3), .removed = true}};
  write(changes);

  EXPECT_THAT(store_->begin_read()->traits_of(std::vector{SubjectId{9}, SubjectId{10}}),
              ElementsAre(trait(0, "B", 1), trait(70, "BLUE", 2)));
}

TEST_P(Links, AStayThatBeganAndEndedInOneGroupIsHistoryAtOnce) {
  auto whole = stay(10, 200, 1000, 1);
  whole.to = base::Instant{1500};
  whole.left_by = {2};
  domain::Changes changes;
  changes.entered = {whole, stay(10, 201, 1500, 2)};
  write(changes);

  EXPECT_THAT(store_->begin_read()->parents_of(std::vector{SubjectId{10}}), ElementsAre(whole, stay(10, 201, 1500, 2)));
}

TEST_P(Links, WhatIsNotInsideCannotLeave) {
  domain::Changes changes;
  changes.left = {end_of(10, 200, 2000, 2)};

  EXPECT_THROW(write(changes), store::GuardLost);
}

class Holds : public StoreContract {
 protected:
  static domain::Hold a_hold(std::int64_t id) {
    return {.id = {id}, .kind = {50}, .reason = "check", .case_number = "C-1", .placed_by = {1}, .placed_at = {1000}};
  }
  static domain::HoldMember a_member(std::int64_t subject, std::int64_t hold, std::int64_t placed_by = 1) {
    return {.subject = {subject}, .hold = {hold}, .kind = {50}, .placed_by = {placed_by}};
  }
};
NAMEPLATE_ON_EVERY_STORE(Holds);

TEST_P(Holds, AHoldOnItemsIsPlacedAndReleased) {
  domain::Changes placed;
  placed.holds_placed = {a_hold(60)};
  placed.members_placed = {a_member(10, 60), a_member(11, 60)};
  write(placed);
  auto member = a_member(10, 60);
  member.released_by = {2};
  domain::Changes released;
  released.members_released = {member};
  write(released);

  {
    auto const snapshot = store_->begin_read();
    EXPECT_THAT(snapshot->load_holds(std::vector{HoldId{60}}), ElementsAre(a_hold(60)));
    EXPECT_THAT(snapshot->active_members_of(std::vector{SubjectId{10}, SubjectId{11}}), ElementsAre(a_member(11, 60)));
    EXPECT_THAT(snapshot->members_of_holds(std::vector{HoldId{60}}), ElementsAre(member, a_member(11, 60)));
  }
  EXPECT_THROW(write(released), store::GuardLost);

  domain::Changes again;
  again.members_placed = {a_member(10, 60, 3)};
  write(again);
  EXPECT_THAT(store_->begin_read()->active_members_of(std::vector{SubjectId{10}}), ElementsAre(a_member(10, 60, 3)));
}

TEST_P(Holds, RulesAreKeptWhileTheyAreActive) {
  auto by_rule = a_hold(61);
  by_rule.rule = domain::HoldRule{.product = {7}, .lot = {30}, .place = at(100)};
  auto anywhere = a_hold(62);
  anywhere.rule = domain::HoldRule{.product = {7}, .lot = {}, .place = {}};
  domain::Changes placed;
  placed.holds_placed = {a_hold(60), by_rule, anywhere};
  write(placed);
  EXPECT_THAT(store_->begin_read()->active_rule_holds(), ElementsAre(by_rule, anywhere));

  by_rule.released_by = {2};
  by_rule.released_at = base::Instant{2000};
  domain::Changes released;
  released.holds_released = {by_rule};
  write(released);

  auto const snapshot = store_->begin_read();
  EXPECT_THAT(snapshot->active_rule_holds(), ElementsAre(anywhere));
  EXPECT_THAT(snapshot->list_holds(false, {}, 10), ElementsAre(a_hold(60), by_rule, anywhere));
  EXPECT_THAT(snapshot->list_holds(false, {60}, 1), ElementsAre(by_rule));
  EXPECT_THAT(snapshot->list_holds(true, {}, 10), ElementsAre(a_hold(60), anywhere));
  auto const transaction = store_->begin_write();
  EXPECT_THROW(write_in(*transaction, released), store::GuardLost);
}

class Records : public StoreContract {};
NAMEPLATE_ON_EVERY_STORE(Records);

TEST_P(Records, MasterRecordsAreWrittenOverInTheirVersion) {
  domain::Changes made;
  made.records = {{.state = a_record(40, 1, "B"), .expected = {}},
                  {.state = a_record(41, 1, "A"), .expected = {}},
                  {.state = a_record(42, 2, "A"), .expected = {}}};
  write(made);
  auto changed = a_record(40, 1, "B2", 2);
  changed.retired = true;
  changed.value.set("name", "other");
  domain::Changes update;
  update.records = {{.state = changed, .expected = {1}}};
  write(update);

  auto const snapshot = store_->begin_read();
  EXPECT_THAT(snapshot->load_records(std::vector{domain::RecordId{40}}), ElementsAre(changed));
  EXPECT_THAT(snapshot->list_records(1, "", 10), ElementsAre(a_record(41, 1, "A"), changed));
  EXPECT_THAT(snapshot->list_records(1, "A", 10), ElementsAre(changed));
  std::vector<domain::RecordRow> all;
  snapshot->for_each_record(2, [&](domain::RecordRow&& row) { all.push_back(std::move(row)); });
  EXPECT_THAT(all, ElementsAre(a_record(42, 2, "A")));
  auto const transaction = store_->begin_write();
  EXPECT_THROW(write_in(*transaction, update), store::GuardLost);
}

TEST_P(Records, ACodeIsGivenOnceInItsKind) {
  domain::Changes made;
  made.records = {{.state = a_record(40, 1, "A"), .expected = {}}};
  write(made);
  made.records = {{.state = a_record(41, 1, "A"), .expected = {}}};

  EXPECT_THROW(write(made), store::GuardLost);
}

TEST_P(Records, ManyRecordsAreAllVisited) {
  domain::Changes made;
  for (int i = 0; i < 1203; ++i) {
    made.records.push_back({.state = a_record(1000 + i, 1, "R" + std::to_string(10000 + i)), .expected = {}});
  }
  write(made);
  auto const snapshot = store_->begin_read();
  std::set<std::int64_t> seen;

  snapshot->for_each_record(1, [&](domain::RecordRow&& row) {
    seen.insert(row.id.value);
    // A visitor may ask the same snapshot.
    EXPECT_EQ(snapshot->load_records(std::vector{row.id}).size(), 1U);
  });

  EXPECT_EQ(seen.size(), 1203U);
}

}  // namespace
}  // namespace nameplate::test
