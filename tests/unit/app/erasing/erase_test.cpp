#include "app/erasing/erase.hpp"

#include "app/erasing/retention.hpp"
#include "base/time_text.hpp"
#include "support/test_ledger.hpp"

#include <gmock/gmock.h>

namespace nameplate::test {
namespace {

using base::Value;
using domain::RecordKind;
using domain::Verb;

constexpr std::int64_t day = 24 * base::microseconds_per_hour;

class Erasing : public testing::Test {
 protected:
  Erasing() {
    ledger_.add_business();
    ledger_.add(RecordKind::party, {{"code", "PERSON"},
                                    {"name", "N"},
                                    {"roles", Value::List{Value("customer")}},
                                    {"contacts", Value::List{Value(Value::Object{{"phone", "555-1"}})}}});
    change_contact("555-2");
    domain::Operation registered{.verb = Verb::register_};
    registered.items.push_back(serial("CAM", "S-1"));
    registered.location = "DOCK";
    registered.note = "rang twice";
    registered.operator_name = "Jane";
    ledger_.perform(std::move(registered));
    domain::Operation shipped{.verb = Verb::ship};
    shipped.items.push_back(serial("CAM", "S-1"));
    shipped.party = "ACME";
    shipped.documents = {{.kind = "delivery", .number = "D-1"}};
    shipped.operator_name = "Jane";
    shipped.note = "at the gate";
    ledger_.perform(std::move(shipped));
  }

  void change_contact(std::string const& phone) {
    auto const changed = ledger_.ledger().writer.execute(
        {.actor = ledger_.owner(),
         .what = app::RecordCommand{
             .kind = RecordKind::party,
             .action = app::RecordCommand::Action::patch,
             .id_or_code = "PERSON",
             .value = Value(Value::Object{{"contacts", Value::List{Value(Value::Object{{"phone", phone}})}}})}});
    ASSERT_TRUE(changed) << changed.error().detail;
  }

  base::Result<app::EraseAnswer> erase(app::EraseRequest request) {
    request.reason = "asked";
    auto all = ledger_.ledger();
    return app::erase(all, ledger_.owner(), request);
  }
  std::int64_t follow_rules() {
    auto all = ledger_.ledger();
    return app::follow_retention_rules(all);
  }
  [[nodiscard]] std::vector<std::string> kept() {
    std::vector<std::string> fields;
    for (auto const& row : ledger_.read()->private_after({}, 1000)) {
      fields.push_back(row.key.field);
    }
    return fields;
  }
  void expect_clean() {
    auto const found = ledger_.verify();
    EXPECT_TRUE(found.is_clean()) << found.differences.front().projection << " " << found.differences.front().expected
                                  << " " << found.differences.front().found;
  }

