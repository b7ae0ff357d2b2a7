#include "base/hash.hpp"
#include "domain/event_codec.hpp"
#include "store/sqlite/load.hpp"
#include "store/sqlite/sql_ledger.hpp"
#include "store/sqlite/write.hpp"

#include <algorithm>

namespace nameplate::store::sqlite::write {
namespace {

Blob blob_of(std::span<std::uint8_t const> bytes) {
  return {base::as_text(bytes)};
}

/// A stored hash of another length is not one of ours and equals none.
ShortHash read_hash(std::string_view bytes) {
  ShortHash hash{};
  std::copy_n(bytes.begin(), std::min(bytes.size(), hash.size()), hash.begin());
  return hash;
}

}  // namespace

std::vector<StoredOutcome> claim_keys(Connection& connection, std::span<KeyClaim const> claims) {
  // With one writer at a time nobody can be about to use the same key: looking is enough, store_outcomes() inserts.
  std::vector<StoredOutcome> used;
  auto find = connection.use(sql::find_key);
  for (auto const& claim : claims) {
    find.bind(blob_of(claim.key));
    if (find.step()) {
      used.push_back({.key = claim.key,
                      .body = read_hash(find.blob(0)),
                      .outcome = std::string(find.blob(1)),
                      .at = {find.integer(2)}});
    }
  }
  return used;
}

std::vector<CounterRange> draw_counters(Connection& connection, std::span<CounterDraw const> draws) {
  std::vector<CounterRange> ranges;
  auto draw = connection.use(sql::draw_counter);
  for (auto const& wanted : draws) {
    draw.bind(wanted.counter, wanted.start, wanted.count);
    draw.step();
    ranges.push_back({.counter = wanted.counter, .first = draw.integer(0) - wanted.count, .count = wanted.count});
  }
  return ranges;
}

void give_back(Connection& connection, std::span<CounterRange const> unused) {
  auto statement = connection.use(sql::give_back_counter);
  for (auto const& range : unused) {
    if (range.count > 0) {
      statement.bind(range.counter, range.first, range.first + range.count);
      expect_one_row(statement.change(), "a counter was drawn from by somebody else");
    }
  }
}

void secrets(Connection& connection, std::span<TokenSecret const> secrets) {
  auto insert = connection.use(sql::insert_secret);
  for (auto const& secret : secrets) {
    insert.bind(blob_of(secret.hash), secret.account, secret.last_used);
    insert.run();
  }
}

Head advance_head(Connection& connection, std::int64_t events, base::Instant now, std::int64_t rules_version_expected,
                  bool rules_changed) {
  auto head = load::head(connection);
  head.sequence += events;
  head.recorded_at = std::max(head.recorded_at, now);
  auto const rules_version = rules_version_expected + (rules_changed ? 1 : 0);
  expect_one_row(connection.use(sql::advance_head)
                     .bind(rules_version_expected, head.sequence, head.recorded_at, rules_version)
                     .change(),
                 "the rules were changed by somebody else");
  head.rules_version = rules_version;
  return head;
}

void append(Connection& connection, std::span<domain::Event const> events) {
  auto insert = connection.use(sql::insert_event);
  auto insert_private = connection.use(sql::insert_event_private);
  for (auto const& event : events) {
    auto const body = domain::encode_body(event);
    insert.bind(event.id, event.sequence, event.verb, event.event_time, event.recorded_at, event.zone_offset_minutes,
                event.device_time, event.actor == 0 ? std::nullopt : std::optional(event.actor),
                null_if_empty(event.device), null_if_empty(event.equipment), null_if_none(event.location),
                null_if_none(event.destination), null_if_empty(event.reason), Blob{body});
    insert.run();
    for (auto const& field : event.private_fields) {
      insert_private.bind(event.id, field.field, field.place, Blob{field.salt}, Blob{field.value});
      insert_private.run();
    }
  }
}

void outcomes(Connection& connection, std::span<StoredOutcome const> outcomes) {
  auto insert = connection.use(sql::insert_key);
  for (auto const& outcome : outcomes) {
    insert.bind(blob_of(outcome.key), blob_of(outcome.body), Blob{outcome.outcome}, outcome.at);
    insert.run();
  }
}

}  // namespace nameplate::store::sqlite::write
