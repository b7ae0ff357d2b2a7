#pragma once

#include "base/result.hpp"
#include "domain/operation.hpp"
#include "http/json.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

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

/// Errors: verb.unknown (404), with the verb that may have been meant.
[[nodiscard]] base::Result<domain::Verb> read_verb(std::string_view name);

/// Reads the body of POST /operations/{verb}. Strict: a field that the verb does not take is refused. Nothing is looked
/// up here: codes and numbers stay as they were written. `beside` names members of the body that are no fields of the
/// operation: in a batch its verb and key stand there.
///
/// Errors (400 unless stated): those of read_items, of ObjectReader and of find_fault, field.choice, field.conflict,
/// field.too_many, field.out_of_range, id.malformed, time.malformed (422).
[[nodiscard]] base::Result<OperationRequest> read_operation(JsonValue body, domain::Verb verb,
                                                            std::span<std::string_view const> beside = {});

}  // namespace nameplate::http
