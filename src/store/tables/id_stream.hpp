#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace nameplate::store::tables {

/// Ids in ascending order, read in blocks as they are asked for.
class IdStream {
 public:
  /// The next ids above `after`, sorted, as many as is convenient; none: the end.
  using Read = std::function<std::vector<std::int64_t>(std::int64_t after)>;

  explicit IdStream(Read read) : read_(std::move(read)) {}

  /// The first id that is not below; none: there is no more. Never asked for one below the one before.
  [[nodiscard]] std::optional<std::int64_t> at_least(std::int64_t id);

 private:
  Read read_;
  std::vector<std::int64_t> block_;
  std::size_t next_ = 0;
  bool at_end_ = false;
};

/// What is in any of several streams.
class IdUnion {
 public:
  void add(IdStream::Read read) { streams_.emplace_back(std::move(read)); }
  [[nodiscard]] std::optional<std::int64_t> at_least(std::int64_t id);
  [[nodiscard]] std::size_t size() const { return streams_.size(); }

 private:
  struct Head {
    std::int64_t id;
    std::size_t stream;

    bool operator>(Head const& other) const { return id > other.id; }
  };

  std::vector<IdStream> streams_;
  std::vector<Head> heads_;  ///< a heap, the smallest first
  bool begun_ = false;
};

/// What is in each of several unions; without any, nothing.
class IdIntersection {
 public:
  void add(IdUnion part) { parts_.push_back(std::move(part)); }
  [[nodiscard]] std::optional<std::int64_t> at_least(std::int64_t id);

 private:
  std::vector<IdUnion> parts_;
};

}  // namespace nameplate::store::tables
