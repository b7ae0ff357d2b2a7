#include "http/cursor.hpp"

#include <gtest/gtest.h>

namespace nameplate::http {
namespace {

Request a_request(std::vector<QueryParameter> query) {
  Request request;
  request.path = "/api/v1/units";
  request.query = std::move(query);
  return request;
}

TEST(Cursor, WhatWasMadeReadsBackWhateverTheLimit) {
  std::string const position("\x00\xff position", 11);
  auto const cursor = make_cursor(a_request({{"product", "CAM"}, {"limit", "10"}}), position);

  auto const read = read_cursor(a_request({{"product", "CAM"}, {"limit", "20"}, {"cursor", cursor}}));

  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(*read, position);
}

TEST(Cursor, AnotherQuestionDoesNotTakeIt) {
  auto const cursor = make_id_cursor(a_request({{"product", "CAM"}}), 12);

  auto elsewhere = a_request({{"product", "CAM"}, {"cursor", cursor}});
  elsewhere.path = "/api/v1/lots";
  EXPECT_EQ(read_id_cursor(elsewhere).error().reason, "cursor.invalid");
  EXPECT_EQ(read_id_cursor(a_request({{"product", "LENS"}, {"cursor", cursor}})).error().reason, "cursor.invalid");
  EXPECT_EQ(read_id_cursor(a_request({{"cursor", cursor}})).error().reason, "cursor.invalid");
}

TEST(Cursor, NothingThatWasNotMadeHereIsTaken) {
  auto const cursor = make_id_cursor(a_request({}), 12);
  std::vector<std::string> const forged = {
      "Zm9yZ2Vk", "%%%", "A", cursor + "A", cursor.substr(1), cursor + "=", std::string(5000, 'A')};
  for (auto const& text : forged) {
    auto const read = read_id_cursor(a_request({{"cursor", text}}));
    ASSERT_FALSE(read.has_value()) << text;
    EXPECT_EQ(read.error().reason, "cursor.invalid");
  }
  EXPECT_EQ(read_id_cursor(a_request({{"cursor", cursor}})).value(), 12);
  EXPECT_EQ(read_id_cursor(a_request({})).value(), 0);
}

}  // namespace
}  // namespace nameplate::http
