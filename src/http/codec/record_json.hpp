#pragma once

#include "app/commands/command.hpp"
#include "domain/records/catalog.hpp"
#include "http/response.hpp"

namespace nameplate::http {

/// The answer to a change of master data: the record as it now stands, with its ETag; 201 with Location when it was
/// made. A new token stands in it, this once.
[[nodiscard]] Response record_response(domain::Catalog const& catalog, app::Answer const& answer);

}  // namespace nameplate::http
