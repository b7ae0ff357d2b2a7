#pragma once

#include "base/result.hpp"
#include "domain/event.hpp"
#include "domain/operation.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// An operation whose codes and numbers have been looked up: what `decide` judges.
namespace nameplate::domain {

/// Why an item, or the whole operation, cannot be done.
struct Refusal {
  std::string reason;
  std::string detail;
  std::vector<std::string> matches = {};
  std::vector<base::Contradicted> contradicts = {};
};

/// What goods are to bear, looked up.
struct BoundTraits {
  std::vector<TraitChange> changes = {};  ///< each attribute once
  bool replaces_tags = false;             ///< tags that are not among the changes are taken away
};

/// What only some items have.
struct BoundExtra {
  std::optional<Refusal> refusal = {};  ///< it could not even be looked up
  std::vector<std::string> warnings = {};
  std::vector<IdentifierChange> identifiers = {};
  std::optional<EnteredQuantity> entered = {};
  std::optional<base::Quantity> weight = {};
  Dates dates = {};
  std::optional<SubjectId> lot = {};  ///< the lot that the unit belongs to from now on
  std::optional<Holder> from = {};    ///< where a quantity lies
  std::string note = {};
  std::string new_number = {};  ///< relabel
  bool mistyped = false;
  RecordId becomes = {};  ///< amend: the product that the unit really is of
  BoundTraits traits = {};
  std::optional<IdentifierChange> closes = {};  ///< relabel of another kind of number: the one it gives up
};

struct BoundItem {
  std::uint32_t place = 0;  ///< index of the item in the request
  SubjectKind kind = SubjectKind::unit;
  SubjectId subject = {};  ///< none: not found, see the refusal
  bool is_new = false;
  RecordId product = {};
  std::string number = {};  ///< as the label shows it
  std::optional<base::Quantity> quantity = {};
  std::unique_ptr<BoundExtra> extra = {};

  BoundExtra& make_extra() {
    if (!extra) {
      extra = std::make_unique<BoundExtra>();
    }
    return *extra;
  }
};

/// A lot that an item names and that does not exist yet.
struct NewLot {
  SubjectId id;
  RecordId product;
  std::string number;
  std::uint32_t place = 0;
};

struct BoundOperation {
  Operation const* asked = nullptr;
  EventId event;
  std::optional<Refusal> refusal = {};  ///< the operation as a whole could not be looked up
  RecordId location = {};
  RecordId destination = {};
  RecordId party = {};
  std::vector<PartyInRole> parties = {};
  std::optional<RecordId> owner = {};  ///< id 0: ours
  std::optional<Status> status = {};   ///< register, adjust
  std::optional<Holder> holder = {};   ///< register, adjust
  SubjectId container = {};            ///< pack, unpack
  bool container_is_new = false;
  std::string container_code = {};
  RecordId hold_kind = {};
  HoldId new_hold = {};
  std::optional<HoldRule> rule = {};
  std::vector<HoldId> holds = {};  ///< release: these
  BoundTraits traits = {};
  std::vector<NewLot> new_lots = {};
  std::vector<BoundItem> items = {};
};

}  // namespace nameplate::domain
