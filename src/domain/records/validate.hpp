#pragma once

#include "base/result.hpp"
#include "base/value.hpp"
#include "domain/records/catalog.hpp"
#include "domain/records/record_kind.hpp"

/// Between what a request says of a master record and what the ledger keeps of it. Stored: fields in the order of the
/// table, absent ones left out, texts trimmed, references as the ids of records (so a code may be renamed).
namespace nameplate::domain {

/// Checks an input and gives the value to store. Empty texts and lists count as absent. Errors name the field:
/// field.unknown, field.missing, field.type, field.choice, field.too_long, field.too_many, field.invisible_character,
/// field.out_of_range, field.malformed, field.check_digit, code.looks_like_id, reference.unknown, quantity.*, time.*.
[[nodiscard]] base::Result<base::Value> validate(RecordKindRule const& rule, base::Value const& input,
                                                 Catalog const& catalog);

/// The stored value as the API shows it: references as codes. `validate` accepts it again and gives the same value.
[[nodiscard]] base::Value render(RecordKindRule const& rule, base::Value const& stored, Catalog const& catalog);

/// A field of attributes as the API shows it: by code, in the order of the codes.
[[nodiscard]] base::Value render_attributes(base::Value const& stored, Catalog const& catalog);

}  // namespace nameplate::domain
