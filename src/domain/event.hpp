#pragma once

#include "base/clock.hpp"
#include "base/quantity.hpp"
#include "base/value.hpp"
#include "domain/hold.hpp"
#include "domain/identifier.hpp"
#include "domain/ids.hpp"
#include "domain/state.hpp"
#include "domain/trait.hpp"
#include "domain/verb.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace nameplate::domain {

struct Document {
  std::string kind;
  std::string number;
  std::string line = {};

  auto operator<=>(Document const&) const = default;
};

struct PartyInRole {
  std::string role;
  RecordId party;

  auto operator<=>(PartyInRole const&) const = default;
};

/// How a subject takes part in an event. The numbers stand in the ledger: never renumber.
enum class SubjectRole : std::uint8_t {
  item = 1,     ///< what the operation named
  parent = 2,   ///< the container that items were packed into
  carried = 3,  ///< inside a container whose status changed; derived by the fold, never stored in the body
};

/// What becomes of an item. An absent part stays as it is. Items with the same outcome share one effect.
struct Effect {
  RecordId product = {};  ///< of a new subject
  std::optional<Status> status = {};
  std::optional<Holder> holder = {};
  std::optional<RecordId> owner = {};
  std::optional<SubjectId> lot = {};
  std::optional<Dates> dates = {};
  std::optional<RecordId> supplier = {};  ///< of a lot
  bool empties_container = false;         ///< the container comes back without its contents
  bool leaves_container = false;          ///< it is taken out, and stays where its container stands at that time
  bool unpacks = false;                   ///< the request said so: whatever it lies in by then, it is taken out
  std::vector<TraitChange> traits = {};   ///< sorted; each attribute and each tag once

  auto operator<=>(Effect const&) const = default;
};

/// One side of a change of quantity: where and in what status.
struct BalanceSide {
  Holder holder;
  Status status = Status::in_stock;

  auto operator<=>(BalanceSide const&) const = default;
};

/// A quantity as somebody entered it, in another unit of measure than the base unit.
struct EnteredQuantity {
  base::Quantity quantity;
  std::string unit;
  base::Quantity factor;

  auto operator<=>(EnteredQuantity const&) const = default;
};

/// An amount of a lot that leaves one balance (none: it comes from outside) and enters another (none: it is gone).
struct QuantityChange {
  std::optional<BalanceSide> from = {};
  std::optional<BalanceSide> to = {};
  base::Quantity quantity;
  base::Quantity weight = {};
  std::optional<EnteredQuantity> entered = {};
  bool unexplained = false;  ///< booked in only because a fact needs it: nobody knows where it came from

  auto operator<=>(QuantityChange const&) const = default;
};

/// A number that a subject takes or gives up, beside its own serial, code or lot number.
struct IdentifierChange {
  bool opens = true;
  IdentifierKey key;
  std::string value;

  auto operator<=>(IdentifierChange const&) const = default;
};

/// What only some items carry.
struct ItemDetail {
  std::optional<QuantityChange> quantity = {};
  std::vector<IdentifierChange> identifiers = {};
  bool closes_number_as_mistake = false;  ///< relabel: the number before was never right
  std::string note_hash = {};             ///< salted hash of the item's note, which stands in event_private

  auto operator<=>(ItemDetail const&) const = default;
};

/// One subject of an event. `number` is the number it takes (new subjects, relabel), otherwise empty.
struct EventItem {
  static constexpr std::int32_t no_detail = -1;

  SubjectId subject;
  SubjectKind kind = SubjectKind::unit;
  SubjectRole role = SubjectRole::item;
  bool is_new = false;              ///< the subject begins with this event
  std::uint32_t effect = 0;         ///< index into Event::effects
  std::uint32_t place = 0;          ///< index of the item in the request
  std::int32_t detail = no_detail;  ///< index into Event::details
  std::string number = {};

  auto operator<=>(EventItem const&) const = default;
};

struct HoldPlaced {
  HoldId hold;
  RecordId kind;
  std::string case_number = {};
  std::optional<HoldRule> rule = {};

  auto operator<=>(HoldPlaced const&) const = default;
};

struct HoldsReleased {
  std::vector<HoldId> holds;  ///< for the items of the event; for all their items and rules when there are none

  auto operator<=>(HoldsReleased const&) const = default;
};

/// A master record with its whole new value (without what can identify a person: that stands in event_private).
struct RecordChanged {
  std::uint8_t kind = 0;  ///< RecordKind
  RecordId record;
  std::string code;
  bool retired = false;
  base::Value value;

