#include "base/byte_codec.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <limits>

namespace nameplate::base {
namespace {

std::string bytes_of(std::uint64_t value) {
  ByteWriter out;
  out.unsigned_int(value);
  return out.take();
}

TEST(ByteCodec, NumbersAndTextsReadBack) {
  EXPECT_TRUE(rc::check([](std::uint64_t number, std::int64_t signed_number, std::string const& text) {
    ByteWriter out;
    out.unsigned_int(number);
    out.signed_int(signed_number);
    out.text(text);
    auto const bytes = out.take();

    ByteReader in(bytes);

    RC_ASSERT(in.unsigned_int() == number);
    RC_ASSERT(in.signed_int() == signed_number);
    RC_ASSERT(in.text() == text);
    RC_ASSERT(in.at_end());
  }));
}

TEST(ByteCodec, TheOutermostNumbersReadBack) {
  for (auto const value : {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max(),
                           std::int64_t{-1}, std::int64_t{0}}) {
    ByteWriter out;
    out.signed_int(value);
    auto const bytes = out.take();
    EXPECT_EQ(ByteReader(bytes).signed_int(), value);
  }
}

TEST(ByteCodec, SmallNumbersOfEitherSignTakeOneByte) {
  EXPECT_EQ(bytes_of(127).size(), 1U);
  EXPECT_EQ(bytes_of(128).size(), 2U);
  ByteWriter out;
  out.signed_int(-64);
  EXPECT_EQ(out.size(), 1U);
}

TEST(ByteCodec, ANumberThatIsNotInItsShortestFormIsRefused) {
  EXPECT_THROW((void)ByteReader(std::string_view("\x80\x00", 2)).unsigned_int(), DamagedBytes);
  EXPECT_THROW((void)ByteReader("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x02").unsigned_int(), DamagedBytes);
  EXPECT_THROW((void)ByteReader("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01").unsigned_int(), DamagedBytes);
}

TEST(ByteCodec, BytesThatEndTooEarlyAreRefused) {
  EXPECT_THROW((void)ByteReader("").unsigned_int(), DamagedBytes);
  EXPECT_THROW((void)ByteReader("\x80").unsigned_int(), DamagedBytes);
  EXPECT_THROW((void)ByteReader("\x05"
                                "abc")
                   .text(),
               DamagedBytes);
}

TEST(ByteCodec, ACountIsBoundedByTheBytesThatFollow) {
  EXPECT_EQ(ByteReader("\x02"
                       "aabb")
                .count(2),
            2U);
  EXPECT_THROW((void)ByteReader("\x03"
                                "aabb")
                   .count(2),
               DamagedBytes);
  EXPECT_THROW((void)ByteReader(bytes_of(std::numeric_limits<std::uint64_t>::max())).count(1), DamagedBytes);
}

}  // namespace
}  // namespace nameplate::base