  TestLedger ledger_;
};

TEST_F(Erasing, APartyLosesWhatItHasAndEverHad) {
  EXPECT_EQ(erase({.party = "person"}).value().values, 2);
  EXPECT_THAT(kept(), testing::Not(testing::Contains("value.contacts")));
  expect_clean();
  EXPECT_EQ(erase({.party = "PERSON"}).value().values, 0);
}

TEST_F(Erasing, FieldByFieldIsTheSameAsAtOnce) {
  change_contact("555-3");
  EXPECT_EQ(erase({.party = "PERSON", .fields = {"addresses"}}).value().values, 0);
  EXPECT_EQ(erase({.party = "PERSON", .fields = {"contacts"}}).value().values, 3);
  change_contact("555-4");
  EXPECT_EQ(erase({.party = "PERSON"}).value().values, 1);
  expect_clean();
}

TEST_F(Erasing, DryRunsCountAndChangeNothing) {
  auto const before = kept();
  auto const tried = erase({.operator_name = "Jane", .dry_run = true}).value();
  EXPECT_EQ(tried.values, 2);
  EXPECT_EQ(tried.events, 2);
  EXPECT_TRUE(tried.erasures.empty());
  EXPECT_EQ(kept(), before);
}

TEST_F(Erasing, ALegalHoldRefusesWhatItProtects) {
  ledger_.add(RecordKind::legal_hold, {{"code", "case-1"}, {"name", "Lawsuit"}, {"document", "d-1"}});
  EXPECT_EQ(erase({.operator_name = "Jane"}).error().reason, "erase.legal_hold");
  EXPECT_EQ(erase({.operator_name = "Jane", .dry_run = true}).error().reason, "erase.legal_hold");
  EXPECT_THAT(erase({.operator_name = "Jane"}).error().detail, testing::HasSubstr("case-1"));
  EXPECT_EQ(erase({.party = "PERSON"}).value().values, 2);
  expect_clean();
}

TEST_F(Erasing, ALegalHoldOnAPartyCoversItsEventsAndItself) {
  ledger_.add(RecordKind::legal_hold, {{"code", "a"}, {"name", "Acme"}, {"party", "ACME"}});
  EXPECT_EQ(erase({.operator_name = "Jane"}).error().reason, "erase.legal_hold");
  EXPECT_EQ(erase({.party = "PERSON"}).value().values, 2);
  ledger_.add(RecordKind::legal_hold, {{"code", "b"}, {"name", "Person"}, {"party", "PERSON"}});
  change_contact("555-3");
  EXPECT_EQ(erase({.party = "PERSON"}).error().reason, "erase.legal_hold");
}

TEST_F(Erasing, ALegalHoldEndsWithItsTime) {
  auto const until = base::to_string(ledger_.clock().now().plus(day));
  ledger_.add(RecordKind::legal_hold, {{"code", "all"}, {"name", "Everything"}, {"until", until}});
  EXPECT_EQ(erase({.party = "PERSON"}).error().reason, "erase.legal_hold");
  ledger_.clock().advance(2 * day);
  EXPECT_EQ(erase({.party = "PERSON"}).value().values, 2);
}

TEST_F(Erasing, RetentionRulesEraseWhatIsOlder) {
  ledger_.add(RecordKind::retention_rule, {{"code", "long"}, {"class", "notes"}, {"days", std::int64_t{30}}});
  ledger_.add(RecordKind::retention_rule, {{"code", "short"}, {"class", "notes"}, {"days", std::int64_t{2}}});
  EXPECT_EQ(follow_rules(), 0);
  ledger_.clock().advance(3 * day);
  EXPECT_EQ(follow_rules(), 2);
  EXPECT_THAT(kept(), testing::Not(testing::Contains("note")));
  EXPECT_THAT(kept(), testing::Contains("operator"));
  EXPECT_EQ(follow_rules(), 0);
  expect_clean();
}

TEST_F(Erasing, RetentionLeavesTheContactsOfToday) {
  ledger_.add(RecordKind::retention_rule, {{"code", "c"}, {"class", "contacts"}, {"days", std::int64_t{1}}});
  ledger_.clock().advance(2 * day);
  EXPECT_EQ(follow_rules(), 1);
  EXPECT_EQ(std::ranges::count(kept(), "value.contacts"), 1);
  expect_clean();
  change_contact("555-9");
  ledger_.clock().advance(2 * day);
  EXPECT_EQ(follow_rules(), 1);
  expect_clean();
}

TEST_F(Erasing, RetentionWaitsForALegalHold) {
  ledger_.add(RecordKind::legal_hold, {{"code", "case-1"}, {"name", "Lawsuit"}, {"document", "D-1"}});
  ledger_.add(RecordKind::retention_rule, {{"code", "r"}, {"class", "operators"}, {"days", std::int64_t{1}}});
  ledger_.clock().advance(2 * day);
  EXPECT_EQ(follow_rules(), 1);
  EXPECT_EQ(std::ranges::count(kept(), "operator"), 1);
  expect_clean();
}

}  // namespace
}  // namespace nameplate::test
