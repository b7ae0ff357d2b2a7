#pragma once

#include "app/master_data.hpp"
#include "app/numbers/readable_formats.hpp"
#include "domain/bound.hpp"
#include "store/store.hpp"

namespace nameplate::app {

/// Items refused because nothing is known by their number: where its check character does not fit, says so, and which
/// numbers on record are likely meant. Nothing is asked of the store when all are known. Of the first twenty items
/// only: one call each.
void explain_unknown(domain::BoundOperation& bound, store::Reader& reader, MasterData& master_data);

/// A number for something new that follows the format of its product but for its check character. Nothing: it is fine,
/// or follows none. Refusals: number.check_character.
[[nodiscard]] std::optional<domain::Refusal> find_wrong_check(ReadableFormats const& formats, domain::RecordId format,
                                                              std::string_view number);

}  // namespace nameplate::app
