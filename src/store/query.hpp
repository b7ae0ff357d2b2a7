#pragma once

#include "base/clock.hpp"
#include "domain/changes.hpp"
#include "domain/event_codec.hpp"
#include "domain/ids.hpp"
#include "domain/state.hpp"
#include "domain/status.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

/// Questions to the projections, in domain terms. Absent parts do not restrict.
namespace nameplate::store {

enum class SortKey : std::uint8_t { id, serial };
enum class SortOrder : std::uint8_t { ascending, descending };

/// Values of one attribute, or a tag, by their keys; both ends count.
struct TraitRange {
  std::string from = {};
  std::string to = "\xFF";  ///< above every key: values have no such byte
};
struct TraitCondition {
  domain::RecordId attribute;  ///< none: a tag
  std::vector<TraitRange> any_of = {};
};

struct UnitFilter {
  std::optional<std::vector<domain::SubjectId>> among = {};  ///< only these (from a number, a paper, a hold); sorted
  std::string serial_prefix_norm = {};                       ///< beginning of the current serial
  std::vector<domain::RecordId> products = {};
  domain::StatusSet statuses = {};  ///< empty: any
  /// Places that count, those below already added. A unit is there by itself or in a container that stands there.
  std::optional<std::vector<domain::RecordId>> locations = {};
  std::optional<domain::SubjectId> container = {};  ///< directly inside
  std::optional<domain::RecordId> party = {};       ///< with the party, by itself or in a container
  std::optional<domain::SubjectId> lot = {};
  std::optional<domain::RecordId> owner = {};       ///< id 0: ours
  std::optional<base::Instant> latest_from = {};    ///< its latest event, inclusive
  std::optional<base::Instant> latest_to = {};      ///< exclusive
  std::optional<std::int32_t> expires_before = {};  ///< days since 1970, exclusive
  std::vector<TraitCondition> traits = {};          ///< all of these
};

/// Where the page before ended.
struct UnitCursor {
  std::string serial_norm = {};  ///< for SortKey::serial
  domain::SubjectId id;
};

struct UnitPage {
  SortKey sort = SortKey::id;
  SortOrder order = SortOrder::ascending;
  std::optional<UnitCursor> after = {};
  std::size_t limit = 100;
};

/// A page of units as they were at a moment, with the serials of now.
struct UnitsThen {
  std::vector<domain::UnitState> units;
  /// Enough was looked at for one call: what comes after this one was not.
  std::optional<domain::SubjectId> go_on_after = {};
};

/// When an event was, in both senses.
struct EventMoment {
  domain::EventId event;
  domain::Sequence sequence = 0;
  base::Instant event_time;
  base::Instant recorded_at;
};

/// How much of the ledger is read at once: one event can have 100,000 items, so these are bounded too.
struct EventLimit {
  std::size_t events = 100;
  std::size_t items = 50'000;  ///< the event that reaches it is the last one
};

struct Count {
  std::int64_t value = 0;
  bool more = false;  ///< counting stopped at the limit
};

enum class StockGroup : std::uint8_t { product, location, status, owner, lot };

struct StockFilter {
  std::vector<domain::RecordId> products = {};
  std::optional<std::vector<domain::RecordId>> locations = {};
  domain::StatusSet statuses = {};
  std::optional<domain::RecordId> owner = {};
  std::optional<domain::SubjectId> lot = {};
};

/// What was known once, where what was recorded later changed it: all others are as their own rows say.
struct KnownOnce {
  domain::Sequence until = 0;  ///< the last event that was known
  /// Units and containers; none: it was not there.
  std::unordered_map<domain::SubjectId, std::optional<domain::StateAfter>> states = {};
  std::unordered_map<domain::SubjectId, std::vector<domain::Balance>> lots = {};
};

/// Subjects whose earlier history was changed by events of a part of the ledger.
struct Rewritten {
  std::vector<domain::SubjectId> units;
  std::vector<domain::SubjectId> containers;
  std::vector<domain::SubjectId> lots;
  domain::Sequence until = 0;  ///< the last event that was looked at
  bool at_end = false;
};

/// Only the parts of the key that were grouped by are set. `place` is the effective place: a location, a party,
/// a destination or nowhere.
struct StockRow {
  domain::RecordId product;
  domain::Holder place;
  std::optional<domain::Status> status = {};
  domain::RecordId owner;
  domain::SubjectId lot;
  std::int64_t units = 0;
  base::Quantity quantity;
  base::Quantity weight;
};

/// A part of an answer about past stock: rows of several parts are to be added up.
struct StockPart {
  std::vector<StockRow> rows;
  std::optional<domain::SubjectId> next = {};  ///< where the next part begins
};

/// One projection, for verify: rows as text, in the order of their keys.
enum class Projection : std::uint8_t {
  unit,
  container,
  lot,
  lot_balance,
  unit_count,
  identifier,
  identifier_of_subject,
  containment,
  contents,
  hold,
  hold_member,
  record,
  event_subject,
  document,
  trait,
  reversal,
  amendment,
  exception,
};

/// A row in a form that can be compared and shown.
struct ProjectionRow {
  std::string key;
  std::string values;

  auto operator<=>(ProjectionRow const&) const = default;
};

/// Which exceptions are wanted.
struct ExceptionFilter {
  std::optional<bool> open = {};  ///< none: open and resolved ones
  std::optional<base::Instant> since = {};
};

}  // namespace nameplate::store
