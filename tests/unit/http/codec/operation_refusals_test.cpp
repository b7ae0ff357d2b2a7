#include "http/codec/operation_codec.hpp"

#include <gtest/gtest.h>

#include <string>

// Everything in a body that must be refused, with its slug and the place that the message names.
namespace nameplate::http {
namespace {

using domain::Verb;

base::Result<OperationRequest> read(Verb verb, std::string body) {
  auto const document = JsonDocument::parse(std::move(body));
  EXPECT_TRUE(document.has_value());
  return read_operation(document->root(), verb);
}

struct Bad {
  Verb verb;
  std::string body;
  std::string reason;
  std::string place;  ///< what the detail names
};

class BadOperation : public testing::TestWithParam<Bad> {};

TEST_P(BadOperation, IsRefusedWithItsSlugAndPlace) {
  auto const& bad = GetParam();

  auto const request = read(bad.verb, bad.body);

  ASSERT_FALSE(request.has_value()) << bad.body;
  EXPECT_EQ(request.error().reason, bad.reason) << bad.body;
  EXPECT_NE(request.error().detail.find(bad.place), std::string::npos) << request.error().detail;
  EXPECT_LT(request.error().detail.size(), 400U);
}

std::string const long_text(500, 'x');

INSTANTIATE_TEST_SUITE_P(
    Bodies, BadOperation,
    testing::Values(
        Bad{Verb::move, R"([])", "field.type", "The body"}, Bad{Verb::move, R"({})", "field.missing", "`items`"},
        Bad{Verb::move, R"({"items":[]})", "items.empty", "`items`"},
        Bad{Verb::move, R"({"items":{}})", "field.type", "`items`"},
        Bad{Verb::move, R"({"items":[7]})", "field.type", "`items[0]`"},
        Bad{Verb::move, R"({"items":[{}]})", "item.shape", "`items[0]`"},
        Bad{Verb::move, R"({"items":[{"product":"P"}]})", "item.shape", "`items[0]`"},
        Bad{Verb::move, R"({"items":[{"unit":"u1","serial":"A"}]})", "item.shape", "`items[0]`"},
        Bad{Verb::move, R"({"items":[{"unit":"u1","product":"A"}]})", "item.shape", "`items[0].product`"},
        Bad{Verb::move, R"({"items":[{"unit":"u1","quantity":1}]})", "item.shape", "`items[0].quantity`"},
        Bad{Verb::move, R"({"items":[{"product":"P","serial":"1","lot":"L"}]})", "item.shape", "`items[0].lot`"},
        Bad{Verb::move, R"({"items":[{"lot":"L","quantity":1}]})", "field.missing", "`items[0].product`"},
        Bad{Verb::move, R"({"items":[{"unit":"12"}]})", "id.malformed", "`items[0].unit`"},
        Bad{Verb::move, R"({"items":[{"unit":"u012"}]})", "id.malformed", "`items[0].unit`"},
        Bad{Verb::move, R"({"items":[{"unit":12}]})", "field.type", "`items[0].unit`"},
        Bad{Verb::move, R"({"items":[{"unit":"u1"},{"serial":""}]})", "field.empty", "`items[1].serial`"},
        Bad{Verb::move, R"({"items":[{"product":"P","serial":")" + long_text + R"("}]})", "field.too_long",
            "`items[0].serial`"},
        Bad{Verb::receive, R"({"items":[{"product":"P","generate":0}]})", "field.out_of_range", "`items[0].generate`"},
        Bad{Verb::receive, R"({"items":[{"product":"P","generate":-1}]})", "field.out_of_range", "`items[0].generate`"},
        Bad{Verb::receive, R"({"items":[{"product":"P","generate":1.5}]})", "field.type", "`items[0].generate`"},
        Bad{Verb::receive, R"({"items":[{"product":"P","generate":100000},{"serial":"A"}]})", "items.too_many",
            "100000"},
        Bad{Verb::move, R"({"items":[{"product":"P","generate":2}]})", "field.unknown", "`items[0].generate`"},
        Bad{Verb::receive, R"({"items":[{"product":"P","quantity":"0.0000001"}]})", "quantity.too_fine",
            "`items[0].quantity`"},
        Bad{Verb::receive, R"({"items":[{"product":"P","quantity":"-1"}]})", "quantity.negative",
            "`items[0].quantity`"},
        Bad{Verb::receive, R"({"items":[{"product":"P","quantity":1e3}]})", "quantity.malformed",
            "`items[0].quantity`"},
        Bad{Verb::receive, R"({"items":[{"product":"P","quantity":"99999999999999"}]})", "quantity.too_large",
            "`items[0].quantity`"},
        Bad{Verb::receive, R"({"items":[{"product":"P","quantity":true}]})", "field.type", "`items[0].quantity`"},
        Bad{Verb::receive, R"({"items":[{"serial":"A","dates":{"expires":"2026-02-30"}}]})", "date.malformed",
            "`items[0].dates.expires`"},
        Bad{Verb::receive, R"({"items":[{"serial":"A","identifiers":[{"kind":"imei"}]}]})", "field.missing",
            "`items[0].identifiers[0].value`"},
        Bad{Verb::move, R"({"items":[{"unit":"u1"}],"time":"yesterday"})", "time.malformed", "`time`"},
        Bad{Verb::move, R"({"items":[{"unit":"u1"}],"time":1})", "field.type", "`time`"},
        Bad{Verb::move, R"({"items":[{"unit":"u1"}],"onError":"maybe"})", "field.choice", "`onError`"},
        Bad{Verb::move, R"({"items":[{"unit":"u1"}],"device":"a\u0007b"})", "field.invisible_character", "`device`"},
        Bad{Verb::move, R"({"items":[{"unit":"u1"}],"device":"a\u200bb"})", "field.invisible_character", "`device`"},
        Bad{Verb::move, R"({"items":[{"unit":"u1"}],"document":{"kind":"order"}})", "field.missing",
            "`document.number`"},
        Bad{Verb::move,
            R"({"items":[{"unit":"u1"}],"documents":[{"kind":"order","number":"1"},{"kind":"o","number":"1","x":1}]})",
            "field.unknown", "`documents[1].x`"},
        Bad{Verb::ship, R"({"items":[{"unit":"u1"}],"parties":[{"role":"carrier"}]})", "field.missing",
            "`parties[0].party`"},
        Bad{Verb::move, R"({"items":[{"unit":"u1"}],"acknowledge":[1]})", "field.type", "`acknowledge`"},
        Bad{Verb::move, R"({"items":[{"unit":"u1"}],"override":{}})", "field.missing", "`override.reason`"},
        Bad{Verb::hold, R"({"items":[{"unit":"u1"}]})", "field.missing", "`kind`"},
        Bad{Verb::hold, R"({"kind":"quality"})", "field.missing", "`items`"},
        Bad{Verb::hold, R"({"kind":"quality","rule":{}})", "field.empty", "`rule`"},
        Bad{Verb::hold, R"({"kind":"quality","rule":{"lot":"L"}})", "field.missing", "`rule.product`"},
        Bad{Verb::hold, R"({"kind":"quality","rule":{"product":"P"},"items":[{"unit":"u1"}]})", "field.conflict",
            "`rule`"},
        Bad{Verb::release, R"({"items":[{"unit":"u1"}]})", "field.missing", "`hold`"},
        Bad{Verb::release, R"({"kind":"quality"})", "field.missing", "`items`"},
        Bad{Verb::release, R"({"hold":"5"})", "id.malformed", "`hold`"},
        Bad{Verb::release, R"({"hold":"h5","kind":"quality"})", "field.conflict", "`kind`"}));

TEST(ReadOperation, MoreThanAHundredThousandItemsAreRefused) {
  std::string body = R"({"items":[{"unit":"u1"})";
  for (int i = 0; i < 100'000; ++i) {
    body += R"(,{"unit":"u1"})";
  }
  body += "]}";

  auto const request = read(Verb::move, std::move(body));

  ASSERT_FALSE(request.has_value());
  EXPECT_EQ(request.error().reason, "items.too_many");
  EXPECT_EQ(request.error().kind, base::ErrorKind::too_large);
}

}  // namespace
}  // namespace nameplate::http
