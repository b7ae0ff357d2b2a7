#include "http/codec/key_claim.hpp"

#include <gtest/gtest.h>

#include <string>

namespace nameplate::http {
namespace {

std::string bytes_of(std::string json) {
  auto const document = JsonDocument::parse(std::move(json));
  return canonical_bytes(document->root());
}

Request a_request(std::string key, std::int64_t account = 1) {
  Request request{.method = Method::post, .path = "/api/v1/operations/move"};
  request.headers.idempotency_key = std::move(key);
  request.principal.account = account;
  return request;
}

store::KeyClaim claim(Request const& request, std::string json = R"({"a":1})") {
  auto const document = JsonDocument::parse(std::move(json));
  return claim_key(request, document->root(), KeyNeed::required)->value();
}

TEST(CanonicalBytes, TheOrderOfMembersAndBlanksDoNotMatter) {
  EXPECT_EQ(bytes_of(R"({"a":1,"b":[{"x":"1","y":null}]})"),
            bytes_of(R"( { "b" : [ {"y":null, "x":"\u0031"} ] , "a":1 } )"));
}

TEST(CanonicalBytes, OtherValuesGiveOtherBytes) {
  EXPECT_NE(bytes_of(R"({"a":"1"})"), bytes_of(R"({"a":1})"));
  EXPECT_NE(bytes_of(R"({"a":[1,2]})"), bytes_of(R"({"a":[2,1]})"));
  EXPECT_NE(bytes_of(R"({"a":["b"],"c":[]})"), bytes_of(R"({"a":[],"c":["b"]})"));
  EXPECT_NE(bytes_of(R"(["ab","c"])"), bytes_of(R"(["a","bc"])"));
  EXPECT_NE(bytes_of(R"([true])"), bytes_of(R"([false])"));
}

TEST(ClaimKey, TheSameKeyOfAnotherAccountIsAnotherKey) {
  EXPECT_EQ(claim(a_request("k")).key, claim(a_request("k")).key);
  EXPECT_NE(claim(a_request("k", 1)).key, claim(a_request("k", 2)).key);
  EXPECT_NE(claim(a_request("k")).key, claim(a_request("l")).key);
}

TEST(ClaimKey, TheBodyHashCoversPathBodyAndVersion) {
  auto other_path = a_request("k");
  other_path.path = "/api/v1/operations/ship";
  auto other_version = a_request("k");
  other_version.headers.if_match = "\"e1\"";

  auto const first = claim(a_request("k")).body;

  EXPECT_EQ(first, claim(a_request("k"), R"( {"a": 1} )").body);
  EXPECT_NE(first, claim(a_request("k"), R"({"a":2})").body);
  EXPECT_NE(first, claim(other_path).body);
  EXPECT_NE(first, claim(other_version).body);
}

TEST(ClaimKey, AKeyIsVisibleAsciiOfAtMost255Characters) {
  auto const document = JsonDocument::parse("{}");
  for (auto const& key : {std::string(), std::string("a b"), std::string("\xc3\xa4"), std::string(256, 'k')}) {
    EXPECT_EQ(claim_key(a_request(key), document->root(), KeyNeed::optional).error().reason, "key.malformed") << key;
  }
  EXPECT_TRUE(claim_key(a_request(std::string(255, 'k')), document->root(), KeyNeed::required).has_value());
}

TEST(ClaimKey, IsAskedForWhereItIsNeeded) {
  auto const document = JsonDocument::parse("{}");
  Request const without{.method = Method::post, .path = "/"};

  EXPECT_EQ(claim_key(without, document->root(), KeyNeed::required).error().reason, "key.required");
  EXPECT_FALSE(claim_key(without, document->root(), KeyNeed::optional)->has_value());
}

}  // namespace
}  // namespace nameplate::http
