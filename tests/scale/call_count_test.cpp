// A use case makes as many calls of the store for 10,000 subjects as for one. Every verb of the table and every
// question is asked both ways; verbs are taken from the table, so a new one is asked too.
#include "app/queries/containers.hpp"
#include "app/queries/feeds.hpp"
#include "app/queries/find_units.hpp"
#include "app/queries/holds.hpp"
#include "app/queries/lots.hpp"
#include "app/queries/records.hpp"
#include "app/queries/resolve.hpp"
#include "app/queries/stock.hpp"
#include "app/queries/subject_history.hpp"
#include "support/test_ledger.hpp"

#include <gtest/gtest.h>

#include <future>
#include <map>
#include <string>

namespace nameplate::app {
namespace {

using domain::Item;
using domain::ItemKind;
using domain::Operation;
using domain::Status;
using domain::Verb;
using Calls = std::map<std::string, std::int64_t>;

constexpr std::int64_t many = 10'000;

/// A ledger with things to act on, of which each test takes one or many.
class Stocked {
 public:
  Stocked() { ledger_.add_business(); }

  /// Units in a status, where things in that status are.
  void enter(std::int64_t count, Status status) {
    Operation operation{.verb = Verb::register_, .status = std::string(name_of(status))};
    bool const is_with_party = status == Status::shipped || status == Status::with_customer;
    bool const is_nowhere = status == Status::lost || status == Status::scrapped || status == Status::ordered;
    operation.holder = is_with_party ? "ACME" : "";
    operation.location = is_with_party || is_nowhere ? "" : "BIN-1";
    for (std::int64_t i = 0; i < count; ++i) {
      operation.items.push_back(test::serial("CAM", number(i)));
    }
    ledger_.perform(std::move(operation));
  }
  void pack(std::int64_t count, std::string const& container) {
    Operation operation{.verb = Verb::pack, .location = "BIN-1", .container = container};
    add_serials(operation, count);
    ledger_.perform(std::move(operation));
  }
  void hold(std::int64_t count) {
    Operation operation{.verb = Verb::hold, .hold_kind = "quality"};
    add_serials(operation, count);
    ledger_.perform(std::move(operation));
  }
  void receive_lots(std::int64_t count) {
    Operation operation{.verb = Verb::receive, .location = "BIN-1"};
    add_lots(operation, count);
    ledger_.perform(std::move(operation));
  }

