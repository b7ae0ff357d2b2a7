// Attributes and tags: what changes, what must be there, where they belong.
#include "support/world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nameplate::domain {
namespace {

using base::Value;
using test::a_unit;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class DecideTraits : public ::testing::Test {
 protected:
  RecordId make(RecordKind kind, Value::Object value) {
    auto const code = Value(value).text_of(rule_of(kind).key_field);
    return world.add(kind, code, Value(std::move(value)));
  }

  std::vector<std::string> values_of(SubjectId subject) {
    std::vector<std::string> values;
    for (auto const& trait : world.state.traits_of(subject)) {
      values.push_back(trait.value);
    }
    std::ranges::sort(values);
    return values;
  }

  test::World world;
  RecordId colour = make(RecordKind::attribute, {{"code", "colour"}, {"name", "Colour"}, {"type", "text"}});
};

TEST_F(DecideTraits, ATagIsAddedOnceInAnyCaseOfLetters) {
  auto const unit = world.put(a_unit("A"));

  auto const first = world.let(world.ask(Verb::amend).unit(unit).tagged("Show"));
  auto const second = world.let(world.ask(Verb::amend).unit(unit).tagged("Show"));

  EXPECT_TRUE(first.event);
  EXPECT_FALSE(second.event);
  EXPECT_EQ(second.remarks.front().verdict, Verdict::unchanged);
  EXPECT_THAT(values_of(unit), ElementsAre("Show"));
}

TEST_F(DecideTraits, AnAttributeHasOneValueAndCanBeTakenAway) {
  auto const unit = world.put(a_unit("A"));

  world.let(world.ask(Verb::amend).unit(unit).bearing(colour, TraitType::text, "red"));
  world.let(world.ask(Verb::move).unit(unit).at(world.bin_2).bearing(colour, TraitType::text, "blue"));
  EXPECT_THAT(values_of(unit), ElementsAre("blue"));

  auto const taken = world.let(world.ask(Verb::amend).unit(unit).bearing(colour, TraitType::text, std::nullopt));
  EXPECT_TRUE(taken.event);
  EXPECT_THAT(values_of(unit), IsEmpty());
}

TEST_F(DecideTraits, WhatIsStatedStandsInTheEventAlsoWhereItIsSoAlready) {
  auto const unit = world.put(a_unit("A"));
  world.let(world.ask(Verb::amend).unit(unit).bearing(colour, TraitType::text, "red"));

  auto const decision =
      world.let(world.ask(Verb::amend).unit(unit).bearing(colour, TraitType::text, "red").tagged("new"));

  ASSERT_TRUE(decision.event);
  EXPECT_THAT(decision.event->effect_of(decision.event->items.front()).traits,
              ElementsAre(TraitChange{.attribute = {}, .type = TraitType::tag, .value = "new"},
                          TraitChange{.attribute = colour, .type = TraitType::text, .value = "red"}));
}

TEST_F(DecideTraits, WhatACategoryNamesIsForItsGoodsOnly) {
  auto const category = make(RecordKind::category,
                             {{"code", "PAINT"},
                              {"name", "Paint"},
                              {"attributes", Value::List{Value(Value::Object{{"attribute", Value(colour.value)}})}}});
  auto const unit = world.put(a_unit("A"));

  auto const decision = world.let(world.ask(Verb::amend).unit(unit).bearing(colour, TraitType::text, "red"));

  ASSERT_TRUE(decision.refusal);
  EXPECT_EQ(decision.refusal->reason, "attribute.not_here");
  EXPECT_TRUE(world.catalog.is_attribute_within(colour, {{category}}));
}

TEST_F(DecideTraits, WhatIsRequiredMustBeThereAfterTheOperation) {
  make(RecordKind::category,
       {{"code", "ALL"},
        {"name", "All"},
        {"attributes", Value::List{Value(Value::Object{{"attribute", Value(colour.value)},
                                                       {"requiredAt", Value::List{Value("move")}}})}}});
  auto const tool =
      make(RecordKind::product, {{"sku", "TOOL"},
                                 {"name", "Tool"},
                                 {"tracking", "serial"},
                                 {"category", Value(world.catalog.find(RecordKind::category, "ALL").value)}});
  auto const unit = world.put(a_unit("A").of(tool));

  auto const without = world.let(world.ask(Verb::move).unit(unit).at(world.bin_2));
  ASSERT_TRUE(without.refusal);
  EXPECT_EQ(without.refusal->reason, "attribute.required");

  EXPECT_TRUE(
      world.let(world.ask(Verb::move).unit(unit).at(world.bin_2).bearing(colour, TraitType::text, "red")).event);
  EXPECT_TRUE(world.let(world.ask(Verb::move).unit(unit).at(world.bin_1)).event);
}

}  // namespace
}  // namespace nameplate::domain
