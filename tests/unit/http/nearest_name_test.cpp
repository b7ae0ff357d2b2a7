#include "http/nearest_name.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string_view>

namespace nameplate::http {
namespace {

constexpr std::array<std::string_view, 5> known = {"serial", "serialFormat", "product", "newSerial", "id"};

TEST(NearestName, FindsWhatWasMeant) {
  EXPECT_EQ(nearest_name("serail", known), "serial");
  EXPECT_EQ(nearest_name("Serial", known), "serial");
  EXPECT_EQ(nearest_name("new_serial", known), "newSerial");
  EXPECT_EQ(nearest_name("new-serial", known), "newSerial");
  EXPECT_EQ(nearest_name("products", known), "product");
  EXPECT_EQ(nearest_name("ID", known), "id");
}

TEST(NearestName, SaysNothingRatherThanNonsense) {
  EXPECT_EQ(nearest_name("location", known), "");
  EXPECT_EQ(nearest_name("x", known), "");
  EXPECT_EQ(nearest_name("", known), "");
  EXPECT_EQ(nearest_name("serial", {}), "");
}

}  // namespace
}  // namespace nameplate::http
