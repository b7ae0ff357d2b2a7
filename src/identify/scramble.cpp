#include "identify/scramble.hpp"

#include "base/check.hpp"

#include <bit>
#include <cmath>

namespace nameplate::identify {
namespace {

constexpr std::uint64_t rounds = 10;
constexpr std::int64_t size_max = std::int64_t{1} << 62;

std::uint64_t little_endian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = 8; i-- > 0;) {
    value = value << 8 | static_cast<std::uint8_t>(bytes[i]);
  }
  return value;
}

/// The smallest whole number whose square is at least `size`.
std::uint64_t root_above(std::uint64_t size) {
  auto root = static_cast<std::uint64_t>(std::sqrt(static_cast<double>(size)));
  while (root * root < size) {
    ++root;
  }
  while (root > 1 && (root - 1) * (root - 1) >= size) {
    --root;
  }
  return root;
}

/// SipHash-2-4 (Aumasson, Bernstein) of two words.
class SipHash {
 public:
  SipHash(std::uint64_t key0, std::uint64_t key1)
      : v0_(key0 ^ 0x736f6d6570736575U),
        v1_(key1 ^ 0x646f72616e646f6dU),
        v2_(key0 ^ 0x6c7967656e657261U),
        v3_(key1 ^ 0x7465646279746573U) {}

  std::uint64_t of(std::uint64_t first, std::uint64_t second) && {
    take(first);
    take(second);
    take(std::uint64_t{16} << 56);
    v2_ ^= 0xFFU;
    for (int i = 0; i < 4; ++i) {
      mix();
    }
    return v0_ ^ v1_ ^ v2_ ^ v3_;
  }

 private:
  void take(std::uint64_t word) {
    v3_ ^= word;
    mix();
    mix();
    v0_ ^= word;
  }
  void mix() {
    v0_ += v1_;
    v1_ = std::rotl(v1_, 13) ^ v0_;
    v0_ = std::rotl(v0_, 32);
    v2_ += v3_;
    v3_ = std::rotl(v3_, 16) ^ v2_;
    v0_ += v3_;
    v3_ = std::rotl(v3_, 21) ^ v0_;
    v2_ += v1_;
    v1_ = std::rotl(v1_, 17) ^ v2_;
    v2_ = std::rotl(v2_, 32);
  }

  std::uint64_t v0_;
  std::uint64_t v1_;
  std::uint64_t v2_;
  std::uint64_t v3_;
};

}  // namespace

Scramble::Scramble(std::string_view key, std::int64_t size) : size_(static_cast<std::uint64_t>(size)) {
  base::check(key.size() == key_size, "the key of a scramble has 16 bytes");
  base::check(size >= 1 && size <= size_max, "a scramble is of 1 to 2^62 numbers");
  key_ = {little_endian(key.substr(0, 8)), little_endian(key.substr(8))};
  base_ = root_above(size_);
}

std::uint64_t Scramble::round(std::uint64_t number, std::uint64_t digit) const {
  return SipHash(key_[0], key_[1]).of(number, digit) % base_;
}

std::int64_t Scramble::forward(std::int64_t value) const {
  auto number = static_cast<std::uint64_t>(value);
  do {
    auto left = number / base_;
    auto right = number % base_;
    for (std::uint64_t i = 0; i < rounds; ++i) {
      auto const next = (left + round(i, right)) % base_;
      left = right;
      right = next;
    }
    number = left * base_ + right;
  } while (number >= size_);
  return static_cast<std::int64_t>(number);
}

std::int64_t Scramble::backward(std::int64_t value) const {
  auto number = static_cast<std::uint64_t>(value);
  do {
    auto left = number / base_;
    auto right = number % base_;
    for (std::uint64_t i = rounds; i-- > 0;) {
      auto const before = (right + base_ - round(i, left)) % base_;
      right = left;
      left = before;
    }
    number = left * base_ + right;
  } while (number >= size_);
  return static_cast<std::int64_t>(number);
}

}  // namespace nameplate::identify
