#include "http/codec/operation_codec.hpp"

#include <gtest/gtest.h>

#include <string>

// Bodies as programs send them, and what the domain gets to see; then everything that must be refused, with its slug
// and the place that the message names.
namespace nameplate::http {
namespace {

using domain::ItemKind;
using domain::Verb;

base::Result<OperationRequest> read(Verb verb, std::string body) {
  auto const document = JsonDocument::parse(std::move(body));
  EXPECT_TRUE(document.has_value());
  return read_operation(document->root(), verb);
}

domain::Operation read_ok(Verb verb, std::string body) {
  auto request = read(verb, std::move(body));
  EXPECT_TRUE(request.has_value()) << request.error().detail;
  return request ? std::move(request->operation) : domain::Operation{};
}

TEST(ReadOperation, ProductAndSerialNameAUnit) {
  auto const operation = read_ok(Verb::receive, R"({"items":[{"product":"CAM","serial":"A-1"}],"location":"DOCK"})");

  ASSERT_EQ(operation.items.size(), 1U);
  EXPECT_EQ(operation.items[0].kind, ItemKind::serial);
  EXPECT_EQ(operation.items[0].product, "CAM");
  EXPECT_EQ(operation.items[0].number, "A-1");
  EXPECT_EQ(operation.items[0].extra, nullptr);
  EXPECT_EQ(operation.location, "DOCK");
}

TEST(ReadOperation, EveryShapeOfAnItemIsKnown) {
  auto const operation = read_ok(Verb::receive, R"({"items":[
      {"serial":"A-1"}, {"product":"CAM","generate":3}, {"scan":"]C1010950600013435221S1"}, {"unit":"u12"},
      {"product":"MILK","lot":"L1","quantity":"2.5"}, {"product":"SCREW","quantity":100}, {"container":"PAL-1"}]})");

  ASSERT_EQ(operation.items.size(), 7U);
  EXPECT_EQ(operation.items[0].kind, ItemKind::serial);
  EXPECT_EQ(operation.items[1].kind, ItemKind::generate);
  EXPECT_EQ(operation.items[1].amount, 3);
  EXPECT_EQ(operation.items[2].kind, ItemKind::scan);
  EXPECT_EQ(operation.items[3].kind, ItemKind::unit);
  EXPECT_EQ(operation.items[3].amount, 12);
  EXPECT_EQ(operation.items[4].kind, ItemKind::lot);
  EXPECT_EQ(operation.items[4].number, "L1");
  EXPECT_EQ(operation.items[4].quantity, base::Quantity{2'500'000});
  EXPECT_EQ(operation.items[5].kind, ItemKind::quantity);
  EXPECT_EQ(operation.items[5].quantity, base::Quantity{100'000'000});
  EXPECT_EQ(operation.items[6].kind, ItemKind::container);
}

TEST(ReadOperation, WhatOnlySomeItemsSayIsKept) {
  auto const operation = read_ok(Verb::register_, R"({"items":[{"product":"CAM","serial":"A-1","lot":"L7","note":"dent",
      "identifiers":[{"kind":"imei","value":"490154203237518"}],"dates":{"produced":"2026-01-01","expires":"2027-01-01"},
      "weight":"1.25"}]})");

  ASSERT_EQ(operation.items.size(), 1U);
  ASSERT_NE(operation.items[0].extra, nullptr);
  auto const& extra = *operation.items[0].extra;
  EXPECT_EQ(extra.lot, "L7");
  EXPECT_EQ(extra.note, "dent");
  ASSERT_EQ(extra.identifiers.size(), 1U);
  EXPECT_EQ(extra.identifiers[0].kind, "imei");
  EXPECT_EQ(extra.dates.expires, extra.dates.produced.value() + 365);
  EXPECT_EQ(extra.weight, base::Quantity{1'250'000});
}

TEST(ReadOperation, TheHeaderIsReadWhole) {
  auto const operation = read_ok(Verb::ship, R"({"items":[{"unit":"u1"}],"party":"ACME",
      "parties":[{"role":"carrier","party":"DHL"}],"document":{"kind":"order","number":"SO-1","line":"2"},
      "documents":[{"kind":"tracking","number":"00340"}],"time":"2026-11-23T09:30:00+01:00","deviceTime":"2026-11-23T08:30:10Z",
      "operator":"Ann","device":"HH-1","equipment":"SCALE-2","reason":"sold","note":"two\nlines","unpack":true,
      "acknowledge":["container.not_empty"],"override":{"reason":"told so"},"onError":"proceed","return":"counts"})");

  EXPECT_EQ(operation.party, "ACME");
  ASSERT_EQ(operation.parties.size(), 1U);
  EXPECT_EQ(operation.parties[0].role, "carrier");
  ASSERT_EQ(operation.documents.size(), 2U);
  EXPECT_EQ(operation.documents[0].line, "2");
  EXPECT_EQ(operation.documents[1].number, "00340");
  ASSERT_TRUE(operation.time.has_value());
  EXPECT_EQ(operation.time->offset_minutes, 60);
  EXPECT_EQ(operation.device_time->microseconds,
            operation.time->instant.microseconds + 10 * base::microseconds_per_second);
  EXPECT_EQ(operation.operator_name, "Ann");
  EXPECT_EQ(operation.note, "two\nlines");
  EXPECT_TRUE(operation.unpack);
  EXPECT_EQ(operation.acknowledge, std::vector<std::string>{"container.not_empty"});
  EXPECT_EQ(operation.override_reason, "told so");
  EXPECT_EQ(operation.on_error, domain::OnError::proceed);
}

