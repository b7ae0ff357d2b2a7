#pragma once

#include <string_view>

namespace nameplate::http {

/// Whether a Content-Type says `application/json`, with no parameter or `charset=utf-8`.
[[nodiscard]] bool is_json(std::string_view content_type);

/// ASCII only, as header names and tokens are.
[[nodiscard]] bool equal_without_case(std::string_view left, std::string_view right);

/// Without spaces and tabs at both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text);

}  // namespace nameplate::http