  static std::string number(std::int64_t i) { return "U-" + std::to_string(100'000 + i); }
  static void add_serials(Operation& operation, std::int64_t count) {
    for (std::int64_t i = 0; i < count; ++i) {
      operation.items.push_back(test::serial("CAM", number(i)));
    }
  }
  static void add_lots(Operation& operation, std::int64_t count) {
    for (std::int64_t i = 0; i < count; ++i) {
      operation.items.push_back(test::some_of_lot("MILK", "L-" + std::to_string(i), 2'000'000));
    }
  }

  /// The calls that an operation makes. Throws when it is refused.
  Calls calls_of(Operation operation) {
    ledger_.store().reset();
    auto const answer = ledger_.perform(std::move(operation));
    EXPECT_EQ(answer.refused, 0);
    EXPECT_GT(answer.done, 0);
    return counts();
  }
  /// The calls of a question.
  template <typename Ask>
  Calls calls_of(Ask const& ask) {
    auto reading = ledger_.begin_reading();
    ledger_.store().reset();
    ask(reading);
    return counts();
  }
  /// Without the one that reserves a block of ids: a block lasts for many operations, and for a large one it is larger.
  [[nodiscard]] Calls counts() {
    auto calls = ledger_.store().counts();
    EXPECT_LE(calls["reserve_ids"], 1);
    calls.erase("reserve_ids");
    return calls;
  }
  [[nodiscard]] test::TestLedger& ledger() { return ledger_; }

 private:
  test::TestLedger ledger_;
};

/// From which status a verb is tried; none: it is tried on numbers that do not exist yet.
std::optional<Status> status_before(Verb verb) {
  switch (verb) {
    case Verb::register_:
    case Verb::announce:
    case Verb::receive: return std::nullopt;
    case Verb::unstage: return Status::ready_to_ship;
    case Verb::return_: return Status::with_customer;
    case Verb::accept: return Status::returned;
    case Verb::find: return Status::lost;
    default: return Status::in_stock;
  }
}

/// What the verb needs beside its items.
Operation an_operation(Verb verb) {
  Operation operation{.verb = verb};
  switch (verb) {
    case Verb::register_:
    case Verb::receive:
    case Verb::return_:
    case Verb::find: operation.location = "BIN-2"; break;
    case Verb::move: operation.location = "BIN-2"; break;
    case Verb::pack:
      operation.container = "PALLET";
      operation.location = "BIN-1";
      break;
    case Verb::ship:
    case Verb::deliver: operation.party = "ACME"; break;
    case Verb::hold: operation.hold_kind = "quality"; break;
    case Verb::release: operation.hold_kind = "quality"; break;
    case Verb::amend: operation.traits.tags = {"seen"}; break;
    case Verb::adjust:
      operation.status = "returned";
      operation.location = "BIN-2";
      operation.reason = "found";
      break;
    default: break;
  }
  return operation;
}

Calls calls_on_units(Verb verb, std::int64_t count) {
  Stocked stocked;
  if (auto const status = status_before(verb)) {
    stocked.enter(count, *status);
  }
  if (verb == Verb::unpack) {
    stocked.pack(count, "BOX");
  }
  if (verb == Verb::release) {
    stocked.hold(count);
  }
  auto operation = an_operation(verb);
  Stocked::add_serials(operation, count);
  if (verb == Verb::relabel) {
    for (auto& item : operation.items) {
      item.extra = std::make_unique<domain::ItemExtra>();
      item.extra->new_serial = "R" + item.number;
    }
  }
  return stocked.calls_of(std::move(operation));
}

TEST(CallCount, EveryVerbMakesAsManyCallsForManyUnitsAsForOne) {
  for (auto const& rule : domain::verb_rules()) {
    if (rule.verb == Verb::reverse || rule.verb == Verb::resolve) {
      continue;  // about events; WhatComesLateMakesAsManyCalls has them
    }
    auto const one = calls_on_units(rule.verb, 1);
    EXPECT_EQ(calls_on_units(rule.verb, many), one) << rule.name;
    EXPECT_EQ(one.at("commit"), 1) << rule.name;
  }
}

/// A late move of units that moved on since, and then its reversal.
std::pair<Calls, Calls> calls_of_the_past(std::int64_t count) {
  Stocked stocked;
  stocked.enter(count, Status::in_stock);
  auto const now = stocked.ledger().ledger().clock.now();
  auto moved = an_operation(Verb::move);
  Stocked::add_serials(moved, count);
  static_cast<void>(stocked.ledger().perform(std::move(moved)));
  auto late = an_operation(Verb::move);
  late.location = "BIN-1";
  late.time = base::ZonedInstant{.instant = now.plus(1)};
  Stocked::add_serials(late, count);
  auto const calls_late = stocked.calls_of(std::move(late));
  Operation reverse{.verb = Verb::reverse};
  auto const head = stocked.ledger().store().begin_read()->head().sequence;
  reverse.event =
      stocked.ledger().store().begin_read()->events_after(head - 1, {.events = 1, .items = many * 2}).front().id;
  return {calls_late, stocked.calls_of(std::move(reverse))};
}

TEST(CallCount, WhatComesLateMakesAsManyCalls) {
  auto const [late_one, reverse_one] = calls_of_the_past(1);
  auto const [late_many, reverse_many] = calls_of_the_past(many);
  EXPECT_EQ(late_many, late_one);
  EXPECT_EQ(reverse_many, reverse_one);
}

TEST(CallCount, EveryVerbOnQuantitiesMakesAsManyCallsForManyLotsAsForOne) {
  auto const calls = [](Verb verb, std::int64_t count) {
    Stocked stocked;
    if (verb != Verb::receive) {
      stocked.receive_lots(count);
    }
    auto operation = an_operation(verb);
    Stocked::add_lots(operation, count);
    if (verb == Verb::adjust) {
      operation.status.clear();
    }
    return stocked.calls_of(std::move(operation));
  };
  for (auto const& rule : domain::verb_rules()) {
    bool const takes_stock = rule.quantity_from.contains(Status::in_stock);
    if ((takes_stock && rule.verb != Verb::unpack) || rule.verb == Verb::receive) {
      EXPECT_EQ(calls(rule.verb, many), calls(rule.verb, 1)) << rule.name;
    }
  }
}

TEST(CallCount, GeneratingManyNumbersMakesAsManyCallsAsGeneratingOne) {
  auto const calls = [](std::int64_t count) {
    Stocked stocked;
    Operation operation{.verb = Verb::receive, .location = "BIN-1"};
    operation.items.push_back(test::generated("CAM", count));
    return stocked.calls_of(std::move(operation));
  };
  EXPECT_EQ(calls(many), calls(1));
}

TEST(CallCount, AContainerMakesAsManyCallsWithMuchInsideAsWithLittle) {
  auto const calls = [](Verb verb, std::int64_t inside) {
    Stocked stocked;
    stocked.enter(inside, Status::in_stock);
    stocked.pack(inside, "PALLET");
    auto operation = an_operation(verb);
    operation.acknowledge = {"container.not_empty"};
    operation.items.push_back(test::container("PALLET"));
    return stocked.calls_of(std::move(operation));
  };
  for (auto const verb : {Verb::move, Verb::stage, Verb::ship, Verb::scrap, Verb::hold}) {
    EXPECT_EQ(calls(verb, many), calls(verb, 1)) << name_of(verb);
  }
}

TEST(CallCount, AFullGroupOfScansMakesAsManyCallsAsOne) {
  auto const calls = [](int scans) {
    Stocked stocked;
    stocked.enter(scans + 1, Status::in_stock);
    // The first holds the writer up until all others wait.
    std::promise<void> all_wait;
    std::promise<void> first_done;
    Operation first = an_operation(Verb::move);
    first.items.push_back(test::serial("CAM", Stocked::number(scans)));
    stocked.ledger().submit(std::move(first), [&](Outcome const&) {
      first_done.set_value();
      all_wait.get_future().wait();
    });
    first_done.get_future().wait();
    stocked.ledger().store().reset();
    std::vector<std::promise<bool>> done(static_cast<std::size_t>(scans));
    for (int i = 0; i < scans; ++i) {
      auto operation = an_operation(Verb::move);
      operation.items.push_back(test::serial("CAM", Stocked::number(i)));
      stocked.ledger().submit(std::move(operation), [&done, i](Outcome const& outcome) {
        done[static_cast<std::size_t>(i)].set_value(outcome.has_value());
      });
    }
    all_wait.set_value();
    for (auto& each : done) {
      EXPECT_TRUE(each.get_future().get());
    }
    return stocked.counts();
  };
  EXPECT_EQ(calls(256), calls(1));
}

class Questions : public testing::Test {
 protected:
  /// Asks the same of a ledger with one unit, lot and container, and of one with many.
  template <typename Ask>
  void expect_same_calls(Ask const& ask) {
    EXPECT_EQ(with(many).calls_of(ask), with(1).calls_of(ask));
  }

 private:
  static Stocked& with(std::int64_t count) {
    static std::map<std::int64_t, Stocked> ledgers;
    auto const [found, is_new] = ledgers.try_emplace(count);
    auto& stocked = found->second;
    if (is_new) {
      stocked.enter(count, Status::in_stock);
      stocked.pack(count, "PALLET");
      stocked.hold(count);
      stocked.receive_lots(count);
      Operation ship{.verb = Verb::ship, .party = "ACME", .documents = {{.kind = "order", .number = "SO-1"}}};
      ship.acknowledge = {"unit.held"};
      ship.items.push_back(test::container("PALLET"));
      ship.override_reason = "the test needs a paper";
      stocked.ledger().perform(std::move(ship));
    }
    return stocked;
  }
};

TEST_F(Questions, ListsOfUnits) {
  std::vector<std::string> some_numbers;
  for (std::int64_t i = 0; i < 100; ++i) {
    some_numbers.push_back(Stocked::number(i));
  }
  for (auto const& question : std::vector<UnitQuestion>{
           {.page = {.limit = 1000}},
           {.serials = {Stocked::number(0)}},
           {.serials = some_numbers},
           {.prefix = "U-", .page = {.limit = 1000}},
           {.products = {"CAM"}, .statuses = {Status::shipped}, .page = {.limit = 1000}, .count = true},
           {.container = "PALLET", .page = {.limit = 1000}, .with_identifiers = true},
           {.party = "ACME", .page = {.sort = SortKey::serial, .limit = 1000}},
           {.document = "so-1", .page = {.limit = 1000}},
           {.hold_kind = "quality", .page = {.limit = 1000}},
       }) {
    expect_same_calls([&](Reading& reading) {
      auto const list = find_units(*reading.snapshot, *reading.catalog, reading.now, question);
      ASSERT_TRUE(list.has_value()) << list.error().detail;
      EXPECT_FALSE(list->units.empty());
    });
  }
}

TEST_F(Questions, Stock) {
  expect_same_calls([](Reading& reading) {
    EXPECT_TRUE(find_stock(*reading.snapshot, *reading.catalog, {.group_by = {StockGroup::lot}}).has_value());
  });
}

TEST_F(Questions, ContainersLotsHoldsAndRecords) {
  expect_same_calls([](Reading& reading) {
    auto const& catalog = *reading.catalog;
    EXPECT_TRUE(find_containers(*reading.snapshot, catalog, reading.now, {.limit = 1000}).has_value());
    EXPECT_TRUE(view_container(*reading.snapshot, catalog, reading.now, "PALLET").has_value());
    EXPECT_TRUE(find_lots(*reading.snapshot, catalog, reading.now, {.limit = 1000}).has_value());
    EXPECT_TRUE(find_holds(*reading.snapshot, catalog, {.limit = 1000}).has_value());
    EXPECT_FALSE(list_records(*reading.snapshot, *reading.catalog, {.limit = 1000}).records.empty());
  });
}

TEST_F(Questions, HistoryScansAndFeeds) {
  expect_same_calls([](Reading& reading) {
    auto const found = resolve(*reading.snapshot, *reading.catalog, reading.now, domain::Role::admin, "PALLET");
    ASSERT_EQ(found.matches.size(), 1U);
    auto const pallet = std::get<domain::ContainerState>(found.matches.front().what).id;
    Subject const subject{domain::SubjectKind::container, pallet};
    EXPECT_FALSE(find_history(*reading.snapshot, {.subject = subject}).rows.empty());
    EXPECT_FALSE(events_after(*reading.snapshot, 0, 1000).events.empty());
    EXPECT_FALSE(changes_after(*reading.snapshot, 0, 1000).changes.empty());
  });
}

}  // namespace
}  // namespace nameplate::app
