#include "base/check.hpp"
#include "base/hash.hpp"
#include "domain/event_codec.hpp"
#include "store/failure.hpp"
#include "store/tables/load.hpp"
#include "store/tables/rows.hpp"
#include "store/tables/sql_ledger.hpp"
#include "store/tables/write.hpp"

#include <algorithm>

namespace nameplate::store::tables::write {
namespace {

Blob blob_of(std::span<std::uint8_t const> bytes) {
  return {base::as_text(bytes)};
}

/// The time of a key that was claimed by a transaction which has not stored its outcome yet.
constexpr base::Instant unknown_yet{-1};

/// A stored hash of another length is not one of ours and equals none.
ShortHash read_hash(std::string_view bytes) {
  ShortHash hash{};
  std::copy_n(bytes.begin(), std::min(bytes.size(), hash.size()), hash.begin());
  return hash;
}

std::vector<StoredOutcome> used_keys(Connection& connection, std::span<KeyClaim const> claims) {
  return collect(
      connection, sql::find_key, claims,
      [](Statement& statement, KeyClaim const& claim) { statement.bind(blob_of(claim.key)); },
      [](Statement const& row) {
        return StoredOutcome{.key = read_hash(row.blob(0)),
                             .body = read_hash(row.blob(1)),
                             .outcome = std::string(row.blob(2)),
                             .at = {row.integer(3)}};
      });
}

}  // namespace

std::vector<StoredOutcome> claim_keys(Connection& connection, std::span<KeyClaim const> claims) {
  if (!connection.is_only_writer() && !claims.empty()) {
    // In the order of keys, so that two servers that claim the same ones do not wait for each other.
    std::vector<KeyClaim> sorted(claims.begin(), claims.end());
    std::ranges::sort(sorted, {}, &KeyClaim::key);
    auto claim_key = connection.use_for_each(sql::claim_key);
    for (auto const& claim : sorted) {
      claim_key.bind(blob_of(claim.key), blob_of(claim.body)).run();
    }
    claim_key.finish();
  }
  auto used = used_keys(connection, claims);
  std::erase_if(used, [](StoredOutcome const& key) { return key.at == unknown_yet; });
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
  auto statement = connection.use_for_each(sql::give_back_counter);
  for (auto const& range : unused) {
    if (range.count > 0) {
      statement.bind(range.counter, range.first, range.first + range.count);
      statement.change_one("a counter was drawn from by somebody else");
    }
  }
  statement.finish();
}

void secrets(Connection& connection, std::span<TokenSecret const> secrets) {
  auto insert = connection.use(sql::insert_secret);
  for (auto const& secret : secrets) {
    insert.bind(blob_of(secret.hash), secret.account, secret.last_used);
    insert.run();
  }
}

void refuse_older_program(Head const& head) {
  if (head.needs_newer_program) {
    throw StorageFailure(FailureKind::newer_schema,
                         "a newer program has changed the database, and this one may not write to it any more");
  }
}

Head advance_head(Connection& connection, std::int64_t events, base::Instant now, std::int64_t rules_version_expected,
                  bool rules_changed) {
  auto const rules_version = rules_version_expected + (rules_changed ? 1 : 0);
  auto advance = connection.use(sql::advance_head);
  if (!advance.bind(rules_version_expected, events, now, rules_version).step()) {
    throw GuardLost("the rules were changed by somebody else");
  }
  auto const head = load::read_head(advance);
  base::check(!advance.step(), "there is one head");
  refuse_older_program(head);
  return head;
}

namespace {

void erase_private(Connection& connection, domain::PrivateErased const& erased) {
  connection.overwrite_deleted(true);
  auto erase = connection.use_for_each(sql::erase_private);
  for (auto const& value : erased.values) {
    erase.bind(value.event, value.field, value.place);
    erase.run();
  }
  erase.finish();
  connection.overwrite_deleted(false);
}

}  // namespace

void append(Connection& connection, std::span<domain::Event const> events) {
  auto insert = connection.use_for_each(sql::insert_event);
  auto insert_private = connection.use_for_each(sql::insert_event_private);
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
  insert.finish();
  insert_private.finish();
  for (auto const& event : events) {
    if (auto const* const erased = std::get_if<domain::PrivateErased>(&event.matter)) {
      erase_private(connection, *erased);
    }
  }
}

void outcomes(Connection& connection, std::span<StoredOutcome const> outcomes) {
  auto put = connection.use_for_each(sql::put_key);
  for (auto const& outcome : outcomes) {
    put.bind(blob_of(outcome.key), blob_of(outcome.body), Blob{outcome.outcome}, outcome.at);
    put.change_one("a key was used by somebody else");
  }
  put.finish();
}

}  // namespace nameplate::store::tables::write
