#include "http/object_reader.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

namespace nameplate::http {
namespace {

JsonDocument document(std::string body) {
  auto parsed = JsonDocument::parse(std::move(body));
  EXPECT_TRUE(parsed) << (parsed ? "" : parsed.error().detail);
  return std::move(*parsed);
}

base::Error error_of(std::string body, std::function<void(ObjectReader&)> const& read) {
  auto const parsed = document(std::move(body));
  ObjectReader reader(parsed.root(), "items", 3);
  read(reader);
  auto const finished = reader.finish();
  EXPECT_EQ(finished.has_value(), reader.ok());
  return finished ? base::Error{.reason = "none"} : finished.error();
}

TEST(ObjectReader, ReadsEachKindOfField) {
  auto const parsed = document(R"({"text":"a","empty":"","number":-5,"yes":true,"exact":"0.000001","whole":12,
                                   "decimal":0.5,"list":[1],"inner":{"x":1},"absent":null})");
  ObjectReader reader(parsed.root());

  EXPECT_EQ(reader.required_text("text"), "a");
  EXPECT_EQ(reader.optional_text_or_empty("empty"), "");
  EXPECT_EQ(reader.required_integer("number"), -5);
  EXPECT_EQ(reader.optional_boolean("yes"), true);
  EXPECT_EQ(reader.required_quantity("exact").millionths, 1);
  EXPECT_EQ(reader.required_quantity("whole").millionths, 12'000'000);
  EXPECT_EQ(reader.required_quantity("decimal").millionths, 500'000);
  EXPECT_EQ(reader.required_array("list")->size(), 1U);
  EXPECT_TRUE(reader.required_object("inner")->find("x"));
  EXPECT_FALSE(reader.optional_text("absent"));
  EXPECT_FALSE(reader.optional_integer("missing"));
  EXPECT_TRUE(reader.finish());
}

TEST(ObjectReader, NullIsSeenWhereItMayMeanSomething) {
  auto const parsed = document(R"({"note":null})");
  ObjectReader reader(parsed.root());

  EXPECT_TRUE(reader.any("note")->is_null());
  EXPECT_FALSE(reader.any("other"));
  EXPECT_TRUE(reader.finish());
}

TEST(ObjectReader, RefusesWithReasonAndPath) {
  struct Case {
    std::string body;
    std::function<void(ObjectReader&)> read;
    std::string reason;
  };
  std::vector<Case> const cases = {
      {"{}", [](auto& reader) { (void)reader.required_text("product"); }, "field.missing"},
      {R"({"product":null})", [](auto& reader) { (void)reader.required_text("product"); }, "field.missing"},
      {R"({"product":5})", [](auto& reader) { (void)reader.required_text("product"); }, "field.type"},
      {R"({"product":""})", [](auto& reader) { (void)reader.required_text("product"); }, "field.empty"},
      {R"({"product":""})", [](auto& reader) { (void)reader.optional_text("product"); }, "field.empty"},
      {R"({"product":"abcd"})", [](auto& reader) { (void)reader.optional_text("product", 3); }, "field.too_long"},
      {R"({"product":1.5})", [](auto& reader) { (void)reader.required_integer("product"); }, "field.type"},
      {R"({"product":9223372036854775808})", [](auto& reader) { (void)reader.required_integer("product"); },
       "field.type"},
      {R"({"product":"true"})", [](auto& reader) { (void)reader.optional_boolean("product"); }, "field.type"},
      {R"({"product":[]})", [](auto& reader) { (void)reader.required_object("product"); }, "field.type"},
      {R"({"product":{}})", [](auto& reader) { (void)reader.required_array("product"); }, "field.type"},
      {R"({"product":true})", [](auto& reader) { (void)reader.required_quantity("product"); }, "field.type"},
      {R"({"product":1e2})", [](auto& reader) { (void)reader.required_quantity("product"); }, "quantity.malformed"},
      {R"({"product":"0.0000001"})", [](auto& reader) { (void)reader.required_quantity("product"); },
       "quantity.too_fine"},
  };

  for (auto const& [body, read, reason] : cases) {
    auto const error = error_of(body, read);
    EXPECT_EQ(error.reason, reason) << body;
    EXPECT_TRUE(error.detail.starts_with("`items[3].product` ")) << error.detail;
  }
}

TEST(ObjectReader, TheFirstErrorIsKept) {
  auto const error = error_of(R"({"b":1})", [](ObjectReader& reader) {
    (void)reader.required_text("a");
    (void)reader.required_text("b");
  });

  EXPECT_EQ(error.reason, "field.missing");
  EXPECT_TRUE(error.detail.contains("items[3].a"));
}

TEST(ObjectReader, AnUnknownFieldIsRefusedWithTheNearestKnownOne) {
  auto const read = [](ObjectReader& reader) {
    (void)reader.optional_text("serialFormat");
    (void)reader.optional_text("product");
  };

  for (std::string const name : {"serial_format", "SerialFormat", "serialFromat", "serialformat"}) {
    auto const error = error_of("{\"" + name + "\":\"x\"}", read);
    EXPECT_EQ(error.reason, "field.unknown");
    EXPECT_EQ(error.detail, "`items[3]." + name + "` is not known here. Did you mean `serialFormat`?");
  }
  EXPECT_EQ(error_of(R"({"zzz":1})", read).detail, "`items[3].zzz` is not known here.");
}

TEST(ObjectReader, AFieldReadTwiceDoesNotHideAnUnknownOne) {
  auto const error = error_of(R"({"a":"x","b":"y"})", [](ObjectReader& reader) {
    (void)reader.optional_text("a");
    (void)reader.optional_text("a");
  });

  EXPECT_EQ(error.reason, "field.unknown");
}

TEST(ObjectReader, WhatIsNoObjectIsRefused) {
  auto const parsed = document("[1]");
  ObjectReader body(parsed.root());
  EXPECT_EQ(body.required_text("a"), "");
  EXPECT_EQ(body.finish().error().detail, "The body must be an object, not an array.");

  ObjectReader item(*parsed.root().elements().begin(), "items", 0);
  EXPECT_EQ(item.finish().error().detail, "`items[0]` must be an object, not an integer.");
}

}  // namespace
}  // namespace nameplate::http
