#pragma once

#include "domain/records/record_kind.hpp"

#include <string_view>

namespace nameplate::http {

/// The kind of master data that a path is about: the segment below the base names it. The path led to a route of
/// records, so there is one.
[[nodiscard]] domain::RecordKindRule const& record_kind_of_path(std::string_view path);

}  // namespace nameplate::http
