#include "identify/scramble.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <vector>

namespace nameplate::identify {
namespace {

std::string key_of(int seed) {
  std::string key(Scramble::key_size, '\0');
  key[0] = static_cast<char>(seed);
  key[9] = static_cast<char>(seed >> 8);
  return key;
}

TEST(Scramble, EveryNumberComesOnce) {
  for (std::int64_t const size : {1, 2, 3, 5, 10, 36, 999, 1000, 46'656, 100'000}) {
    Scramble const scramble(key_of(static_cast<int>(size)), size);
    std::vector<bool> seen(static_cast<std::size_t>(size));
    for (std::int64_t i = 0; i < size; ++i) {
      auto const place = scramble.forward(i);
      ASSERT_TRUE(place >= 0 && place < size);
      ASSERT_FALSE(seen[static_cast<std::size_t>(place)]) << size << ' ' << i;
      seen[static_cast<std::size_t>(place)] = true;
    }
  }
}

TEST(Scramble, BackwardsItGivesWhatWasPutIn) {
  EXPECT_TRUE(rc::check([] {
    auto const size = *rc::gen::inRange<std::int64_t>(1, std::int64_t{1} << 62);
    auto const value = *rc::gen::inRange<std::int64_t>(0, size);
    Scramble const scramble(key_of(*rc::gen::inRange(0, 60'000)), size);
    auto const place = scramble.forward(value);
    RC_ASSERT(place >= 0 && place < size);
    RC_ASSERT(scramble.backward(place) == value);
  }));
}

TEST(Scramble, AnotherKeyIsAnotherOrder) {
  Scramble const one(key_of(1), 1'000'000);
  Scramble const another(key_of(2), 1'000'000);
  int same = 0;
  for (std::int64_t i = 0; i < 1000; ++i) {
    same += one.forward(i) == another.forward(i) ? 1 : 0;
  }
  EXPECT_LT(same, 5);
}

/// Neighbours land anywhere: in each tenth of the range about a tenth of them.
TEST(Scramble, NeighboursAreSpreadEvenly) {
  constexpr std::int64_t size = 1'000'000;
  Scramble const scramble(key_of(3), size);
  std::vector<int> tenths(10);
  for (std::int64_t i = 0; i < 10'000; ++i) {
    ++tenths[static_cast<std::size_t>(scramble.forward(i) * 10 / size)];
  }
  for (int const count : tenths) {
    EXPECT_GT(count, 850);
    EXPECT_LT(count, 1150);
  }
}

}  // namespace
}  // namespace nameplate::identify
