#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

namespace nameplate::app {

/// Which row of a file named something first. Keeps hashes only: at most 24 bytes a row, and two texts out of a million
/// rows are taken for one with a probability of one in thirty million.
class SeenRows {
 public:
  /// The row that named this before, or nothing: then it is remembered. The same row may ask again.
  [[nodiscard]] std::optional<std::int64_t> first_row_of(std::string_view key, std::int64_t row) {
    if (2 * (count_ + 1) > slots_.size() + slots_.size() / 3) {
      grow();
    }
    auto& slot = slots_[place_of(hash_of(key))];
    if (slot.row != 0) {
      return slot.row == static_cast<std::uint32_t>(row) ? std::nullopt : std::optional(std::int64_t{slot.row});
    }
    slot.set(hash_of(key));
    slot.row = static_cast<std::uint32_t>(row);
    ++count_;
    return std::nullopt;
  }
  [[nodiscard]] bool contains(std::string_view key) const {
    return !slots_.empty() && slots_[place_of(hash_of(key))].row != 0;
  }

 private:
  /// Twelve bytes: the hash in two halves, so that nothing is lost to alignment.
  struct Slot {
    std::uint32_t high = 0;
    std::uint32_t low = 0;
    std::uint32_t row = 0;  ///< 0: free

    [[nodiscard]] std::uint64_t hash() const { return std::uint64_t{high} << 32U | low; }
    void set(std::uint64_t hash) {
      high = static_cast<std::uint32_t>(hash >> 32U);
      low = static_cast<std::uint32_t>(hash);
    }
  };

  static std::uint64_t hash_of(std::string_view key) { return std::hash<std::string_view>()(key); }
  /// Where a hash is, or would be put.
  [[nodiscard]] std::size_t place_of(std::uint64_t hash) const {
    auto at = hash & (slots_.size() - 1);
    while (slots_[at].row != 0 && slots_[at].hash() != hash) {
      at = (at + 1) & (slots_.size() - 1);
    }
    return at;
  }
  void grow() {
    std::vector<Slot> before(slots_.empty() ? 1024 : slots_.size() * 2);
    before.swap(slots_);
    for (auto const& slot : before) {
      if (slot.row != 0) {
        slots_[place_of(slot.hash())] = slot;
      }
    }
  }

  std::vector<Slot> slots_;
  std::size_t count_ = 0;
};

}  // namespace nameplate::app
