// The merge law: several events folded in one working set do to the projections what they do one at a time. Random
// operations on a small world; the rows are strict about keys and guards.
#include "domain/working_set.hpp"
#include "support/rows.hpp"
#include "support/world.hpp"

#include <gtest/gtest.h>

#include <random>

namespace nameplate::domain {
namespace {

using test::a_container;
using test::a_lot;
using test::a_unit;
using test::Rows;
using test::World;

class SmallWorld {
 public:
  explicit SmallWorld(std::uint64_t seed) : random_(seed) {
    for (int i = 0; i < 4; ++i) {
      units_.push_back(world_.put(a_unit("U-" + std::to_string(i))));
      containers_.push_back(world_.put(a_container("C-" + std::to_string(i))));
    }
    lots_ = {world_.put(a_lot("L-1")), world_.put(a_lot("L-2"))};
    begin_rows();
  }

  /// Random operations, folded together and one at a time.
  void run(int operations) {
    std::vector<Event> events;
    for (int i = 0; i < operations; ++i) {
      auto request = world_.ask(random_verb());
      fill(request);
      world_.clock.advance(below(3));
      if (auto decision = world_.let(request); decision.event) {
        events.push_back(*std::move(decision.event));
      }
    }
    folded_ += events.size();
    auto together = before_;
    together.apply(std::move(world_.state).take_changes());
    auto one_by_one = before_;
    for (auto const& event : events) {
      WorkingSet state;
      one_by_one.load_all(state);
      state.fold(event);
      one_by_one.apply(std::move(state).take_changes());
    }
    EXPECT_EQ(together.units, one_by_one.units);
    EXPECT_EQ(together.containers, one_by_one.containers);
    EXPECT_EQ(together.lots, one_by_one.lots);
    EXPECT_EQ(together.balances, one_by_one.balances);
    EXPECT_EQ(together.counts, one_by_one.counts);
    EXPECT_EQ(together.identifiers, one_by_one.identifiers);
    EXPECT_EQ(together.containment, one_by_one.containment);
    EXPECT_EQ(together.holds, one_by_one.holds);
    EXPECT_EQ(together.members, one_by_one.members);
    EXPECT_EQ(together.history, one_by_one.history);
  }
  [[nodiscard]] std::size_t folded() const { return folded_; }

 private:
  std::int64_t below(std::int64_t limit) { return std::uniform_int_distribution<std::int64_t>(0, limit - 1)(random_); }
  template <typename T>
  T one_of(std::vector<T> const& choices) {
    return choices[static_cast<std::size_t>(below(static_cast<std::int64_t>(choices.size())))];
  }
  bool maybe() { return below(2) == 0; }

  Verb random_verb() {
    static std::vector const verbs = {
        Verb::move,    Verb::move,    Verb::pack,    Verb::pack,    Verb::pack,  Verb::unpack,  Verb::ship,
        Verb::ship,    Verb::return_, Verb::return_, Verb::accept,  Verb::stage, Verb::lose,    Verb::find,
        Verb::receive, Verb::deliver, Verb::adjust,  Verb::relabel, Verb::hold,  Verb::release, Verb::observe};
    return one_of(verbs);
  }

  void fill(test::Request& request) {
    auto const verb = rule_of(request.bound().asked->verb).verb;
    auto const place = one_of(std::vector{world_.bin_1, world_.bin_2, world_.branch});
    if (verb != Verb::ship || maybe()) {
      request.at(place);
    }
    if (verb == Verb::ship && maybe()) {
      request.towards(world_.branch);
    } else if (verb == Verb::ship || verb == Verb::deliver) {
      request.to(maybe() ? world_.acme : world_.beta);
    }
    if (verb == Verb::adjust) {
      request.is(Status::in_stock).held_by(Holder::at(place)).because("found");
    }
    if (verb == Verb::pack) {
      request.into(one_of(containers_));
    }
    if (verb == Verb::hold) {
      request.kind(world_.hold_kind(maybe() ? "quality" : "customer"));
    }
    if (maybe()) {
      request.unpacking();
    }
    request.contents(maybe() ? Contents::all : Contents::none)
        .knowing("container.not_empty")
        .knowing("unit.bought_back");
    request.knowing("container.bought_back").knowing("return.other_party").proceeding();
    auto const count = 1 + below(3);
    for (std::int64_t i = 0; i < count; ++i) {
      // No two items of one request take the same number: binding refuses that.
      add_item(request, verb, "N-" + std::to_string(3 * below(3) + i));
    }
  }

  void add_item(test::Request& request, Verb verb, std::string number) {
    bool const is_single =
        verb == Verb::relabel || verb == Verb::hold || verb == Verb::observe || verb == Verb::release;
    switch (below(is_single ? 2 : 3)) {
      case 0: request.unit(one_of(units_)); break;
      case 1: request.container(one_of(containers_)); break;
      default: request.some(one_of(lots_), std::to_string(1 + below(4))); return;
    }
    if (verb == Verb::relabel) {
      request.named(std::move(number), maybe());
    }
    if (verb == Verb::release) {
      for (auto const& member : world_.state.active_members_of(request.last_subject())) {
        request.hold(member.hold);
      }
    }
  }

  /// What `put` put into the working set stands in the rows too.
  void begin_rows() {
    for (auto const id : units_) {
      before_.units[id] = world_.unit(id);
      before_.counts[{.holder = world_.unit(id).holder,
                      .product = world_.unit(id).product,
                      .lot = {},
                      .owner = {},
                      .status = Status::in_stock}] += 1;
      note_identifier(world_.unit(id).serial);
    }
    for (auto const id : containers_) {
      before_.containers[id] = world_.container(id);
      note_identifier(world_.container(id).code);
    }
    for (auto const id : lots_) {
      before_.lots[id] = *world_.state.lot(id);
      note_identifier(world_.state.lot(id)->number);
    }
  }
  void note_identifier(std::string const& value) {
    for (auto const& it : world_.state.identifiers(value)) {
      before_.identifiers[{it.key.value_norm, it.key, it.subject, it.opened_by}] = it;
      before_.bearers[it.key] = it.subject;
    }
  }

  std::mt19937_64 random_;
  World world_;
  std::vector<SubjectId> units_;
  std::vector<SubjectId> containers_;
  std::vector<SubjectId> lots_;
  Rows before_;
  std::size_t folded_ = 0;
};

TEST(MergeLaw, EventsFoldedTogetherAndOneAtATimeLeaveTheSameRows) {
  std::size_t folded = 0;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    SmallWorld world(seed);

    world.run(40);

    folded += world.folded();
    if (testing::Test::HasFailure()) {
      break;
    }
  }
  EXPECT_GT(folded, 2000U);  // most operations of the random mix do something
}

}  // namespace
}  // namespace nameplate::domain
