// Which verb may be done to what, status by status. The tables below were written from the rules, not from the program:
// a cell says the status afterwards, `=` that nothing changes, or with `!` how the slug of the refusal ends.
#include "domain/decide.hpp"
#include "support/world.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace nameplate::domain {
namespace {

using test::a_container;
using test::a_lot;
using test::a_unit;
using test::World;

constexpr std::string_view units_and_containers = R"(
verb     ordered         in_stock          in_process        ready_to_ship     in_transit      shipped         with_customer   returned          in_repair         built_in        consumed        lost            scrapped        reported        void
register in_stock        !already_in_stock !already_in_stock !already_in_stock !not_receivable !not_receivable !not_receivable !already_in_stock !already_in_stock !not_receivable !not_receivable !not_receivable !not_receivable in_stock        in_stock
announce =               !already_in_stock !already_in_stock !already_in_stock !not_receivable !not_receivable !not_receivable !already_in_stock !already_in_stock !not_receivable !not_receivable !not_receivable !not_receivable !not_receivable ordered
receive  in_stock        !already_in_stock !already_in_stock !already_in_stock in_stock        !not_receivable in_stock        !already_in_stock !already_in_stock !not_receivable !not_receivable !not_receivable !not_receivable in_stock        in_stock
move     !not_in_stock   in_stock          in_process        ready_to_ship     !not_in_stock   !not_in_stock   !not_in_stock   returned          in_repair         !not_in_stock   !not_in_stock   !not_in_stock   !not_in_stock   !not_in_stock   !not_in_stock
pack     !not_in_stock   in_stock          in_process        ready_to_ship     !not_in_stock   !not_in_stock   !not_in_stock   returned          in_repair         !not_in_stock   !not_in_stock   !not_in_stock   !not_in_stock   !not_in_stock   !not_in_stock
unpack   !not_in_stock   =                 =                 =                 !not_in_stock   !not_in_stock   !not_in_stock   =                 =                 !not_in_stock   !not_in_stock   !not_in_stock   !not_in_stock   !not_in_stock   !not_in_stock
stage    !not_in_stock   ready_to_ship     !not_in_stock     =                 !not_in_stock   !not_in_stock   !not_in_stock   !not_in_stock     !not_in_stock     !not_in_stock   !not_in_stock   !not_in_stock   !not_in_stock   !not_in_stock   !not_in_stock
unstage  !not_staged     =                 !not_staged       in_stock          !not_staged     !not_staged     !not_staged     !not_staged       !not_staged       !not_staged     !not_staged     !not_staged     !not_staged     !not_staged     !not_staged
ship     !not_in_stock   shipped           !not_in_stock     shipped           !not_in_stock   !not_in_stock   !not_in_stock   shipped           shipped           !not_in_stock   !not_in_stock   !not_in_stock   !not_in_stock   !not_in_stock   !not_in_stock
deliver  !not_in_stock   with_customer     !not_in_stock     with_customer     !not_in_stock   with_customer   !not_in_stock   !not_in_stock     !not_in_stock     !not_in_stock   !not_in_stock   !not_in_stock   !not_in_stock   !not_in_stock   !not_in_stock
return   !not_shipped    !not_shipped      !not_shipped      !not_shipped      !not_shipped    returned        returned        !not_shipped      !not_shipped      !not_shipped    !not_shipped    !not_shipped    !not_shipped    !not_shipped    !not_shipped
accept   !not_returned   =                 !not_returned     !not_returned     !not_returned   !not_returned   !not_returned   in_stock          in_stock          !not_returned   !not_returned   !not_returned   !not_returned   !not_returned   !not_returned
repair   !not_in_stock   in_repair         in_repair         in_repair         !not_in_stock   !not_in_stock   !not_in_stock   in_repair         =                 !not_in_stock   !not_in_stock   !not_in_stock   !not_in_stock   !not_in_stock   !not_in_stock
scrap    !not_in_stock   scrapped          scrapped          scrapped          !not_in_stock   !not_in_stock   !not_in_stock   scrapped          scrapped          !not_in_stock   !not_in_stock   !not_in_stock   =               !not_in_stock   !not_in_stock
lose     !not_in_stock   lost              lost              lost              !not_in_stock   !not_in_stock   !not_in_stock   lost              lost              !not_in_stock   !not_in_stock   =               !not_in_stock   !not_in_stock   !not_in_stock
find     !not_lost       !not_lost         !not_lost         !not_lost         !not_lost       !not_lost       !not_lost       !not_lost         !not_lost         !not_lost       !not_lost       in_stock        !not_lost       !not_lost       !not_lost
observe  ordered         in_stock          in_process        ready_to_ship     in_transit      shipped         with_customer   returned          in_repair         built_in        consumed        lost            scrapped        reported        !void
inspect  ordered         in_stock          in_process        ready_to_ship     in_transit      shipped         with_customer   returned          in_repair         built_in        consumed        lost            scrapped        reported        !void
process  ordered         in_stock          in_process        ready_to_ship     in_transit      shipped         with_customer   returned          in_repair         built_in        consumed        lost            scrapped        reported        !void
hold     ordered         in_stock          in_process        ready_to_ship     in_transit      shipped         with_customer   returned          in_repair         built_in        consumed        lost            scrapped        reported        !void
release  ordered         in_stock          in_process        ready_to_ship     in_transit      shipped         with_customer   returned          in_repair         built_in        consumed        lost            scrapped        reported        void
relabel  ordered         in_stock          in_process        ready_to_ship     in_transit      shipped         with_customer   returned          in_repair         built_in        consumed        lost            scrapped        reported        !void
adjust   in_process      in_process        =                 in_process        in_process      in_process      in_process      in_process        in_process        in_process      in_process      in_process      in_process      in_process      in_process
amend    ordered         in_stock          in_process        ready_to_ship     in_transit      shipped         with_customer   returned          in_repair         built_in        consumed        lost            scrapped        reported        !void
)";

