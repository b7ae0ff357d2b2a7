#include "store/tables/past_group.hpp"

#include "base/byte_codec.hpp"
#include "base/check.hpp"
#include "store/tables/rows.hpp"
#include "store/tables/sql_past.hpp"

#include <algorithm>
#include <iterator>

namespace nameplate::store::tables {
namespace {

using domain::HolderKind;
using Kind = PastGroup::Kind;

/// What a list can ask for: nobody lists what is nowhere, on its way or built in by that.
bool is_listed(HolderKind kind) {
  return kind == HolderKind::location || kind == HolderKind::container || kind == HolderKind::party;
}

Sql const& members_of(Kind kind) {
  switch (kind) {
    case Kind::product_status: return sql::past_members_of_product;
    case Kind::units_with: return sql::past_units_with;
    case Kind::lot: return sql::past_members_of_lot;
    case Kind::owner: return sql::past_members_of_owner;
    case Kind::containers_with: return sql::past_containers_with;
  }
  base::unreachable();
}

}  // namespace

PastGroups::PastGroups(domain::SubjectKind kind, domain::StateAfter const& state) {
  if (kind == domain::SubjectKind::container) {
    if (is_listed(state.holder.kind)) {
      add(group_of_holder(Kind::containers_with, state.holder));
    }
    return;
  }
  add({Kind::product_status, state.product.value, static_cast<std::int64_t>(state.status)});
  if (is_listed(state.holder.kind)) {
    add(group_of_holder(Kind::units_with, state.holder));
  }
  if (state.lot) {
    add({Kind::lot, state.lot.value, 0});
  }
  if (state.owner) {
    add({Kind::owner, state.owner.value, 0});
  }
}

bool PastGroups::contains(PastGroup const& group) const {
  return std::find(begin(), end(), group) != end();
}

PastGroup group_of_holder(Kind kind, domain::Holder holder) {
  return {kind, holder.id, static_cast<std::int64_t>(holder.kind)};
}

std::vector<std::int64_t> members_now(Connection& connection, PastGroup const& group, std::int64_t after,
                                      std::int64_t limit) {
  std::vector<std::int64_t> ids;
  auto statement = connection.use(members_of(group.kind));
  if (group.kind == Kind::lot || group.kind == Kind::owner) {
    statement.bind(after, limit, group.a);
  } else {
    statement.bind(after, limit, group.a, group.b);
  }
  while (statement.step()) {
    ids.push_back(statement.integer(0));
  }
  // By holder the index goes by product and status first.
  if (group.kind == Kind::units_with) {
    std::ranges::sort(ids);
  }
  return ids;
}

std::unordered_map<std::int64_t, PastState> states_at(Connection& connection, domain::SubjectKind kind,
                                                      std::span<std::int64_t const> subjects, base::Instant at) {
  auto rows = collect(
      connection, sql::past_state_row_at, subjects,
      [&](Statement& statement, std::int64_t subject) { statement.bind(subject, at); },
      [&](Statement const& row) {
        PastState found{.time = {row.integer(1)}, .event = {row.integer(2)}, .state = {}};
        decode_stored("the state of a subject", [&] { found.state = domain::decode_state(kind, row.blob(4)); });
        return std::pair(row.integer(0), std::move(found));
      });
  return {std::move_iterator(rows.begin()), std::move_iterator(rows.end())};
}

std::string encode_ids(std::span<std::int64_t const> ids) {
  base::ByteWriter out;
  for (std::size_t i = 1; i < ids.size(); ++i) {
    out.unsigned_int(static_cast<std::uint64_t>(ids[i] - ids[i - 1]));
  }
  return out.take();
}

void decode_ids(std::int64_t first, std::string_view bytes, std::vector<std::int64_t>& ids) {
  decode_stored("a list of who was where", [&] {
    base::ByteReader in(bytes);
    ids.push_back(first);
    while (!in.at_end()) {
      ids.push_back(ids.back() + static_cast<std::int64_t>(in.unsigned_int()));
    }
  });
}

}  // namespace nameplate::store::tables
