#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>

namespace nameplate::base {

/// The address under which browsers and programs reach a server: `https://stock.example.com`.
struct WebAddress {
  std::string text;  ///< without a slash at the end
  std::string host;  ///< in small letters; an IPv6 address without its brackets
  bool is_https = false;
};

/// Errors: base_url.malformed.
[[nodiscard]] Result<WebAddress> parse_web_address(std::string_view text);

/// The name in `name:port`, in small letters; an IPv6 address without its brackets. Empty when there is none.
[[nodiscard]] std::string host_of(std::string_view authority);

}  // namespace nameplate::base
