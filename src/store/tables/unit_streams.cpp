#include "store/tables/unit_streams.hpp"

#include "base/check.hpp"
#include "store/tables/rows.hpp"
#include "store/tables/sql_units.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace nameplate::store::tables {
namespace {

using Source = UnitRange::Source;

constexpr std::int64_t lowest = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t highest = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t block_rows_min = 8;
constexpr std::int64_t block_rows_first_max = 256;
constexpr std::int64_t block_rows_max = 2048;
constexpr std::size_t load_block_first = 128;
constexpr std::size_t load_block_max = 4096;
constexpr std::int64_t all_rows = highest;

Sql const& statement_for(Source source, SortOrder order) {
  bool const up = order == SortOrder::ascending;
  switch (source) {
    case Source::whole: return up ? sql::units_ascending : sql::units_descending;
    case Source::product_status: return up ? sql::units_of_product_ascending : sql::units_of_product_descending;
    case Source::holder: return up ? sql::units_of_holder_ascending : sql::units_of_holder_descending;
    case Source::place: return sql::units_of_place;
    case Source::lot: return up ? sql::units_of_lot_ascending : sql::units_of_lot_descending;
    case Source::owner: return up ? sql::units_of_owner_ascending : sql::units_of_owner_descending;
    case Source::expiry: return sql::units_expiring;
    case Source::latest: return sql::units_by_latest;
    case Source::serial:
    case Source::serial_order: return up ? sql::serials_ascending : sql::serials_descending;
    case Source::trait: break;  // from the index alone
  }
  base::unreachable();
}

/// For at most `rows` rows after `from`, which must outlive the use of the statement. `end` is where serials end.
void bind_range(Statement& statement, UnitRange const& range, UnitPosition const& from, std::int64_t rows,
                std::string_view end) {
  auto const& key = range.key;
  switch (range.source) {
    case Source::whole: statement.bind(from.id, rows); return;
    case Source::product_status: statement.bind(from.id, rows, key[0], key[1]); return;
    case Source::holder: statement.bind(from.id, rows, key[0], key[1], key[2], key[3]); return;
    case Source::place: statement.bind(key[0], key[1]); return;
    case Source::lot:
    case Source::owner: statement.bind(from.id, rows, key[0]); return;
    case Source::expiry: statement.bind(key[0]); return;
    case Source::latest: statement.bind(key[0], key[1]); return;
    case Source::serial:
    case Source::serial_order: statement.bind(from.id, rows, key[0], from.text, end); return;
    case Source::trait: break;
  }
  base::unreachable();
}

/// Where a walk begins, and where ranges by serial end.
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

/// One range, read in blocks: a list may merge thousands of them, and most are looked at once.
class Stream {
 public:
  Stream(UnitRange const& range, UnitWalk const& walk, Bounds const& bounds, std::int64_t block_rows)
      : range_(range), walk_(walk), end_(bounds.end), position_(bounds.start), block_rows_(block_rows) {}

  /// Reads a block; afterwards there are the rows of it that fit, and the place where it ended.
  void read_block(Connection& connection, UnitMatcher& matcher) {
    rows_.clear();
    next_ = 0;
    auto const from = position_;
    auto statement = connection.use(statement_for(range_.source, walk_.order));
    bind_range(statement, range_, from, block_rows_, end_);
    auto const looked_at =
        range_.source == Source::serial ? take_serials(connection, statement, matcher) : take_rows(statement, matcher);
    at_end_ = looked_at < block_rows_;
    block_rows_ = std::min(block_rows_ * 2, block_rows_max);
  }

  [[nodiscard]] bool has_row() const { return next_ < rows_.size(); }
  [[nodiscard]] bool is_done() const { return !has_row() && at_end_; }
  /// Of the next row; or where the last block ended: nothing that fits comes before it.
  [[nodiscard]] UnitPosition const& position() const { return has_row() ? rows_[next_].position : position_; }
  [[nodiscard]] FoundUnit take() { return std::move(rows_[next_++]); }

 private:
  std::int64_t take_rows(Statement& statement, UnitMatcher& matcher) {
    std::int64_t looked_at = 0;
    while (statement.step()) {
      ++looked_at;
      position_.id = statement.integer(0);
      if (matcher.matches(statement)) {
        rows_.push_back({.position = position_, .unit = read_unit(statement)});
      }
    }
    return looked_at;
  }

  std::int64_t take_serials(Connection& connection, Statement& statement, UnitMatcher& matcher) {
    std::int64_t looked_at = 0;
    auto load = connection.use_for_each(sql::load_unit);
    auto const take = [&] {
      if (matcher.matches(load)) {
        rows_.push_back(found_unit(load));
      }
    };
    while (statement.step()) {
      ++looked_at;
      position_.id = statement.integer(0);
      bool const wanted = !walk_.only || walk_.only->contains({position_.id});
      if (wanted || looked_at == block_rows_) {
        position_.text = statement.text(1);
      }
      if (wanted && load.bind(position_.id).step()) {
        take();
      }
    }
    while (load.step_rest()) {
      take();
    }
    return looked_at;
  }

