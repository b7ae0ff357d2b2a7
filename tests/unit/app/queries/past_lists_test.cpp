// Lists, stock and single units as of past times, and as far as they were known, against a fold of the whole ledger in
// memory: random operations, some of them late or reversed, random questions, the tables that make lists quick anywhere
// between empty and up to date.

#include "app/queries/find_units.hpp"
#include "app/queries/past_subject.hpp"
#include "app/queries/stock_then.hpp"
#include "domain/working_set.hpp"
#include "support/test_ledger.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <map>
#include <random>
#include <set>
#include <tuple>

namespace nameplate::app {
namespace {

using domain::SubjectId;
using domain::Verb;

constexpr std::array<char const*, 4> places = {"BIN-1", "BIN-2", "DOCK", "BRANCH"};
constexpr std::array<char const*, 2> parties = {"ACME", "BETA"};

/// A warehouse at work: goods come, move, are packed, shipped and come back.
class Work {
  template <typename Values>
  auto pick(Values const& values) {
    return values[random_() % std::size(values)];
  }

 public:
  explicit Work(std::uint64_t seed) : random_(seed) { ledger_.add_business(); }

  void do_one() {
    ledger_.clock().advance(1 + static_cast<std::int64_t>(random_() % (20 * 60)) * base::microseconds_per_second);
    auto operation = std::getenv("PLAIN") == nullptr && random_() % 25 == 0 ? take_back_one() : make_one();
    if (std::getenv("PLAIN") == nullptr && random_() % 6 == 0 && operation.verb != Verb::reverse) {
      operation.time =
          base::ZonedInstant{.instant = ledger_.clock().now().plus(-static_cast<std::int64_t>(random_() % (6 * 3600)) *
                                                                   base::microseconds_per_second)};
    }
    auto const outcome = ledger_.ask(std::move(operation));
    if (outcome && outcome->event) {
      for (auto const& item : outcome->items) {
        if (item.kind == domain::SubjectKind::unit && item.subject &&
            std::ranges::find(units_, item.subject) == units_.end()) {
          units_.push_back(item.subject);
        }
      }
      times_.push_back(ledger_.clock().now());
      events_.push_back(outcome->event);
      newest_ = outcome->sequence;
    }
  }

  /// A moment at which something happened, or just before.
  base::Instant some_time() { return times_[random_() % times_.size()].plus(random_() % 2 == 0 ? 0 : -1); }

  [[nodiscard]] domain::Sequence some_sequence() {
    return 1 + static_cast<domain::Sequence>(random_() % static_cast<std::uint64_t>(newest_));
  }
  SubjectId some_unit() { return pick(units_); }

  test::TestLedger& ledger() { return ledger_; }
  std::mt19937_64& random() { return random_; }

 private:
  std::string some_container() { return "BOX-" + std::to_string(random_() % 6); }

  domain::Operation take_back_one() {
    domain::Operation operation{.verb = Verb::reverse};
    // Mostly one of the newest: others depend on the older ones.
    auto const back = std::min<std::size_t>(events_.size(), 1 + random_() % 6);
    operation.event = events_.empty() ? domain::EventId{1} : events_[events_.size() - back];
    return operation;
  }

  domain::Operation make_one() {
    auto const kind = random_() % 16;
    if (units_.size() < 20 || kind == 0) {
      domain::Operation operation{.verb = Verb::register_, .location = pick(places)};
      for (int i = 0; i < 5; ++i) {
        operation.items.push_back(test::serial(i % 3 == 0 ? "LENS" : "CAM", "S" + std::to_string(++serial_)));
      }
      return operation;
    }
    if (kind <= 2) {
      domain::Operation operation{.verb = Verb::move, .location = pick(places)};
      operation.items.push_back(test::container(some_container()));
      return operation;
    }
    if (kind == 3) {
      domain::Operation operation{.verb = Verb::ship, .party = pick(parties)};
      operation.items.push_back(test::container(some_container()));
      return operation;
    }
    if (kind == 4) {
      domain::Operation operation{.verb = Verb::return_,
                                  .location = pick(places),
                                  .contents = random_() % 2 == 0 ? domain::Contents::none : domain::Contents::all};
      operation.items.push_back(test::container(some_container()));
      return operation;
    }
    if (kind == 5) {
      domain::Operation operation{.verb = Verb::pack, .container = some_container()};
      operation.items.push_back(test::container(some_container()));
      return operation;
    }
    domain::Operation operation = of_units(kind);
    operation.on_error = domain::OnError::proceed;
    for (auto count = 1 + random_() % 4; count > 0; --count) {
      operation.items.push_back({.kind = domain::ItemKind::unit, .amount = pick(units_).value});
    }
    return operation;
  }

