#include "http/target.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nameplate::http {
namespace {

std::string reason_of(std::string_view target) {
  auto const parsed = parse_target(target);
  return parsed ? "accepted" : parsed.error().reason;
}

TEST(Target, PathAndQueryAreDecoded) {
  auto const parsed = parse_target("/units/A%20b+%C3%A4?serial=SN%2F1&q=a+b&flag&x=&q=2&&=v&e=a=b");
  ASSERT_TRUE(parsed);

  EXPECT_EQ(parsed->path, "/units/A b+ä");
  std::vector<std::pair<std::string, std::string>> query;
  for (auto const& [name, value] : parsed->query) {
    query.emplace_back(name, value);
  }
  EXPECT_EQ(query,
            (std::vector<std::pair<std::string, std::string>>{
                {"serial", "SN/1"}, {"q", "a b"}, {"flag", ""}, {"x", ""}, {"q", "2"}, {"", "v"}, {"e", "a=b"}}));
}

TEST(Target, WhatCanBeReadInTwoWaysIsRefused) {
  std::vector<std::pair<std::string, std::string>> const table = {
      {"units", "target.form"},
      {"http://host/units", "target.form"},
      {"*", "target.form"},
      {"host:443", "target.form"},
      {"/a#b", "target.form"},
      {"/a%2fb", "target.path"},
      {"/a%2Fb", "target.path"},
      {"/..", "target.path"},
      {"/a/../b", "target.path"},
      {"/a/..%2fb", "target.path"},
      {"/a/%2e%2E/b", "target.path"},
      {"/a/./b", "target.path"},
      {"/a/%2e", "target.path"},
      {"/a%00b", "target.encoding"},
      {"/a%", "target.encoding"},
      {"/a%4", "target.encoding"},
      {"/a%zz", "target.encoding"},
      {"/a%ff", "target.encoding"},
      {"/a%C0%AF", "target.encoding"},
      {"/a?b=%00", "target.encoding"},
      {"/a?b=%ED%A0%80", "target.encoding"},
      {"/a?%f=1", "target.encoding"},
  };
  for (auto const& [target, reason] : table) {
    EXPECT_EQ(reason_of(target), reason) << target;
  }
  EXPECT_EQ(reason_of("/a..b/...c?p=../x"), "accepted");
}

}  // namespace
}  // namespace nameplate::http
