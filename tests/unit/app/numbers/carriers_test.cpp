#include "app/numbers/preview.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace nameplate::app {
namespace {

std::vector<Carrier> carriers(std::string_view text) {
  auto const format = identify::NumberFormat::parse(text).value();
  return carriers_of(format, identify::KnownTexts(format.parts().size()));
}

Carrier carrier(std::string_view text, std::string_view symbology) {
  auto const all = carriers(text);
  return *std::ranges::find(all, symbology, &Carrier::symbology);
}

TEST(Carriers, WidthsFollowFromTheStandards) {
  // Start, twelve characters, check: eleven modules each; the stop has thirteen.
  EXPECT_EQ(carrier("SN-{counter:9:base=36}", "code128").modules, 167U);
  // Digits go in pairs.
  EXPECT_EQ(carrier("{counter:12}", "code128").modules, 101U);
  EXPECT_EQ(carrier("{counter:12}", "itf").modules, 117U);
  EXPECT_EQ(carrier("{counter:6}", "datamatrix").modules, 10U) << "three codewords";
  EXPECT_EQ(carrier("SN-{counter:9:base=36}", "qr").modules, 21U);
}

TEST(Carriers, SayWhyTheyDoNotFit) {
  EXPECT_FALSE(carrier("a{counter:3}", "code39").fits);
  EXPECT_TRUE(carrier("A{counter:3}", "code39").fits);
  EXPECT_FALSE(carrier("{counter:3}", "itf").fits) << "an odd count of digits";
  EXPECT_FALSE(carrier("A{counter:3}", "itf").fits);
  EXPECT_TRUE(carrier("{counter:4}{check:mod97,10}", "itf").fits);
  for (auto const& one : carriers("{product}{lot}{counter:3}")) {
    EXPECT_EQ(one.fits, one.reason.empty()) << one.symbology;
  }
}

}  // namespace
}  // namespace nameplate::app
