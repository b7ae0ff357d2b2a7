#pragma once

#include <span>
#include <string_view>

namespace nameplate::http {

/// The known name that somebody most likely meant, for "did you mean"; empty when none is near.
[[nodiscard]] std::string_view nearest_name(std::string_view name, std::span<std::string_view const> known);

}  // namespace nameplate::http
