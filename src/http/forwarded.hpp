#pragma once

#include "base/ip_network.hpp"

#include <span>
#include <string>
#include <string_view>

namespace nameplate::http {

/// Whether this peer is one of our proxies, whose word on its clients is taken.
[[nodiscard]] bool is_trusted(std::string_view peer, std::span<base::IpNetwork const> proxies);

/// Who is behind our proxies: the rightmost address of X-Forwarded-For that is none of them. What stands to the left of
/// it was written by strangers. `proxy`: who connects, taken where the field names nobody else.
[[nodiscard]] std::string client_behind(std::string_view proxy, std::string_view x_forwarded_for,
                                        std::span<base::IpNetwork const> proxies);

/// Whether X-Forwarded-Proto says that the client came by HTTPS; of several values the last, which our proxy wrote.
[[nodiscard]] bool says_https(std::string_view x_forwarded_proto);

}  // namespace nameplate::http
