#include "http/codec/record_body.hpp"

#include <gtest/gtest.h>

#include <string>

namespace nameplate::http {
namespace {

base::Result<RecordBody> read(std::string json) {
  auto const document = JsonDocument::parse(std::move(json));
  return read_record_body(document->root());
}

std::string json_of(base::Value const& value) {
  std::string text;
  base::append_json(text, value);
  return text;
}

TEST(ReadRecordBody, FieldsAreKeptAsTheyWereWritten) {
  auto const body = read(R"({"sku":"A","decimals":2,"codes":[{"code":"1"}],"gtin":null,"flag":true})");

  ASSERT_TRUE(body.has_value());
  EXPECT_EQ(json_of(body->value), R"({"sku":"A","decimals":2,"codes":[{"code":"1"}],"gtin":null,"flag":true})");
  EXPECT_FALSE(body->retired.has_value());
}

TEST(ReadRecordBody, StateIsTakenOut) {
  auto const body = read(R"({"state":"retired","name":"A"})");

  EXPECT_EQ(body->retired, true);
  EXPECT_EQ(json_of(body->value), R"({"name":"A"})");
  EXPECT_EQ(read(R"({"state":"active"})")->retired, false);
}

TEST(ReadRecordBody, WhatHasNotTheRightFormIsRefused) {
  EXPECT_EQ(read("[]").error().reason, "field.type");
  EXPECT_EQ(read(R"({"state":"gone"})").error().reason, "field.choice");
  EXPECT_EQ(read(R"({"state":null})").error().reason, "field.choice");
  EXPECT_NE(read(R"({"units":[{"factor":1.5}]})").error().detail.find("`units[0].factor`"), std::string::npos);
}

}  // namespace
}  // namespace nameplate::http
