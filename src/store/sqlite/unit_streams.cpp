#include "store/sqlite/unit_streams.hpp"

#include "base/check.hpp"
#include "store/sqlite/rows.hpp"
#include "store/sqlite/sql_units.hpp"

#include <algorithm>

namespace nameplate::store::sqlite {
namespace {

using Source = UnitRange::Source;

constexpr std::int64_t lowest = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t highest = std::numeric_limits<std::int64_t>::max();
constexpr std::size_t block_rows_min = 8;
constexpr std::size_t block_rows_first_max = 256;
constexpr std::size_t block_rows_max = 2048;

Sql const& statement_for(Source source, SortOrder order) {
  bool const up = order == SortOrder::ascending;
  switch (source) {
    case Source::whole: return up ? sql::units_ascending : sql::units_descending;
    case Source::product_status: return up ? sql::units_of_product_ascending : sql::units_of_product_descending;
    case Source::holder: return up ? sql::units_of_holder_ascending : sql::units_of_holder_descending;
    case Source::lot: return up ? sql::units_of_lot_ascending : sql::units_of_lot_descending;
    case Source::owner: return up ? sql::units_of_owner_ascending : sql::units_of_owner_descending;
    case Source::expiry: return sql::units_expiring;
    case Source::latest: return sql::units_by_latest;
    case Source::serial: return up ? sql::units_by_serial_ascending : sql::units_by_serial_descending;
  }
  base::unreachable();
}

/// One range, read in blocks: a list may merge thousands of them, and most are looked at once.
class Stream {
 public:
  Stream(UnitRange const& range, SortOrder order, SortKey sort, UnitPosition start, std::string_view bound,
         std::size_t block_rows)
      : range_(range), order_(order), sort_(sort), position_(std::move(start)), bound_(bound), block_rows_(block_rows) {
    // Before the first row of the range: the key after it decides among equal ones.
    before_ = range_.key[1];
  }

  /// Reads on until there is a row that fits, a block is through, or the end.
  void read_block(Connection& connection, UnitMatcher& matcher) {
    rows_.clear();
    next_ = 0;
    auto const from = position_.text;  // position_ moves on while the statement still reads what is bound
    auto statement = connection.use(statement_for(range_.source, order_));
    bind(statement, from);
    std::size_t looked_at = 0;
    while (statement.step()) {
      ++looked_at;
      position_.id = statement.integer(0);
      if (range_.source == Source::expiry || range_.source == Source::latest) {
        before_ = statement.integer(range_.source == Source::expiry ? 10 : 12);
      }
      bool const fits = matcher.matches(statement);
      if (sort_ == SortKey::serial && (fits || looked_at == block_rows_)) {
        position_.text = statement.text(2);
      }
      if (fits) {
        rows_.push_back({.position = position_, .unit = read_unit(statement)});
      }
    }
    at_end_ = looked_at < block_rows_;
    block_rows_ = std::min(block_rows_ * 2, block_rows_max);
  }

  [[nodiscard]] bool has_row() const { return next_ < rows_.size(); }
  [[nodiscard]] bool is_done() const { return !has_row() && at_end_; }
  /// Of the next row; or where the last block ended: nothing that fits comes before it.
  [[nodiscard]] UnitPosition const& position() const { return has_row() ? rows_[next_].position : position_; }
  [[nodiscard]] FoundUnit take() { return std::move(rows_[next_++]); }

 private:
  void bind(Statement& statement, std::string_view from) const {
    auto const& key = range_.key;
    switch (range_.source) {
      case Source::whole: statement.bind(position_.id, block_rows_); return;
      case Source::product_status: statement.bind(position_.id, block_rows_, key[0], key[1]); return;
      case Source::holder: statement.bind(position_.id, block_rows_, key[0], key[1], key[2], key[3]); return;
      case Source::lot:
      case Source::owner: statement.bind(position_.id, block_rows_, key[0]); return;
      case Source::expiry:
      case Source::latest: statement.bind(position_.id, block_rows_, key[0], before_); return;
      case Source::serial: statement.bind(position_.id, block_rows_, key[0], from, bound_); return;
    }
    base::unreachable();
  }

