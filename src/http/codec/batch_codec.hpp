#pragma once

#include "app/commands/command.hpp"
#include "base/result.hpp"
#include "domain/records/catalog.hpp"
#include "http/access.hpp"
#include "http/codec/operation_codec.hpp"
#include "http/json.hpp"
#include "http/response.hpp"

#include <array>
#include <optional>
#include <string_view>
#include <vector>

/// POST /operations: many operations in one request, each with a key and a result of its own.
namespace nameplate::http {

/// What stands beside the fields of an operation of a batch.
inline constexpr std::array<std::string_view, 2> beside_operation = {"verb", "key"};

/// One operation of a batch: what the writer shall do, or why it never gets there.
struct BatchEntry {
  AnswerDetail detail = AnswerDetail::items;
  std::optional<base::Error> refusal = {};
  bool replayed = false;
};

struct BatchRequest {
  std::vector<BatchEntry> entries;     ///< in the order of the request
  std::vector<app::Command> commands;  ///< one for each entry without a refusal, in the same order
};

/// Reads the body. What cannot be read refuses the whole request, before anything is done, with each such operation in
/// `items`: it is a mistake in the program that sends it. A key that stands twice refuses the second one only, unless
/// both ask for the same.
///
/// Errors (400 unless stated): operations.empty, operations.too_many (413), operations.malformed, items.too_many (413),
/// those of ObjectReader.
[[nodiscard]] base::Result<BatchRequest> read_batch(JsonValue body, Principal const& principal);

/// The answer: a result for each entry. `outcomes` has one for each command.
[[nodiscard]] Response batch_response(domain::Catalog const& catalog, std::vector<BatchEntry> const& entries,
                                      std::vector<app::Outcome> const& outcomes);

}  // namespace nameplate::http
