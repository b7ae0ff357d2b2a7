#pragma once

#include <string>

namespace nameplate::domain {

/// docs/reference/master-data.md, made from the tables.
[[nodiscard]] std::string describe_record_kinds();

}  // namespace nameplate::domain
