#pragma once

#include "base/result.hpp"
#include "domain/operation.hpp"
#include "http/json.hpp"

#include <cstdint>
#include <string>

namespace nameplate::http {

/// How much the answer says about single items: field `return`.
enum class AnswerDetail : std::uint8_t {
  items,   ///< the first 1,000, refused ones before others
  counts,  ///< only what was refused
};

struct OperationRequest {
  domain::Operation operation = {};
  AnswerDetail detail = AnswerDetail::items;
};

/// Reads the body of POST /operations/{verb}. Strict: a field that the verb does not take is refused. Nothing is looked
/// up here: codes and numbers stay as they were written.
///
/// Errors (400 unless stated): those of read_items, of ObjectReader and of find_fault, field.choice, field.conflict,
/// field.too_many, field.out_of_range, id.malformed, time.malformed (422).
[[nodiscard]] base::Result<OperationRequest> read_operation(JsonValue body, domain::Verb verb);

}  // namespace nameplate::http
