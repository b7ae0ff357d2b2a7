#include "store/tables/past_candidates.hpp"

#include "store/tables/past_touch.hpp"
#include "store/tables/sql_past.hpp"
#include "store/tables/sql_units.hpp"

#include <algorithm>
#include <utility>

namespace nameplate::store::tables {
namespace {

using Kind = PastGroup::Kind;

constexpr std::int64_t block_min = 8;
constexpr std::int64_t block_max = 1024;

template <typename... Values>
std::vector<std::int64_t> read(Connection& connection, Sql const& sql, Values const&... values) {
  std::vector<std::int64_t> ids;
  auto statement = connection.use(sql);
  statement.bind(values...);
  while (statement.step()) {
    ids.push_back(statement.integer(0));
  }
  return ids;
}

void add_ids(IdUnion& all, std::shared_ptr<std::vector<std::int64_t>> ids) {
  if (!ids->empty()) {
    all.add([ids = std::move(ids)](std::int64_t after) {
      return std::vector<std::int64_t>(std::ranges::upper_bound(*ids, after), ids->end());
    });
  }
}

}  // namespace

Candidates::Candidates(Connection& connection, base::Instant at) : connection_(connection), at_(at) {
  auto position = connection.use(sql::past_position);
  domain::Sequence const followed = position.bind().step() ? position.integer(0) : 0;
  position.reset();
  auto newest = touched_since(connection, followed);
  is_up_to_date_ = newest.has_value();
  newest_units_ = std::make_shared<std::vector<std::int64_t>>();
  newest_containers_ = std::make_shared<std::vector<std::int64_t>>();
  if (newest) {
    *newest_units_ = std::move(newest->units);
    *newest_containers_ = std::move(newest->containers);
  }
}

IdUnion Candidates::of_groups(std::span<PastGroup const> groups) {
  IdUnion all;
  for (auto const& group : groups) {
    add_group(all, group);
  }
  bool const containers = !groups.empty() && groups.front().kind == Kind::containers_with;
  add_ids(all, containers ? newest_containers_ : newest_units_);
  return all;
}

IdUnion Candidates::every_unit() {
  IdUnion all;
  all.add([this](std::int64_t after) { return read(connection_, sql::past_all_units, after, block_max); });
  return all;
}

void Candidates::add_group(IdUnion& all, PastGroup const& group) {
  auto find = connection_.use(sql::past_group);
  bool const divided = find.bind(group.kind, group.a, group.b).step();
  if (divided && at_.microseconds < find.integer(0)) {
    find.reset();
    add_period(all, group);
    return;
  }
  find.reset();
  add_members_now(all, group);
  if (divided) {
    add_leavers(all, group);
  }
}

void Candidates::add_period(IdUnion& all, PastGroup const& group) {
  auto period = connection_.use(sql::past_period);
  if (period.bind(group.kind, group.a, group.b, at_).step()) {
    all.add([this, group, until = period.integer(0)](std::int64_t after) { return read_part(group, until, after); });
  }
  auto late = std::make_shared<std::vector<std::int64_t>>();
  auto statement = connection_.use(sql::past_late);
  statement.bind(group.kind, group.a, group.b, at_);
  while (statement.step()) {
    late->push_back(statement.integer(0));
  }
  add_ids(all, std::move(late));
}

std::vector<std::int64_t> Candidates::read_part(PastGroup const& group, std::int64_t until, std::int64_t after) {
  std::vector<std::int64_t> ids;
  auto const take = [&](Sql const& sql) {
    auto part = connection_.use(sql);
    if (!part.bind(group.kind, group.a, group.b, until, after).step()) {
      return false;
    }
    decode_ids(part.integer(0), part.blob(1), ids);
    std::erase_if(ids, [&](std::int64_t id) { return id <= after; });
    return true;
  };
  if (take(sql::past_part) && !ids.empty()) {
    return ids;
  }
  take(sql::next_past_part);
  return ids;
}

void Candidates::add_members_now(IdUnion& all, PastGroup const& group) {
  if (group.kind != Kind::units_with) {
    all.add([this, group, rows = block_min](std::int64_t after) mutable {
      rows = std::min(rows * 4, block_max);
      return members_now(connection_, group, after, rows);
    });
    return;
  }
  // The index goes by product and status before it goes by id.
  auto next = connection_.use(sql::next_holder_product_status);
  std::int64_t product = -1;
  std::int64_t status = 0;
  while (next.bind(product, status, group.a, group.b).step()) {
    product = next.integer(0);
    status = next.integer(1);
    all.add([this, group, product, status, rows = block_min](std::int64_t after) mutable {
      rows = std::min(rows * 4, block_max);
      return read(connection_, sql::past_units_with_of_product, after, rows, group.a, group.b, product, status);
    });
    ++status;
  }
}

void Candidates::add_leavers(IdUnion& all, PastGroup const& group) {
  auto leavers = std::make_shared<std::vector<std::int64_t>>();
  auto statement = connection_.use(sql::past_leavers);
  statement.bind(group.kind, group.a, group.b);
  while (statement.step()) {
    if (statement.integer(1) > at_.microseconds && (statement.is_null(2) || statement.integer(2) <= at_.microseconds)) {
      leavers->push_back(statement.integer(0));
    }
  }
  add_ids(all, std::move(leavers));
}

}  // namespace nameplate::store::tables
