#pragma once

#include "app/commands/command.hpp"
#include "domain/records/catalog.hpp"
#include "http/codec/operation_codec.hpp"
#include "http/response.hpp"

namespace nameplate::http {

/// The answer to an operation: 201 when an event was recorded, 200 when nothing was. A replay gives the same bytes.
[[nodiscard]] Response operation_response(domain::Catalog const& catalog, app::Answer const& answer,
                                          AnswerDetail detail);

/// Items told in one answer.
inline constexpr std::size_t items_told_max = 1000;

}  // namespace nameplate::http
