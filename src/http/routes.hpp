#pragma once

#include "http/route.hpp"

#include <span>
#include <string_view>

namespace nameplate::http {

inline constexpr std::string_view api_base = "/api/v1";

/// Every route of the server; for the Dispatcher. Made once, lives as long as the program.
[[nodiscard]] std::span<Route const> all_routes();

}  // namespace nameplate::http
