#pragma once

#include "base/result.hpp"
#include "domain/changes.hpp"
#include "domain/event.hpp"
#include "domain/records/catalog.hpp"
#include "domain/records/personal.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace nameplate::domain {

/// What the ledger says about the record that is to change.
struct RecordUse {
  bool product_in_use = false;   ///< a unit or lot was ever made of it
  bool location_in_use = false;  ///< something stands there now
};

/// A record as it shall be. `value` has been validated.
struct RecordProposal {
  RecordId id;                             ///< of a new record too
  std::optional<RecordRow> const& before;  ///< none: it is new
  base::Value value;
  bool retired = false;
  RecordUse use = {};
};

/// What to write down: the matter of the event, and what stands beside it.
struct RecordDecision {
  RecordChanged changed;
  std::vector<PersonalValue> personal;
};

/// Judges a change of master data. None: nothing changes, so there is nothing to record. Whether the template of a
/// serial format can be read is for the caller to ask, because formats belong to `identify`.
/// Errors: code.taken, code.reserved, product.code_twice, product.code_taken, product.in_use, product.unit_twice,
/// location.below_itself, location.too_deep, location.parent_retired, location.in_use, hold_kind.in_use,
/// category.below_itself, category.too_deep, category.parent_retired, category.retired, category.in_use,
/// format.table_twice, format.table_frozen, format.only_for_reading, attribute.not_here, attribute.definition,
/// attribute.type_fixed, attribute.in_use, pattern.malformed.
[[nodiscard]] base::Result<std::optional<RecordDecision>> decide_record(Catalog const& catalog,
                                                                        RecordKindRule const& rule,
                                                                        RecordProposal const& proposal);

/// One field that a change gave another value; null: absent.
struct FieldChange {
  std::string_view field;  ///< lives in the table of fields
  base::Value before;
  base::Value after;
};

/// What differs between two values of a record, in the order of the table.
[[nodiscard]] std::vector<FieldChange> field_changes(RecordKindRule const& rule, base::Value const& before,
                                                     base::Value const& after);

}  // namespace nameplate::domain
