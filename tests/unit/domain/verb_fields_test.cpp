#include "domain/verb_fields.hpp"

#include <gtest/gtest.h>

namespace nameplate::domain {
namespace {

TEST(VerbFields, EveryVerbHasThem) {
  for (auto const& rule : verb_rules()) {
    if (rule.verb == Verb::resolve) {
      continue;  // it is about an exception, not about goods
    }
    EXPECT_TRUE(fields_of(rule.verb).request.contains(RequestField::items)) << rule.name;
    EXPECT_TRUE(fields_of(rule.verb).item.contains(ItemField::scan)) << rule.name;
  }
}

TEST(VerbFields, AgreeWithTheRuleTable) {
  for (auto const& rule : verb_rules()) {
    auto const& fields = fields_of(rule.verb);
    EXPECT_EQ(fields.request.contains(RequestField::unpack), rule.inside == Inside::refused) << rule.name;
    EXPECT_EQ(fields.item.contains(ItemField::generate), rule.makes_new) << rule.name;
    EXPECT_EQ(fields.item.contains(ItemField::quantity), rule.makes_new || !rule.quantity_from.empty()) << rule.name;
    EXPECT_EQ(fields.request.contains(RequestField::status), rule.target == Target::stated) << rule.name;
  }
}

TEST(VerbFields, NamesReadBack) {
  for (auto const field : all_request_fields()) {
    EXPECT_EQ(parse_request_field(name_of(field)), field);
  }
  for (auto const field : all_item_fields()) {
    EXPECT_EQ(parse_item_field(name_of(field)), field);
  }
}

}  // namespace
}  // namespace nameplate::domain