  UnitRange range_;
  UnitWalk const& walk_;
  std::string_view end_;
  UnitPosition position_;
  std::int64_t block_rows_;
  std::vector<FoundUnit> rows_;
  std::size_t next_ = 0;
  bool at_end_ = false;
};

std::pair<TraitCondition const&, TraitRange const&> condition_of(UnitFilter const& filter, UnitRange const& range) {
  auto const& condition = filter.traits[static_cast<std::size_t>(range.key[0])];
  return {condition, condition.any_of[static_cast<std::size_t>(range.key[1])]};
}

std::vector<Stream> open_streams(std::span<UnitRange const> ranges, UnitWalk const& walk, Bounds const& bounds) {
  auto const each = ranges.empty() ? 0 : 2 * walk.wanted / ranges.size();
  auto const block_rows = std::clamp(static_cast<std::int64_t>(each), block_rows_min, block_rows_first_max);
  std::vector<Stream> streams;
  streams.reserve(ranges.size());
  for (auto const& range : ranges) {
    streams.emplace_back(range, walk, bounds, block_rows);
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

std::vector<domain::SubjectId> ids_in(Connection& connection, std::span<UnitRange const> ranges,
                                      UnitMatcher const& matcher) {
  std::vector<domain::SubjectId> ids;
  auto const& prefix = matcher.filter().serial_prefix_norm;
  auto const end = after_prefix(prefix);
  auto const add_all = [&](Statement& statement) {
    while (statement.step()) {
      ids.push_back({statement.integer(0)});
    }
  };
  auto const add_accepted = [&](Statement& statement) {
    while (statement.step()) {
      if (matcher.accepts(domain::RecordId{statement.integer(1)}) &&
          matcher.accepts(static_cast<domain::Status>(statement.integer(2)))) {
        ids.push_back({statement.integer(0)});
      }
    }
  };
  for (auto const& range : ranges) {
    auto const& key = range.key;
    switch (range.source) {
      case Source::place: add_accepted(connection.use(sql::ids_of_place).bind(key[0], key[1])); break;
      case Source::expiry: add_all(connection.use(sql::ids_expiring).bind(key[0])); break;
      case Source::latest: add_all(connection.use(sql::ids_by_latest).bind(key[0], key[1])); break;
      case Source::serial: add_all(connection.use(sql::ids_by_serial).bind(key[0], prefix, end)); break;
      case Source::product_status: add_all(connection.use(sql::ids_of_product).bind(key[0], key[1])); break;
      case Source::holder: add_all(connection.use(sql::ids_of_holder).bind(key[0], key[1], key[2], key[3])); break;
      case Source::lot: add_all(connection.use(sql::ids_of_lot).bind(key[0])); break;
      case Source::owner: add_all(connection.use(sql::ids_of_owner).bind(key[0])); break;
      case Source::trait: {
        auto const& [condition, bounds] = condition_of(matcher.filter(), range);
        add_all(connection.use(sql::ids_by_trait).bind(condition.attribute, bounds.from, bounds.to));
        break;
      }
      case Source::whole:
      case Source::serial_order: base::unreachable();
    }
  }
  return ids;
}

void walk_by_ids(Connection& connection, std::vector<domain::SubjectId> ids, UnitWalk const& walk, UnitMatcher& matcher,
                 std::function<bool(Statement const&)> const& take) {
  bool const up = walk.order == SortOrder::ascending;
  if (walk.after) {
    std::erase_if(ids, [&](domain::SubjectId id) { return up ? id <= walk.after->id : id >= walk.after->id; });
  }
  // A heap and not a sort: of 100,000 often only the first 100 are wanted.
  auto const comes_later = [&](domain::SubjectId a, domain::SubjectId b) { return up ? a > b : a < b; };
  std::ranges::make_heap(ids, comes_later);
  domain::SubjectId before;
  // Where each question is a round trip they are loaded by the block.
  for (auto block = load_block_first; !ids.empty(); block = std::min(block * 4, load_block_max)) {
    auto load = connection.use_for_each(sql::load_unit);
    for (std::size_t i = 0; i < block && !ids.empty(); ++i) {
      std::ranges::pop_heap(ids, comes_later);
      auto const id = std::exchange(before, ids.back());
      ids.pop_back();
      if (id != before && load.bind(before).step() && matcher.matches(load) && !take(load)) {
        return;
      }
    }
    while (load.step_rest()) {
      if (matcher.matches(load) && !take(load)) {
        return;
      }
    }
  }
}

void walk_in_any_order(Connection& connection, std::span<UnitRange const> ranges, UnitMatcher& matcher,
                       std::function<bool(Statement const&)> const& take) {
  UnitPosition const start{.id = lowest};
  auto const& prefix = matcher.filter().serial_prefix_norm;
  auto const end = after_prefix(prefix);
  for (auto const& range : ranges) {
    if (range.source == Source::trait) {
      bool more = true;
      walk_by_ids(connection, ids_in(connection, {&range, 1}, matcher), {}, matcher,
                  [&](Statement const& row) { return more = take(row); });
      if (!more) {
        return;
      }
      continue;
    }
    bool const by_serial = range.source == Source::serial;
    auto statement =
        connection.use(by_serial ? sql::units_by_serial : statement_for(range.source, SortOrder::ascending));
    if (by_serial) {
      statement.bind(range.key[0], prefix, end);
    } else {
      bind_range(statement, range, start, all_rows, end);
    }
    while (statement.step()) {
      if (matcher.matches(statement) && !take(statement)) {
        return;
      }
    }
  }
}

FoundUnit found_unit(Statement const& row) {
  return {.position = {.text = std::string(row.text(2)), .id = row.integer(0)}, .unit = read_unit(row)};
}

}  // namespace nameplate::store::tables