/// `done`: the whole amount is afterwards where and in what status the verb leaves it.
constexpr std::string_view quantities = R"(
verb     ordered     in_stock    in_process  ready_to_ship in_transit  shipped       with_customer returned    in_repair   consumed    lost        scrapped    reported
receive  in_stock    -           -           -             in_stock    -             -             -           -           -           -           -           -
move     !not_enough in_stock    in_process  ready_to_ship !not_enough !not_enough   !not_enough   returned    in_repair   !not_enough !not_enough !not_enough !not_enough
pack     !not_enough in_stock    in_process  ready_to_ship !not_enough !not_enough   !not_enough   returned    in_repair   !not_enough !not_enough !not_enough !not_enough
stage    !not_enough ready_to_ship !not_enough !not_enough !not_enough !not_enough   !not_enough   !not_enough !not_enough !not_enough !not_enough !not_enough !not_enough
unstage  !not_enough !not_enough !not_enough in_stock      !not_enough !not_enough   !not_enough   !not_enough !not_enough !not_enough !not_enough !not_enough !not_enough
ship     !not_enough shipped     !not_enough shipped       !not_enough !not_enough   !not_enough   shipped     shipped     !not_enough !not_enough !not_enough !not_enough
deliver  !not_enough with_customer !not_enough with_customer !not_enough with_customer !not_enough !not_enough !not_enough !not_enough !not_enough !not_enough !not_enough
return   !not_enough !not_enough !not_enough !not_enough   !not_enough returned      returned      !not_enough !not_enough !not_enough !not_enough !not_enough !not_enough
accept   !not_enough !not_enough !not_enough !not_enough   !not_enough !not_enough   !not_enough   in_stock    in_stock    !not_enough !not_enough !not_enough !not_enough
repair   !not_enough in_repair   in_repair   in_repair     !not_enough !not_enough   !not_enough   in_repair   =           !not_enough !not_enough !not_enough !not_enough
scrap    !not_enough scrapped    scrapped    scrapped      !not_enough !not_enough   !not_enough   scrapped    scrapped    !not_enough !not_enough !not_enough !not_enough
lose     !not_enough lost        lost        lost          !not_enough !not_enough   !not_enough   lost        lost        !not_enough !not_enough !not_enough !not_enough
find     !not_enough !not_enough !not_enough !not_enough   !not_enough !not_enough   !not_enough   !not_enough !not_enough !not_enough in_stock    !not_enough !not_enough
)";

struct Cell {
  Verb verb;
  Status status;
  std::string expected;
};

std::vector<Cell> read(std::string_view table) {
  std::vector<Cell> cells;
  std::istringstream lines{std::string(table)};
  std::vector<Status> statuses;
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string verb;
    if (!(words >> verb)) {
      continue;
    }
    std::size_t column = 0;
    for (std::string word; words >> word; ++column) {
      if (verb == "verb") {
        statuses.push_back(*parse_status(word));
      } else if (word != "-") {
        cells.push_back({.verb = *parse_verb(verb), .status = statuses.at(column), .expected = word});
      }
    }
  }
  return cells;
}