  UnitRange range_;
  SortOrder order_;
  SortKey sort_;
  UnitPosition position_;
  std::int64_t before_ = 0;  ///< day or time of the row before
  std::string_view bound_;   ///< where a range by serial ends
  std::size_t block_rows_;
  std::vector<FoundUnit> rows_;
  std::size_t next_ = 0;
  bool at_end_ = false;
};

/// Where a range by serial begins and ends, and where all begin.
struct Bounds {
  UnitPosition start;
  std::string end;
};

Bounds bounds_of(UnitWalk const& walk) {
  bool const up = walk.order == SortOrder::ascending;
  Bounds bounds{
      .start = {.text = up ? walk.serial_prefix : after_prefix(walk.serial_prefix), .id = up ? lowest : highest},
      .end = up ? after_prefix(walk.serial_prefix) : walk.serial_prefix};
  if (walk.after) {
    UnitPosition const after{.text = walk.sort == SortKey::serial ? walk.after->serial_norm : bounds.start.text,
                             .id = walk.after->id.value};
    bounds.start = up ? std::max(bounds.start, after) : std::min(bounds.start, after);
  }
  return bounds;
}

std::vector<Stream> open_streams(std::span<UnitRange const> ranges, UnitWalk const& walk, Bounds const& bounds) {
  auto const block_rows =
      std::clamp(ranges.empty() ? 0 : 2 * walk.wanted / ranges.size(), block_rows_min, block_rows_first_max);
  std::vector<Stream> streams;
  streams.reserve(ranges.size());
  for (auto const& range : ranges) {
    streams.emplace_back(range, walk.order, range.source == Source::serial ? SortKey::serial : walk.sort, bounds.start,
                         bounds.end, block_rows);
  }
  return streams;
}

}  // namespace

void walk_in_order(Connection& connection, std::span<UnitRange const> ranges, UnitWalk const& walk,
                   UnitMatcher& matcher, std::function<bool(FoundUnit&&)> const& take) {
  auto const bounds = bounds_of(walk);
  auto streams = open_streams(ranges, walk, bounds);
  auto const comes_later = [&](Stream const* left, Stream const* right) {
    auto const& a = left->position();
    auto const& b = right->position();
    if (walk.sort == SortKey::id) {
      return walk.order == SortOrder::ascending ? a.id > b.id : a.id < b.id;
    }
    return walk.order == SortOrder::ascending ? a > b : a < b;
  };
  std::vector<Stream*> heap;
  for (auto& stream : streams) {
    stream.read_block(connection, matcher);
    if (!stream.is_done()) {
      heap.push_back(&stream);
    }
  }
  std::ranges::make_heap(heap, comes_later);
  while (!heap.empty()) {
    std::ranges::pop_heap(heap, comes_later);
    auto* const first = heap.back();
    if (!first->has_row()) {
      first->read_block(connection, matcher);
    } else if (!take(first->take())) {
      return;
    }
    if (first->is_done()) {
      heap.pop_back();
    } else {
      std::ranges::push_heap(heap, comes_later);
    }
  }
}

void walk_in_any_order(Connection& connection, std::span<UnitRange const> ranges, UnitWalk const& walk,
                       UnitMatcher& matcher, std::function<bool(FoundUnit&&)> const& take) {
  auto whole = walk;
  whole.after.reset();
  whole.order = SortOrder::ascending;
  auto const bounds = bounds_of(whole);
  for (auto& stream : open_streams(ranges, whole, bounds)) {
    do {
      stream.read_block(connection, matcher);
      while (stream.has_row()) {
        if (!take(stream.take())) {
          return;
        }
      }
    } while (!stream.is_done());
  }
}

}  // namespace nameplate::store::sqlite
