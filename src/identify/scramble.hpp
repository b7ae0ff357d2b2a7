#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace nameplate::identify {

/// A keyed permutation of 0 to size - 1: numbers that follow one another become numbers that look random, no two
/// alike, and without the key nobody can tell the next one. Nothing is looked up.
///
/// A Feistel network over the two digits of the number in base ceil(sqrt(size)), each round adding SipHash-2-4 of the
/// other digit; a result beyond the end is put through again (less than twice on average, since the square is less
/// than twice as large for all but tiny sizes).
class Scramble {
 public:
  static constexpr std::size_t key_size = 16;

  /// `key` has `key_size` bytes; `size` is 1 to 2^62.
  Scramble(std::string_view key, std::int64_t size);

  /// Both take and give 0 to size - 1.
  [[nodiscard]] std::int64_t forward(std::int64_t value) const;
  [[nodiscard]] std::int64_t backward(std::int64_t value) const;

 private:
  [[nodiscard]] std::uint64_t round(std::uint64_t number, std::uint64_t digit) const;

  std::array<std::uint64_t, 2> key_ = {};
  std::uint64_t size_;
  std::uint64_t base_;
};

}  // namespace nameplate::identify