  domain::Operation of_units(std::uint64_t kind) {
    switch (kind) {
      case 6:
      case 7: return {.verb = Verb::pack, .container = some_container()};
      case 8: return {.verb = Verb::ship, .party = pick(parties)};
      case 9: return {.verb = Verb::return_, .location = pick(places)};
      case 10: return {.verb = Verb::scrap};
      case 11: return {.verb = Verb::deliver};
      case 12: return {.verb = Verb::accept};
      default: return {.verb = Verb::move, .location = pick(places), .unpack = true};
    }
  }

  std::mt19937_64 random_;
  test::TestLedger ledger_;
  std::vector<SubjectId> units_;
  std::vector<base::Instant> times_;
  std::vector<domain::EventId> events_;
  domain::Sequence newest_ = 1;
  int serial_ = 0;
};

/// The whole ledger folded as far as a past reaches, in the order of time, without what was reversed.
domain::WorkingSet fold_all(store::ReadSnapshot& snapshot, AsOf const& as_of) {
  std::vector<domain::Event> events;
  while (true) {
    auto part = snapshot.events_after(events.empty() ? 0 : events.back().sequence, {.events = 1000});
    if (part.empty()) {
      break;
    }
    std::ranges::move(part, std::back_inserter(events));
  }
  std::erase_if(events, [&](domain::Event const& event) { return !as_of.covers(event.sequence); });
  std::set<std::pair<domain::EventId, SubjectId>> reversed;
  std::vector<SubjectId> containers;
  for (auto const& event : events) {
    for (auto const& item : event.items) {
      if (auto const* const reversal = std::get_if<domain::Reversal>(&event.matter)) {
        reversed.emplace(reversal->event, item.subject);
      }
      if (item.kind == domain::SubjectKind::container) {
        containers.push_back(item.subject);
      }
    }
  }
  std::ranges::stable_sort(events, {}, &domain::Event::event_time);
  domain::WorkingSet state;
  state.know_contents_of(containers);
  for (auto& event : events) {
    if (as_of.covers(event.event_time) && !std::holds_alternative<domain::Reversal>(event.matter)) {
      std::erase_if(event.items, [&](domain::EventItem const& item) {
        bool const unborn =
            item.kind == domain::SubjectKind::unit && !item.is_new && state.unit(item.subject) == nullptr;
        return unborn || (item.role != domain::SubjectRole::parent && reversed.contains({event.id, item.subject}));
      });
      state.fold(event);
    }
  }
  return state;
}

struct Question {
  store::UnitFilter filter;
  std::string text;
};

Question make_question(Work& work, domain::Catalog const& catalog, store::ReadSnapshot& snapshot) {
  auto& random = work.random();
  Question question;
  auto const chance = [&](unsigned in) { return random() % in == 0; };
  if (chance(2)) {
    auto const* const sku = chance(2) ? "CAM" : "LENS";
    question.filter.products = {catalog.find(domain::RecordKind::product, sku)};
    question.text += std::string(" product ") + sku;
  }
  if (chance(3)) {
    question.filter.statuses = chance(2) ? domain::StatusSet{domain::Status::in_stock}
                                         : domain::StatusSet{domain::Status::shipped, domain::Status::returned};
    question.text += " status";
  }
  switch (random() % 4) {
    case 0:
      question.filter.locations = {catalog.find(domain::RecordKind::location, places[random() % places.size()])};
      question.text += " location r" + std::to_string(question.filter.locations->front().value);
      break;
    case 1:
      question.filter.party = catalog.find(domain::RecordKind::party, parties[random() % parties.size()]);
      question.text += " party";
      break;
    case 2: {
      auto const boxes = snapshot.list_containers({}, {}, 10);
      if (!boxes.empty()) {
        question.filter.container = boxes[random() % boxes.size()].id;
        question.text += " container c" + std::to_string(question.filter.container->value);
      }
      break;
    }
    default: break;
  }
  return question;
}

bool fits(store::UnitFilter const& filter, domain::WorkingSet const& state, domain::UnitState const& unit) {
  auto const place = state.place_of(unit.holder);
  return (filter.products.empty() || filter.products.front() == unit.product) &&
         (filter.statuses.empty() || filter.statuses.contains(unit.status)) &&
         (!filter.container || unit.holder == domain::Holder::in(*filter.container)) &&
         (!filter.party || place == domain::Holder::with(*filter.party)) &&
         (!filter.locations || place == domain::Holder::at(filter.locations->front()));
}

std::vector<SubjectId> list_all(store::ReadSnapshot& snapshot, store::UnitFilter const& filter, base::Instant at,
                                std::size_t limit) {
  std::vector<SubjectId> ids;
  store::UnitPage page{.limit = limit};
  while (true) {
    auto const found = snapshot.list_units_at(filter, at, page);
    for (auto const& unit : found.units) {
      if (unit.status != domain::Status::void_) {  // the fold in memory does not know what was reversed altogether
        ids.push_back(unit.id);
      }
    }
    if (found.units.size() < limit && !found.go_on_after) {
      return ids;
    }
    page.after = store::UnitCursor{.id = found.go_on_after ? *found.go_on_after : found.units.back().id};
  }
}

/// What the history index and the fold say of the first one that is on one side only.
std::string difference(store::ReadSnapshot& snapshot, domain::WorkingSet const& state,
                       std::vector<SubjectId> const& found, std::vector<SubjectId> const& expected, base::Instant at) {
  std::vector<SubjectId> one_side;
  std::ranges::set_symmetric_difference(found, expected, std::back_inserter(one_side));
  if (one_side.empty()) {
    return {};
  }
  auto const id = one_side.front();
  std::string text =
      (std::ranges::binary_search(found, id) ? " found too many: u" : " not found: u") + std::to_string(id.value);
  for (auto const& row : snapshot.history_of(std::array{id})) {
    text += "\n" + std::to_string(row.event_time.microseconds) + " e" + std::to_string(row.event.value) + " role " +
            std::to_string(static_cast<int>(row.role));
    if (!row.state.empty()) {
      auto const then = domain::decode_state(domain::SubjectKind::unit, row.state);
      text += " product " + std::to_string(then.product.value) + " " + std::string(domain::name_of(then.status)) + " " +
              std::to_string(static_cast<int>(then.holder.kind)) + ":" + std::to_string(then.holder.id);
    }
  }
  for (auto const& row : snapshot.states_at(std::array{id}, at)) {
    auto const then = domain::decode_state(domain::SubjectKind::unit, row.state);
    text += ", in the index: " + std::string(domain::name_of(then.status)) + " with " +
            std::to_string(static_cast<int>(then.holder.kind)) + ":" + std::to_string(then.holder.id) + " by e" +
            std::to_string(row.event.value);
  }
  if (auto const* const unit = state.unit(id)) {
    text += ", folded: " + std::string(domain::name_of(unit->status)) + " with " +
            std::to_string(static_cast<int>(unit->holder.kind)) + ":" + std::to_string(unit->holder.id) + " by e" +
            std::to_string(unit->trail.last_event.value);
  }
  return text;
}

void compare(Work& work, int questions) {
  auto const reading = work.ledger().begin_reading();
  auto& snapshot = *reading.snapshot;
  auto const all_units = snapshot.list_units({}, {.limit = 100'000});
  {
    auto const state = fold_all(snapshot, {.at = {}, .known = {}, .day = {}});
    for (auto const& unit : all_units) {
      auto const* const folded = state.unit(unit.id);
      auto const what = folded == nullptr ? domain::UnitState() : *folded;
      ASSERT_EQ(what.status, unit.status)
          << "u" << unit.id.value << difference(snapshot, state, {}, {unit.id}, reading.now);
      ASSERT_EQ(what.holder, unit.holder) << "u" << unit.id.value;
    }
  }
  for (int i = 0; i < questions; ++i) {
    auto const at = work.some_time();
    auto const state = fold_all(snapshot, {.at = at, .known = {}, .day = at});
    for (int j = 0; j < 4; ++j) {
      auto const question = make_question(work, *reading.catalog, snapshot);
      std::vector<SubjectId> expected;
      for (auto const& now : all_units) {
        auto const* const unit = state.unit(now.id);
        if (unit != nullptr && unit->status != domain::Status::void_ && fits(question.filter, state, *unit)) {
          expected.push_back(now.id);
        }
      }
      auto const found = list_all(snapshot, question.filter, at, 1 + work.random()() % 40);
      ASSERT_EQ(found, expected) << "at " << at.microseconds << question.text
                                 << difference(snapshot, state, found, expected, at);
    }
  }
}

/// Units by product and status.
using Counts = std::map<std::tuple<std::int64_t, domain::Holder, int>, std::int64_t>;

Counts count_in_memory(domain::WorkingSet const& state, std::vector<domain::UnitState> const& all_units) {
  Counts counts;
  for (auto const& now : all_units) {
    auto const* const unit = state.unit(now.id);
    if (unit != nullptr && unit->status != domain::Status::void_) {
      auto const place = state.place_of(unit->holder);
      ++counts[{0, place, static_cast<int>(unit->status)}];
    }
  }
  return counts;
}

void compare_known(Work& work, int questions) {
  auto const reading = work.ledger().begin_reading();
  auto& snapshot = *reading.snapshot;
  auto const all_units = snapshot.list_units({}, {.limit = 100'000});
  for (int i = 0; i < questions; ++i) {
    AsOf as_of{.at = {}, .known = {}, .day = reading.now};
    if (i % 3 != 0) {
      as_of.at = work.some_time();
      as_of.day = *as_of.at;
    }
    if (i % 3 != 1) {
      as_of.known = work.some_sequence();
    }
    SCOPED_TRACE(testing::Message() << "at " << (as_of.at ? as_of.at->microseconds : 0) << " known "
                                    << as_of.known.value_or(0));
    auto const state = fold_all(snapshot, as_of);
    for (int j = 0; j < 10; ++j) {
      auto const id = work.some_unit();
      auto const now = snapshot.load_units(std::array{id});
      auto const* const expected = state.unit(id);
      auto const found = unit_then(snapshot, as_of, now.front());
      if (expected == nullptr) {
        ASSERT_TRUE(!found || found->state.status == domain::Status::void_) << "u" << id.value;
        continue;
      }
      ASSERT_TRUE(found) << "u" << id.value;
      ASSERT_EQ(found->state.status, expected->status) << "u" << id.value;
      ASSERT_EQ(found->state.holder, expected->holder) << "u" << id.value;
      ASSERT_EQ(found->state.serial, expected->serial) << "u" << id.value;
    }
    Counts counts;
    auto const rows =
        count_stock_then([&] { return work.ledger().read(); }, {}, {StockGroup::location, StockGroup::status}, as_of);
    ASSERT_TRUE(rows);
    for (auto const& row : *rows) {
      counts[{0, row.place, static_cast<int>(*row.status)}] = row.units;
    }
    ASSERT_EQ(counts, count_in_memory(state, all_units));
  }
}

TEST(Past, UnitsAndStockAreWhatAFoldOfWhatWasKnownSays) {
  for (std::uint64_t seed = 11; seed <= 12; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Work work(seed);
    for (int i = 0; i < 700; ++i) {
      work.do_one();
    }
    compare_known(work, 40);
    if (testing::Test::HasFatalFailure()) {
      return;
    }
  }
}

TEST(PastLists, AreWhatAFoldUpToThatTimeSays) {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Work work(seed);
    for (int i = 0; i < 1500; ++i) {
      work.do_one();
      if (work.random()() % 40 == 0) {
        work.ledger().store().follow_past(static_cast<std::int64_t>(work.random()() % 80), {});
      }
      if (i % 300 == 299) {
        compare(work, 3);
        if (testing::Test::HasFatalFailure()) {
          return;
        }
      }
    }
    while (work.ledger().store().follow_past(100, {}) > 0) {
    }
    compare(work, 20);
  }
}

TEST(PastLists, AreTheSameWhenTheTablesAreMadeInOneGo) {
  Work work(7);
  for (int i = 0; i < 1500; ++i) {
    work.do_one();
  }
  compare(work, 3);
  while (work.ledger().store().follow_past(100'000, {}) > 0) {
  }
  compare(work, 20);
}

TEST(PastLists, AskTheStoreAsOftenForManyAsForOne) {
  Work work(9);
  for (int i = 0; i < 400; ++i) {
    work.do_one();
  }
  auto const calls_for = [&](std::size_t limit) {
    auto ledger = work.ledger().ledger();
    auto const reading = begin_reading(ledger);
    work.ledger().store().reset();
    UnitQuestion question{.location = "BIN-1"};
    question.as_of.at = reading.now;
    question.page.limit = limit;
    auto const list = find_units_then(*reading.snapshot, *reading.catalog, reading.now, question);
    EXPECT_TRUE(list);
    std::int64_t calls = 0;
    for (auto const& [name, count] : work.ledger().store().counts()) {
      calls += count;
    }
    return calls;
  };

  auto const for_one = calls_for(1);

  EXPECT_LE(calls_for(200), for_one + 4) << "containers in containers, and holds, are asked for level by level";
}

}  // namespace
}  // namespace nameplate::app
