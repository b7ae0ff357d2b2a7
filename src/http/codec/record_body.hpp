#pragma once

#include "base/result.hpp"
#include "base/value.hpp"
#include "http/json.hpp"

#include <optional>

namespace nameplate::http {

/// The body of a request that makes or changes a master record.
struct RecordBody {
  base::Value value = {};            ///< its fields as written; in a PATCH a null stays, because it removes
  std::optional<bool> retired = {};  ///< field `state`
};

/// Which fields a kind of record has is for the rules to say; here only the form is judged. Errors, all 400: field.type
/// (no object; a number that is not whole: decimals are written as strings), field.choice (`state`).
[[nodiscard]] base::Result<RecordBody> read_record_body(JsonValue body);

}  // namespace nameplate::http
