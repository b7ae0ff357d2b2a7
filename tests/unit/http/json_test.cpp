// Goal: a body that is anything but plain JSON within the limits is refused with its slug. Method: one table of bodies.

#include "http/json.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace nameplate::http {
namespace {

std::string reason_of(std::string body, JsonLimits const& limits = {}) {
  auto const parsed = JsonDocument::parse(std::move(body), limits);
  return parsed ? "accepted" : parsed.error().reason;
}

std::string again(std::string body) {
  auto const parsed = JsonDocument::parse(std::move(body));
  if (!parsed) {
    return parsed.error().reason + ": " + parsed.error().detail;
  }
  std::string out;
  parsed->root().append_to(out);
  return out;
}

std::string repeated(std::string_view text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) {
    out += text;
  }
  return out;
}

std::string object_with_keys(int count) {
  std::string out = "{";
  for (int i = 0; i < count; ++i) {
    out += (i == 0 ? "\"k" : ",\"k") + std::to_string(i) + "\":0";
  }
  return out + "}";
}

TEST(Json, WhatIsNoPlainJsonIsRefusedWithItsReason) {
  struct Case {
    std::string body;
    std::string_view reason;
  };
  std::vector<Case> const cases = {
      {"", "json.malformed"},
      {"   ", "json.malformed"},
      {"{", "json.malformed"},
      {"{\"a\":1", "json.malformed"},
      {"{\"a\":1,}", "json.malformed"},
      {"[1,]", "json.malformed"},
      {"{'a':1}", "json.malformed"},
      {"{\"a\":1} x", "json.malformed"},
      {"{}{}", "json.malformed"},
      {"// note\n{}", "json.malformed"},
      {"\"a\nb\"", "json.malformed"},
      {"\"\\x41\"", "json.malformed"},
      {"\"open", "json.malformed"},
      {"01", "json.malformed"},
      {"+1", "json.malformed"},
      {".5", "json.malformed"},
      {"1.", "json.malformed"},
      {"NaN", "json.malformed"},
      {"Infinity", "json.malformed"},
      {"nul", "json.malformed"},
      {"\xEF\xBB\xBF{}", "json.malformed"},
      {std::string("{}\0", 3), "json.malformed"},
      {repeated("[", 65) + repeated("]", 65), "json.too_deep"},
      {repeated("[", 1'000'000), "json.too_deep"},
      {repeated("{\"a\":", 65), "json.too_deep"},
      {R"({"a":1,"a":1})", "json.duplicate_key"},
      {R"({"a":1,"\u0061":2})", "json.duplicate_key"},
      {R"([{"x":{"b":1,"c":[],"b":2}}])", "json.duplicate_key"},
      {object_with_keys(100).replace(1, 4, "\"k99\""), "json.duplicate_key"},
      {object_with_keys(10'001), "json.too_many_keys"},
      {"\"" + std::string(json_string_bytes_max + 1, 'a') + "\"", "json.string_too_long"},
      {"{\"" + std::string(json_string_bytes_max + 1, 'a') + "\":1}", "json.string_too_long"},
      {"1e400", "json.bad_number"},
      {"-1e400", "json.bad_number"},
      {"1e99999999999", "json.bad_number"},
      {std::string(1000, '9'), "json.bad_number"},
      {"0." + std::string(10'000'000, '1'), "json.bad_number"},
      {"\"\x80\"", "json.invalid_text"},
      {"\"\xC0\xAF\"", "json.invalid_text"},
      {"\"\xED\xA0\x80\"", "json.invalid_text"},
      {"\"\xF4\x90\x80\x80\"", "json.invalid_text"},
      {"\"\xE2\x82\"", "json.invalid_text"},
      {R"("\ud800")", "json.invalid_text"},
      {R"("\udc00")", "json.invalid_text"},
      {R"("\ud800\u0041")", "json.invalid_text"},
      {R"("a\u0000b")", "json.invalid_text"},
      {R"({"\u0000":1})", "json.invalid_text"},
  };

  for (auto const& [body, reason] : cases) {
    EXPECT_EQ(reason_of(body), reason) << body.substr(0, 60);
  }
}

TEST(Json, WhatIsJustWithinTheLimitsIsAccepted) {
  EXPECT_EQ(reason_of(repeated("[", 64) + repeated("]", 64)), "accepted");
  EXPECT_EQ(reason_of(object_with_keys(10'000)), "accepted");
  EXPECT_EQ(reason_of("\"" + std::string(json_string_bytes_max, 'a') + "\""), "accepted");
  EXPECT_EQ(reason_of(std::string(64, '9')), "accepted");
  EXPECT_EQ(reason_of("[1,2,3]", {.values_max = 4}), "accepted");
  EXPECT_EQ(reason_of("[1,2,3]", {.values_max = 3}), "json.too_many_values");
}

TEST(Json, TheErrorSaysWhere) {
  auto const parsed = JsonDocument::parse("{\n  \"a\": 1,\n  \"b\" 2\n}");

  ASSERT_FALSE(parsed);
  EXPECT_EQ(parsed.error().kind, base::ErrorKind::bad_request);
  EXPECT_TRUE(parsed.error().detail.contains("line 3, column 7 (byte 18)")) << parsed.error().detail;
}

TEST(Json, ADocumentComesBackAsItWas) {
  for (
      std::string const body : {
          R"({"a":[],"b":{},"c":[{"d":null},[true,false]],"e":"x"})",
          R"([0,-1,9223372036854775807,-9223372036854775808,9223372036854775808,0.5,1e3,-0.10,12345678901234567890123])",
          R"("ä\n\"\\ 😀")",
          R"("")",
          R"({"":0})",
          R"(9007199254740993)",
      }) {
    EXPECT_EQ(again(body), body == R"("ä\n\"\\ 😀")" ? "\"ä\\u000a\\\"\\\\ 😀\"" : body);
  }
  EXPECT_EQ(again(" [ 1 , 2 ] \r\n\t"), "[1,2]");
  EXPECT_EQ(again(R"("\ud83d\ude00\/\u00e4")"), "\"😀/ä\"");
}

TEST(Json, IntegersKeepTheirValueAndOtherNumbersTheirText) {
  auto const parsed = JsonDocument::parse(R"([-9223372036854775808, 9223372036854775808, 0.10, 1e2])");
  ASSERT_TRUE(parsed);
  std::vector<JsonValue> values;
  for (auto const value : parsed->root().elements()) {
    values.push_back(value);
  }

  ASSERT_EQ(values.size(), 4U);
  EXPECT_EQ(values[0].integer(), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(values[1].kind(), JsonKind::decimal);
  EXPECT_EQ(values[1].text(), "9223372036854775808");
  EXPECT_EQ(values[2].text(), "0.10");
  EXPECT_EQ(values[3].text(), "1e2");
}

TEST(Json, MembersAreFoundByNameBehindNestedOnes) {
  auto const parsed = JsonDocument::parse(R"({"a":{"b":[1,{"c":2}]},"d":[[],[]],"e":"found","f\u0067":true})");
  ASSERT_TRUE(parsed);
  auto const root = parsed->root();

  EXPECT_EQ(root.size(), 4U);
  ASSERT_TRUE(root.find("e"));
  EXPECT_EQ(root.find("e")->text(), "found");
  EXPECT_TRUE(root.find("fg")->boolean());
  EXPECT_FALSE(root.find("b"));
}

TEST(Json, ADocumentCanBeMoved) {
  auto parsed = JsonDocument::parse(R"({"short":"a","long":"escaped \u0041"})");
  ASSERT_TRUE(parsed);
  auto const root = parsed->root();

  auto const moved = std::move(*parsed);

  EXPECT_EQ(root.find("short")->text(), "a");
  EXPECT_EQ(moved.root().find("long")->text(), "escaped A");
}

}  // namespace
}  // namespace nameplate::http