/// Where something of this status naturally is.
Holder home_of(World const& world, Status status) {
  switch (status) {
    case Status::ordered:
    case Status::consumed:
    case Status::lost:
    case Status::scrapped:
    case Status::void_: return {};
    case Status::in_transit: return Holder::on_the_way_to(world.dock);
    case Status::shipped:
    case Status::with_customer:
    case Status::reported: return Holder::with(world.acme);
    case Status::built_in: return {HolderKind::unit, 7};
    default: return Holder::at(world.bin_1);
  }
}

/// The verb with the fields that it needs, about what `name` names.
template <typename Name>
test::Request ask(World& world, Verb verb, Name name) {
  auto request = world.ask(verb);
  name(request);
  switch (verb) {
    case Verb::register_: request.at(world.dock).is(Status::in_stock); break;
    case Verb::receive: request.at(world.dock).to(world.maker); break;
    case Verb::move:
    case Verb::find:
    case Verb::return_: request.at(world.dock); break;
    case Verb::pack: request.into(world.put(a_container("PALLET"))); break;
    case Verb::ship:
    case Verb::deliver: request.to(world.beta); break;
    case Verb::adjust: request.at(world.bin_1).is(Status::in_process).because("found"); break;
    case Verb::hold: request.kind(world.hold_kind("quality")); break;
    case Verb::relabel: request.named("NEW-1"); break;
    case Verb::amend: request.tagged("seen"); break;
    default: break;
  }
  return request;
}

/// The outcome in the words of the tables.
std::string outcome(std::string_view subject, Decision const& decision, Status after) {
  if (decision.refusal) {
    auto const& reason = decision.refusal->reason;
    return reason.starts_with(subject) ? "!" + reason.substr(subject.size() + 1) : reason;
  }
  bool const unchanged = !decision.remarks.empty() && decision.remarks.front().verdict == Verdict::unchanged;
  return unchanged ? "=" : std::string(name_of(after));
}

template <typename Thing, typename Name, typename StatusAfter>
void check_table(std::string_view subject, Thing thing, Name name, StatusAfter status_after) {
  for (auto const& cell : read(units_and_containers)) {
    SCOPED_TRACE(std::string(name_of(cell.verb)) + " of what is " + std::string(name_of(cell.status)));
    World world;
    auto const id = world.put(thing("IT").in(cell.status).at(home_of(world, cell.status)));
    auto request = ask(world, cell.verb, [&](auto& words) { name(words, id); });
    if (cell.verb == Verb::release) {
      request.hold(world.put_hold("quality", {id}));
    }

    auto const decision = world.let(request);

    EXPECT_EQ(outcome(subject, decision, status_after(world, id)), cell.expected);
    EXPECT_EQ(status_after(world, id),
              decision.refusal || cell.expected == "=" ? cell.status : *parse_status(cell.expected));
  }
}

TEST(DecideStatus, UnitsAreRefusedOrChangedAsTheTableSays) {
  check_table(
      "unit", a_unit, [](auto& request, SubjectId id) { request.unit(id); },
      [](World const& world, SubjectId id) { return world.unit(id).status; });
}

TEST(DecideStatus, ContainersAreRefusedOrChangedAsTheTableSays) {
  check_table(
      "container", a_container, [](auto& request, SubjectId id) { request.container(id); },
      [](World const& world, SubjectId id) { return world.container(id).status; });
}

TEST(DecideStatus, EveryVerbAndStatusStandsInTheTable) {
  auto const cells = read(units_and_containers);

  // reverse and resolve are about events.
  EXPECT_EQ(cells.size(), (verb_rules().size() - 2) * all_statuses().size());
}

TEST(DecideStatus, QuantitiesAreTakenFromTheStatusesInTheTable) {
  for (auto const& cell : read(quantities)) {
    SCOPED_TRACE(std::string(name_of(cell.verb)) + " of what is " + std::string(name_of(cell.status)));
    World world;
    auto const lot = world.put(a_lot("L-1").lying(home_of(world, cell.status), "10", cell.status));
    auto request = ask(world, cell.verb, [&](auto& words) { words.some(lot, "10"); });
    if (cell.verb == Verb::deliver) {
      request.to(world.acme);  // to whom it was shipped
    }

    auto const decision = world.let(request);

    EXPECT_EQ(outcome("lot", decision,
                      *parse_status(cell.expected.front() == '!' || cell.expected == "=" ? "void" : cell.expected)),
              cell.expected);
    base::Quantity there;
    for (auto const& balance : world.state.balances_of(lot)) {
      auto const status = decision.refusal || cell.expected == "=" ? cell.status : *parse_status(cell.expected);
      there.millionths += balance.key.status == status ? balance.quantity.millionths : 0;
      EXPECT_GE(balance.quantity.millionths, 0);
    }
    EXPECT_EQ(base::to_string(there), "10");
  }
}

}  // namespace
}  // namespace nameplate::domain
