#include "store/tables/seals.hpp"

#include "store/failure.hpp"
#include "store/tables/rows.hpp"
#include "store/tables/sql_seals.hpp"

#include <algorithm>

namespace nameplate::store::tables::seals {
namespace {

/// A stored hash of another length is not one of ours and equals none.
base::Digest read_digest(std::string_view bytes) {
  base::Digest digest{};
  if (bytes.size() == digest.size()) {
    std::ranges::copy(bytes, digest.begin());
  }
  return digest;
}

domain::StoredEvent read_stored(Statement const& row) {
  return {.sequence = row.integer(1),
          .id = row.integer(0),
          .verb = row.integer(2),
          .event_time = row.integer(3),
          .recorded_at = row.integer(4),
          .zone_offset_minutes = row.integer_or_none(5),
          .device_time = row.integer_or_none(6),
          .actor = row.integer(7),
          .device = row.text(8),
          .equipment = row.text(9),
          .location = row.integer(10),
          .destination = row.integer(11),
          .reason = row.text(12),
          .body = row.blob(13)};
}

}  // namespace

void for_each_stored_event(Connection& connection, domain::Sequence after, StoredEventLimit limit,
                           std::function<void(domain::StoredEvent const&)> const& take) {
  auto statement = connection.use(sql::stored_events_after);
  statement.bind(after, limit.events);
  for (std::size_t bytes = 0; bytes < limit.bytes && statement.step();) {
    auto const event = read_stored(statement);
    bytes += event.body.size();
    take(event);
  }
}

Seal read_seal(Statement const& row) {
  return {.block = row.integer(0),
          .first = row.integer(1),
          .last = row.integer(2),
          .hash = read_digest(row.blob(3)),
          .sealed_at = {row.integer(4)}};
}

std::vector<domain::SealNode> nodes(Connection& connection, std::span<domain::SealNodeKey const> keys) {
  return collect(
      connection, sql::load_seal_node, keys,
      [](Statement& statement, domain::SealNodeKey const& key) { statement.bind(key.level, key.place); },
      [](Statement const& row) {
        return domain::SealNode{.key = {.level = static_cast<std::uint8_t>(row.integer(0)), .place = row.integer(1)},
                                .hash = read_digest(row.blob(2))};
      });
}

void check_follows(Connection& connection, std::span<Seal const> seals) {
  if (seals.empty() || seals.front().block == 1) {
    return;
  }
  auto before = connection.use(sql::seal_that_ends);
  if (!before.bind(seals.front().block - 1, seals.front().first - 1).step()) {
    throw GuardLost("the block before is not there any more");
  }
}

void write(Connection& connection, std::span<Seal const> seals, std::span<domain::SealNode const> nodes) {
  auto insert_node = connection.use_for_each(sql::insert_seal_node);
  for (auto const& node : nodes) {
    insert_node.bind(node.key.level, node.key.place, Blob{base::as_text(node.hash)});
    insert_node.run();
  }
  insert_node.finish();
  auto insert = connection.use_for_each(sql::insert_seal);
  for (auto const& seal : seals) {
    insert.bind(seal.block, seal.first, seal.last, Blob{base::as_text(seal.hash)}, seal.sealed_at);
    insert.run();
  }
  insert.finish();
}

}  // namespace nameplate::store::tables::seals