TEST(ReadOperation, ReturnSaysHowMuchTheAnswerTells) {
  EXPECT_EQ(read(Verb::observe, R"({"items":[{"unit":"u1"}],"return":"counts"})")->detail, AnswerDetail::counts);
  EXPECT_EQ(read(Verb::observe, R"({"items":[{"unit":"u1"}],"return":"items"})")->detail, AnswerDetail::items);
  EXPECT_EQ(read(Verb::observe, R"({"items":[{"unit":"u1"}]})")->detail, AnswerDetail::items);
}

TEST(ReadOperation, AHoldIsPlacedOnItemsOrByRule) {
  auto const by_rule = read_ok(Verb::hold, R"({"rule":{"product":"MILK","lot":"L1"},"kind":"quality","case":"C-7"})");
  auto const on_items = read_ok(Verb::hold, R"({"items":[{"unit":"u1"}],"kind":"quarantine"})");

  ASSERT_TRUE(by_rule.rule.has_value());
  EXPECT_EQ(by_rule.rule->lot, "L1");
  EXPECT_EQ(by_rule.case_number, "C-7");
  EXPECT_TRUE(by_rule.items.empty());
  EXPECT_FALSE(on_items.rule.has_value());
}

TEST(ReadOperation, AReleaseNamesAHoldOrItemsAndAKind) {
  EXPECT_EQ(read_ok(Verb::release, R"({"hold":"h5"})").hold, domain::HoldId{5});
  EXPECT_EQ(read_ok(Verb::release, R"({"items":[{"unit":"u1"}],"kind":"quality"})").hold_kind, "quality");
}

TEST(ReadOperation, ContentsIsKnownForReturnOnly) {
  EXPECT_EQ(read_ok(Verb::return_, R"({"items":[{"container":"P"}],"contents":"none"})").contents,
            domain::Contents::none);
  EXPECT_EQ(read_ok(Verb::return_, R"({"items":[{"container":"P"}],"contents":"all"})").contents,
            domain::Contents::all);
  EXPECT_FALSE(read_ok(Verb::return_, R"({"items":[{"container":"P"}]})").contents.has_value());
  EXPECT_EQ(read(Verb::move, R"({"items":[{"container":"P"}],"contents":"all"})").error().reason, "field.unknown");
}

TEST(ReadOperation, NullCountsAsAbsent) {
  auto const operation =
      read_ok(Verb::move, R"({"items":[{"unit":"u1","note":null}],"location":null,"document":null})");

  EXPECT_TRUE(operation.location.empty());
  EXPECT_EQ(operation.items[0].extra, nullptr);
}

TEST(ReadOperation, AnUnknownFieldIsRefusedWithTheVerbAndTheNearestName) {
  auto const of_request = read(Verb::move, R"({"items":[{"unit":"u1"}],"locaton":"A"})");
  auto const of_item = read(Verb::move, R"({"items":[{"unit":"u1"},{"seriall":"A"}]})");
  auto const of_other_verb = read(Verb::move, R"({"items":[{"unit":"u1"}],"destination":"A"})");

  EXPECT_EQ(of_request.error().detail, "`locaton` is not known for move. Did you mean `location`?");
  EXPECT_EQ(of_item.error().detail, "`items[1].seriall` is not known for move. Did you mean `serial`?");
  ASSERT_EQ(of_item.error().items.size(), 1U);
  EXPECT_EQ(of_item.error().items[0].index, 1U);
  EXPECT_EQ(of_other_verb.error().reason, "field.unknown");
}

TEST(ReadOperation, WhatBelongsToOtherVerbsIsUnknown) {
  for (auto const* const body :
       {R"({"items":[{"unit":"u1"}],"corrects":"e1"})", R"({"items":[{"unit":"u1"}],"set":{"tags":[]}})"}) {
    EXPECT_EQ(read(Verb::receive, body).error().reason, "field.unknown") << body;
  }
}

TEST(ReadOperation, AReversalNamesItsEvent) {
  EXPECT_EQ(read(Verb::reverse, R"({})").error().reason, "field.missing");
  EXPECT_EQ(read(Verb::reverse, R"({"event":"u1"})").error().reason, "id.malformed");
  auto const request = read(Verb::reverse, R"({"event":"e12","cascade":"preview"})");
  ASSERT_TRUE(request.has_value());
  EXPECT_EQ(request->operation.event.value, 12);
  EXPECT_TRUE(request->operation.preview_cascade);
}

}  // namespace
}  // namespace nameplate::http
