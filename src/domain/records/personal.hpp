#pragma once

#include "base/value.hpp"
#include "domain/records/record_kind.hpp"

#include <string>
#include <vector>

namespace nameplate::domain {

/// One field of a record that can identify a person, as event_private keeps it: `base::write_value`.
struct PersonalValue {
  std::string field;  ///< without the prefix `personal_value_prefix`
  std::string bytes;

  bool operator==(PersonalValue const&) const = default;
};

struct SplitValue {
  base::Value open;                     ///< stands in the body of the event
  std::vector<PersonalValue> personal;  ///< stands beside it
};

[[nodiscard]] SplitValue split_personal(RecordKindRule const& rule, base::Value const& value);
/// The whole again, in the order of the table; fields that were erased are absent. Throws base::DamagedBytes.
[[nodiscard]] base::Value merge_personal(RecordKindRule const& rule, base::Value const& open,
                                         std::vector<PersonalValue> const& personal);

/// The same fields in the order of the table; what the table does not know comes last.
[[nodiscard]] base::Value in_table_order(RecordKindRule const& rule, base::Value const& value);

}  // namespace nameplate::domain
