#pragma once

#include "base/clock.hpp"
#include "base/quantity.hpp"
#include "base/time_text.hpp"
#include "domain/event.hpp"
#include "domain/status.hpp"
#include "domain/verb.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// What somebody asks for, as it was written: codes and numbers as text, nothing looked up yet.
namespace nameplate::domain {

struct IdentifierGiven {
  std::string kind;
  std::string value;
};

struct AttributeGiven {
  std::string attribute;             ///< code
  std::optional<std::string> value;  ///< none: it is taken away
};

/// What goods are to bear.
struct TraitsGiven {
  std::vector<AttributeGiven> attributes = {};
  std::optional<std::vector<std::string>> tags = {};  ///< amend: all that it bears from now on; otherwise more of them

  [[nodiscard]] bool is_empty() const { return attributes.empty() && !tags; }
};

/// What only some items say.
struct ItemExtra {
  std::string lot = {};  ///< the lot that a unit belongs to
  std::vector<IdentifierGiven> identifiers = {};
  Dates dates = {};
  std::optional<base::Quantity> weight = {};
  std::string uom = {};
  std::string note = {};
  std::string from = {};             ///< place or container in which it lies
  std::string new_serial = {};       ///< relabel
  std::string identifier_kind = {};  ///< relabel: which number
  bool mistyped = false;             ///< relabel: the number before was never right
  TraitsGiven traits = {};
};

enum class ItemKind : std::uint8_t { serial, generate, scan, unit, lot, quantity, container };

struct Item {
  ItemKind kind = ItemKind::scan;
  std::string product = {};  ///< SKU
  std::string number = {};   ///< serial, scan, lot number, or container code or id; generate: format of containers
  std::int64_t amount = 0;   ///< generate: how many; unit: the id
  std::optional<base::Quantity> quantity = {};
  std::unique_ptr<ItemExtra> extra = {};

  [[nodiscard]] bool generates_containers() const { return kind == ItemKind::generate && !number.empty(); }
};

struct PartyGiven {
  std::string role;
  std::string party;
};

enum class OnError : std::uint8_t { rollback, proceed };
enum class Contents : std::uint8_t { all, none };
enum class OnConflict : std::uint8_t {
  refuse,
  record,  ///< by right: it happened, whatever the books say; a person is told
};

struct RuleGiven {
  std::string product = {};
  std::string category = {};
  std::string lot = {};
  std::string location = {};
  std::string container = {};
};

struct Operation {
  Verb verb = Verb::observe;
  std::vector<Item> items = {};
  std::string location = {};
  std::string destination = {};
  std::string container = {};  ///< pack, unpack
  std::string party = {};
  std::vector<PartyGiven> parties = {};
  std::string owner = {};
  std::vector<Document> documents = {};
  std::optional<base::ZonedInstant> time = {};
  std::optional<base::Instant> device_time = {};
  std::string operator_name = {};
  std::string device = {};
  std::string equipment = {};
  std::string reason = {};
  std::string note = {};
  std::string product = {};  ///< for scans that name none
  std::string status = {};
  std::string holder = {};
  bool unpack = false;
  std::optional<Contents> contents = {};
  std::vector<std::string> acknowledge = {};
  std::string override_reason = {};
  TraitsGiven traits = {};  ///< of every item that does not say otherwise
  Dates dates = {};         ///< amend: of every item that does not say otherwise
  OnError on_error = OnError::rollback;
  OnConflict on_conflict = OnConflict::refuse;
  EventId event = {};            ///< reverse, amend: what it is about
  EventId corrects = {};         ///< amend, relabel: takes effect at this event's time
  EventId exception = {};        ///< resolve: the event that raised it
  bool preview_cascade = false;  ///< reverse: only show what would have to be reversed with it
  std::string set_product = {};  ///< amend: what the items really are
  std::string set_lot = {};      ///< amend: the lot that they really belong to
  // hold and release
  std::string hold_kind = {};
  std::string case_number = {};
  std::optional<RuleGiven> rule = {};
  std::optional<HoldId> hold = {};
};

inline constexpr std::size_t items_max = 100'000;

}  // namespace nameplate::domain
