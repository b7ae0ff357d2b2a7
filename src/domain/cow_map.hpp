#pragma once

#include <array>
#include <bitset>
#include <cstddef>
#include <functional>
#include <memory>
#include <unordered_map>
#include <utility>

namespace nameplate::domain {

/// A hash map whose copies share their shards: copying costs 64 pointers, the first change of a shard in a copy clones
/// it. So master data of 100,000 records can be published again after each change. A map that has been copied from
/// is not to be changed any more.
template <typename Key, typename Mapped, typename Hash = std::hash<Key>>
class CowMap {
 public:
  CowMap() = default;
  CowMap(CowMap const& other) : shards_(other.shards_) {}  // the copy owns nothing yet
  CowMap(CowMap&&) noexcept = default;
  CowMap& operator=(CowMap const&) = delete;
  CowMap& operator=(CowMap&&) noexcept = default;
  ~CowMap() = default;

  [[nodiscard]] Mapped const* find(Key const& key) const {
    auto const& shard = shards_[shard_of(key)];
    if (!shard) {
      return nullptr;
    }
    auto const found = shard->find(key);
    return found == shard->end() ? nullptr : &found->second;
  }

  void set(Key const& key, Mapped value) { own(shard_of(key)).insert_or_assign(key, std::move(value)); }
  /// The value of a key, to be changed in place; a default one when there is none.
  [[nodiscard]] Mapped& edit(Key const& key) { return own(shard_of(key))[key]; }
  void erase(Key const& key) { own(shard_of(key)).erase(key); }

  template <typename Visit>
  void for_each(Visit visit) const {
    for (auto const& shard : shards_) {
      if (shard) {
        for (auto const& [key, value] : *shard) {
          visit(key, value);
        }
      }
    }
  }

 private:
  using Shard = std::unordered_map<Key, Mapped, Hash>;
  static constexpr std::size_t shard_count = 64;

  static std::size_t shard_of(Key const& key) { return (Hash()(key) >> 8U) % shard_count; }

  Shard& own(std::size_t index) {
    auto& shard = shards_[index];
    if (!owned_.test(index)) {
      shard = shard ? std::make_shared<Shard>(*shard) : std::make_shared<Shard>();
      owned_.set(index);
    }
    return *shard;
  }

  std::array<std::shared_ptr<Shard>, shard_count> shards_;
  std::bitset<shard_count> owned_;
};

}  // namespace nameplate::domain