  bool operator==(RecordChanged const&) const = default;
};

/// The items of this event, as the reversed event had them, did not happen: the fold skips them.
struct Reversal {
  EventId event;

  auto operator<=>(Reversal const&) const = default;
};

/// Another event is told differently from now on: what is given replaces what it said.
struct EventAmended {
  EventId event;
  std::optional<std::vector<PartyInRole>> parties = {};
  std::optional<std::vector<Document>> documents = {};

  auto operator<=>(EventAmended const&) const = default;
};

/// A person looked at what contradicts, and says what came of it (the reason of the event).
struct ExceptionResolved {
  EventId raised_by;

  auto operator<=>(ExceptionResolved const&) const = default;
};

/// A private value of an earlier event: which one, never what it was.
struct ErasedValue {
  EventId event;
  std::string field;
  std::int32_t place = -1;

  auto operator<=>(ErasedValue const&) const = default;
};

/// Private values that are gone since.
struct PrivateErased {
  RecordId record = {};                         ///< the master record whose values they are; 0: of none
  std::vector<std::string> record_fields = {};  ///< fields that its value of that moment lost by it, sorted
  std::vector<ErasedValue> values;              ///< sorted, at least one

  bool operator==(PrivateErased const&) const = default;
};

using EventMatter = std::variant<std::monostate, HoldPlaced, HoldsReleased, RecordChanged, Reversal, EventAmended,
                                 ExceptionResolved, PrivateErased>;

/// What an event that was recorded against the facts contradicts. Raises an exception for a person.
struct Conflict {
  std::string reason;  ///< a slug: `unit.not_in_stock`, `unit.held`, `lot.not_enough`, ...
  SubjectId subject;   ///< none: the whole event
  EventId event = {};  ///< the later event that is contradicted; none: what was so at its own time

  auto operator<=>(Conflict const&) const = default;
};

/// Private fields of a master record: this, then the name of the field; the value is `base::write_value`.
inline constexpr std::string_view personal_value_prefix = "value.";

/// A value that can identify a person, kept beside the event so that it can be erased. The body holds the salted hash.
struct PrivateField {
  std::string field;        ///< `operator`, `note`, `value.contacts`, ...
  std::int32_t place = -1;  ///< index of the item in the request; -1: the whole event
  std::string salt;         ///< 16 random bytes
  std::string value;

  auto operator<=>(PrivateField const&) const = default;
};

/// The salted hash of a private field, in the body. Outlives the erasure of its value.
struct PrivateHash {
  std::string field;
  std::int32_t place = -1;
  std::string hash;

  auto operator<=>(PrivateHash const&) const = default;
};

/// A fact. One complete row of the ledger; never changed, never deleted.
struct Event {
  EventId id;
  Sequence sequence = 0;
  Verb verb = Verb::observe;
  base::Instant event_time;                              ///< when it happened
  base::Instant recorded_at;                             ///< when we heard of it
  std::optional<std::int16_t> zone_offset_minutes = {};  ///< as the request wrote its time
  std::optional<base::Instant> device_time = {};         ///< the device's own clock, where it differs
  std::int64_t actor = 0;                                ///< RecordId of the account
  std::string device = {};
  std::string equipment = {};
  RecordId location = {};
  RecordId destination = {};
  std::vector<PartyInRole> parties = {};
  std::vector<Document> documents = {};
  std::string reason = {};
  std::string override_reason = {};
  EventId corrects = {};                 ///< amend, relabel: takes effect at this event's time
  RecordId approver = {};                ///< the account that approved it, where two must agree
  std::vector<Conflict> conflicts = {};  ///< sorted
  EventId told_with = {};  ///< the last of several events that were put into the history as one; none: it stands alone
  std::vector<Effect> effects = {};
  std::vector<EventItem> items = {};  ///< sorted by (kind, subject, new ones first, place)
  std::vector<ItemDetail> details = {};
  EventMatter matter = {};
  std::vector<PrivateHash> private_hashes = {};
  std::vector<PrivateField> private_fields = {};  ///< event_private, as far as not erased

  [[nodiscard]] Effect const& effect_of(EventItem const& item) const { return effects[item.effect]; }
  [[nodiscard]] ItemDetail const* detail_of(EventItem const& item) const {
    return item.detail == EventItem::no_detail ? nullptr : &details[static_cast<std::size_t>(item.detail)];
  }
};

}  // namespace nameplate::domain
