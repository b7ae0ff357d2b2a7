#include "cli/operate/item_source.hpp"
#include "cli/operate/operation_body.hpp"
#include "cli/operate/operation_options.hpp"
#include "cli/operate/verb_words.hpp"

#include <gmock/gmock.h>

#include <set>
#include <sstream>

namespace nameplate::cli {
namespace {

using domain::ItemField;
using domain::RequestField;
using domain::Verb;
using testing::HasSubstr;

OperationOption const* option_of(Verb verb, std::string_view name) {
  for (auto const* const option : options_of(verb)) {
    if (option->name == name) {
      return option;
    }
  }
  return nullptr;
}

/// What the options of a verb become: `{"--location", "DOCK"}`.
OperationBody body_of(Verb verb, std::map<std::string, std::vector<std::string>> const& values) {
  GivenOptions given;
  for (auto const& [name, value] : values) {
    given[option_of(verb, name)] = value;
  }
  return OperationBody::make(verb, given).value();
}

std::string whole(OperationBody const& body, std::vector<std::string> const& numbers) {
  std::string items;
  for (auto const& number : numbers) {
    body.append_item(items, {.text = number, .is_json = number.starts_with('{')});
  }
  body.append_own_item(items, !numbers.empty());
  return body.with_items(items);
}

TEST(VerbWords, EveryVerbHasACommandAndAWord) {
  std::set<std::string_view> commands;
  for (auto const& rule : domain::verb_rules()) {
    EXPECT_TRUE(commands.insert(command_of(rule.verb)).second);
    EXPECT_EQ(verb_of_command(command_of(rule.verb)), rule.verb);
    EXPECT_FALSE(done_word(rule.verb).empty());
  }
  EXPECT_EQ(command_of(Verb::find), "found");  // `nameplate find` looks for something
}

TEST(OperationOptions, EveryFieldOfARequestCanBeGiven) {
  // Said otherwise: numbers and lines of input, --document for one paper as well as for several, and what the program
  // itself says.
  std::set<std::string_view> said = {"items", "document", "return", "scan", "serial", "unit", "product", "note"};
  for (auto const& option : operation_options()) {
    auto const* const field = std::get_if<RequestField>(&option.field);
    said.insert(field != nullptr ? name_of(*field) : name_of(std::get<ItemField>(option.field)));
  }
  for (auto const field : domain::all_request_fields()) {
    EXPECT_TRUE(said.contains(name_of(field))) << name_of(field);
  }
  for (auto const field : domain::all_item_fields()) {
    EXPECT_TRUE(said.contains(name_of(field))) << name_of(field);
  }
}

TEST(OperationOptions, AVerbHasThoseOfItsFieldsAndEachNameOnce) {
  for (auto const& rule : domain::verb_rules()) {
    std::set<std::string_view> names;
    for (auto const* const option : options_of(rule.verb)) {
      EXPECT_TRUE(names.insert(option->name).second) << rule.name << option->name;
    }
  }
  EXPECT_EQ(option_of(Verb::move, "--party"), nullptr);
  EXPECT_TRUE(std::holds_alternative<RequestField>(option_of(Verb::pack, "--container")->field));
  EXPECT_TRUE(std::holds_alternative<ItemField>(option_of(Verb::ship, "--container")->field));
}

TEST(OperationBody, NumbersAreScansAndOptionsBelongWhereTheApiHasThem) {
  auto const body = body_of(Verb::receive, {{"--product", {"CAM"}},
                                            {"--location", {"DOCK"}},
                                            {"--lot", {"L-1"}},
                                            {"--produced", {"2026-11-01"}},
                                            {"--expires", {"2027-11-01"}}});

  EXPECT_FALSE(body.is_complete());  // where units are entered, a lot is what they belong to
  EXPECT_THAT(whole(body, {"A-1", "A\"2"}),
              testing::AllOf(HasSubstr(R"("product":"CAM")"), HasSubstr(R"("location":"DOCK")"),
                             HasSubstr(R"({"scan":"A-1","lot":"L-1","dates":{"expires":"2027-11-01","produced":"2026-11-01"}})"),
                             HasSubstr(R"({"scan":"A\"2",)")));
}

TEST(OperationBody, WhatIsOneItemByItselfNeedsNoNumber) {
  EXPECT_EQ(whole(body_of(Verb::register_, {{"--generate", {"5"}}}), {}), R"({"items":[{"generate":5}]})");
  EXPECT_EQ(whole(body_of(Verb::ship, {{"--container", {"BOX-1"}}}), {"A-1"}),
            R"({"items":[{"scan":"A-1"},{"container":"BOX-1"}]})");
  EXPECT_EQ(whole(body_of(Verb::move, {{"--lot", {"L-1"}}, {"--quantity", {"2.5"}}}), {}),
            R"({"items":[{"lot":"L-1","quantity":"2.5"}]})");
  EXPECT_EQ(whole(body_of(Verb::move, {{"--quantity", {"2"}}}), {"4006381333931"}),
            R"({"items":[{"scan":"4006381333931","quantity":"2"}]})");
  EXPECT_TRUE(body_of(Verb::release, {{"--hold", {"h5"}}}).is_complete());
  EXPECT_EQ(whole(body_of(Verb::release, {{"--hold", {"h5"}}}), {}), R"({"hold":"h5"})");
}

TEST(OperationBody, AJsonItemWinsOverTheOptions) {
  auto const body = body_of(Verb::move, {{"--from", {"SHELF"}}});

  EXPECT_EQ(whole(body, {R"({"unit":"u1"})", R"({"lot":"L-1","from":"DOCK"})"}),
            R"({"items":[{"from":"SHELF","unit":"u1"},{"from":"DOCK","lot":"L-1"}]})");
}

TEST(OperationBody, ListsAreWrittenShort) {
  auto const body = body_of(Verb::ship, {{"--document", {"order:SO-1", "delivery-note:DN:2"}},
                                         {"--with-party", {"carrier=TORTOISE"}},
                                         {"--acknowledge", {"a", "b"}},
                                         {"--override", {"the customer agrees"}},
                                         {"--unpack", {"true"}}});

  auto const text = whole(body, {});

  EXPECT_THAT(text, HasSubstr(R"({"kind":"order","number":"SO-1"},{"kind":"delivery-note","number":"DN","line":"2"})"));
  EXPECT_THAT(text, HasSubstr(R"("parties":[{"role":"carrier","party":"TORTOISE"}])"));
  EXPECT_THAT(text, HasSubstr(R"("acknowledge":["a","b"])"));
  EXPECT_THAT(text, HasSubstr(R"("override":{"reason":"the customer agrees"})"));
  EXPECT_THAT(text, HasSubstr(R"("unpack":true)"));
}

TEST(OperationBody, WhatCannotBeReadIsRefused) {
  for (auto const& [name, value] : {std::pair{"--document", "DN-1"}, std::pair{"--document", ":1"},
                                    std::pair{"--with-party", "TORTOISE"}}) {
    GivenOptions const given = {{option_of(Verb::ship, name), {value}}};
    EXPECT_EQ(OperationBody::make(Verb::ship, given).error().reason, "option.malformed") << value;
  }
  GivenOptions const many = {{option_of(Verb::receive, "--generate"), {"many"}}};
  EXPECT_EQ(OperationBody::make(Verb::receive, many).error().reason, "option.malformed");
}

std::vector<std::string> read_all(std::string const& text) {
  std::istringstream lines(text);
  ItemSource source(lines);
  std::vector<std::string> read;
  while (true) {
    auto const item = source.next();
    if (!item) {
      read.push_back(item.error().detail);
      return read;
    }
    if (!*item) {
      return read;
    }
    read.push_back(source.place_of(**item) + "=" + (*item)->text);
  }
}

TEST(ItemSource, ReadsWhatAScannerTypes) {
  EXPECT_THAT(read_all("\xEF\xBB\xBF" "A-1\r\n\n  # a note\n A-2 \n{\"unit\":\"u1\"}\nlast"),
              testing::ElementsAre("line 1=A-1", "line 4=A-2", "line 5={\"unit\":\"u1\"}", "line 6=last"));
}

TEST(ItemSource, SaysWhichLineIsWrong) {
  EXPECT_THAT(read_all("A-1\n\n{\"unit\":"), testing::Contains(HasSubstr("line 3 begins as a JSON object")));
  EXPECT_THAT(read_all("\xFF\xFE"), testing::Contains(HasSubstr("line 1 is not text in UTF-8")));
  EXPECT_THAT(read_all(std::string(2000, 'x')), testing::Contains(HasSubstr("line 1 is too long")));
}

}  // namespace
}  // namespace nameplate::cli
