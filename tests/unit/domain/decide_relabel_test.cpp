// Another number: labels swapped, numbers that are never given again, and those that were mistyped.
#include "domain/decide.hpp"
#include "support/world.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace nameplate::domain {
namespace {

using test::a_container;
using test::a_lot;
using test::a_unit;
using test::World;

struct DecideRelabel : testing::Test {
  World world;
  SubjectId a = world.put(a_unit("A"));
  SubjectId b = world.put(a_unit("B"));
  SubjectId c = world.put(a_unit("C"));

  test::Request relabel(SubjectId unit, std::string number, bool mistyped = false) {
    auto request = world.ask(Verb::relabel);
    request.unit(unit).named(std::move(number), mistyped);
    return request;
  }
  /// Who bears the number now; none: nobody.
  SubjectId bearer(std::string const& number) const {
    for (auto const& identifier : world.state.identifiers(number)) {
      if (identifier.is_current()) {
        return identifier.subject;
      }
    }
    return {};
  }
};

TEST_F(DecideRelabel, TheNewNumberReplacesTheOldOneWhichStillLeadsToTheUnit) {
  auto request = relabel(a, "A-2");

  auto const event = *world.done(request).event;

  EXPECT_EQ(world.unit(a).serial, "A-2");
  EXPECT_EQ(bearer("A-2"), a);
  EXPECT_EQ(bearer("A"), SubjectId());
  auto const old = world.state.identifiers("A");
  ASSERT_EQ(old.size(), 1U);
  EXPECT_EQ(old.front().subject, a);
  EXPECT_EQ(old.front().closed_by, event.id);
  EXPECT_EQ(old.front().valid_to, event.event_time);
  EXPECT_FALSE(old.front().mistaken);
}

TEST_F(DecideRelabel, ANumberThatSomethingElseBearsIsTaken) {
  auto request = relabel(a, "B");

  EXPECT_EQ(world.refusal(request), "number.taken");
}

TEST_F(DecideRelabel, NumbersAreComparedWithoutCase) {
  auto taken = relabel(a, "b");
  auto spelled_anew = relabel(a, "a");

  EXPECT_EQ(world.refusal(taken), "number.taken");
  world.done(spelled_anew);
  EXPECT_EQ(world.unit(a).serial, "a");
  EXPECT_EQ(bearer("A"), a);
}

TEST_F(DecideRelabel, TheSameNumberIsUnchanged) {
  auto request = relabel(a, "A");

  auto const decision = world.judge(request);

  EXPECT_FALSE(decision.event);
  EXPECT_EQ(decision.remarks.front().verdict, Verdict::unchanged);
}

TEST_F(DecideRelabel, AnotherProductMayUseTheSameNumber) {
  auto const lens = world.put(a_unit("L").of(world.lens));
  auto request = relabel(lens, "A");

  EXPECT_EQ(world.refusal(request), "");
}

TEST_F(DecideRelabel, TwoLabelsCanBeSwapped) {
  auto request = relabel(a, "B");

  world.done(request.unit(b).named("A"));

  EXPECT_EQ(bearer("A"), b);
  EXPECT_EQ(bearer("B"), a);
}

TEST_F(DecideRelabel, AChainOfLabelsCanBePassedOn) {
  auto request = relabel(a, "B");

  world.done(request.unit(b).named("C").unit(c).named("D"));

  EXPECT_EQ(bearer("B"), a);
  EXPECT_EQ(bearer("C"), b);
  EXPECT_EQ(bearer("D"), c);
}

TEST_F(DecideRelabel, WhoeverWantsTheNumberOfARefusedItemIsRefusedToo) {
  auto const taken = world.put(a_unit("TAKEN"));
  auto const free = world.put(a_unit("FREE"));
  auto request = relabel(a, "B");
  request.unit(b).named("C").unit(c).named("TAKEN").unit(free).named("F-2").proceeding();

  auto const decision = world.done(request);

  EXPECT_EQ(bearer("A"), a);
  EXPECT_EQ(bearer("B"), b);
  EXPECT_EQ(bearer("C"), c);
  EXPECT_EQ(bearer("TAKEN"), taken);
  EXPECT_EQ(bearer("F-2"), free);
  EXPECT_EQ(std::ranges::count(decision.remarks, Verdict::refused, &ItemRemark::verdict), 3);
}

TEST_F(DecideRelabel, ANumberThatWasTrulyBorneIsNeverGivenAgain) {
  auto away = relabel(a, "A-2");
  world.done(away);
  auto to_other = relabel(b, "A");
  auto back = relabel(a, "A");

  EXPECT_EQ(world.refusal(to_other), "number.used_before");
  EXPECT_EQ(world.refusal(back), "");
}

TEST_F(DecideRelabel, AMistypedNumberIsFreeAtOnce) {
  auto mended = relabel(a, "A-2", true);
  world.done(mended);
  auto other = relabel(b, "A");

  world.done(other);

  EXPECT_EQ(bearer("A"), b);
  EXPECT_TRUE(world.state.identifiers("A").front().mistaken);
}

TEST_F(DecideRelabel, ContainersSwapTheirCodesAndGiveThemAgain) {
  auto const x = world.put(a_container("X"));
  auto const y = world.put(a_container("Y"));
  auto swap = world.ask(Verb::relabel);
  world.done(swap.container(x).named("Y").container(y).named("X"));
  EXPECT_EQ(bearer("X"), y);
  EXPECT_EQ(bearer("Y"), x);
  auto away = world.ask(Verb::relabel);
  auto again = world.ask(Verb::relabel);

  world.done(away.container(x).named("Z"));
  world.done(again.container(y).named("Y"));

  EXPECT_EQ(bearer("Y"), y);
  EXPECT_EQ(world.container(y).code, "Y");
}

TEST_F(DecideRelabel, ALotTakesAnotherNumberOfItsProduct) {
  auto const lot = world.put(a_lot("L-1"));
  auto const other = world.put(a_lot("L-2"));
  auto taken = world.ask(Verb::relabel);
  auto free = world.ask(Verb::relabel);

  EXPECT_EQ(world.refusal(taken.lot(lot).named("L-2")), "number.taken");
  world.done(free.lot(lot).named("L-3"));
  EXPECT_EQ(world.state.lot(lot)->number, "L-3");
  EXPECT_EQ(world.state.lot(other)->number, "L-2");
}

TEST_F(DecideRelabel, OtherKindsOfNumbersAreReplacedAndSwappedInTheSameWay) {
  world.bear({.value_norm = "T-A", .kind = IdentifierKind::asset_tag}, a, "T-A");
  world.bear({.value_norm = "T-B", .kind = IdentifierKind::asset_tag}, b, "T-B");
  auto taken = world.ask(Verb::relabel);
  auto swap = world.ask(Verb::relabel);

  EXPECT_EQ(world.refusal(taken.unit(c).numbered(IdentifierKind::asset_tag, "T-A")), "number.taken");
  world.done(swap.unit(a)
                 .numbered(IdentifierKind::asset_tag, "T-B", "T-A")
                 .unit(b)
                 .numbered(IdentifierKind::asset_tag, "T-A", "T-B"));

  EXPECT_EQ(bearer("T-A"), b);
  EXPECT_EQ(bearer("T-B"), a);
  EXPECT_EQ(world.unit(a).serial, "A");
}

TEST_F(DecideRelabel, AContainerGivesUpTheNumberOfAnotherKindThatIsReplaced) {
  auto const box = world.put(a_container("BOX"));
  world.bear({.value_norm = "T-1", .kind = IdentifierKind::asset_tag}, box, "T-1");
  auto request = world.ask(Verb::relabel);

  world.done(request.container(box).numbered(IdentifierKind::asset_tag, "T-2", "T-1"));

  EXPECT_EQ(bearer("T-1"), SubjectId());
  EXPECT_EQ(bearer("T-2"), box);
  EXPECT_EQ(world.container(box).code, "BOX");
}

TEST_F(DecideRelabel, AFreeKindOfNumberIsGivenAgainAndAnImeiIsNot) {
  world.bear({.value_norm = "T-1", .kind = IdentifierKind::asset_tag}, a, "T-1");
  world.bear({.value_norm = "490154203237518", .kind = IdentifierKind::imei}, a, "490154203237518");
  auto tag_away = world.ask(Verb::relabel);
  auto imei_away = world.ask(Verb::relabel);
  world.done(tag_away.unit(a).numbered(IdentifierKind::asset_tag, "T-2", "T-1"));
  world.done(imei_away.unit(a).numbered(IdentifierKind::imei, "356938035643809", "490154203237518"));
  auto tag_again = world.ask(Verb::relabel);
  auto imei_again = world.ask(Verb::relabel);

  EXPECT_EQ(world.refusal(tag_again.unit(b).numbered(IdentifierKind::asset_tag, "T-1")), "");
  EXPECT_EQ(world.refusal(imei_again.unit(b).numbered(IdentifierKind::imei, "490154203237518")), "number.used_before");
}

}  // namespace
}  // namespace nameplate::domain
