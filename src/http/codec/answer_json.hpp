#pragma once

#include "app/commands/command.hpp"
#include "domain/records/catalog.hpp"
#include "http/codec/operation_codec.hpp"
#include "http/json_writer.hpp"
#include "http/response.hpp"

namespace nameplate::http {

/// The answer to an operation: 201 when an event was recorded, 200 when nothing was, 202 when a second person has to
/// agree first. A replay gives the same bytes.
[[nodiscard]] Response operation_response(domain::Catalog const& catalog, app::Answer const& answer,
                                          AnswerDetail detail);

/// The members of such an answer, into an object that was begun.
void write_operation_answer(JsonWriter& writer, domain::Catalog const& catalog, app::Answer const& answer,
                            AnswerDetail detail);

/// `done`, `unchanged` or, where a second person has to agree first, `waiting`.
[[nodiscard]] std::string_view outcome_of(app::Answer const& answer);

/// Items told in one answer.
inline constexpr std::size_t items_told_max = 1000;

}  // namespace nameplate::http
