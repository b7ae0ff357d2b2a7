#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace nameplate::base {

/// Appends values to a byte string: LEB128 varints, zigzag for signed values, length-prefixed text. Canonical: one
/// value has one form.
class ByteWriter {
 public:
  void unsigned_int(std::uint64_t value) {
    while (value >= 0x80) {
      bytes_.push_back(static_cast<char>((value & 0x7FU) | 0x80U));
      value >>= 7U;
    }
    bytes_.push_back(static_cast<char>(value));
  }
  void signed_int(std::int64_t value) {
    auto const shifted = static_cast<std::uint64_t>(value) << 1U;
    unsigned_int(value < 0 ? ~shifted : shifted);
  }
  void text(std::string_view value) {
    unsigned_int(value.size());
    bytes_.append(value);
  }
  void raw(std::string_view value) { bytes_.append(value); }

  [[nodiscard]] std::string take() { return std::move(bytes_); }
  [[nodiscard]] std::size_t size() const { return bytes_.size(); }

 private:
  std::string bytes_;
};

/// What ByteWriter wrote does not read back: the stored bytes are damaged.
class DamagedBytes : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Reads what ByteWriter wrote; throws DamagedBytes. Views point into the bytes given.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

  [[nodiscard]] std::uint64_t unsigned_int() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      auto const byte = static_cast<unsigned char>(raw(1).front());
      value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
      if ((byte & 0x80U) == 0) {
        // One value has one form: no zeros in front, no bits beyond the 64th.
        if ((byte == 0 && shift > 0) || (shift == 63 && byte > 1)) {
          throw DamagedBytes("a number is not in its shortest form");
        }
        return value;
      }
    }
    throw DamagedBytes("a number is longer than 64 bits");
  }
  [[nodiscard]] std::int64_t signed_int() {
    auto const value = unsigned_int();
    auto const half = static_cast<std::int64_t>(value >> 1U);
    return (value & 1U) != 0 ? ~half : half;
  }
  [[nodiscard]] std::string_view text() { return raw(unsigned_int()); }
  [[nodiscard]] std::string_view raw(std::uint64_t size) {
    if (size > rest_.size()) {
      throw DamagedBytes("the bytes end too early");
    }
    auto const taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }
  /// A number of things that follow, each of at least `bytes_each` bytes: a forged one cannot make anybody reserve
  /// more than the bytes could hold.
  [[nodiscard]] std::size_t count(std::size_t bytes_each) {
    auto const value = unsigned_int();
    if (value > rest_.size() / bytes_each) {
      throw DamagedBytes("a number of entries is larger than the bytes that follow");
    }
    return static_cast<std::size_t>(value);
  }
  [[nodiscard]] bool at_end() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

}  // namespace nameplate::base
